import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf, OutOfScopeError } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { matching } from "@/lib/domains/sync/read";
import { NotFoundError } from "@/lib/errors";
import { listPage } from "@/lib/http/keyset";
import type { SnoozeItem, SnoozeListing, SnoozeQuery } from "./schema";
import type { SnoozeScope } from "./terms";

interface SnoozeRow {
  id: string;
  scope: SnoozeScope;
  targetId: string;
  name: string;
  areaId: string | null;
  areaName: string | null;
  reason: string;
  by: { id: string; name: string };
  createdAt: Date;
  until: Date;
  liftedAt: Date | null;
  liftedBy: { id: string; name: string } | null;
  count: number;
}

const person = (id: string, name: string) =>
  `CASE WHEN ${id} IS NOT NULL THEN jsonb_build_object('id', ${id}, 'name', coalesce(${name}, '')) END`;

const select = `s.id, s.scope, s.target_id AS "targetId", s.name, s.area_id AS "areaId", a.name AS "areaName", s.reason,
  ${person("s.created_by", "u.name")} AS by, s.created_at AS "createdAt", s.until, s.lifted_at AS "liftedAt",
  ${person("s.lifted_by", "l.name")} AS "liftedBy", s.count`;

const from = `snooze s LEFT JOIN area a ON a.id = s.area_id LEFT JOIN app_user u ON u.id = s.created_by
  LEFT JOIN app_user l ON l.id = s.lifted_by`;

const sortable = {
  until: { sql: "s.until", type: "timestamptz" },
  createdAt: { sql: "s.created_at", type: "timestamptz" },
} as const;

function toItem(row: SnoozeRow): SnoozeItem {
  const { id, scope, targetId, name, areaId, areaName, reason, by, liftedAt, liftedBy, count } = row;
  return {
    ...{ id, scope, targetId, name, reason, by, count },
    area: areaId === null ? null : { id: areaId, name: areaName ?? areaId },
    createdAt: row.createdAt.toISOString(),
    until: row.until.toISOString(),
    lifted: liftedAt === null ? null : { at: liftedAt.toISOString(), by: liftedBy },
  };
}

/**
 * A page of snoozes: what silences a type silences it everywhere, so everybody sees it; others are seen by those who may
 * see their area. Throws ForbiddenError; BadRequestError for a cursor of another list.
 */
export async function listSnoozes(actor: Actor, query: SnoozeQuery): Promise<SnoozeListing> {
  permit(actor, "alarms:read");
  const areas = await areasOf(actor);
  return listPage<SnoozeRow, SnoozeItem, keyof typeof sortable>({
    db: pool(),
    noun: "snoozes",
    query: { ...query },
    sortable,
    select,
    from,
    id: "s.id::text",
    where: (parameters) => {
      const runs = "s.lifted_at IS NULL AND s.until > now()";
      const where = [query.state === "running" ? runs : `NOT (${runs})`];
      where.push(...matching("gh_fold(s.name)", query.q, parameters));
      if (areas !== null) where.push(`(s.scope = 'type' OR s.area_id = ANY (${parameters.add(areas)}))`);
      return where;
    },
    item: toItem,
    syncedAt: null,
  });
}

/** One snooze. Throws NotFoundError, also for one that the actor may not see. */
export async function readSnooze(actor: Actor, id: string, db: Queryable = pool()): Promise<SnoozeItem> {
  permit(actor, "alarms:read");
  const areas = await areasOf(actor, db);
  const { rows } = await db.query<SnoozeRow>(`SELECT ${select} FROM ${from} WHERE s.id::text = $1`, [id]);
  const [row] = rows;
  if (row === undefined) {
    throw new NotFoundError("There is no snooze with this id.", {
      remedy: "Check the address, or search for the name.",
    });
  }
  const seen = areas === null || row.scope === "type" || (row.areaId !== null && areas.includes(row.areaId));
  if (!seen) throw new OutOfScopeError("snooze", id);
  return toItem(row);
}
