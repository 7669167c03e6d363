import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { settingQueries } from "@/lib/domains/settings/queries";
import { listSettings } from "@/lib/domains/settings/read";
import { RetentionPage } from "./client";

export const metadata: Metadata = { title: "Retention and storage" };

export default async function Page() {
  const actor = await requirePage("settings:manage", "/settings/retention");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...settingQueries.list(), queryFn: () => listSettings(actor) });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <RetentionPage />
    </HydrationBoundary>
  );
}
