import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { pool } from "@/lib/db/client";
import { readPermission } from "@/lib/domains/sync/schema";
import type { NavigationCounts } from "./schema";

/** Table behind each counted page; constants, never input. */
const offline = [
  { path: "/devices", kind: "devices", table: "device" },
  { path: "/cameras", kind: "cameras", table: "camera" },
  { path: "/doors", kind: "doors", table: "door" },
] as const;

/** Offline things of the pages the actor may see. Cheap: each count walks the index of what is offline alone. */
export async function readNavigation(actor: Actor): Promise<NavigationCounts> {
  const pages = offline.filter(({ kind }) => may(actor.role, readPermission[kind]));
  if (pages.length === 0) return { counts: {} };
  const { rows } = await pool().query<{ path: string; count: number }>(
    pages
      .map(
        ({ path, table }) =>
          `SELECT '${path}' AS path, count(*)::int AS count FROM ${table} WHERE online = 'offline' AND gone_at IS NULL`,
      )
      .join(" UNION ALL "),
  );
  const some = rows.filter(({ count }) => count > 0);
  return { counts: Object.fromEntries(some.map(({ path, count }) => [path, { count, of: "offline" }])) };
}
