import { z } from "zod";
import type { Person } from "@/lib/domains/alarms/schema";
import { gatewayId } from "@/lib/domains/sync/schema";
import { listQuery, type Listing } from "@/lib/http/list";
import { snoozeScopes, type SnoozeScope } from "./terms";

export { IdParams as SnoozeParams } from "@/lib/domains/sync/schema";

/** Query of `GET /api/snoozes`; those that run, unless told otherwise, the next to end first. */
export const SnoozeQuery = listQuery({ state: z.enum(["running", "ended"]).default("running") }, [
  "until",
  "createdAt",
]);
export type SnoozeQuery = z.output<typeof SnoozeQuery>;

/** A time in which alarms of something ring nobody. Times are ISO. */
export interface SnoozeItem {
  id: string;
  scope: SnoozeScope;
  targetId: string;
  name: string;
  area: { id: string; name: string } | null;
  reason: string;
  by: Person | null;
  createdAt: string;
  until: string;
  /** Null while nobody ended it early. */
  lifted: { at: string; by: Person | null } | null;
  /** Alarms it has silenced. */
  count: number;
}

export type SnoozeListing = Listing<SnoozeItem>;

/** Body of `POST /api/snoozes`; at most seven days. */
export const AddSnooze = z.object({
  scope: z.enum(snoozeScopes),
  targetId: gatewayId,
  reason: z.string().trim().min(1, "Say why.").max(500, "Shorten the reason to 500 characters."),
  until: z.iso.datetime({ offset: true }),
});
export type AddSnooze = z.output<typeof AddSnooze>;
