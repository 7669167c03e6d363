import { randomUUID } from "node:crypto";
import type pg from "pg";
import { record } from "@/lib/audit/record";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { publish } from "@/lib/bus/publish";
import { patientTransaction } from "@/lib/db/transaction";
import { typeName } from "@/lib/domains/alarms/read/rows";
import { InvalidInputError } from "@/lib/errors";
import { readSnooze } from "./read";
import type { AddSnooze, SnoozeItem } from "./schema";
import { MOST_SNOOZE_DAYS } from "./terms";

interface Touched {
  id: string;
  areaId: string | null;
}

/** SQL: snooze `s` silences alarm `a`; an area takes what is below it along. */
const silences = `CASE s.scope WHEN 'source' THEN a.source_id = s.target_id WHEN 'type' THEN a.type = s.target_id
  ELSE a.area_id = s.target_id OR a.area_id IN (SELECT id FROM area WHERE path @> ARRAY[s.target_id]) END`;

const runs = (snooze: string) => `(${snooze}.lifted_at IS NULL AND ${snooze}.until > clock_timestamp())`;

async function tellOf(tx: pg.PoolClient, alarms: readonly Touched[]): Promise<void> {
  await publish(tx, { topic: "watch" });
  if (alarms.length === 0) return;
  const areaIds = [...new Set(alarms.flatMap(({ areaId }) => areaId ?? []))];
  await publish(tx, { topic: "alarm", ids: alarms.map(({ id }) => id), areaIds });
}

/** Silences what is new already, unless another snooze silences it for longer. */
async function silence(tx: pg.PoolClient, snoozeId: string, userId: string): Promise<Touched[]> {
  const { rows } = await tx.query<Touched>(
    `SELECT a.id, a.area_id AS "areaId" FROM alarm a JOIN snooze s ON s.id = $1
       LEFT JOIN snooze other ON other.id = a.snooze_id
      WHERE a.state = 'new' AND a.state NOT IN ('resolved', 'closed') AND (${silences})
        AND (other.id IS NULL OR NOT ${runs("other")} OR other.until < s.until)
      ORDER BY a.id FOR UPDATE OF a`,
    [snoozeId],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query("UPDATE alarm SET snooze_id = $1 WHERE id = ANY ($2)", [snoozeId, ids]);
  await tx.query("UPDATE snooze SET count = count + $2 WHERE id = $1", [snoozeId, ids.length]);
  await tx.query(
    `INSERT INTO alarm_entry (alarm_id, user_id, kind, "to") SELECT unnest($1::text[]), $2, 'snoozed', to_jsonb($3::text)`,
    [ids, userId, snoozeId],
  );
  return rows;
}

/** Brings back what is still new and whose snooze is over; another running snooze takes it up. */
async function release(tx: pg.PoolClient): Promise<Touched[]> {
  const { rows } = await tx.query<Touched>(
    `SELECT a.id, a.area_id AS "areaId" FROM alarm a JOIN snooze s ON s.id = a.snooze_id
      WHERE a.snooze_id IS NOT NULL AND a.state = 'new' AND NOT ${runs("s")}
      ORDER BY a.id FOR UPDATE OF a`,
  );
  await tx.query(
    `UPDATE alarm a SET snooze_id = (SELECT s.id FROM snooze s WHERE ${runs("s")} AND ${silences}
                                      ORDER BY s.until DESC, s.id LIMIT 1) WHERE a.id = ANY ($1)`,
    [rows.map(({ id }) => id)],
  );
  return rows;
}

/** For the worker: what snoozes silenced comes back when their time is over. */
export async function releaseEnded(tx: pg.PoolClient): Promise<void> {
  const alarms = await release(tx);
  if (alarms.length > 0) await tellOf(tx, alarms);
}

interface Target {
  name: string;
  areaId: string | null;
}

function wrong(field: keyof AddSnooze, message: string): InvalidInputError {
  return new InvalidInputError(message, { fields: [{ field, message }] });
}

/** Name and area of what is to be silenced, as the mirror or its last alarm tells. */
async function targetOf(tx: pg.PoolClient, actor: Actor, { scope, targetId }: AddSnooze): Promise<Target> {
  if (scope === "type") {
    permitEverywhere(actor);
    return { name: typeName(targetId), areaId: null };
  }
  const mirrored = ["camera", "door", "alarm_input", "alarm_output"].map(
    (table) => `SELECT 1 AS rank, name, area_id AS "areaId" FROM ${table} WHERE id = $1`,
  );
  const { rows } = await tx.query<Target>(
    scope === "area"
      ? `SELECT name, id AS "areaId" FROM area WHERE id = $1 AND gone_at IS NULL`
      : `${mirrored.join(" UNION ALL ")}
         UNION ALL (SELECT 2, coalesce(source_name, source_id), area_id FROM alarm WHERE source_id = $1
                     ORDER BY received_at DESC LIMIT 1)
         ORDER BY rank LIMIT 1`,
    [targetId],
  );
  const [target] = rows;
  const areas = await areasOf(actor, tx);
  if (target !== undefined && (areas === null || (target.areaId !== null && areas.includes(target.areaId)))) {
    return { name: target.name, areaId: target.areaId };
  }
  throw wrong("targetId", `There is no ${scope === "area" ? "area" : "source of alarms"} with this id.`);
}

function checkUntil({ until }: AddSnooze): void {
  const ms = Date.parse(until) - Date.now();
  if (ms <= 0) throw wrong("until", "Choose a time that is still to come.");
  if (ms > MOST_SNOOZE_DAYS * 86_400_000) throw wrong("until", `Choose a time within ${MOST_SNOOZE_DAYS} days.`);
}

/**
 * Alarms of a source, a type or an area ring nobody until then; those that are new already fall silent too. Throws
 * ForbiddenError, also for a type when somebody is limited to areas, and InvalidInputError.
 */
export async function addSnooze(actor: Actor, input: AddSnooze): Promise<SnoozeItem> {
  permit(actor, "alarms:handle");
  checkUntil(input);
  const { scope, targetId, reason, until } = input;
  return patientTransaction(async (tx) => {
    const { name, areaId } = await targetOf(tx, actor, input);
    const id = randomUUID();
    await tx.query(
      `INSERT INTO snooze (id, scope, target_id, name, area_id, reason, created_by, until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, scope, targetId, name, areaId, reason, actor.userId, until],
    );
    const alarms = await silence(tx, id, actor.userId);
    const item = await readSnooze(actor, id, tx);
    await record(tx, actor, {
      action: "snooze.add",
      objects: [{ kind: "snooze", id, name }],
      details: { scope, targetId, reason, until: item.until, alarms: alarms.length },
    });
    await tellOf(tx, alarms);
    return item;
  });
}

/** Ends a snooze early; what it silenced and nobody acted on comes back. One that is over stays as it is. */
export async function liftSnooze(actor: Actor, id: string): Promise<SnoozeItem> {
  permit(actor, "alarms:handle");
  return patientTransaction(async (tx) => {
    await tx.query("SELECT 1 FROM snooze WHERE id::text = $1 FOR UPDATE", [id]);
    const snooze = await readSnooze(actor, id, tx);
    if (snooze.scope === "type") permitEverywhere(actor);
    const { rowCount } = await tx.query(
      `UPDATE snooze s SET lifted_at = clock_timestamp(), lifted_by = $2 WHERE s.id = $1 AND ${runs("s")}`,
      [id, actor.userId],
    );
    if (rowCount === 0) return snooze;
    const alarms = await release(tx);
    await record(tx, actor, {
      action: "snooze.lift",
      objects: [{ kind: "snooze", id, name: snooze.name }],
      details: { scope: snooze.scope, targetId: snooze.targetId, until: snooze.until, alarms: alarms.length },
    });
    await tellOf(tx, alarms);
    return readSnooze(actor, id, tx);
  });
}
