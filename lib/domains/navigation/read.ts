import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { countUnhandled } from "@/lib/domains/alarms/read/counts";
import { servesAreas } from "@/lib/domains/devices/read";
import { readPermission } from "@/lib/domains/sync/schema";
import type { NavigationCount, NavigationCounts } from "./schema";

/** Table behind each counted page; constants, never input. */
const offline = [
  { path: "/devices", kind: "devices", table: "device", within: servesAreas("t.id", "$1") },
  { path: "/cameras", kind: "cameras", table: "camera", within: "t.area_id = ANY ($1)" },
  { path: "/doors", kind: "doors", table: "door", within: "t.area_id = ANY ($1)" },
] as const;

/** Offline things of the pages the actor may see. Cheap: each count walks the index of what is offline alone. */
async function offlineThings(actor: Actor): Promise<[string, NavigationCount][]> {
  const pages = offline.filter(({ kind }) => may(actor, readPermission[kind]));
  if (pages.length === 0) return [];
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
  return rows.map(({ path, count }) => [path, { count, of: "offline" }]);
}

/** What needs a look behind each page the actor may see. */
export async function readNavigation(actor: Actor): Promise<NavigationCounts> {
  const [things, alarms] = await Promise.all([
    offlineThings(actor),
    may(actor, "alarms:read") ? countUnhandled(actor) : 0,
  ]);
  const counts: [string, NavigationCount][] = [["/alarms", { count: alarms, of: "unhandled" }], ...things];
  return { counts: Object.fromEntries(counts.filter(([, { count }]) => count > 0)) };
}
