import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { AlarmQuality, QualityQuery } from "./schema";

function search({ from, to }: QualityQuery): string {
  const params = new URLSearchParams();
  if (from !== undefined) params.set("from", from);
  if (to !== undefined) params.set("to", to);
  return params.size === 0 ? "" : `?${params}`;
}

export const qualityQueries = {
  report: (query: QualityQuery) =>
    queryOptions({
      queryKey: ["alarm-quality", "report", query] as const,
      queryFn: ({ signal }) => fetchJson<AlarmQuality>(`/api/alarm-quality${search(query)}`, { signal }),
      placeholderData: keepPreviousData,
    }),
};

/** The same figures as a file. */
export const qualityFile = (query: QualityQuery) => `/api/alarm-quality/csv${search(query)}`;
