import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requirePage } from "@/lib/auth/page";
import { may } from "@/lib/auth/roles";
import { queueQueries } from "@/lib/domains/queues/queries";
import { queueStates } from "@/lib/domains/queues/read";
import { QueuesPage } from "./client";

export const metadata: Metadata = { title: "Queues" };

export default async function Page() {
  const actor = await requirePage("settings:manage", "/settings/queues");
  const queries = new QueryClient();
  if (may(actor, "alarms:read")) {
    await queries.prefetchQuery({ ...queueQueries.states(), queryFn: () => queueStates(actor) });
  }
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <QueuesPage />
    </HydrationBoundary>
  );
}
