import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { may } from "@/lib/auth/roles";
import { healthQueries } from "@/lib/domains/health/queries";
import { readHealth } from "@/lib/domains/health/read";
import { outageQueries } from "@/lib/domains/outages/queries";
import { listOutages } from "@/lib/domains/outages/read";
import { OutageQuery } from "@/lib/domains/outages/schema";
import { prefetchList } from "../_components/prefetch";
import { HealthPage } from "./client";
import { outageFilters, outageParams } from "./search-params";

export const metadata: Metadata = { title: "Health" };

const load = createLoader(outageParams);
const pathOf = createSerializer(outageParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("devices:read", pathOf("/health", address));
  const queries = new QueryClient();
  const filters = outageFilters(address);
  await Promise.all([
    prefetchList(queries, outageQueries.list(filters), OutageQuery, filters, (query) => listOutages(actor, query)),
    may(actor, "settings:manage")
      ? queries.prefetchQuery({ ...healthQueries.state(), queryFn: () => readHealth(actor) })
      : undefined,
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <HealthPage />
    </HydrationBoundary>
  );
}
