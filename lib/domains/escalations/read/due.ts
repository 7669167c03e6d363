import type pg from "pg";
import { awaits } from "./time-left";

/** Alarms that one look takes of each rule. */
const page = 200;

export interface Due {
  alarmId: string;
  ruleId: string;
  at: Date;
}

/** What one look found, the longest waiting first. `more`: there may be others. */
export interface Look {
  due: Due[];
  more: boolean;
}

const dueAt = "now() - r.after_seconds * interval '1 second'";
const position = "(coalesce(r.looked_at, r.since), r.looked_id)";

/**
 * Up to when every alarm that was received is there to be seen: whoever stores one at this moment may have received it
 * when their transaction began.
 */
async function settledUntil(tx: pg.PoolClient): Promise<Date> {
  const { rows } = await tx.query<{ at: Date }>(
    `SELECT date_trunc('milliseconds', least(now(), min(xact_start))) - interval '1 millisecond' AS at
       FROM pg_stat_activity
      WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()`,
  );
  return rows[0]?.at ?? new Date(0);
}

interface Position {
  id: string;
  lookedAt: Date;
  lookedId: string;
  dueAt: Date;
}

/** Goes on from where the rule stands: what it has looked at costs nothing any more, called about or not. */
async function lookOn(tx: pg.PoolClient, rule: Position, until: Date): Promise<Look> {
  const ruleId = rule.id;
  const { rows } = await tx.query<{ id: string; at: Date; due: boolean }>(
    // Bounds as values: only so are they looked up in the index.
    `SELECT a.id, a.received_at AS at, (${awaits}) AS due
       FROM (SELECT * FROM alarm WHERE state = 'new' AND (received_at, id) > ($2::timestamptz, $3) AND received_at <= $4
              ORDER BY received_at, id LIMIT ${page}) AS a JOIN escalation_rule r ON r.id = $1
      ORDER BY a.received_at, a.id`,
    [ruleId, rule.lookedAt, rule.lookedId, rule.dueAt < until ? rule.dueAt : until],
  );
  const last = rows.at(-1);
  if (last !== undefined) {
    await tx.query("UPDATE escalation_rule SET looked_at = $2, looked_id = $3 WHERE id = $1", [
      ...[ruleId, last.at, last.id],
    ]);
  }
  const due = rows.flatMap(({ id, at, due: isDue }) => (isDue ? [{ alarmId: id, ruleId, at }] : []));
  return { due, more: rows.length === page };
}

/** What rules looked past and has changed since, and what is due while somebody still stores alarms of before. */
async function lookAgain(tx: pg.PoolClient, until: Date): Promise<Look> {
  const { rows: changed } = await tx.query<{ id: string }>(
    `DELETE FROM escalation_again WHERE id IN (SELECT id FROM escalation_again ORDER BY id LIMIT ${page})
     RETURNING alarm_id AS id`,
  );
  const { rows } = await tx.query<Due>(
    `(SELECT a.id AS "alarmId", r.id AS "ruleId", a.received_at AS at FROM alarm a JOIN escalation_rule r ON ${awaits}
       WHERE a.id = ANY ($1) AND (a.received_at, a.id) <= ${position} AND a.received_at <= ${dueAt})
     UNION ALL
     (SELECT a.id, r.id, a.received_at FROM escalation_rule r JOIN alarm a ON ${awaits}
       WHERE a.received_at > $2 AND a.received_at <= ${dueAt} ORDER BY a.received_at, a.id LIMIT ${page})`,
    [changed.map(({ id }) => id), until],
  );
  return { due: rows, more: changed.length === page || rows.length >= page };
}

/** Alarms that are past the time of a rule that has not called about their run. Moves the rules on: to be acted upon. */
export async function lookForDue(tx: pg.PoolClient): Promise<Look> {
  const { rows: rules } = await tx.query<Position>(
    `SELECT r.id, coalesce(r.looked_at, r.since) AS "lookedAt", r.looked_id AS "lookedId", ${dueAt} AS "dueAt"
       FROM escalation_rule r WHERE r.enabled AND r.removed_at IS NULL ORDER BY r.id FOR NO KEY UPDATE`,
  );
  const until = await settledUntil(tx);
  const looks: Look[] = [await lookAgain(tx, until)];
  for (const rule of rules) looks.push(await lookOn(tx, rule, until));
  const due = looks.flatMap((look) => look.due);
  return {
    due: due.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.alarmId < b.alarmId ? -1 : 1)),
    more: looks.some(({ more }) => more),
  };
}
