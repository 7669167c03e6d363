import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { roleQueries } from "@/lib/domains/roles/queries";
import { listRoles } from "@/lib/domains/roles/read";
import { RolesPage } from "./client";

export const metadata: Metadata = { title: "Roles" };

export default async function Page() {
  const actor = await requirePage("users:manage", "/settings/roles");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...roleQueries.list(), queryFn: () => listRoles(actor), retry: false });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <RolesPage />
    </HydrationBoundary>
  );
}
