import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { NewView, SavedView, SavedViews, ViewChange } from "./schema";

export const viewQueries = {
  all: ["views"] as const,
  /** Views of one list. */
  list: (list: string) =>
    queryOptions({
      queryKey: ["views", list] as const,
      queryFn: ({ signal }) => fetchJson<SavedViews>(`/api/views?${new URLSearchParams({ list })}`, { signal }),
      staleTime: 5 * 60_000,
    }),
};

/** All throw ApiProblem. */
export const viewMutations = {
  save: (body: NewView) => fetchJson<SavedView>("/api/views", { method: "POST", body }),
  change: (id: string, body: ViewChange) => fetchJson<SavedView>(`/api/views/${id}`, { method: "PATCH", body }),
  remove: (id: string) => fetchJson<undefined>(`/api/views/${id}`, { method: "DELETE" }),
};
