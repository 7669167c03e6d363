import { mutationOptions, queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/lib/http/fetcher";
import type { Licences } from "./schema";

export const licenceQueries = {
  all: ["licences"] as const,
  state: () =>
    queryOptions({
      queryKey: ["licences", "state"] as const,
      queryFn: ({ signal }) => fetchJson<Licences>("/api/licences", { signal }),
      // Until the answer of the gateway is there.
      refetchInterval: ({ state }) =>
        state.data !== undefined && (state.data.asOf === null || state.data.requested) ? 2_000 : false,
    }),
};

export const refreshLicences = mutationOptions({
  mutationKey: ["licences", "refresh"],
  mutationFn: () => fetchJson<Licences>("/api/licences/refresh", { method: "POST", body: {} }),
});
