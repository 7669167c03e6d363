import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { areaQueries } from "@/lib/domains/areas/queries";
import { readAreaTree } from "@/lib/domains/areas/read";
import { prefetchResources } from "../_components/prefetch";
import { AreasPage } from "./client";
import { addressParams, resourceFilters } from "./search-params";

export const metadata: Metadata = { title: "Areas" };

const load = createLoader(addressParams);
const pathOf = createSerializer(addressParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("areas:read", pathOf("/areas", address));
  const queries = new QueryClient();
  await Promise.all([
    queries.prefetchQuery({ ...areaQueries.tree(), queryFn: () => readAreaTree(actor), retry: false }),
    prefetchResources(queries, actor, address.tab ?? "cameras", resourceFilters({ ...address, areaId: address.area })),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AreasPage />
    </HydrationBoundary>
  );
}
