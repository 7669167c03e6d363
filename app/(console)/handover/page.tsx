import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { handoverQueries } from "@/lib/domains/handovers/queries";
import { listHandovers, readBoard, readHandover } from "@/lib/domains/handovers/read/handovers";
import { HandoverParams, HandoverQuery } from "@/lib/domains/handovers/schema";
import { onDutyQueries } from "@/lib/domains/on-duty/queries";
import { listOnDuty } from "@/lib/domains/on-duty/read";
import { prefetchList } from "../_components/prefetch";
import { HandoverPage } from "./client";
import { addressParams, handoverFilters } from "./search-params";

export const metadata: Metadata = { title: "Handover" };

const load = createLoader(addressParams);
const pathOf = createSerializer(addressParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("alarms:handle", pathOf("/handover", address));
  const queries = new QueryClient();
  const filters = handoverFilters(address);
  const open = HandoverParams.safeParse({ id: address.open }).data?.id;
  const plain = { retry: false } as const;
  await Promise.all([
    queries.prefetchQuery({ ...handoverQueries.board(), ...plain, queryFn: () => readBoard(actor) }),
    queries.prefetchQuery({ ...onDutyQueries.list(), ...plain, queryFn: () => listOnDuty(actor) }),
    address.tab === "history"
      ? prefetchList(queries, handoverQueries.list(filters), HandoverQuery, filters, (query) =>
          listHandovers(actor, query),
        )
      : undefined,
    open === undefined
      ? undefined
      : queries.prefetchQuery({ ...handoverQueries.detail(open), ...plain, queryFn: () => readHandover(actor, open) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <HandoverPage />
    </HydrationBoundary>
  );
}
