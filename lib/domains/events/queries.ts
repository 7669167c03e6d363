import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import { cursorOf, paging } from "@/lib/http/paging";
import type { EventDetail, EventFilters, EventListing } from "./schema";

type Filters = Partial<EventFilters>;

function address(filters: Filters, cursor: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters) as [string, string | readonly string[] | undefined][]) {
    for (const one of value === undefined ? [] : [value].flat()) search.append(name, one);
  }
  if (cursor !== null) search.set("cursor", cursor);
  return search.size === 0 ? "/api/events" : `/api/events?${search}`;
}

export const eventQueries = {
  all: ["events"] as const,
  /** Pages of events; what is on screen stays until the next answer is there. */
  list: (filters: Filters = {}) =>
    infiniteQueryOptions({
      queryKey: ["events", "list", filters] as const,
      queryFn: ({ pageParam, signal }) => fetchJson<EventListing>(address(filters, cursorOf(pageParam)), { signal }),
      ...paging,
      placeholderData: keepPreviousData,
    }),
  /** How many were stored after a list was read: its `total`. */
  arrivals: (filters: Filters) =>
    queryOptions({
      queryKey: ["events", "arrivals", filters] as const,
      queryFn: ({ signal }) => fetchJson<EventListing>(address({ ...filters, limit: "1" }, null), { signal }),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["events", "detail", id] as const,
      queryFn: ({ signal }) => fetchJson<EventDetail>(`/api/events/${encodeURIComponent(id)}`, { signal }),
    }),
};
