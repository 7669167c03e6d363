import { infiniteQueryOptions, keepPreviousData, mutationOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { Listing } from "@/lib/http/list";
import type { AuditDetail, AuditFilters, AuditItem, AuditState, Named } from "./schema";

function address(filters: AuditFilters, cursor: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filters) as [string, string | readonly string[] | undefined][]) {
    for (const one of value === undefined ? [] : [value].flat()) search.append(name, one);
  }
  if (cursor !== null) search.set("cursor", cursor);
  return search.size === 0 ? "/api/audit" : `/api/audit?${search}`;
}

export const auditQueries = {
  all: ["audit"] as const,
  list: (filters: AuditFilters = {}) =>
    infiniteQueryOptions({
      queryKey: ["audit", "list", filters] as const,
      queryFn: ({ pageParam, signal }) => fetchJson<Listing<AuditItem>>(address(filters, pageParam), { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.nextCursor,
      placeholderData: keepPreviousData,
    }),
  /** The newest entries about one thing. */
  history: (filters: AuditFilters) =>
    queryOptions({
      queryKey: ["audit", "history", filters] as const,
      queryFn: ({ signal }) => fetchJson<Listing<AuditItem>>(address(filters, null), { signal }),
    }),
  /** An entry never changes; only its outcome may come later. */
  detail: (id: string) =>
    queryOptions({
      queryKey: ["audit", "detail", id] as const,
      queryFn: ({ signal }) => fetchJson<AuditDetail>(`/api/audit/${encodeURIComponent(id)}`, { signal }),
    }),
  state: () =>
    queryOptions({
      queryKey: ["audit", "state"] as const,
      queryFn: ({ signal }) => fetchJson<AuditState>("/api/audit/state", { signal }),
    }),
  /** People who stand in the log. */
  actors: (q: string) =>
    queryOptions({
      queryKey: ["audit", "actors", q] as const,
      queryFn: ({ signal }) => {
        const search = new URLSearchParams(q === "" ? {} : { q });
        return fetchJson<{ items: Named[] }>(`/api/audit/actors${search.size === 0 ? "" : `?${search}`}`, { signal });
      },
      placeholderData: keepPreviousData,
    }),
};

/** Has the whole log followed now; the state says when it is done. */
export const verifyAudit = mutationOptions({
  mutationKey: ["audit", "verify"],
  mutationFn: () => fetchJson<AuditState>("/api/audit/verify", { method: "POST" }),
});
