import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { overviewQueries } from "@/lib/domains/overview/queries";
import { readOverview } from "@/lib/domains/overview/read";
import { OverviewPage } from "./client";

export const metadata: Metadata = { title: "Overview" };

export default async function Page() {
  const actor = await requirePage("signed-in", "/");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...overviewQueries.now(), queryFn: () => readOverview(actor) });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <OverviewPage />
    </HydrationBoundary>
  );
}
