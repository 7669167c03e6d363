import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { accountQueries } from "@/lib/domains/account/queries";
import { readAccount } from "@/lib/domains/account/read";
import { AccountPage } from "./client";

export const metadata: Metadata = { title: "Your account" };

export default async function Page() {
  const actor = await requirePage("signed-in", "/account");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...accountQueries.own(), queryFn: () => readAccount(actor) });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AccountPage />
    </HydrationBoundary>
  );
}
