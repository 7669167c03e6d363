import type { MirrorKindName } from "@/lib/bus/events";
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
  gateway: GatewaySummary;
  budget: BudgetUse;
  kinds: { kind: MirrorKindName; count: number | null; asOf: string | null; failing: boolean }[];
}
