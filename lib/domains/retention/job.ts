/** What goes after its time with everything that belongs to it, such as files: in small batches. */
import type pg from "pg";
import { transaction } from "@/lib/db/transaction";
import { isOpen, itemTables } from "@/lib/domains/handovers/read/handovers";
import { forgetIn } from "@/lib/media/store";

/** Alarms or events that go at once, each with its files: each file is locked, and none for long. */
export const batch = 100;

/** Where rows belong to one alarm. A table that keeps something of an alarm joins here. */
const partsOfAlarms = [
  ["alarm_entry", "alarm_id"],
  ["alarm_camera", "alarm_id"],
  ["queue_message", "guid"],
] as const;

async function dropFiles(tx: pg.PoolClient, column: "alarm_id" | "event_id", ids: readonly string[]): Promise<void> {
  const type = column === "alarm_id" ? "text" : "bigint";
  const { rows } = await tx.query<{ hashes: string[] }>(
    `DELETE FROM alarm_file WHERE ${column} = ANY ($1::${type}[])
     RETURNING array_remove(ARRAY[hash, thumbnail_hash], NULL) AS hashes`,
    [ids],
  );
  await forgetIn(
    tx,
    rows.flatMap(({ hashes }) => hashes),
  );
}

/**
 * Deletes a batch of alarms that are `old`, an SQL condition on `a` with $1. Never one that is still to be handled or
 * flagged for the next shift, nor the first of a run that goes on: the others are found by it.
 */
async function dropAlarms(old: string, value: number): Promise<number> {
  return transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT a.id FROM alarm a
        WHERE a.state IN ('resolved', 'closed') AND NOT a.handover AND ${old}
          AND (a.id <> a.group_id OR NOT EXISTS (SELECT 1 FROM alarm m WHERE m.group_id = a.id AND m.id <> a.id))
        ORDER BY a.received_at, a.id LIMIT ${batch} FOR UPDATE SKIP LOCKED`,
      [value],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    for (const [table, column] of partsOfAlarms) {
      await tx.query(`DELETE FROM ${table} WHERE ${column} = ANY ($1)`, [ids]);
    }
    await tx.query("DELETE FROM alarm WHERE id = ANY ($1)", [ids]);
    await dropFiles(tx, "alarm_id", ids);
    return ids.length;
  });
}

/** Alarms that came longer ago; returns how many went. */
export const pruneAlarms = (ageMs: number) =>
  dropAlarms("a.received_at < clock_timestamp() - $1 * interval '1 millisecond'", ageMs);

/** Alarms beyond so many, the oldest first; those that are still to be handled count, and stay. */
export const pruneSurplus = (most: number) =>
  dropAlarms(
    "(a.received_at, a.id) < (SELECT received_at, id FROM alarm ORDER BY 1 DESC, 2 DESC OFFSET $1 - 1 LIMIT 1)",
    most,
  );

/** Events of doors, devices and vehicles that happened longer ago; returns how many went. */
export async function pruneEvents(ageMs: number): Promise<number> {
  return transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `DELETE FROM device_event WHERE id IN (
         SELECT id FROM device_event WHERE occurred_at < clock_timestamp() - $1 * interval '1 millisecond'
          ORDER BY occurred_at, id LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [ageMs],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await dropFiles(tx, "event_id", ids);
    return ids.length;
  });
}

/**
 * Handovers that were settled longer ago, with their items; returns how many went. Never one that waits to be taken over,
 * nor one with something open: the next handover carries it on from there.
 */
export async function pruneHandovers(ageMs: number): Promise<number> {
  return transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT h.id FROM handover h
        WHERE coalesce(h.checked_at, h.taken_at, h.prepared_at) < clock_timestamp() - $1 * interval '1 millisecond'
          AND (h.state = 'withdrawn' OR (h.state IN ('taken', 'checked') AND NOT EXISTS (
                SELECT 1 FROM ${itemTables} WHERE i.handover_id = h.id AND ${isOpen})))
        ORDER BY h.prepared_at, h.id LIMIT ${batch} FOR UPDATE OF h SKIP LOCKED`,
      [ageMs],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await tx.query("DELETE FROM handover_item WHERE handover_id = ANY ($1)", [ids]);
    await tx.query("DELETE FROM handover WHERE id = ANY ($1)", [ids]);
    return ids.length;
  });
}

/** Pictures that somebody had taken by cameras that went longer ago, or whose row is gone; returns how many went. */
export async function dropGoneSnapshots(ageMs: number): Promise<number> {
  return transaction(async (tx) => {
    const { rows } = await tx.query<{ hash: string }>(
      `DELETE FROM camera_snapshot WHERE id IN (
         SELECT s.id FROM camera_snapshot s LEFT JOIN camera c ON c.id = s.camera_id
          WHERE c.id IS NULL OR c.gone_at < clock_timestamp() - $1 * interval '1 millisecond'
          LIMIT ${batch} FOR UPDATE OF s SKIP LOCKED)
       RETURNING hash`,
      [ageMs],
    );
    await forgetIn(
      tx,
      rows.map(({ hash }) => hash),
    );
    return rows.length;
  });
}
