import { randomUUID } from "node:crypto";
import type pg from "pg";
import { record } from "@/lib/audit/record";
import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { actorOf } from "@/lib/auth/session";
import { publish } from "@/lib/bus/publish";
import { patientTransaction, transaction } from "@/lib/db/transaction";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { openItems, type OpenItemRow } from "../read/open-items";
import { isOpen, isOver, itemTables, readHandover, visible } from "../read/handovers";
import type { CheckItems, ClearItem, HandoverDetail, PrepareHandover } from "../schema";
import type { HandoverState, ItemKind } from "../terms";

interface Held {
  id: string;
  state: HandoverState;
  preparedBy: string;
  preparedByName: string;
  takenBy: string | null;
  takenByName: string | null;
}

const missing = "There is no handover with this id.";
const lookAgain = { remedy: "Look at the handover as it is now." };

/** The handover, locked: of two guards at once one wins. */
async function held(tx: pg.PoolClient, id: string): Promise<Held> {
  // Locked before it is read: the names beside a row that was waited for would be of before.
  await tx.query("SELECT 1 FROM handover WHERE id = $1 FOR UPDATE", [id]);
  const { rows } = await tx.query<Held>(
    `SELECT h.id, h.state, h.prepared_by AS "preparedBy", coalesce(p.name, '') AS "preparedByName",
            h.taken_by AS "takenBy", t.name AS "takenByName"
       FROM handover h LEFT JOIN app_user p ON p.id = h.prepared_by LEFT JOIN app_user t ON t.id = h.taken_by
      WHERE h.id = $1`,
    [id],
  );
  if (rows[0] === undefined) throw new NotFoundError(missing, { remedy: "Look at the list of handovers again." });
  return rows[0];
}

interface TouchedAlarm {
  id: string;
  areaId: string | null;
}

/** `alarms` stand for their runs in the log; `repeats` are all that changed. */
async function tell(
  tx: pg.PoolClient,
  actor: Actor,
  deed: {
    id: string;
    details: Record<string, unknown>;
    alarms?: readonly TouchedAlarm[];
    repeats?: readonly TouchedAlarm[];
  },
): Promise<void> {
  const { id, details, alarms = [], repeats = alarms } = deed;
  await record(tx, actor, {
    action: "handover.change",
    objects: [{ kind: "handover", id }, ...alarms.map((alarm) => ({ kind: "alarm", id: alarm.id }))],
    details,
  });
  await publish(tx, { topic: "watch" });
  if (repeats.length === 0) return;
  const areaIds = [...new Set(repeats.flatMap(({ areaId }) => areaId ?? []))];
  await publish(tx, { topic: "alarm", ids: repeats.map((alarm) => alarm.id), areaIds });
}

/** Adds items at the end; the ones they carry on move over to them. */
async function addItems(tx: pg.PoolClient, handoverId: string, items: readonly OpenItemRow[]): Promise<void> {
  const { rows } = await tx.query<{ place: number }>(
    "SELECT coalesce(max(place), 0)::int AS place FROM handover_item WHERE handover_id = $1",
    [handoverId],
  );
  let place = rows[0]?.place ?? 0;
  for (const { kind, targetId, name, areaId, firstAt, carried, previousIds } of items) {
    const id = randomUUID();
    await tx.query(
      `INSERT INTO handover_item (id, handover_id, place, kind, target_id, name, area_id, first_at, carried)
       VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8, clock_timestamp()), $9)`,
      [id, handoverId, (place += 1), kind, targetId, name, areaId, firstAt, carried],
    );
    await tx.query("UPDATE handover_item SET moved_to = $2 WHERE id = ANY ($1)", [previousIds, id]);
  }
}

async function withdrawOwn(tx: pg.PoolClient, userId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    "UPDATE handover SET state = 'withdrawn' WHERE state = 'prepared' AND prepared_by = $1 RETURNING id",
    [userId],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query(
    `UPDATE handover_item SET moved_to = NULL
      WHERE moved_to IN (SELECT id FROM handover_item WHERE handover_id = ANY ($1))`,
    [ids],
  );
  return ids;
}

/**
 * The outgoing guard writes down what the next one has to know; open items come along by themselves. Preparing again
 * takes the place of what they prepared and nobody took. Throws ForbiddenError.
 */
export async function prepareHandover(actor: Actor, { notes, points }: PrepareHandover): Promise<HandoverDetail> {
  permit(actor, "alarms:handle");
  const areas = await areasOf(actor);
  return transaction(async (tx) => {
    await tx.query("SELECT 1 FROM app_user WHERE id = $1 FOR UPDATE", [actor.userId]);
    await withdrawOwn(tx, actor.userId);
    const id = randomUUID();
    await tx.query("INSERT INTO handover (id, prepared_by, notes) VALUES ($1, $2, $3)", [id, actor.userId, notes]);
    const own = points.map((name) => ({
      ...{ kind: "point" as const, targetId: null, groupId: null, name, areaId: null, count: 1 },
      ...{ firstAt: null, carried: 0, previousIds: [] },
    }));
    const open = await openItems(tx, actor, areas);
    await addItems(tx, id, [...open, ...own]);
    await tell(tx, actor, { id, details: { step: "prepare", items: open.length + own.length, notes } });
    return readHandover(actor, id, tx);
  });
}

/** Takes back what nobody took over yet. Throws ForbiddenError, NotFoundError for another's, ConflictError. */
export function withdrawHandover(actor: Actor, id: string): Promise<HandoverDetail> {
  permit(actor, "alarms:handle");
  return transaction(async (tx) => {
    const { state, preparedBy, takenByName } = await held(tx, id);
    if (preparedBy !== actor.userId) throw new NotFoundError(missing, { remedy: "Look at your own handovers." });
    if (state === "withdrawn") return readHandover(actor, id, tx);
    if (state !== "prepared")
      throw new ConflictError(`${takenByName ?? "Somebody"} has taken it over already.`, lookAgain);
    await withdrawOwn(tx, actor.userId);
    await tell(tx, actor, { id, details: { step: "withdraw" } });
    return readHandover(actor, id, tx);
  });
}

interface HandedAlarm extends TouchedAlarm {
  itemId: string;
  ownerId: string | null;
  /** The alarm that stands for its run in the handover. */
  named: boolean;
}

/**
 * Alarms that were the outgoing guard's, or nobody's, are the incoming one's from now on, with their repeats; both stand
 * in the trail of each.
 */
async function changeOwners(tx: pg.PoolClient, actor: Actor, from: Held, areas: readonly string[] | null) {
  const { rows } = await tx.query<HandedAlarm>(
    `SELECT i.id AS "itemId", m.id, m.area_id AS "areaId", m.owner_id AS "ownerId", m.id = a.id AS named
       FROM handover_item i JOIN alarm a ON i.kind = 'alarm' AND a.id = i.target_id JOIN alarm m ON m.group_id = a.group_id
      WHERE i.handover_id = $1 AND m.state NOT IN ('resolved', 'closed') AND ${visible("$2")}
        AND ($2::text[] IS NULL OR m.area_id = ANY ($2))
      ORDER BY m.id FOR UPDATE OF m`,
    [from.id, areas],
  );
  // A run stands in a handover once, but for those that were prepared when it stood there with each of its alarms.
  const held = [...new Map(rows.map((alarm) => [alarm.id, alarm])).values()];
  const passes = ({ ownerId }: HandedAlarm) => ownerId === null || ownerId === from.preparedBy;
  const changed = held.filter(passes);
  const ids = changed.map(({ id }) => id);
  await tx.query("UPDATE alarm SET owner_id = $2, version = version + 1 WHERE id = ANY ($1)", [ids, actor.userId]);
  await tx.query(
    `INSERT INTO alarm_entry (alarm_id, user_id, kind, "from", "to", note)
     SELECT c.id, $2::uuid, 'owner', to_jsonb(c.owner), to_jsonb($2::uuid), $3 FROM unnest($1::text[], $4::text[]) AS c (id, owner)`,
    [
      ids,
      actor.userId,
      `Shift handover from ${from.preparedByName} to ${actor.name}.`,
      changed.map(({ ownerId }) => ownerId),
    ],
  );
  const named = rows.filter((alarm) => alarm.named);
  await tx.query(
    `UPDATE handover_item i SET owner_from = c.owner, owner_to = c.now
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS c (id, owner, now) WHERE i.id = c.id`,
    [
      named.map(({ itemId }) => itemId),
      named.map(({ ownerId }) => ownerId),
      named.map((alarm) => (passes(alarm) ? actor.userId : alarm.ownerId)),
    ],
  );
  return { alarms: named.filter(passes), repeats: changed };
}

/** What became open since it was prepared goes along. */
async function addLater(tx: pg.PoolClient, { id, preparedBy }: Held): Promise<void> {
  const outgoing = await actorOf(preparedBy, tx);
  if (outgoing === null) return;
  const open = await openItems(tx, outgoing, await areasOf(outgoing, tx));
  const { rows } = await tx.query<{ kind: ItemKind; key: string | null }>(
    `SELECT i.kind, coalesce(a.group_id, i.target_id) AS key
       FROM handover_item i LEFT JOIN alarm a ON i.kind = 'alarm' AND a.id = i.target_id WHERE i.handover_id = $1`,
    [id],
  );
  const known = new Set(rows.map(({ kind, key }) => `${kind} ${key}`));
  await addItems(
    tx,
    id,
    open.filter(({ kind, targetId, groupId }) => kind !== "point" && !known.has(`${kind} ${groupId ?? targetId}`)),
  );
}

/**
 * The incoming guard takes over: alarms of the outgoing one are theirs from now on. Throws ForbiddenError, NotFoundError,
 * and ConflictError when somebody else took it, it was withdrawn, or it is their own.
 */
export async function takeHandover(actor: Actor, id: string): Promise<HandoverDetail> {
  permit(actor, "alarms:handle");
  const areas = await areasOf(actor);
  return patientTransaction(async (tx) => {
    const handover = await held(tx, id);
    const { state, preparedBy, preparedByName, takenBy, takenByName } = handover;
    if (preparedBy === actor.userId) {
      throw new ConflictError("You cannot take over from yourself.", {
        remedy: "The next guard does it in their own name.",
      });
    }
    if (state === "withdrawn") throw new ConflictError(`${preparedByName} has withdrawn it.`, lookAgain);
    if (takenBy === actor.userId) return readHandover(actor, id, tx);
    if (state !== "prepared")
      throw new ConflictError(`${takenByName ?? "Somebody"} has taken it over already.`, lookAgain);
    await addLater(tx, handover);
    await tx.query("UPDATE handover SET state = 'taken', taken_by = $2, taken_at = clock_timestamp() WHERE id = $1", [
      id,
      actor.userId,
    ]);
    const { alarms, repeats } = await changeOwners(tx, actor, handover, areas);
    await settleCheck(tx, actor, id, areas);
    await tell(tx, actor, {
      ...{ id, alarms, repeats },
      details: { step: "take", from: preparedByName, to: actor.name, alarms: alarms.length },
    });
    return readHandover(actor, id, tx);
  });
}

/** Checked once nothing that the incoming guard may see is open and unseen. */
async function settleCheck(
  tx: pg.PoolClient,
  actor: Actor,
  id: string,
  areas: readonly string[] | null,
): Promise<boolean> {
  const { rows } = await tx.query<{ unseen: number }>(
    `SELECT count(*)::int AS unseen FROM ${itemTables}
      WHERE i.handover_id = $1 AND i.seen_at IS NULL AND ${isOpen} AND ${visible("$2")}`,
    [id, areas],
  );
  const isChecked = rows[0]?.unseen === 0;
  await tx.query(
    `UPDATE handover SET state = CASE WHEN $2 THEN 'checked' ELSE 'taken' END,
            checked_at = CASE WHEN $2 THEN coalesce(checked_at, clock_timestamp()) END
      WHERE id = $1 AND state IN ('taken', 'checked') AND taken_by = $3`,
    [id, isChecked, actor.userId],
  );
  return isChecked;
}

/**
 * The cross-check: the incoming guard ticks what they have seen. With the last one it is checked. Throws ForbiddenError,
 * NotFoundError for items that are not in it, and ConflictError for a handover they did not take.
 */
export async function checkItems(actor: Actor, id: string, { itemIds, seen }: CheckItems): Promise<HandoverDetail> {
  permit(actor, "alarms:handle");
  const areas = await areasOf(actor);
  return transaction(async (tx) => {
    const { takenBy, preparedByName } = await held(tx, id);
    if (takenBy !== actor.userId) {
      throw new ConflictError("Whoever took the handover over checks it.", { remedy: "Take it over first." });
    }
    const wanted = [...new Set(itemIds)];
    const { rows } = await tx.query<{
      id: string;
      kind: ItemKind;
      targetId: string | null;
      areaId: string | null;
      isNew: boolean;
    }>(
      `SELECT i.id, i.kind, i.target_id AS "targetId", i.area_id AS "areaId", (i.seen_at IS NOT NULL) <> $4 AS "isNew"
         FROM handover_item i WHERE i.handover_id = $1 AND i.id = ANY ($2) AND ${visible("$3")} ORDER BY i.id FOR UPDATE`,
      [id, wanted, areas, seen],
    );
    if (rows.length < wanted.length) {
      throw new NotFoundError("There is no item with this id in the handover.", lookAgain);
    }
    const changed = rows.filter(({ isNew }) => isNew);
    if (changed.length === 0) return readHandover(actor, id, tx);
    await tx.query(
      `UPDATE handover_item SET seen_at = CASE WHEN $2 THEN clock_timestamp() END, seen_by = CASE WHEN $2 THEN $3::uuid END
        WHERE id = ANY ($1)`,
      [changed.map((item) => item.id), seen, actor.userId],
    );
    const alarms = changed.flatMap(({ kind, targetId, areaId }) =>
      kind === "alarm" && targetId !== null ? [{ id: targetId, areaId }] : [],
    );
    await tx.query(
      `INSERT INTO alarm_entry (alarm_id, user_id, kind, note) SELECT a.id, $2, 'note', $3 FROM alarm a WHERE a.id = ANY ($1)`,
      [
        alarms.map((alarm) => alarm.id),
        actor.userId,
        seen ? `Seen at the shift handover from ${preparedByName}.` : "Not seen after all at the shift handover.",
      ],
    );
    const isChecked = await settleCheck(tx, actor, id, areas);
    await tell(tx, actor, { id, alarms, details: { step: "check", items: changed.length, seen, isChecked } });
    return readHandover(actor, id, tx);
  });
}

interface HeldItem {
  kind: ItemKind;
  targetId: string | null;
  areaId: string | null;
  name: string;
  isDone: boolean;
}

/** Takes the flag from an alarm and its repeats, as far as the actor sees them; returns those that had one. */
async function unflag(
  tx: pg.PoolClient,
  actor: Actor,
  deed: { id: string; areas: readonly string[] | null; note: string | undefined },
): Promise<TouchedAlarm[]> {
  const { rows } = await tx.query<TouchedAlarm>(
    `SELECT m.id, m.area_id AS "areaId" FROM alarm a JOIN alarm m ON m.group_id = a.group_id
      WHERE a.id = $1 AND m.handover AND ($2::text[] IS NULL OR m.area_id = ANY ($2)) ORDER BY m.id FOR UPDATE OF m`,
    [deed.id, deed.areas],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query("UPDATE alarm SET handover = false, version = version + 1 WHERE id = ANY ($1)", [ids]);
  await tx.query(
    `INSERT INTO alarm_entry (alarm_id, user_id, kind, "to", note) SELECT unnest($1::text[]), $2, 'handover', '"cleared"', $3`,
    [ids, actor.userId, deed.note ?? null],
  );
  return rows;
}

/**
 * Says that nothing is left to do about an item: no handover carries it on. The flag of an alarm and its repeats goes with
 * it; they stay as they are. Throws ForbiddenError, NotFoundError, and ConflictError before somebody has taken over.
 */
export async function clearItem(actor: Actor, itemId: string, { note }: ClearItem): Promise<HandoverDetail> {
  permit(actor, "alarms:handle");
  const areas = await areasOf(actor);
  return patientTransaction(async (tx) => {
    const { rows: known } = await tx.query<{ handoverId: string }>(
      `SELECT handover_id AS "handoverId" FROM handover_item WHERE id = $1`,
      [itemId],
    );
    // The handover first and then its items, as everywhere: two guards never wait for each other.
    const handover = known[0] === undefined ? null : await held(tx, known[0].handoverId);
    const { rows } = await tx.query<HeldItem>(
      `SELECT i.kind, i.target_id AS "targetId", i.area_id AS "areaId", i.name,
              i.cleared_at IS NOT NULL OR i.moved_to IS NOT NULL OR ${isOver} AS "isDone"
         FROM ${itemTables} WHERE i.id = $1 AND ${visible("$2")} FOR UPDATE OF i`,
      [itemId, areas],
    );
    const [item] = rows;
    if (item === undefined || handover === null) throw new NotFoundError("There is no item with this id.", lookAgain);
    const { kind, targetId, areaId, name } = item;
    const { id: handoverId, state, takenBy } = handover;
    if (state !== "taken" && state !== "checked") {
      throw new ConflictError("Nobody has taken this handover over.", { remedy: "Take it over, or prepare it anew." });
    }
    if (item.isDone) return readHandover(actor, handoverId, tx);
    await tx.query(
      `UPDATE handover_item SET cleared_at = clock_timestamp(), cleared_by = $2, note = $3,
              seen_at = coalesce(seen_at, clock_timestamp()), seen_by = coalesce(seen_by, $2) WHERE id = $1`,
      [itemId, actor.userId, note ?? null],
    );
    const alarms = kind === "alarm" && targetId !== null ? [{ id: targetId, areaId }] : [];
    const [alarm] = alarms;
    const flagged = alarm === undefined ? [] : await unflag(tx, actor, { id: alarm.id, areas, note });
    if (takenBy === actor.userId) await settleCheck(tx, actor, handoverId, areas);
    const repeats = [...alarms, ...flagged.filter(({ id }) => id !== alarm?.id)];
    await tell(tx, actor, { id: handoverId, alarms, repeats, details: { step: "clear", item: name, kind, note } });
    return readHandover(actor, handoverId, tx);
  });
}
