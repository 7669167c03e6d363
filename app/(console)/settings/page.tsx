import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { connectionQueries } from "@/lib/domains/connection/queries";
import { readConnection } from "@/lib/domains/connection/read";
import { healthQueries } from "@/lib/domains/health/queries";
import { readHealth } from "@/lib/domains/health/read";
import { SettingsPage } from "./client";

export const metadata: Metadata = { title: "Settings" };

export default async function Page() {
  const actor = await requirePage("settings:manage", "/settings");
  const queries = new QueryClient();
  await Promise.all([
    queries.prefetchQuery({ ...connectionQueries.state(), queryFn: () => readConnection(actor) }),
    queries.prefetchQuery({ ...healthQueries.state(), queryFn: () => readHealth(actor) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <SettingsPage />
    </HydrationBoundary>
  );
}
