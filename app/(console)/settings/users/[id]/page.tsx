import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePage } from "@/lib/auth/page";
import { roleQueries } from "@/lib/domains/roles/queries";
import { listRoles } from "@/lib/domains/roles/read";
import { peopleQueries } from "@/lib/domains/users/queries";
import { readUser } from "@/lib/domains/users/read/users";
import { UserParams } from "@/lib/domains/users/schema";
import { prefetchDetail } from "../../../_components/prefetch";
import { UserPage } from "./client";

interface Props {
  params: Promise<{ id: string }>;
}

/** Once for the title and the page. */
const user = cache(async (id: string) => {
  const actor = await requirePage("users:manage", `/settings/users/${encodeURIComponent(id)}`);
  if (!UserParams.safeParse({ id }).success) notFound();
  return readUser(actor, id);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const found = await user(decodeURIComponent(id)).catch(() => null);
  return { title: found?.name ?? "User" };
}

export default async function Page({ params }: Props) {
  const id = decodeURIComponent((await params).id);
  const actor = await requirePage("users:manage", `/settings/users/${encodeURIComponent(id)}`);
  const queries = new QueryClient();
  await Promise.all([
    prefetchDetail(queries, peopleQueries.detail(id), () => user(id)),
    queries.prefetchQuery({ ...roleQueries.list(), queryFn: () => listRoles(actor) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <UserPage id={id} />
    </HydrationBoundary>
  );
}
