import { queryOptions } from "@tanstack/react-query";
import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type { AreaDetail, AreaFilters, AreaItem, AreaTree } from "./schema";

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
