import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { Overview } from "./schema";

export const overviewQueries = {
  all: () => ["overview"] as const,
  now: () =>
    queryOptions({
      queryKey: [...overviewQueries.all(), "now"],
      queryFn: ({ signal }) => fetchJson<Overview>("/api/overview", { signal }),
      // The budget's use is no event; the rest also comes live.
      refetchInterval: 10_000,
    }),
};
