import type { QueryClient } from "@tanstack/react-query";
import { cookies } from "next/headers";
import { type AlarmAddress, alarmFilters, dayBegan } from "@/components/alarms/alarm-params";
import { knownZone } from "@/components/shell/preferences";
import { keptCookies } from "@/components/ui/kept-cookie";
import { zoneCookie } from "@/components/ui/time-format";
import type { Actor } from "@/lib/auth/actor";
import { isSecure } from "@/lib/auth/session";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import { countAlarms } from "@/lib/domains/alarms/read/counts";
import { listAlarms } from "@/lib/domains/alarms/read/list";
import { AlarmQuery } from "@/lib/domains/alarms/schema";
import { prefetchList } from "../../_components/prefetch";

/** The queue's first page and its numbers, as the browser will ask for them. */
export async function prefetchQueue(queries: QueryClient, actor: Actor, address: AlarmAddress): Promise<void> {
  const kept = keptCookies((await cookies()).getAll(), { secure: isSecure() });
  const since = dayBegan(Date.now(), knownZone(kept.get(zoneCookie)));
  const filters = alarmFilters(address, since);
  await Promise.all([
    prefetchList(queries, alarmQueries.list(filters), AlarmQuery, filters, (query) => listAlarms(actor, query)),
    queries.prefetchQuery({ ...alarmQueries.counts(since), queryFn: () => countAlarms(actor, { since }) }),
  ]);
}
