import { randomUUID } from "node:crypto";
import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies, headers } from "next/headers";
import { createLoader, createSerializer, type SearchParams } from "nuqs/server";
import { knownZone } from "@/components/shell/preferences";
import { zoneCookie } from "@/components/ui/time-format";
import { withOrigin } from "@/lib/audit/context";
import { requirePage } from "@/lib/auth/page";
import { auditQueries } from "@/lib/domains/audit/queries";
import { listAudit, readAuditState } from "@/lib/domains/audit/read";
import { AuditQuery } from "@/lib/domains/audit/schema";
import { addressOf } from "@/lib/http/address";
import { prefetchList } from "../_components/prefetch";
import { AuditPage } from "./client";
import { auditFilters, auditParams } from "./search-params";

export const metadata: Metadata = { title: "Audit" };

/** Once a request: the browser begins with the same minute. */
const present = () => Date.now();

const load = createLoader(auditParams);
const pathOf = createSerializer(auditParams);

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const address = await load(searchParams);
  const actor = await requirePage("audit:read", pathOf("/audit", address));
  const queries = new QueryClient();
  const timeZone = knownZone((await cookies()).get(zoneCookie)?.value);
  const filters = auditFilters(address, { timeZone, now: present() });
  // The look is written down with the address it came from, as a request to the API has it.
  const origin = { requestId: randomUUID(), address: addressOf({ headers: await headers() }) };
  await withOrigin(origin, () =>
    Promise.all([
      prefetchList(queries, auditQueries.list(filters), AuditQuery, filters, (query) => listAudit(actor, query)),
      queries.prefetchQuery({ ...auditQueries.state(), queryFn: () => readAuditState(actor), retry: false }),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <AuditPage />
    </HydrationBoundary>
  );
}
