import type { z } from "zod";
import { listQuery } from "@/lib/http/list";

/** Query of `GET /api/alarm-priorities`. */
export const AlarmPriorityQuery = listQuery({}, ["level", "name"]);
export type AlarmPriorityQuery = z.output<typeof AlarmPriorityQuery>;

/** A priority that rules give their alarms. */
export interface AlarmPriorityItem {
  /** The gateway's own. */
  id: string;
  name: string;
  /** 1 is the highest of three; null: the gateway does not say. */
  level: number | null;
  /** Such as "#F40B0B". */
  color: string | null;
  /** What the vendor's client plays; null: nothing. */
  soundName: string | null;
}
