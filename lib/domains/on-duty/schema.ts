import { z } from "zod";
import { gatewayId } from "@/lib/domains/sync/schema";
import { several } from "@/lib/http/list";

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

/** Query of `GET /api/on-duty/assignees`: the areas of the alarms, and whether one of them stands in none. */
export const AssigneesQuery = z.object({ area: several(gatewayId), unplaced: z.literal("yes").optional() });
export type AssigneesQuery = z.output<typeof AssigneesQuery>;

/** Somebody who can own these alarms: their role handles alarms, and they see all of the areas. */
export interface Assignee {
  id: string;
  name: string;
  roleName: string;
  onDuty: boolean;
}

/** Answer of `GET /api/on-duty/assignees`: those on duty first, each by name. */
export interface Assignees {
  items: Assignee[];
}
