import { z } from "zod";

/** Somebody who is on duty now. Times are ISO. */
export interface OnDutyPerson {
  userId: string;
  name: string;
  /** As people know the role: "guard", "Night shift". */
  roleName: string;
  since: string;
  /** When it ends by itself at the latest. */
  until: string;
}

/** Answer of `GET /api/on-duty`. */
export interface OnDutyList {
  /** By name. */
  items: OnDutyPerson[];
  /** Whether the reader is among them. */
  me: boolean;
}

/** The person whose duty `DELETE /api/on-duty/{id}` ends. */
export const OnDutyParams = z.object({ id: z.uuid() });
