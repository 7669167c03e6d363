import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { areaQueries } from "@/lib/domains/areas/queries";
import { readAreaTree } from "@/lib/domains/areas/read";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import { listCameras } from "@/lib/domains/cameras/read";
import { CameraQuery } from "@/lib/domains/cameras/schema";
import { prefetchList } from "../_components/prefetch";
import { CamerasPage } from "./client";
import { cameraFilters, cameraParams } from "./search-params";

export const metadata: Metadata = { title: "Cameras" };

const load = createLoader(cameraParams);
const pathOf = createSerializer(cameraParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("cameras:read", pathOf("/cameras", address));
  const queries = new QueryClient();
  const filters = cameraFilters(address);
  await Promise.all([
    prefetchList(queries, cameraQueries.list(filters), CameraQuery, filters, (query) => listCameras(actor, query)),
    address.areaId === null
      ? undefined
      : queries.prefetchQuery({ ...areaQueries.tree(), queryFn: () => readAreaTree(actor) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <CamerasPage />
    </HydrationBoundary>
  );
}
