import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { QueueStates } from "./schema";

export const queueQueries = {
  states: () =>
    queryOptions({
      queryKey: ["queues", "states"] as const,
      queryFn: ({ signal }) => fetchJson<QueueStates>("/api/queues", { signal }),
      refetchInterval: 10_000,
    }),
};
