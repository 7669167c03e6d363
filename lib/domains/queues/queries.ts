import { queryOptions, type QueryClient } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { QueueStates, QueueSwitch } from "./schema";

export const queueQueries = {
  all: () => ["queues"] as const,
  states: () =>
    queryOptions({
      queryKey: [...queueQueries.all(), "states"],
      queryFn: ({ signal }) => fetchJson<QueueStates>("/api/queues", { signal }),
    }),
};

/** Mutation: `useMutation(switchQueue(useQueryClient()))`. */
export const switchQueue = (client: QueryClient) => ({
  mutationFn: (body: QueueSwitch) => fetchJson<void>("/api/queues", { method: "PATCH", body }),
  onSettled: () => client.invalidateQueries({ queryKey: queueQueries.all() }),
});
