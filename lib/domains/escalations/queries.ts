import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { fetchJson } from "@/lib/http/fetcher";
import { cursorOf, paging } from "@/lib/http/paging";
import type { ChangedRule, DeliveryListing, EscalationCalls, EscalationRuleInput, EscalationRules } from "./schema";

export interface DeliveryFilters {
  q?: string | undefined;
  state?: readonly string[] | undefined;
  sort?: string | undefined;
}

function deliveriesAddress({ q, state = [], sort }: DeliveryFilters, cursor: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ q, sort, cursor })) if (value) search.set(name, value);
  for (const each of state) search.append("state", each);
  return `/api/escalations/deliveries?${search}`;
}

export const escalationQueries = {
  all: ["escalations"] as const,
  rules: () =>
    queryOptions({
      queryKey: ["escalations", "rules"] as const,
      queryFn: ({ signal }) => fetchJson<EscalationRules>("/api/escalations", { signal }),
    }),
  deliveries: (filters: DeliveryFilters) =>
    infiniteQueryOptions({
      queryKey: ["escalations", "deliveries", filters] as const,
      queryFn: ({ pageParam, signal }) =>
        fetchJson<DeliveryListing>(deliveriesAddress(filters, cursorOf(pageParam)), { signal }),
      ...paging,
      placeholderData: keepPreviousData,
    }),
  /** What rings for the reader. */
  calls: () =>
    queryOptions({
      queryKey: ["escalations", "calls"] as const,
      queryFn: ({ signal }) => fetchJson<EscalationCalls>("/api/escalations/calls", { signal }),
    }),
};

type Body = z.input<typeof EscalationRuleInput>;
const path = (id: string) => `/api/escalations/${encodeURIComponent(id)}`;

export const addRule = (body: Body) => fetchJson<ChangedRule>("/api/escalations", { method: "POST", body });
export const changeRule = (id: string, body: Body) => fetchJson<ChangedRule>(path(id), { method: "PUT", body });
export const deleteRule = (id: string) => fetchJson<void>(path(id), { method: "DELETE" });
export const renewWebhookKey = (id: string) => fetchJson<ChangedRule>(`${path(id)}/webhook-key`, { method: "POST" });
export const tryRule = (id: string) => fetchJson<{ deliveries: number }>(`${path(id)}/try`, { method: "POST" });

export const acknowledgeCalls = (ids: readonly string[]) =>
  fetchJson<void>("/api/escalations/calls/acknowledge", { method: "POST", body: { ids } });
