import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { Health, PublicHealth } from "./schema";

export const healthQueries = {
  all: () => ["health"] as const,
  state: () =>
    queryOptions({
      queryKey: [...healthQueries.all(), "state"],
      queryFn: ({ signal }) => fetchJson<Health | PublicHealth>("/api/health", { signal }),
      refetchInterval: 10_000,
    }),
};
