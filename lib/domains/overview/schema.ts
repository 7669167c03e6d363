import type { MirrorKindName } from "@/lib/bus/events";
import type { AlarmCounts } from "@/lib/domains/alarms/schema";
import type { LicenceStanding } from "@/lib/domains/licences/schema";
import type { BudgetUse, GatewaySummary } from "@/lib/domains/health/schema";

/** Is everything all right, in one look. Times are ISO. */
export interface Overview {
  /** One entry for each kind the viewer may read. */
  counts: {
    kind: "cameras" | "devices" | "doors";
    total: number;
    offline: number;
    /** Of those offline, how many since less than an hour. */
    offlineLastHour: number;
  }[];
  /** Newest first, at most 50. */
  offline: {
    kind: "cameras" | "devices" | "doors";
    id: string;
    name: string;
    area: string[] | null;
    since: string;
    /** It was offline already when first seen, so it is older than `since`. */
    sinceBefore: boolean;
  }[];
  /** For those who may read alarms; null for others. Repeats count as one, snoozed ones do not. */
  alarms: {
    /** Nobody has taken them yet. */
    unhandled: number;
    oldestAt: string | null;
    open: AlarmCounts["byPriority"];
    /** Alarms of the last hour, each of them; ten thousand stands for more. */
    lastHour: number;
  } | null;
  gateway: GatewaySummary;
  budget: BudgetUse;
  /** For those who manage the settings; null for others. */
  warnings: {
    /** Services that end soon, have ended, or have more in use than licensed. */
    licences: { service: string | null; standing: Exclude<LicenceStanding, "fine">; endsAt: string | null }[];
  } | null;
  kinds: { kind: MirrorKindName; count: number | null; asOf: string | null; failing: boolean }[];
}
