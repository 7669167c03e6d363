import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { pageActor, requirePage } from "@/lib/auth/page";
import { may } from "@/lib/auth/roles";
import { connectionQueries } from "@/lib/domains/connection/queries";
import { readConnection } from "@/lib/domains/connection/read";
import { ConnectionPage } from "./client";

export const metadata: Metadata = { title: "Settings" };

export default async function Page() {
  const visitor = await pageActor();
  // Whoever manages users alone begins with what they may open.
  if (visitor !== null && !may(visitor, "settings:manage") && may(visitor, "users:manage")) redirect("/settings/users");
  const actor = await requirePage("settings:manage", "/settings");
  const queries = new QueryClient();
  await queries.prefetchQuery({ ...connectionQueries.state(), queryFn: () => readConnection(actor) });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <ConnectionPage />
    </HydrationBoundary>
  );
}
