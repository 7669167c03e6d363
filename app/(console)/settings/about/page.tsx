import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { healthQueries } from "@/lib/domains/health/queries";
import { readAbout } from "@/lib/domains/health/read";
import { AboutPage } from "./client";

export const metadata: Metadata = { title: "About" };

export default async function Page() {
  const actor = await requirePage("settings:manage", "/settings/about");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...healthQueries.about(), queryFn: () => readAbout(actor) });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AboutPage />
    </HydrationBoundary>
  );
}
