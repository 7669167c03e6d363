import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { SolarThreshold } from "./schema";

export const solarThresholdQueries = {
  last: () =>
    queryOptions({
      // News of rules has it read anew too.
      queryKey: ["alarm-rules", "solar-threshold"] as const,
      queryFn: ({ signal }) => fetchJson<SolarThreshold>("/api/solar-threshold", { signal }),
    }),
};

export function setSolarThreshold(percent: number): Promise<SolarThreshold> {
  return fetchJson("/api/solar-threshold", { method: "PUT", body: { percent } });
}
