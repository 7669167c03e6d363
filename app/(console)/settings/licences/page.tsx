import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { licenceQueries } from "@/lib/domains/licences/queries";
import { readLicences } from "@/lib/domains/licences/read";
import { LicencesPage } from "./client";

export const metadata: Metadata = { title: "Licences" };

export default async function Page() {
  const actor = await requirePage("settings:manage", "/settings/licences");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...licenceQueries.state(), queryFn: () => readLicences(actor) });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <LicencesPage />
    </HydrationBoundary>
  );
}
