import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { knownZone } from "@/components/shell/preferences";
import { zoneCookie } from "@/components/ui/time-format";
import { requirePage } from "@/lib/auth/page";
import { eventQueries } from "@/lib/domains/events/queries";
import { listEvents, readEvent } from "@/lib/domains/events/read";
import { EventQuery } from "@/lib/domains/events/schema";
import { prefetchList } from "../_components/prefetch";
import { EventsPage } from "./client";
import { eventFilters, eventParams } from "./search-params";

export const metadata: Metadata = { title: "Events" };

/** Once a request: the browser begins with the same minute. */
const present = () => Date.now();

const load = createLoader(eventParams);
const pathOf = createSerializer(eventParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("doors:read", pathOf("/events", address));
  const queries = new QueryClient();
  const timeZone = knownZone((await cookies()).get(zoneCookie)?.value);
  const filters = eventFilters(address, { timeZone, now: present() });
  const { open } = address;
  await Promise.all([
    prefetchList(queries, eventQueries.list(filters), EventQuery, filters, (query) => listEvents(actor, query)),
    open === null
      ? undefined
      : queries.prefetchQuery({ ...eventQueries.detail(open), queryFn: () => readEvent(actor, open), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <EventsPage />
    </HydrationBoundary>
  );
}
