import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { prefetchQueue } from "./_components/prefetch-queue";
import { AlarmsPage } from "./client";
import { alarmParams } from "./search-params";

export const metadata: Metadata = { title: "Alarms" };

const load = createLoader(alarmParams);
const pathOf = createSerializer(alarmParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("alarms:read", pathOf("/alarms", address));
  const queries = new QueryClient();
  await prefetchQueue(queries, actor, address);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AlarmsPage />
    </HydrationBoundary>
  );
}
