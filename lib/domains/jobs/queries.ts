import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from "@tanstack/react-query";
import type { WithReason } from "@/lib/domains/commands/schema";
import { fetchJson } from "@/lib/http/fetcher";
import type { Listing } from "@/lib/http/list";
import type { JobFilters, JobItem, JobRowItem, RowState } from "./schema";
import { isFinished, type JobVerb } from "./terms";

type Values = Readonly<Record<string, string | readonly string[] | null | undefined>>;

function address(path: string, values: Values): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of value === undefined || value === null ? [] : [value].flat()) search.append(name, one);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

const pathOf = (id: string) => `/api/jobs/${encodeURIComponent(id)}`;

/** The live stream tells of progress; this is for when it does not come through. */
const slowly = 10_000;

export const jobQueries = {
  all: ["jobs"] as const,
  list: (filters: JobFilters = {}) =>
    infiniteQueryOptions({
      queryKey: ["jobs", "list", filters] as const,
      queryFn: ({ pageParam, signal }) =>
        fetchJson<Listing<JobItem>>(address("/api/jobs", { ...filters, cursor: pageParam }), { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.nextCursor,
      placeholderData: keepPreviousData,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["jobs", "detail", id] as const,
      queryFn: ({ signal }) => fetchJson<JobItem>(pathOf(id), { signal }),
      refetchInterval: ({ state }) => (state.data !== undefined && !isFinished(state.data.state) ? slowly : false),
    }),
  rows: (id: string, states: readonly RowState[]) =>
    infiniteQueryOptions({
      queryKey: ["jobs", "rows", id, states] as const,
      queryFn: ({ pageParam, signal }) =>
        fetchJson<Listing<JobRowItem>>(address(`${pathOf(id)}/rows`, { state: states, cursor: pageParam }), { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.nextCursor,
      placeholderData: keepPreviousData,
    }),
  /** My finished jobs that I have not looked at. */
  unseen: () =>
    queryOptions({
      queryKey: ["jobs", "unseen"] as const,
      queryFn: ({ signal }) => fetchJson<Listing<JobItem>>("/api/jobs?owner=me&seen=no&limit=20", { signal }),
    }),
  /** My latest jobs. */
  recent: () =>
    queryOptions({
      queryKey: ["jobs", "recent"] as const,
      queryFn: ({ signal }) => fetchJson<Listing<JobItem>>("/api/jobs?owner=me&limit=8", { signal }),
    }),
};

export const changeJob = mutationOptions({
  mutationKey: ["jobs", "change"],
  mutationFn: ({ id, verb, why }: { id: string; verb: JobVerb | "seen"; why?: WithReason }) =>
    fetchJson<JobItem>(`${pathOf(id)}/${verb}`, { method: "POST", ...(why === undefined ? {} : { body: why }) }),
});
