import { permit, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { areasWithin } from "@/lib/domains/elements/read";
import { listPage } from "@/lib/http/keyset";
import type { AlarmItem, AlarmListing, AlarmQuery } from "../schema";
import { alarmConditions } from "./conditions";
import { withTimeLeft } from "./escalations";
import { withPictures } from "./files";
import { alarmColumns, alarmTables, toItem, type AlarmRow } from "./rows";

const sortable = {
  receivedAt: { sql: "a.received_at", type: "timestamptz" },
  occurredAt: { sql: "a.occurred_at", type: "timestamptz" },
  // The most urgent first and, of equally urgent ones, the latest.
  priority: { sql: "gh_alarm_rank(a.priority, a.received_at)", type: "bigint" },
} as const;

/**
 * A page of alarms; for somebody limited to areas those of their areas, and none without an area. Throws
 * ForbiddenError; BadRequestError for a cursor of another list.
 */
export async function listAlarms(actor: Actor, query: AlarmQuery): Promise<AlarmListing> {
  permit(actor, "alarms:read");
  const areas = await areasWithin(actor, query.area);
  const listing = await listPage<AlarmRow, AlarmItem, keyof typeof sortable>({
    db: pool(),
    noun: "alarms",
    query: { ...query },
    sortable,
    select: alarmColumns,
    from: alarmTables,
    counted: "alarm a",
    id: "a.id",
    where: (parameters) => alarmConditions(actor, query, areas, parameters),
    item: toItem,
    syncedAt: null,
  });
  return { ...listing, items: await withTimeLeft(await withPictures(listing.items)) };
}
