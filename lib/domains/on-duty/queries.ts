import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { OnDutyList } from "./schema";

export const onDutyQueries = {
  all: ["on-duty"] as const,
  list: () =>
    queryOptions({
      queryKey: ["on-duty", "list"] as const,
      queryFn: ({ signal }) => fetchJson<OnDutyList>("/api/on-duty", { signal }),
    }),
};

export const goOnDuty = () => fetchJson<OnDutyList>("/api/on-duty", { method: "POST" });
export const goOffDuty = () => fetchJson<OnDutyList>("/api/on-duty", { method: "DELETE" });
export const endDuty = (userId: string) =>
  fetchJson<void>(`/api/on-duty/${encodeURIComponent(userId)}`, { method: "DELETE" });
