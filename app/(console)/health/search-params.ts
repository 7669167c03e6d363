import { choices, listParams, oneText } from "@/components/data-table/list-params";
import type { OutageFilters } from "@/lib/domains/outages/schema";
import { outageKinds, type OutageKind, outageSorts } from "@/lib/domains/outages/terms";

export const outageParams = { ...listParams(outageSorts), kind: choices(outageKinds), areaId: oneText };

interface Address {
  q: string;
  sort: string;
  kind: readonly OutageKind[];
  areaId: string | null;
}

export function outageFilters({ q, sort, kind, areaId }: Address): OutageFilters {
  return {
    q: q === "" ? undefined : q,
    sort,
    kind: kind.length === 0 ? undefined : kind,
    areaId: areaId ?? undefined,
  };
}
