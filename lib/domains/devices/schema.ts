import { z } from "zod";
import { OnlineState, type CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery, several } from "@/lib/http/list";
import { deviceCategories, deviceSorts } from "./terms";

export { IdParams as DeviceParams } from "@/lib/domains/sync/schema";

/** Query of `GET /api/devices`; `category` and `state` may be given several times. */
export const DeviceQuery = listQuery(
  { category: several(z.enum(deviceCategories)), state: several(OnlineState) },
  deviceSorts,
);
export type DeviceQuery = z.output<typeof DeviceQuery>;
export type DeviceFilters = CommonFilters & {
  category?: readonly (typeof deviceCategories)[number][] | undefined;
  state?: readonly OnlineState[] | undefined;
};

/** A physical device. Times are ISO. */
export interface DeviceItem {
  /** The gateway's own. */
  id: string;
  name: string;
  /** One of `deviceCategories`, or a word of the gateway that is not among them. */
  category: string;
  model: string | null;
  serial: string | null;
  firmware: string | null;
  state: OnlineState;
  /** Since when the state is known to be what it is; null when it never changed under our eyes. */
  stateSince: string | null;
  addedAt: string | null;
}

export interface DeviceDetail extends DeviceItem {
  timeZone: { id: string; name: string | null; utcOffsetMinutes: number | null } | null;
  /** What of the device is in areas. */
  counts: { cameras: number; doors: number; alarmInputs: number; alarmOutputs: number };
  firstSeenAt: string;
  changedAt: string;
  /** When the gateway last confirmed it. */
  syncedAt: string;
}
