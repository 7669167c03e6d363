import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import { readAlarm } from "@/lib/domains/alarms/read/detail";
import { prefetchQueue } from "../_components/prefetch-queue";
import { AlarmsPage } from "../client";
import { alarmParams } from "../search-params";

export const metadata: Metadata = { title: "Alarms" };

const load = createLoader(alarmParams);
const pathOf = createSerializer(alarmParams);

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

/** The queue with one alarm open. What is wrong with that one is said in its place, for the queue is there all the same. */
export default async function Page({ params, searchParams }: Props) {
  const id = decodeURIComponent((await params).id);
  const address = await load(searchParams);
  const actor = await requirePage("alarms:read", pathOf(`/alarms/${encodeURIComponent(id)}`, address));
  const queries = new QueryClient();
  await Promise.all([
    prefetchQueue(queries, actor, address),
    queries.prefetchQuery({ ...alarmQueries.detail(id), queryFn: () => readAlarm(actor, id), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AlarmsPage />
    </HydrationBoundary>
  );
}
