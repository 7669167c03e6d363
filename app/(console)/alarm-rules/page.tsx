import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { alarmRuleQueries } from "@/lib/domains/alarm-rules/queries";
import { listAlarmRules } from "@/lib/domains/alarm-rules/read";
import { AlarmRuleQuery } from "@/lib/domains/alarm-rules/schema";
import { prefetchList } from "../_components/prefetch";
import { AlarmRulesPage } from "./client";
import { addressParams, ruleFilters } from "./search-params";

export const metadata: Metadata = { title: "Alarm rules" };

const load = createLoader(addressParams);
const pathOf = createSerializer(addressParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("alarm-rules:read", pathOf("/alarm-rules", address));
  const queries = new QueryClient();
  const filters = ruleFilters(address);
  await prefetchList(queries, alarmRuleQueries.list(filters), AlarmRuleQuery, filters, (query) =>
    listAlarmRules(actor, query),
  );
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AlarmRulesPage />
    </HydrationBoundary>
  );
}
