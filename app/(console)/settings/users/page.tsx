import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { requirePage } from "@/lib/auth/page";
import { roleQueries } from "@/lib/domains/roles/queries";
import { listRoles } from "@/lib/domains/roles/read";
import { peopleQueries } from "@/lib/domains/users/queries";
import { listUsers } from "@/lib/domains/users/read/users";
import { UserQuery } from "@/lib/domains/users/schema";
import { prefetchList } from "../../_components/prefetch";
import { UsersPage } from "./client";
import { userFilters, userParams } from "./search-params";

export const metadata: Metadata = { title: "Users" };

const load = createLoader(userParams);
const pathOf = createSerializer(userParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("users:manage", pathOf("/settings/users", address));
  const queries = new QueryClient();
  const filters = userFilters(address);
  await Promise.all([
    prefetchList(queries, peopleQueries.list(filters), UserQuery, filters, (query) => listUsers(actor, query)),
    queries.prefetchQuery({ ...roleQueries.list(), queryFn: () => listRoles(actor) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <UsersPage />
    </HydrationBoundary>
  );
}
