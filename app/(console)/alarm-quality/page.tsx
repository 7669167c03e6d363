import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { knownZone } from "@/components/shell/preferences";
import { zoneCookie } from "@/components/ui/time-format";
import { requirePage } from "@/lib/auth/page";
import { qualityQueries } from "@/lib/domains/alarm-quality/queries";
import { readQuality } from "@/lib/domains/alarm-quality/read/report";
import { QualityQuery } from "@/lib/domains/alarm-quality/schema";
import { QualityPage } from "./client";
import { qualityParams, qualityQuery } from "./search-params";

export const metadata: Metadata = { title: "Alarm quality" };

/** Once a request: the browser begins with the same minute. */
const present = () => Date.now();

const load = createLoader(qualityParams);
const pathOf = createSerializer(qualityParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("alarms:read", pathOf("/alarm-quality", address));
  const queries = new QueryClient();
  const timeZone = knownZone((await cookies()).get(zoneCookie)?.value);
  const query = qualityQuery(address.when, { timeZone, now: present() });
  // A span that is too long is refused by the route as well, in words the page shows.
  const parsed = QualityQuery.safeParse(query);
  if (parsed.success) {
    await queries.prefetchQuery({
      ...qualityQueries.report(query),
      queryFn: () => readQuality(actor, parsed.data),
      retry: false,
    });
  }
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <QualityPage />
    </HydrationBoundary>
  );
}
