import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { prefetchResources } from "../_components/prefetch";
import { SignalsPage } from "./client";
import { addressParams, signalFilters } from "./search-params";

export const metadata: Metadata = { title: "Inputs and outputs" };

const load = createLoader(addressParams);
const pathOf = createSerializer(addressParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("devices:read", pathOf("/inputs-outputs", address));
  const queries = new QueryClient();
  await prefetchResources(queries, actor, address.tab, signalFilters(address));
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <SignalsPage />
    </HydrationBoundary>
  );
}
