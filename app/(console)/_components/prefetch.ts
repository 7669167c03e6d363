/** Reads on the server what a page shows first, under the keys that the browser asks for. */
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { z } from "zod";
import type { ResourceTab } from "@/components/elements/element-params";
import type { Actor } from "@/lib/auth/actor";
import { alarmInputQueries } from "@/lib/domains/alarm-inputs/queries";
import { listAlarmInputs } from "@/lib/domains/alarm-inputs/read";
import { alarmOutputQueries } from "@/lib/domains/alarm-outputs/queries";
import { listAlarmOutputs } from "@/lib/domains/alarm-outputs/read";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import { listCameras } from "@/lib/domains/cameras/read";
import { doorQueries } from "@/lib/domains/doors/queries";
import { listDoors } from "@/lib/domains/doors/read";
import { type ElementFilters, ElementQuery } from "@/lib/domains/elements/schema";
import { NotFoundError } from "@/lib/errors";
import type { Listing } from "@/lib/http/list";

/**
 * The first page of a list. What fails here is left out: the browser then asks itself and shows why it fails.
 */
export async function prefetchList<Query extends z.ZodType, Item>(
  queries: QueryClient,
  { queryKey }: { queryKey: QueryKey },
  schema: Query,
  filters: object,
  read: (query: z.output<Query>) => Promise<Listing<Item>>,
): Promise<void> {
  await queries.prefetchInfiniteQuery({
    queryKey,
    queryFn: () => read(schema.parse(definedOnly(filters))),
    initialPageParam: null as string | null,
    retry: false,
  });
}

/** One thing; the not-found page of its route when there is none. */
export async function prefetchDetail<Detail>(
  queries: QueryClient,
  { queryKey }: { queryKey: QueryKey },
  read: () => Promise<Detail>,
): Promise<Detail | undefined> {
  try {
    return await queries.fetchQuery({ queryKey, queryFn: read, retry: false });
  } catch (error) {
    if (error instanceof NotFoundError) notFound();
    return undefined;
  }
}

function definedOnly(filters: object): object {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}

/** What an area holds or what hangs on a device, of the open tab. */
export async function prefetchResources(
  queries: QueryClient,
  actor: Actor,
  tab: ResourceTab,
  filters: ElementFilters,
): Promise<void> {
  const read = {
    cameras: () =>
      prefetchList(queries, cameraQueries.list(filters), ElementQuery, filters, (query) => listCameras(actor, query)),
    doors: () =>
      prefetchList(queries, doorQueries.list(filters), ElementQuery, filters, (query) => listDoors(actor, query)),
    inputs: () =>
      prefetchList(queries, alarmInputQueries.list(filters), ElementQuery, filters, (query) =>
        listAlarmInputs(actor, query),
      ),
    outputs: () =>
      prefetchList(queries, alarmOutputQueries.list(filters), ElementQuery, filters, (query) =>
        listAlarmOutputs(actor, query),
      ),
  };
  await read[tab]();
}
