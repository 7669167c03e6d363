import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import { cursorOf, paging } from "@/lib/http/paging";
import type { CheckItems, ClearItem, HandoverBoard, HandoverDetail, HandoverListing, PrepareHandover } from "./schema";

export interface HandoverFilters {
  q?: string | undefined;
  state?: readonly string[] | undefined;
  sort?: string | undefined;
}

function address({ q, state = [], sort }: HandoverFilters, cursor: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ q, sort, cursor })) if (value) search.set(name, value);
  for (const each of state) search.append("state", each);
  return `/api/handovers?${search}`;
}

const path = (id: string) => `/api/handovers/${encodeURIComponent(id)}`;

export const handoverQueries = {
  all: ["handovers"] as const,
  board: () =>
    queryOptions({
      queryKey: ["handovers", "board"] as const,
      queryFn: ({ signal }) => fetchJson<HandoverBoard>("/api/handovers/board", { signal }),
    }),
  list: (filters: HandoverFilters = {}) =>
    infiniteQueryOptions({
      queryKey: ["handovers", "list", filters] as const,
      queryFn: ({ pageParam, signal }) => fetchJson<HandoverListing>(address(filters, cursorOf(pageParam)), { signal }),
      ...paging,
      placeholderData: keepPreviousData,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["handovers", "detail", id] as const,
      queryFn: ({ signal }) => fetchJson<HandoverDetail>(path(id), { signal }),
    }),
};

export const prepareHandover = (body: PrepareHandover) =>
  fetchJson<HandoverDetail>("/api/handovers", { method: "POST", body });
export const withdrawHandover = (id: string) => fetchJson<HandoverDetail>(`${path(id)}/withdraw`, { method: "POST" });
export const takeHandover = (id: string) => fetchJson<HandoverDetail>(`${path(id)}/take`, { method: "POST" });
export const checkItems = (id: string, body: CheckItems) =>
  fetchJson<HandoverDetail>(`${path(id)}/check`, { method: "POST", body });
export const clearItem = (itemId: string, body: ClearItem) =>
  fetchJson<HandoverDetail>(`/api/handovers/items/${encodeURIComponent(itemId)}/clear`, { method: "POST", body });
