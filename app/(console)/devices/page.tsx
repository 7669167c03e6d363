import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { deviceQueries } from "@/lib/domains/devices/queries";
import { listDevices } from "@/lib/domains/devices/read";
import { DeviceQuery } from "@/lib/domains/devices/schema";
import { prefetchList } from "../_components/prefetch";
import { DevicesPage } from "./client";
import { deviceFilters, deviceParams } from "./search-params";

export const metadata: Metadata = { title: "Devices" };

const load = createLoader(deviceParams);
const pathOf = createSerializer(deviceParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("devices:read", pathOf("/devices", address));
  const queries = new QueryClient();
  const filters = deviceFilters(address);
  await prefetchList(queries, deviceQueries.list(filters), DeviceQuery, filters, (query) => listDevices(actor, query));
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <DevicesPage />
    </HydrationBoundary>
  );
}
