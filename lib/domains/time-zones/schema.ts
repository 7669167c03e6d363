import type { z } from "zod";
import type { CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery } from "@/lib/http/list";

/** Query of `GET /api/time-zones`. */
export const TimeZoneQuery = listQuery({}, ["offset", "name"]);
export type TimeZoneQuery = z.output<typeof TimeZoneQuery>;
export type TimeZoneFilters = CommonFilters;

/** A time zone a device may have. */
export interface TimeZoneItem {
  /** The gateway's own. */
  id: string;
  name: string;
  displayName: string;
  /** Minutes east of GMT, without daylight saving. */
  utcOffsetMinutes: number;
  daylightSaving: boolean;
}
