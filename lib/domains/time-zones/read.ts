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

/** What the clocks of devices may show, in minutes east of UTC. */
export interface SiteClocks {
  /** Whose: of the devices in the area that was asked about, or of all of them. */
  of: "area" | "sites";
  least: number;
  /** With the hour that summer time adds where a zone has it: the mirror does not know when it holds. */
  most: number;
}

const inArea = ["camera", "door", "alarm_input", "alarm_output"]
  .map((table) => `SELECT device_id FROM ${table} WHERE area_id = $1 AND gone_at IS NULL`)
  .join(" UNION ");

async function clocksOf(areaId: string | null): Promise<Omit<SiteClocks, "of"> | null> {
  const { rows } = await pool().query<{ least: number | null; most: number | null }>(
    `SELECT min(z.utc_offset_minutes) AS least,
            max(z.utc_offset_minutes + CASE WHEN z.daylight_saving THEN 60 ELSE 0 END) AS most
       FROM device d JOIN time_zone z ON z.id = d.time_zone_id
      WHERE d.gone_at IS NULL AND ($1::text IS NULL OR d.id IN (${inArea}))`,
    [areaId],
  );
  const { least = null, most = null } = rows[0] ?? {};
  return least === null || most === null ? null : { least, most };
}

/** The clocks of an area's devices; where none is known, or without an area, those of all; null while none is known. */
export async function siteClocks(areaId: string | null): Promise<SiteClocks | null> {
  const own = areaId === null ? null : await clocksOf(areaId);
  if (own !== null) return { of: "area", ...own };
  const all = await clocksOf(null);
  return all === null ? null : { of: "sites", ...all };
}
