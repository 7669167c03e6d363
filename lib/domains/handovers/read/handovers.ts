import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import type { Person } from "@/lib/domains/alarms/schema";
import type { AlarmPriority, AlarmState } from "@/lib/domains/alarms/terms";
import { matching } from "@/lib/domains/sync/read";
import { NotFoundError } from "@/lib/errors";
import { listPage } from "@/lib/http/keyset";
import type {
  HandoverBoard,
  HandoverDetail,
  HandoverItem,
  HandoverListing,
  HandoverQuery,
  HandoverSummary,
} from "../schema";
import type { HandoverState, ItemKind } from "../terms";
import { openItems } from "./open-items";

/** SQL: item `i` may be shown to whoever sees the areas of this parameter; what an area does not bound is for all. */
export const visible = (areas: string) => `(${areas}::text[] IS NULL OR i.area_id = ANY (${areas}) OR i.kind = 'point'
  OR (i.kind = 'snooze' AND i.area_id IS NULL))`;

/** SQL: open members of the run that alarm `a` of an item stands for; worded as their partial index is. */
const openMembers = "SELECT 1 FROM alarm m WHERE m.group_id = a.group_id AND m.state NOT IN ('resolved', 'closed')";

/** SQL: nothing is left to do about item `i`, of alarm `a` and snooze `z`. An alarm that is no longer kept was handled. */
export const isOver = `CASE i.kind WHEN 'alarm' THEN NOT EXISTS (${openMembers})
  WHEN 'snooze' THEN coalesce(z.lifted_at IS NOT NULL OR z.until <= clock_timestamp(), true) ELSE false END`;

/** SQL: item `i` still stands for the next guard. */
export const isOpen = `(i.cleared_at IS NULL AND i.moved_to IS NULL AND NOT ${isOver})`;

export const itemTables = `handover_item i LEFT JOIN alarm a ON i.kind = 'alarm' AND a.id = i.target_id
  LEFT JOIN snooze z ON i.kind = 'snooze' AND z.id::text = i.target_id`;

const person = (id: string) => `CASE WHEN ${id} IS NULL THEN NULL ELSE jsonb_build_object('id', ${id}, 'name',
  coalesce((SELECT name FROM app_user WHERE id = ${id}), 'Somebody who is no longer here')) END`;

interface HandoverRow {
  id: string;
  state: HandoverState;
  preparedAt: Date;
  preparedBy: Person;
  takenAt: Date | null;
  takenBy: Person | null;
  checkedAt: Date | null;
  notes: string;
}

const columns = `h.id, h.state, h.prepared_at AS "preparedAt", ${person("h.prepared_by")} AS "preparedBy",
  h.taken_at AS "takenAt", ${person("h.taken_by")} AS "takenBy", h.checked_at AS "checkedAt", h.notes`;

interface ItemRow {
  id: string;
  handoverId: string;
  kind: ItemKind;
  targetId: string | null;
  name: string;
  areaId: string | null;
  areaName: string | null;
  firstAt: Date;
  carried: number;
  ownerFrom: Person | null;
  ownerTo: Person | null;
  state: AlarmState | null;
  priority: AlarmPriority | null;
  flagged: boolean | null;
  count: number | null;
  until: Date | null;
  seenAt: Date | null;
  seenBy: Person | null;
  clearedAt: Date | null;
  clearedBy: Person | null;
  note: string | null;
  over: boolean;
  moved: boolean;
}

function toItem(row: ItemRow): HandoverItem {
  const { id, kind, targetId, name, areaId, areaName, firstAt, carried, ownerFrom, ownerTo, over, moved } = row;
  const { state, priority, flagged, count, until, seenAt, seenBy, clearedAt, clearedBy, note } = row;
  return {
    ...{ id, kind, targetId, name, firstAt: firstAt.toISOString(), carried, ownerFrom, ownerTo, over, moved },
    area: areaId === null ? null : { id: areaId, name: areaName ?? areaId },
    alarm:
      state === null || priority === null ? null : { state, priority, flagged: flagged === true, count: count ?? 1 },
    snoozedUntil: until?.toISOString() ?? null,
    seen: seenAt === null || seenBy === null ? null : { at: seenAt.toISOString(), by: seenBy },
    cleared: clearedAt === null || clearedBy === null ? null : { at: clearedAt.toISOString(), by: clearedBy, note },
  };
}

function about(row: HandoverRow): Omit<HandoverSummary, "items"> {
  const { id, state, preparedAt, preparedBy, takenAt, takenBy, checkedAt, notes } = row;
  return {
    ...{ id, state, notes, prepared: { at: preparedAt.toISOString(), by: preparedBy } },
    taken: takenAt === null || takenBy === null ? null : { at: takenAt.toISOString(), by: takenBy },
    checkedAt: checkedAt?.toISOString() ?? null,
  };
}

/** Handovers that fit `where`, each with the items the actor may see. Constants and parameters from `$2` on. */
async function details(actor: Actor, db: Queryable, where: string, values: unknown[]): Promise<HandoverDetail[]> {
  const areas = await areasOf(actor, db);
  const { rows } = await db.query<HandoverRow>(`SELECT ${columns} FROM handover h WHERE ${where}`, values);
  const { rows: items } = await db.query<ItemRow>(
    `SELECT i.id, i.handover_id AS "handoverId", i.kind, i.target_id AS "targetId", i.name, i.area_id AS "areaId",
            n.name AS "areaName", i.first_at AS "firstAt", i.carried, ${person("i.owner_from")} AS "ownerFrom",
            ${person("i.owner_to")} AS "ownerTo", a.state, a.priority, f.group_count AS count,
            a.handover OR EXISTS (${openMembers} AND m.handover) AS flagged, z.until,
            i.seen_at AS "seenAt", ${person("i.seen_by")} AS "seenBy", i.cleared_at AS "clearedAt",
            ${person("i.cleared_by")} AS "clearedBy", i.note, ${isOver} AS over, i.moved_to IS NOT NULL AS moved
       FROM ${itemTables} LEFT JOIN area n ON n.id = i.area_id LEFT JOIN alarm f ON f.id = a.group_id
      WHERE i.handover_id = ANY ($1) AND ${visible("$2")} ORDER BY i.place`,
    [rows.map(({ id }) => id), areas],
  );
  return rows.map((row) => ({
    ...about(row),
    items: items.filter(({ handoverId }) => handoverId === row.id).map(toItem),
  }));
}

/** One handover with its items, as far as the actor may see them. Throws ForbiddenError and NotFoundError. */
export async function readHandover(actor: Actor, id: string, db: Queryable = pool()): Promise<HandoverDetail> {
  permit(actor, "alarms:handle");
  const [found] = await details(actor, db, "h.id = $1", [id]);
  if (found === undefined) {
    throw new NotFoundError("There is no handover with this id.", { remedy: "Look at the list of handovers again." });
  }
  return found;
}

/** Where the actor stands: what waits for them, what they prepared, what they took, what is open. Throws ForbiddenError. */
export async function readBoard(actor: Actor): Promise<HandoverBoard> {
  permit(actor, "alarms:handle");
  const db = pool();
  const areas = await areasOf(actor);
  const [waiting, own, taken, open] = [
    await details(actor, db, "h.state = 'prepared' AND h.prepared_by <> $1 ORDER BY h.prepared_at DESC LIMIT 20", [
      actor.userId,
    ]),
    await details(actor, db, "h.state = 'prepared' AND h.prepared_by = $1", [actor.userId]),
    await details(actor, db, "h.taken_by = $1 AND h.state IN ('taken', 'checked') ORDER BY h.taken_at DESC LIMIT 1", [
      actor.userId,
    ]),
    await openItems(db, actor, areas),
  ];
  const [current] = taken;
  const goesOn =
    current?.state === "taken" ||
    current?.items.some(({ cleared, over, moved }) => cleared === null && !over && !moved);
  return {
    waiting,
    own: own[0] ?? null,
    current: current === undefined || goesOn !== true ? null : current,
    open: open.map(({ firstAt, previousIds: _ids, groupId: _run, ...item }) => ({
      ...item,
      firstAt: firstAt?.toISOString() ?? null,
    })),
  };
}

interface SummaryRow extends HandoverRow {
  count: number;
  open: number;
  unseen: number;
}

const sortable = { preparedAt: { sql: "h.prepared_at", type: "timestamptz" } } as const;

/** The history. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listHandovers(actor: Actor, query: HandoverQuery): Promise<HandoverListing> {
  permit(actor, "alarms:handle");
  const areas = await areasOf(actor);
  return listPage<SummaryRow, HandoverSummary, keyof typeof sortable>({
    db: pool(),
    noun: "handovers",
    query: { ...query },
    sortable,
    select: `${columns}, c.count, c.open, c.unseen`,
    from: `handover h LEFT JOIN app_user p ON p.id = h.prepared_by LEFT JOIN app_user t ON t.id = h.taken_by,
           LATERAL (SELECT count(*)::int AS count, count(*) FILTER (WHERE ${isOpen})::int AS open,
                           count(*) FILTER (WHERE i.seen_at IS NULL AND ${isOpen})::int AS unseen
                      FROM ${itemTables}
                     WHERE i.handover_id = h.id AND ${visible("$1")}) AS c`,
    id: "h.id::text",
    where: (parameters) => [
      // The first parameter: what counts the items above asks for it.
      `${parameters.add(areas)}::text[] IS NOT DISTINCT FROM $1::text[]`,
      ...matching("gh_fold(concat_ws(' ', h.notes, p.name, t.name))", query.q, parameters),
      ...(query.state === undefined || query.state.length === 0
        ? []
        : [`h.state = ANY (${parameters.add(query.state)})`]),
    ],
    item: ({ count, open, unseen, ...row }) => ({ ...about(row), items: { count, open, unseen } }),
    syncedAt: null,
  });
}
