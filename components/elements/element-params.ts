/** What lists of cameras, doors, inputs and outputs keep in their address. Runs on the server too. */
import { parseAsStringLiteral } from "nuqs/server";
import { choices, listParams, oneText } from "@/components/data-table/list-params";
import type { ElementFilters } from "@/lib/domains/elements/schema";
import { elementSorts } from "@/lib/domains/elements/terms";
import { type OnlineState, onlineStates } from "@/lib/domains/sync/terms";

/** A list with a page of its own: `?areaId=` and `?deviceId=` narrow it. */
export const elementParams = {
  ...listParams(elementSorts),
  state: choices(onlineStates),
  areaId: oneText,
  deviceId: oneText,
};

export const resourceTabs = ["cameras", "doors", "inputs", "outputs"] as const;
export type ResourceTab = (typeof resourceTabs)[number];

/** The lists of what is in one area or on one device: the open tab, and that tab's search, filter and sort. */
export const resourceParams = {
  ...listParams(elementSorts),
  state: choices(onlineStates),
};
/** Null: nobody chose one yet. */
export const resourceTab = parseAsStringLiteral(resourceTabs);

export interface ResourceCounts {
  cameras: number;
  doors: number;
  alarmInputs: number;
  alarmOutputs: number;
}

/** The tab to start with: the first that holds something. */
export function firstTab(counts: ResourceCounts | undefined): ResourceTab {
  if (counts === undefined || counts.cameras > 0) return "cameras";
  if (counts.doors > 0) return "doors";
  if (counts.alarmInputs > 0) return "inputs";
  return counts.alarmOutputs > 0 ? "outputs" : "cameras";
}

export interface ElementAddress {
  q: string;
  sort: string;
  state: readonly OnlineState[];
  areaId?: string | null | undefined;
  deviceId?: string | null | undefined;
}

/** The query that an address asks for: the same on the server and in the browser, so that both mean one cache entry. */
export function elementFilters({ q, sort, state, areaId, deviceId }: ElementAddress): ElementFilters {
  return {
    q: q === "" ? undefined : q,
    sort,
    state: state.length === 0 ? undefined : state,
    areaId: areaId ?? undefined,
    deviceId: deviceId ?? undefined,
  };
}
