import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { NavigationCounts } from "./schema";

export const navigationQueries = {
  /** Never polled: the live stream says when to read it anew. */
  counts: () =>
    queryOptions({
      queryKey: ["navigation"] as const,
      queryFn: ({ signal }) => fetchJson<NavigationCounts>("/api/navigation", { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};
