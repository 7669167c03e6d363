import { infiniteQueryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { AlarmLogPage, AlarmLogSearch } from "./schema";

function address({ from, to, utcOffset, area, types }: AlarmLogSearch, page: number): string {
  const search = new URLSearchParams({ from, to, utcOffset: String(utcOffset), page: String(page) });
  if (area !== null) search.set("area", area);
  for (const type of types) search.append("type", type);
  return `/api/alarm-log?${search}`;
}

/** The gateway is asked for what somebody pressed Search for, and never by itself. */
export const alarmLogQueries = {
  all: ["alarm-log"] as const,
  search: (wanted: AlarmLogSearch) =>
    infiniteQueryOptions({
      queryKey: ["alarm-log", wanted] as const,
      queryFn: ({ pageParam, signal }) => fetchJson<AlarmLogPage>(address(wanted, pageParam), { signal }),
      initialPageParam: 1,
      getNextPageParam: ({ more, page }) => (more ? page + 1 : undefined),
      // Not even news of everything ask again.
      staleTime: "static",
      gcTime: 0,
      retry: false,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    }),
};
