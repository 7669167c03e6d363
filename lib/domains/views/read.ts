import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { NotFoundError } from "@/lib/errors";
import type { SavedView, SavedViews } from "./schema";

const select = `SELECT v.id, v.list, v.name, v.query, v.columns, v.shared, v.user_id = $1 AS own, u.name AS owner,
    d.view_id IS NOT NULL AS "isDefault"
  FROM saved_view v JOIN app_user u ON u.id = v.user_id
  LEFT JOIN saved_view_default d ON d.view_id = v.id AND d.user_id = $1
 WHERE (v.user_id = $1 OR v.shared)`;

/** Views of one list that the actor may use. */
export async function listViews(actor: Actor, list: string): Promise<SavedViews> {
  const { rows } = await pool().query<SavedView>(`${select} AND v.list = $2 ORDER BY lower(v.name), v.id`, [
    actor.userId,
    list,
  ]);
  return { items: rows };
}

/** One view that the actor may use. Throws NotFoundError for anybody else's. */
export async function readView(actor: Actor, id: string, db: Queryable = pool()): Promise<SavedView> {
  const { rows } = await db.query<SavedView>(`${select} AND v.id = $2`, [actor.userId, id]);
  const view = rows[0];
  if (view === undefined) {
    throw new NotFoundError("There is no such view, or no longer.", { remedy: "Reload the page and choose another." });
  }
  return view;
}
