import { open, type FileHandle } from "node:fs/promises";
import { recordAlone } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { matching } from "@/lib/domains/sync/read";
import { FileNotHereError, NotFoundError } from "@/lib/errors";
import { listPage, type SqlParameters } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import { resultFile } from "@/lib/jobs/define";
import type { JobItem, JobQuery, JobRowItem, JobRowQuery, JobState } from "./schema";

interface JobRecord {
  id: string;
  kind: string;
  title: string;
  state: JobState;
  ownerId: string;
  ownerName: string | null;
  total: number | null;
  done: number;
  failed: number;
  unknown: number;
  skipped: number;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  seen: boolean;
  resultHash: string | null;
  resultName: string | null;
  resultBytes: string | null;
  error: string | null;
  remedy: string | null;
  errorCode: string | null;
  hasRows: boolean;
}

const select = `j.id, j.kind, j.title, j.state, j.owner_id AS "ownerId", u.name AS "ownerName", j.total, j.done, j.failed,
  j.unknown, j.skipped, j.created_at AS "createdAt", j.started_at AS "startedAt", j.finished_at AS "finishedAt",
  j.seen_at IS NOT NULL AS seen, j.result_hash AS "resultHash", j.result_name AS "resultName",
  j.result_bytes AS "resultBytes", j.error, j.remedy, j.error_code AS "errorCode",
  EXISTS (SELECT 1 FROM job_row r WHERE r.job_id = j.id) AS "hasRows"`;

const from = "job j LEFT JOIN app_user u ON u.id = j.owner_id";

const sortable = {
  created: { sql: "j.created_at", type: "timestamptz" },
  title: { sql: "j.title" },
  state: { sql: "j.state" },
} as const;

function resultOf({ id, resultHash, resultName, resultBytes }: JobRecord): JobItem["result"] {
  if (resultName === null) return null;
  return { name: resultName, bytes: Number(resultBytes), url: resultHash === null ? null : `/api/jobs/${id}/result` };
}

const toItem =
  (actor: Actor) =>
  (row: JobRecord): JobItem => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    owner: { id: row.ownerId, name: row.ownerName ?? "Somebody who is gone" },
    mine: row.ownerId === actor.userId,
    total: row.total,
    done: row.done,
    failed: row.failed,
    unknown: row.unknown,
    skipped: row.skipped,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    seen: row.seen,
    result: resultOf(row),
    error: row.error === null ? null : { message: row.error, remedy: row.remedy, code: row.errorCode },
    hasRows: row.hasRows,
  });

/** Everybody sees their own jobs; who manages users sees all. */
export function visibleTo(actor: Actor, parameters: SqlParameters): string[] {
  return may(actor, "users:manage") ? [] : [`j.owner_id = ${parameters.add(actor.userId)}`];
}

/** A page of the jobs that the actor may see. Throws BadRequestError for a cursor of another list. */
export function listJobs(actor: Actor, query: JobQuery): Promise<Listing<JobItem>> {
  const { q, state, owner, seen } = query;
  return listPage<JobRecord, JobItem, keyof typeof sortable>({
    db: pool(),
    noun: "jobs",
    query: { ...query },
    sortable,
    select,
    from,
    id: "j.id::text",
    where: (parameters) => {
      const where = [...visibleTo(actor, parameters), ...matching("gh_fold(j.title)", q, parameters)];
      if (state !== undefined) where.push(`j.state = ANY (${parameters.add(state)})`);
      if (owner !== undefined) where.push(`j.owner_id ${owner === "me" ? "=" : "<>"} ${parameters.add(actor.userId)}`);
      if (seen !== undefined)
        where.push(`j.finished_at IS NOT NULL AND j.seen_at IS ${seen === "no" ? "" : "NOT "}NULL`);
      return where;
    },
    item: toItem(actor),
    syncedAt: new Date(),
  });
}

function missing(): NotFoundError {
  return new NotFoundError("There is no job with this id.", {
    remedy: "Look at the page Jobs: finished jobs are kept for 90 days.",
  });
}

/** One job. Throws NotFoundError, also for one of somebody else that the actor may not see. */
export async function readJob(actor: Actor, id: string, on: Queryable = pool()): Promise<JobItem> {
  const { rows } = await on.query<JobRecord>(
    `SELECT ${select} FROM ${from} WHERE j.id = $1 AND (j.owner_id = $2 OR $3)`,
    [id, actor.userId, may(actor, "users:manage")],
  );
  if (rows[0] === undefined) throw missing();
  return toItem(actor)(rows[0]);
}

/** A page of a job's rows, in order. Throws NotFoundError as `readJob` does. */
export async function listJobRows(actor: Actor, id: string, query: JobRowQuery): Promise<Listing<JobRowItem>> {
  await readJob(actor, id);
  return listPage<Omit<JobRowItem, "id">, JobRowItem, "no">({
    db: pool(),
    noun: `jobs/${id}/rows`,
    query: { ...query },
    sortable: { no: { sql: "r.no", type: "integer" } },
    select: "r.no, r.state, r.input, r.result, r.code",
    from: "job_row r",
    id: "r.no::text",
    where: (parameters) => {
      const where = [`r.job_id = ${parameters.add(id)}`, ...matching("gh_fold(r.input::text)", query.q, parameters)];
      if (query.state !== undefined) where.push(`r.state = ANY (${parameters.add(query.state)})`);
      return where;
    },
    item: ({ no, state, input, result, code }) => ({ id: String(no), no, state, input, result, code }),
    syncedAt: new Date(),
  });
}

export interface JobResult {
  /** To be closed by whoever reads it. */
  file: FileHandle;
  name: string;
  type: string;
  bytes: number;
  /** SHA-256 of the bytes, hex. */
  hash: string;
}

/** The file a job made, opened. Throws NotFoundError as `readJob` does, and when there is no file, or not any more. */
export async function openResult(actor: Actor, id: string): Promise<JobResult> {
  const job = await readJob(actor, id);
  if (job.result === null) {
    throw new NotFoundError("This job has no file.", {
      remedy: job.finishedAt === null ? "Wait until it is done." : "Start it again from the page it came from.",
    });
  }
  const { rows } = await pool().query<{ hash: string | null; type: string }>(
    "SELECT result_hash AS hash, result_type AS type FROM job WHERE id = $1",
    [id],
  );
  const [row] = rows;
  if (row === undefined || row.hash === null) {
    throw new NotFoundError("The file of this job is deleted: results are kept for some days only.", {
      remedy: "Start the job again.",
    });
  }
  const file = await open(resultFile(row.hash)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "ENOENT" ? new FileNotHereError("The file of this job", "Start the job again.") : error;
  });
  try {
    // Before anything leaves: what cannot be written down is not handed out.
    await recordAlone(actor, {
      action: "job.result",
      objects: [{ kind: "job", id, name: job.title }],
      details: { file: job.result.name, sha256: row.hash },
    });
    return { file, name: job.result.name, type: row.type, bytes: (await file.stat()).size, hash: row.hash };
  } catch (error) {
    await file.close();
    throw error;
  }
}
