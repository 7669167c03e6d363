import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { healthQueries } from "@/lib/domains/health/queries";
import { readHealth } from "@/lib/domains/health/read";
import { settingQueries } from "@/lib/domains/settings/queries";
import { listSettings } from "@/lib/domains/settings/read";
import { syncQueries } from "@/lib/domains/sync/queries";
import { syncStates } from "@/lib/domains/sync/read";
import { SynchronisationPage } from "./client";

export const metadata: Metadata = { title: "Synchronisation" };

export default async function Page() {
  const actor = await requirePage("settings:manage", "/settings/synchronisation");
  const queries = new QueryClient();
  await Promise.all([
    queries.prefetchQuery({ ...syncQueries.states(), queryFn: () => syncStates(actor) }),
    queries.prefetchQuery({ ...healthQueries.state(), queryFn: () => readHealth(actor) }),
    queries.prefetchQuery({ ...settingQueries.list(), queryFn: () => listSettings(actor) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <SynchronisationPage />
    </HydrationBoundary>
  );
}
