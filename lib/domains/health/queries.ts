import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { About, GatewayState, Health, PublicHealth, StorageState } from "./schema";

export const healthQueries = {
  all: () => ["health"] as const,
  state: () =>
    queryOptions({
      queryKey: [...healthQueries.all(), "state"],
      queryFn: ({ signal }) => fetchJson<Health | PublicHealth>("/api/health", { signal }),
      refetchInterval: 10_000,
    }),
  about: () =>
    queryOptions({
      queryKey: ["about"] as const,
      queryFn: ({ signal }) => fetchJson<About>("/api/about", { signal }),
    }),
  /** For the banner of every page. */
  storage: () =>
    queryOptions({
      queryKey: ["storage"] as const,
      queryFn: ({ signal }) => fetchJson<StorageState>("/api/storage", { signal }),
      refetchInterval: 60_000,
    }),
  /** For the banner of every page; the live stream has it read anew. */
  gateway: () =>
    queryOptions({
      queryKey: ["gateway"] as const,
      queryFn: ({ signal }) => fetchJson<GatewayState>("/api/gateway", { signal }),
    }),
};
