import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { countUnhandled } from "@/lib/domains/alarms/read/counts";
import { servesAreas } from "@/lib/domains/devices/read";
import { readPermission } from "@/lib/domains/sync/schema";
import type { NavigationCounts } from "./schema";

/** Table behind each counted page; constants, never input. */
const offline = [
  { path: "/devices", kind: "devices", table: "device", within: servesAreas("t.id", "$1") },
  { path: "/cameras", kind: "cameras", table: "camera", within: "t.area_id = ANY ($1)" },
  { path: "/doors", kind: "doors", table: "door", within: "t.area_id = ANY ($1)" },
] as const;

/** Offline things and unhandled alarms of the pages the actor may see. Cheap: each count walks an index of just those. */
export async function readNavigation(actor: Actor): Promise<NavigationCounts> {
  const [{ counts }, alarms] = await Promise.all([
    readOffline(actor),
    may(actor, "alarms:read") ? countUnhandled(actor) : 0,
  ]);
  return { counts: alarms === 0 ? counts : { ...counts, "/alarms": { count: alarms, of: "unhandled" } } };
}

async function readOffline(actor: Actor): Promise<NavigationCounts> {
  const pages = offline.filter(({ kind }) => may(actor, readPermission[kind]));
  if (pages.length === 0) return { counts: {} };
  const { rows } = await pool().query<{ path: string; count: number }>(
    pages
      .map(
        ({ path, table, within }) =>
          `SELECT '${path}' AS path, count(*)::int AS count FROM ${table} t
            WHERE online = 'offline' AND gone_at IS NULL AND ($1::text[] IS NULL OR ${within})`,
      )
      .join(" UNION ALL "),
    [await areasOf(actor)],
  );
  const some = rows.filter(({ count }) => count > 0);
  return { counts: Object.fromEntries(some.map(({ path, count }) => [path, { count, of: "offline" }])) };
}
