import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { jobQueries } from "@/lib/domains/jobs/queries";
import { listJobs, readJob } from "@/lib/domains/jobs/read";
import { JobParams, JobQuery } from "@/lib/domains/jobs/schema";
import { prefetchList } from "../_components/prefetch";
import { JobsPage } from "./client";
import { jobFilters, jobParams } from "./search-params";

export const metadata: Metadata = { title: "Jobs" };

const load = createLoader(jobParams);
const pathOf = createSerializer(jobParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("signed-in", pathOf("/jobs", address));
  const queries = new QueryClient();
  const filters = jobFilters(address);
  const open = JobParams.safeParse({ id: address.open }).data?.id;
  await Promise.all([
    prefetchList(queries, jobQueries.list(filters), JobQuery, filters, (query) => listJobs(actor, query)),
    open === undefined
      ? undefined
      : queries.prefetchQuery({ ...jobQueries.detail(open), queryFn: () => readJob(actor, open), retry: false }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <JobsPage />
    </HydrationBoundary>
  );
}
