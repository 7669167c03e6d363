import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { Assignees, OnDutyList } from "./schema";

/** Null among the areas: an alarm that stands in none. */
function assigneesAddress(areas: readonly (string | null)[]): string {
  const search = new URLSearchParams();
  for (const id of new Set(areas)) search.append(id === null ? "unplaced" : "area", id ?? "yes");
  return `/api/on-duty/assignees?${search}`;
}

export const onDutyQueries = {
  all: ["on-duty"] as const,
  list: () =>
    queryOptions({
      queryKey: ["on-duty", "list"] as const,
      queryFn: ({ signal }) => fetchJson<OnDutyList>("/api/on-duty", { signal }),
    }),
  /** Who can own alarms of these areas. */
  assignees: (areas: readonly (string | null)[]) =>
    queryOptions({
      queryKey: ["on-duty", "assignees", [...areas]] as const,
      queryFn: ({ signal }) => fetchJson<Assignees>(assigneesAddress(areas), { signal }),
    }),
};

export const goOnDuty = () => fetchJson<OnDutyList>("/api/on-duty", { method: "POST" });
export const goOffDuty = () => fetchJson<OnDutyList>("/api/on-duty", { method: "DELETE" });
export const endDuty = (userId: string) =>
  fetchJson<void>(`/api/on-duty/${encodeURIComponent(userId)}`, { method: "DELETE" });
