/** SQL of jobs under work. Whatever stores is fenced: a process that lost the lease changes nothing any more. */
import type pg from "pg";
import type { JobState } from "@/lib/bus/events";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { fenced, type Fence } from "./fence";
import type { JobFile, RowOutcome, StoredRow } from "./kind";
import { lockResults, type Checkpoint, type SealedDraft } from "./results";

/** A job as the worker reads it. */
export interface OpenJob {
  id: string;
  kind: string;
  ownerId: string;
  params: unknown;
  checkpoint: Checkpoint | null;
  attempts: number;
  createdAt: Date;
}

const open = "state IN ('queued', 'running', 'cancelling')";

/** The job that has waited longest, moved to the end of the line; null when none is due. */
export async function nextDue(): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `UPDATE job SET due_at = clock_timestamp()
      WHERE id = (SELECT id FROM job WHERE ${open} AND due_at <= clock_timestamp() ORDER BY due_at, id LIMIT 1)
      RETURNING id`,
  );
  return rows[0]?.id ?? null;
}

/** Milliseconds until the next unfinished job is due; null when there is none. */
export async function nextDueMs(): Promise<number | null> {
  const { rows } = await pool().query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS ms FROM job WHERE ${open}`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
}

function announce(tx: pg.PoolClient, jobId: string, ownerId: string, state: JobState): Promise<number> {
  return publish(tx, { topic: "job", jobId, ownerId, state });
}

/** Ends a job that did not get to its end: what still waited is skipped. */
async function endEarly(tx: pg.PoolClient, id: string, state: "cancelled" | "failed"): Promise<void> {
  await tx.query(
    `WITH left_out AS (
       UPDATE job_row SET state = 'skipped', ended_at = clock_timestamp()
        WHERE job_id = $1 AND state = 'waiting' RETURNING 1)
     UPDATE job SET state = $2, finished_at = clock_timestamp(), checkpoint = NULL,
                    skipped = skipped + (SELECT count(*) FROM left_out)
      WHERE id = $1`,
    [id, state],
  );
}

/**
 * Begins a slice. A row found *sent* is one whose answer nobody heard: it becomes unknown and is never sent again.
 * Null when there is nothing to do: the job is paused or finished, or this call has just cancelled it.
 */
export function beginSlice(id: string, fence: Fence): Promise<OpenJob | null> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    const { rows } = await tx.query<OpenJob & { state: JobState }>(
      `SELECT id, kind, owner_id AS "ownerId", params, checkpoint, attempts, created_at AS "createdAt", state
         FROM job WHERE id = $1 AND ${open} FOR UPDATE`,
      [id],
    );
    const job = rows[0];
    if (job === undefined) return null;
    const lost = await tx.query(
      "UPDATE job_row SET state = 'unknown', ended_at = clock_timestamp() WHERE job_id = $1 AND state = 'sent'",
      [id],
    );
    await tx.query("UPDATE job SET unknown = unknown + $2 WHERE id = $1", [id, lost.rowCount]);
    if (job.state === "cancelling") {
      await endEarly(tx, id, "cancelled");
      await announce(tx, id, job.ownerId, "cancelled");
      return null;
    }
    await tx.query(
      "UPDATE job SET state = 'running', started_at = coalesce(started_at, clock_timestamp()) WHERE id = $1",
      [id],
    );
    if (job.state === "queued" || lost.rowCount !== 0) await announce(tx, id, job.ownerId, "running");
    return job;
  });
}

/** False when somebody paused or cancelled the job; else the row stays locked for this transaction. */
async function stillRunning(tx: pg.PoolClient, id: string): Promise<boolean> {
  const { rowCount } = await tx.query("SELECT 1 FROM job WHERE id = $1 AND state = 'running' FOR UPDATE", [id]);
  return rowCount === 1;
}

/** Marks the next row as sent. `none`: all rows have ended; `stopped`: the job runs no more. */
export function takeRow(id: string, fence: Fence): Promise<{ no: number; input: unknown } | "none" | "stopped"> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    if (!(await stillRunning(tx, id))) return "stopped";
    const { rows } = await tx.query<{ no: number; input: unknown }>(
      `UPDATE job_row SET state = 'sent', sent_at = clock_timestamp()
        WHERE job_id = $1 AND no = (SELECT no FROM job_row WHERE job_id = $1 AND state = 'waiting' ORDER BY no LIMIT 1)
        RETURNING no, input`,
      [id],
    );
    return rows[0] ?? "none";
  });
}

const counted = { answered: "done", failed: "failed", unknown: "unknown", skipped: "skipped" } as const;

/** Stores how a row ended, also when the job was paused or cancelled meanwhile. `tell`: it is time to say so. */
export function storeRow(job: OpenJob, no: number, outcome: RowOutcome, fence: Fence, tell: boolean): Promise<void> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query(
      `UPDATE job_row SET state = $3, result = $4, code = $5, ended_at = clock_timestamp()
        WHERE job_id = $1 AND no = $2 AND state = 'sent'`,
      [job.id, no, outcome.state, JSON.stringify(outcome.result ?? null), outcome.code ?? null],
    );
    const column = counted[outcome.state];
    const { rows } = await tx.query<{ state: JobState }>(
      `UPDATE job SET ${column} = ${column} + 1, attempts = 0 WHERE id = $1 RETURNING state`,
      [job.id],
    );
    if (tell) await announce(tx, job.id, job.ownerId, rows[0]?.state ?? "running");
  });
}

/** The row was never sent after all, for certain: it waits again. */
export function returnRow(id: string, no: number, fence: Fence): Promise<void> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query(
      "UPDATE job_row SET state = 'waiting', sent_at = NULL WHERE job_id = $1 AND no = $2 AND state = 'sent'",
      [id, no],
    );
  });
}

export async function rowsAfter(id: string, after: number, limit: number): Promise<StoredRow[]> {
  const { rows } = await pool().query<StoredRow>(
    "SELECT no, input, state, result, code FROM job_row WHERE job_id = $1 AND no > $2 ORDER BY no LIMIT $3",
    [id, after, limit],
  );
  return rows;
}

export interface Progress {
  checkpoint: Checkpoint;
  /** Of a kind whose things are what it writes; null where its rows are counted. */
  counts: { done: number; total: number | null } | null;
}

/** Stores how far the file has come. False when the job runs no more. */
export function storeProgress(
  job: OpenJob,
  { checkpoint, counts }: Progress,
  fence: Fence,
  tell: boolean,
): Promise<boolean> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    if (!(await stillRunning(tx, job.id))) return false;
    await tx.query("UPDATE job SET checkpoint = $2, attempts = 0 WHERE id = $1", [job.id, JSON.stringify(checkpoint)]);
    if (counts !== null) {
      await tx.query("UPDATE job SET done = $2, total = $3 WHERE id = $1", [job.id, counts.done, counts.total]);
    }
    if (tell) await announce(tx, job.id, job.ownerId, "running");
    return true;
  });
}

/** Ends a job well, with its file where it has one. Without effect when the job runs no more. */
export function finishJob(
  job: OpenJob,
  result: { file: JobFile; sealed: SealedDraft } | null,
  counts: Progress["counts"],
  fence: Fence,
): Promise<void> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    if (!(await stillRunning(tx, job.id))) return;
    await tx.query(
      "UPDATE job SET state = 'done', finished_at = clock_timestamp(), checkpoint = NULL, attempts = 0 WHERE id = $1",
      [job.id],
    );
    if (counts !== null) {
      await tx.query("UPDATE job SET done = $2, total = $2 WHERE id = $1", [job.id, counts.done]);
    }
    if (result !== null) {
      await tx.query(
        "UPDATE job SET result_hash = $2, result_name = $3, result_type = $4, result_bytes = $5 WHERE id = $1",
        [job.id, result.sealed.hash, result.file.name, result.file.type, result.sealed.bytes],
      );
      await lockResults(tx);
      await result.sealed.place();
    }
    await announce(tx, job.id, job.ownerId, "done");
  });
}

export interface Failure {
  message: string;
  remedy: string | null;
  code: string | null;
}

export function failJob(job: OpenJob, failure: Failure, fence: Fence): Promise<void> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    if (!(await stillRunning(tx, job.id))) return;
    await endEarly(tx, job.id, "failed");
    await tx.query("UPDATE job SET error = $2, remedy = $3, error_code = $4 WHERE id = $1", [
      job.id,
      failure.message,
      failure.remedy,
      failure.code,
    ]);
    await announce(tx, job.id, job.ownerId, "failed");
  });
}

/** Tries again later what failed for a reason nobody foresaw. */
export function postpone(id: string, afterMs: number, fence: Fence): Promise<void> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    await tx.query(
      `UPDATE job SET attempts = attempts + 1, due_at = clock_timestamp() + $2 * interval '1 millisecond'
        WHERE id = $1`,
      [id, afterMs],
    );
  });
}
