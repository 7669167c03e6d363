import { choices, listParams } from "@/components/data-table/list-params";
import type { DeviceFilters } from "@/lib/domains/devices/schema";
import { deviceCategories, deviceSorts } from "@/lib/domains/devices/terms";
import { type OnlineState, onlineStates } from "@/lib/domains/sync/terms";

export const deviceParams = {
  ...listParams(deviceSorts),
  state: choices(onlineStates),
  category: choices(deviceCategories),
};

interface Address {
  q: string;
  sort: string;
  state: readonly OnlineState[];
  category: readonly (typeof deviceCategories)[number][];
}

export function deviceFilters({ q, sort, state, category }: Address): DeviceFilters {
  return {
    q: q === "" ? undefined : q,
    sort,
    state: state.length === 0 ? undefined : state,
    category: category.length === 0 ? undefined : category,
  };
}
