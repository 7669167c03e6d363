import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { matching, openKind } from "@/lib/domains/sync/read";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { TimeZoneItem, TimeZoneQuery } from "./schema";

const sortable = { offset: { sql: "utc_offset_minutes", type: "integer" }, name: { sql: "name" } } as const;

/** A page of time zones. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listTimeZones(actor: Actor, query: TimeZoneQuery): Promise<Listing<TimeZoneItem>> {
  const { syncedAt, lateAt } = await openKind(actor, "time-zones");
  return listPage<TimeZoneItem, TimeZoneItem, keyof typeof sortable>({
    db: pool(),
    noun: "time-zones",
    query: { ...query },
    sortable,
    select: `id, name, display_name AS "displayName", utc_offset_minutes AS "utcOffsetMinutes",
             daylight_saving AS "daylightSaving"`,
    from: "time_zone",
    where: (parameters) => ["gone_at IS NULL", ...matching("search", query.q, parameters)],
    item: ({ id, name, displayName, utcOffsetMinutes, daylightSaving }) => {
      return { id, name, displayName, utcOffsetMinutes, daylightSaving };
    },
    syncedAt,
    lateAt,
  });
}
