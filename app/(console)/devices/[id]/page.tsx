import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, type SearchParams } from "nuqs/server";
import { cache } from "react";
import { requirePage } from "@/lib/auth/page";
import { deviceQueries } from "@/lib/domains/devices/queries";
import { readDevice } from "@/lib/domains/devices/read";
import { prefetchDetail, prefetchResources } from "../../_components/prefetch";
import { DevicePage } from "./client";
import { addressParams, firstTab, resourceFilters } from "./search-params";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

const load = createLoader(addressParams);
const idOf = async (params: Props["params"]) => decodeURIComponent((await params).id);

/** Once for the title and the page. */
const device = cache(async (id: string) => {
  const actor = await requirePage("devices:read", `/devices/${encodeURIComponent(id)}`);
  return readDevice(actor, id);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await device(await idOf(params)).catch(() => null);
  return { title: found?.name ?? "Device" };
}

export default async function Page({ params, searchParams }: Props) {
  const [id, address] = await Promise.all([idOf(params), load(searchParams)]);
  const actor = await requirePage("devices:read", `/devices/${encodeURIComponent(id)}`);
  const queries = new QueryClient();
  const found = await prefetchDetail(queries, deviceQueries.detail(id), () => device(id));
  const tab = address.tab ?? firstTab(found?.counts);
  await prefetchResources(queries, actor, tab, resourceFilters({ ...address, deviceId: id }));
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <DevicePage id={id} />
    </HydrationBoundary>
  );
}
