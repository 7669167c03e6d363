import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { doorQueries } from "@/lib/domains/doors/queries";
import { listDoors, readDoor } from "@/lib/domains/doors/read";
import { DoorQuery } from "@/lib/domains/doors/schema";
import { prefetchList } from "../_components/prefetch";
import { DoorsPage } from "./client";
import { doorFilters, doorParams } from "./search-params";

export const metadata: Metadata = { title: "Doors" };

const load = createLoader(doorParams);
const pathOf = createSerializer(doorParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("doors:read", pathOf("/doors", address));
  const queries = new QueryClient();
  const filters = doorFilters(address);
  const { open } = address;
  await Promise.all([
    prefetchList(queries, doorQueries.list(filters), DoorQuery, filters, (query) => listDoors(actor, query)),
    open === null
      ? undefined
      : queries.prefetchQuery({ ...doorQueries.detail(open), queryFn: () => readDoor(actor, open), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <DoorsPage />
    </HydrationBoundary>
  );
}
