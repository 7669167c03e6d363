import { queryOptions } from "@tanstack/react-query";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type {
  AddArea,
  AddedArea,
  AddResources,
  AreaDetail,
  AreaFilters,
  AreaItem,
  AreaTree,
  RemoveResources,
} from "./schema";

export const areaQueries = {
  all: ["areas"] as const,
  list: (filters: AreaFilters = {}) => mirroredList<AreaItem>("areas", filters),
  detail: (id: string) => mirroredDetail<AreaDetail>("areas", id),
  /** Every area in one answer; see `nestAreas`. */
  tree: () =>
    queryOptions({
      queryKey: ["areas", "tree"] as const,
      queryFn: ({ signal }) => fetchJson<AreaTree>("/api/areas/tree", { signal }),
    }),
};

export function addArea(body: AddArea): Promise<AddedArea> {
  return fetchJson("/api/areas", { method: "POST", body });
}

export function addResources(areaId: string, body: AddResources): Promise<CommandResult> {
  return fetchJson(`/api/areas/${encodeURIComponent(areaId)}/resources`, { method: "POST", body });
}

export function removeResources(areaId: string, body: RemoveResources): Promise<CommandResult> {
  return fetchJson(`/api/areas/${encodeURIComponent(areaId)}/resources/remove`, { method: "POST", body });
}
