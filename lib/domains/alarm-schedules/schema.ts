import type { z } from "zod";
import { listQuery } from "@/lib/http/list";

/** Query of `GET /api/alarm-schedules`. */
export const AlarmScheduleQuery = listQuery({}, ["name"]);
export type AlarmScheduleQuery = z.output<typeof AlarmScheduleQuery>;

/** Days and times as the gateway writes them: the guide shows no form. */
export interface ScheduleDay {
  day: string;
  spans: { from: string; to: string }[];
}

/** When rules are armed. */
export interface AlarmScheduleItem {
  /** The gateway's own. */
  id: string;
  name: string;
  /** Came with the platform; null: the gateway does not say. */
  builtIn: boolean | null;
  days: ScheduleDay[];
}
