import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from "@tanstack/react-query";
import type { MirrorKindName } from "@/lib/bus/events";
import { fetchJson } from "@/lib/http/fetcher";
import type { Listing } from "@/lib/http/list";
import { cursorOf, paging } from "@/lib/http/paging";
import type { RefreshRequest, SyncStates } from "./schema";

/** Values of a list's query, without its cursor; what is undefined is left out. */
export type ListFilters = Readonly<Record<string, string | readonly string[] | undefined>>;

function listAddress(noun: string, filters: ListFilters, cursor: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    for (const one of value === undefined ? [] : [value].flat()) search.append(name, one);
  }
  if (cursor !== null) search.set("cursor", cursor);
  return search.size === 0 ? `/api/${noun}` : `/api/${noun}?${search}`;
}

/** Pages of a mirrored kind, key `[noun, "list", filters]`. What is on screen stays until the next answer is there. */
export function mirroredList<Item>(noun: MirrorKindName | "outages", filters: ListFilters) {
  return infiniteQueryOptions({
    queryKey: [noun, "list", filters] as const,
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Listing<Item>>(listAddress(noun, filters, cursorOf(pageParam)), { signal }),
    ...paging,
    placeholderData: keepPreviousData,
  });
}

/** The first that match, at most 200: for "select all". Throws ApiProblem. */
export async function mirroredItems<Item>(noun: MirrorKindName, filters: ListFilters, limit: number): Promise<Item[]> {
  const { items } = await fetchJson<Listing<Item>>(listAddress(noun, { ...filters, limit: String(limit) }, null));
  return items;
}

/** One object of a mirrored kind, key `[noun, "detail", id]`. */
export function mirroredDetail<Detail>(noun: MirrorKindName, id: string) {
  return queryOptions({
    queryKey: [noun, "detail", id] as const,
    queryFn: ({ signal }) => fetchJson<Detail>(`/api/${noun}/${encodeURIComponent(id)}`, { signal }),
  });
}

export const syncQueries = {
  all: ["sync"] as const,
  /** How the copy of each kind stands. */
  states: () =>
    queryOptions({
      queryKey: ["sync", "states"] as const,
      queryFn: ({ signal }) => fetchJson<SyncStates>("/api/sync", { signal }),
    }),
};

/** Moves kinds to the front of the synchronisation; the lists change when the pass comes to them. */
export const refreshKinds = mutationOptions({
  mutationKey: ["sync", "refresh"],
  mutationFn: (kinds: MirrorKindName[]) =>
    fetchJson<SyncStates>("/api/sync", { method: "POST", body: { kinds } satisfies RefreshRequest }),
});
