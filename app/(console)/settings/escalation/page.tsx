import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { escalationQueries } from "@/lib/domains/escalations/queries";
import { listDeliveries } from "@/lib/domains/escalations/read/deliveries";
import { listRules } from "@/lib/domains/escalations/read/rules";
import { DeliveryQuery } from "@/lib/domains/escalations/schema";
import { prefetchList } from "../../_components/prefetch";
import { EscalationPage } from "./client";
import { deliveryFilters, deliveryParams } from "./search-params";

export const metadata: Metadata = { title: "Escalation" };

const load = createLoader(deliveryParams);
const pathOf = createSerializer(deliveryParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("settings:manage", pathOf("/settings/escalation", address));
  const queries = new QueryClient();
  const filters = deliveryFilters(address);
  await Promise.all([
    queries.prefetchQuery({ ...escalationQueries.rules(), queryFn: () => listRules(actor), retry: false }),
    prefetchList(queries, escalationQueries.deliveries(filters), DeliveryQuery, filters, (query) =>
      listDeliveries(actor, query),
    ),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <EscalationPage />
    </HydrationBoundary>
  );
}
