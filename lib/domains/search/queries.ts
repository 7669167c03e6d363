import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { SearchHits } from "./schema";

export const searchQueries = {
  /** What is found stays on screen until more words are answered. */
  find: (q: string) =>
    queryOptions({
      queryKey: ["search", q] as const,
      queryFn: ({ signal }) => fetchJson<SearchHits>(`/api/search?${new URLSearchParams({ q })}`, { signal }),
      enabled: q !== "",
      placeholderData: keepPreviousData,
      gcTime: 60_000,
    }),
};
