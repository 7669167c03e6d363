import type { z } from "zod";
import type { CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery } from "@/lib/http/list";

/** Query of `GET /api/alarm-priorities`. */
export const AlarmPriorityQuery = listQuery({}, ["level", "name"]);
export type AlarmPriorityQuery = z.output<typeof AlarmPriorityQuery>;
export type AlarmPriorityFilters = CommonFilters;

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
