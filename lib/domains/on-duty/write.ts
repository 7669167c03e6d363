import { randomUUID } from "node:crypto";
import type pg from "pg";
import { record } from "@/lib/audit/record";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { NotFoundError } from "@/lib/errors";
import { dutyRuns, dutyTables, endsAt, listOnDuty } from "./read";
import type { OnDutyList } from "./schema";
import { DUTY_HOURS } from "./terms";

/** Locks the person, so that two windows do not begin two periods at once. Null when they are not on duty. */
async function running(tx: pg.PoolClient, userId: string): Promise<{ id: string; name: string } | null> {
  await tx.query("SELECT 1 FROM app_user WHERE id = $1 FOR UPDATE", [userId]);
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT d.id, u.name FROM ${dutyTables} WHERE d.user_id = $1 AND ${dutyRuns}`,
    [userId],
  );
  return rows[0] ?? null;
}

/** What is over but was not closed yet, of everybody or one person. Returns how many periods. */
async function close(tx: pg.PoolClient, userId: string | null): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE duty_period p SET ended_at = greatest(p.started_at, e.at)
       FROM (SELECT d.id, ${endsAt} AS at FROM ${dutyTables}
              WHERE d.ended_at IS NULL AND NOT ${dutyRuns} AND ($1::uuid IS NULL OR d.user_id = $1)) AS e
      WHERE e.id = p.id AND p.ended_at IS NULL`,
    [userId],
  );
  return rowCount ?? 0;
}

/** For the worker: closes what ended by itself, and tells open pages. */
export async function closeEnded(tx: pg.PoolClient): Promise<void> {
  if ((await close(tx, null)) > 0) await publish(tx, { topic: "watch" });
}

async function tell(tx: pg.PoolClient, actor: Actor, person: { id: string; name: string }, after: "on" | "off") {
  await record(tx, actor, {
    action: "duty.change",
    objects: [{ kind: "user", id: person.id, name: person.name }],
    details: { after },
  });
  await publish(tx, { topic: "watch" });
}

/**
 * The actor is on duty from now on: until they leave, this session ends, or twelve hours are over. Said in another
 * session, the period goes on in this one. Throws ForbiddenError.
 */
export function goOnDuty(actor: Actor): Promise<OnDutyList> {
  permit(actor, "alarms:handle");
  return transaction(async (tx) => {
    const { userId, sessionId, name } = actor;
    const period = await running(tx, userId);
    if (period === null) {
      await close(tx, userId);
      await tx.query(
        `INSERT INTO duty_period (id, user_id, session_id, until)
         VALUES ($1, $2, $3, clock_timestamp() + interval '${DUTY_HOURS} hours')`,
        [randomUUID(), userId, sessionId],
      );
      await tell(tx, actor, { id: userId, name }, "on");
    } else {
      await tx.query("UPDATE duty_period SET session_id = $2 WHERE id = $1", [period.id, sessionId]);
    }
    return listOnDuty(actor, tx);
  });
}

async function end(tx: pg.PoolClient, actor: Actor, userId: string): Promise<boolean> {
  const period = await running(tx, userId);
  if (period === null) return false;
  await tx.query("UPDATE duty_period SET ended_at = clock_timestamp(), ended_by = $2 WHERE id = $1", [
    period.id,
    actor.userId,
  ]);
  await tell(tx, actor, { id: userId, name: period.name }, "off");
  return true;
}

/** The actor is no longer on duty; nothing happens when they were not. Throws ForbiddenError. */
export function goOffDuty(actor: Actor): Promise<OnDutyList> {
  permit(actor, "alarms:handle");
  return transaction(async (tx) => {
    await end(tx, actor, actor.userId);
    return listOnDuty(actor, tx);
  });
}

/** Ends somebody else's duty, for an administrator. Throws ForbiddenError, and NotFoundError for who is on none. */
export function endDuty(actor: Actor, userId: string): Promise<void> {
  permit(actor, "users:manage");
  permitEverywhere(actor);
  return transaction(async (tx) => {
    if (await end(tx, actor, userId)) return;
    throw new NotFoundError("This person is not on duty.", { remedy: "Look at the list again." });
  });
}
