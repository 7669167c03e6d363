/** SQL of leases and of the duties' records. The clock is the database's; one statement serves all duties. */
import type pg from "pg";
import type { Queryable } from "@/lib/db/transaction";
import type { Duty } from "./define";
import type { Fence } from "./fence";

/** Runs a statement on the connection that the runner keeps for its leases. */
export type Query = <Row extends pg.QueryResultRow>(text: string, values: unknown[]) => Promise<Row[]>;

export interface Due {
  name: string;
  /** Milliseconds until the next run, negative when overdue; null: at once, no pause has been set. */
  dueMs: number | null;
}

const dueMs = (nextAt: string) => `(extract(epoch FROM ${nextAt} - clock_timestamp()) * 1000)::float8 AS "dueMs"`;
const spanOf = (ms: string) => `${ms} * interval '1 millisecond'`;

/** Makes the rows of duties that the database does not know yet. */
export async function register(query: Query, duties: readonly Duty[]): Promise<void> {
  await query(
    `WITH known AS (SELECT * FROM unnest($1::text[], $2::int[]) AS k(name, stale_ms)),
          leases AS (INSERT INTO lease (name, holder, fence, expires_at)
                     SELECT name, '', 0, clock_timestamp() FROM known ORDER BY name ON CONFLICT DO NOTHING)
     INSERT INTO duty (name, stale_after_ms) SELECT name, stale_ms FROM known ORDER BY name
       ON CONFLICT (name) DO UPDATE SET stale_after_ms = EXCLUDED.stale_after_ms`,
    [duties.map((each) => each.name), duties.map((each) => each.staleAfterMs)],
  );
}

/** Takes the leases among `duties` that have ended or were released. */
export function contend(query: Query, holder: string, duties: readonly Duty[]): Promise<(Due & { fence: string })[]> {
  // Skipped where a fenced transaction of the last holder is still storing; it gets a second more to commit.
  return query(
    `WITH wanted AS (SELECT * FROM unnest($2::text[], $3::float8[]) AS w(name, lease_ms)),
          ended AS (SELECT l.name, w.lease_ms FROM lease l JOIN wanted w USING (name)
                     WHERE l.expires_at <= clock_timestamp() FOR UPDATE OF l SKIP LOCKED)
     UPDATE lease l
        SET holder = $1, fence = l.fence + 1, expires_at = clock_timestamp() + ${spanOf("e.lease_ms")}
       FROM ended e LEFT JOIN duty d USING (name)
      WHERE l.name = e.name
     RETURNING l.name, l.fence, ${dueMs("d.next_at")}`,
    [holder, duties.map((each) => each.name), duties.map((each) => each.leaseMs)],
  );
}

/** Renews leases by name and fence; answers those that still hold, and when their duties are due. */
export function renew(query: Query, held: readonly { duty: Duty; fence: Fence }[]): Promise<Due[]> {
  return query(
    `UPDATE lease l SET expires_at = clock_timestamp() + ${spanOf("h.lease_ms")}
       FROM unnest($1::text[], $2::bigint[], $3::float8[]) AS h(name, fence, lease_ms) LEFT JOIN duty d USING (name)
      WHERE l.name = h.name AND l.fence = h.fence
     RETURNING l.name, ${dueMs("d.next_at")}`,
    [held.map((h) => h.duty.name), held.map((h) => h.fence.number), held.map((h) => h.duty.leaseMs)],
  );
}

/** Gives a lease up, so that another process takes it at its next attempt. */
export async function release(query: Query, fence: Fence): Promise<void> {
  await query("UPDATE lease SET holder = '', expires_at = clock_timestamp() WHERE name = $1 AND fence = $2", [
    fence.name,
    fence.number,
  ]);
}

const whileHeld = "WITH held AS (SELECT 1 FROM lease WHERE name = $1 AND fence = $2 FOR KEY SHARE)";

/** Notes that a run begins. False when the lease is lost. */
export async function started(on: Queryable, fence: Fence, holder: string, duty: Duty): Promise<boolean> {
  const { rowCount } = await on.query(
    `${whileHeld}
     INSERT INTO duty AS d (name, holder, runs, last_started_at, stale_after_ms)
       SELECT $1, $3, 1, clock_timestamp(), $4 FROM held
       ON CONFLICT (name) DO UPDATE
         SET holder = EXCLUDED.holder, runs = d.runs + 1, last_started_at = EXCLUDED.last_started_at, next_at = NULL`,
    [fence.name, fence.number, holder, duty.staleAfterMs],
  );
  return rowCount === 1;
}

export type Outcome = "ok" | "interrupted" | { error: string };

/**
 * Notes how a run ended and returns the milliseconds until the next: `pauseMs`, or 0 when the duty was woken while
 * it ran. Null when the lease is lost.
 */
export async function finished(on: Queryable, fence: Fence, outcome: Outcome, pauseMs: number): Promise<number | null> {
  const { rows } = await on.query<{ dueMs: number }>(
    `${whileHeld}
     UPDATE duty d
        SET last_finished_at = clock_timestamp(),
            last_ok_at = CASE WHEN $3 = 'ok' THEN clock_timestamp() ELSE d.last_ok_at END,
            last_error = CASE $3 WHEN 'ok' THEN NULL WHEN 'interrupted' THEN d.last_error ELSE $4 END,
            next_at = CASE WHEN d.next_at IS NULL THEN clock_timestamp() + ${spanOf("$5::float8")}
                           ELSE clock_timestamp() END
       FROM held WHERE d.name = $1
     RETURNING ${dueMs("d.next_at")}`,
    [
      fence.name,
      fence.number,
      typeof outcome === "string" ? outcome : "error",
      typeof outcome === "string" ? null : outcome.error,
      outcome === "interrupted" ? 0 : pauseMs,
    ],
  );
  return rows[0]?.dueMs ?? null;
}
