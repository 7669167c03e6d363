import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { ConnectionState, ConnectionTest } from "./schema";

export const connectionQueries = {
  all: () => ["connection"] as const,
  state: () =>
    queryOptions({
      queryKey: [...connectionQueries.all(), "state"],
      queryFn: ({ signal }) => fetchJson<ConnectionState>("/api/connection", { signal }),
    }),
};

/** Mutation: `useMutation(testConnection)`. */
export const testConnection = {
  mutationFn: () => fetchJson<ConnectionTest>("/api/connection/test", { method: "POST", body: {} }),
};
