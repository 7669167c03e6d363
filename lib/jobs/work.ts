/**
 * Works on jobs: long work that somebody asked for, as rows in our own tables. One duty, so one process at a time;
 * slices are short and jobs take turns. A row is stored as sent before it is carried out and as answered after, so
 * that after a crash nothing is sent twice and nothing is claimed that nobody saw.
 */
import { permit } from "@/lib/auth/actor";
import { actorOf } from "@/lib/auth/session";
import { DomainError, ForbiddenError, UnavailableError } from "@/lib/errors";
import { GatewayError } from "@/lib/gateway/errors";
import { duty, type Duty, type DutyRun } from "./define";
import { LeaseLostError } from "./fence";
import { jobsDuty, type JobKind, type JobWork, type RowOutcome } from "./kind";
import {
  beginSlice,
  failJob,
  type Failure,
  finishJob,
  nextDue,
  nextDueMs,
  type OpenJob,
  postpone,
  returnRow,
  rowsAfter,
  storeProgress,
  storeRow,
  takeRow,
} from "./ledger";
import { Draft } from "./results";

const runMs = 40_000;
const sliceMs = 10_000;
const idleMs = 60_000;
/** Progress is told at most so often. */
const tellMs = 1_000;
const attemptsLimit = 3;
const retryMs = 5_000;

type RunRow = NonNullable<JobKind["runRow"]>;
type Row = { no: number; input: unknown };

/** A job during one slice. */
interface Slice {
  job: OpenJob;
  work: JobWork<unknown>;
  context: DutyRun;
  /** Time left, and nobody stops us. */
  goesOn(): boolean;
  /** True when it is time to tell progress. */
  tells(): boolean;
}

function sliceOf(job: OpenJob, work: JobWork<unknown>, context: DutyRun): Slice {
  const until = performance.now() + sliceMs;
  let told = performance.now();
  return {
    job,
    work,
    context,
    goesOn: () => !context.signal.aborted && performance.now() < until,
    tells: () => {
      const now = performance.now();
      if (now - told < tellMs) return false;
      told = now;
      return true;
    },
  };
}

function failureOf(error: unknown): Failure | null {
  if (error instanceof DomainError) return { message: error.message, remedy: error.remedy ?? null, code: null };
  if (error instanceof GatewayError) return { message: error.meaning, remedy: error.advice, code: error.code };
  const errno = (error as NodeJS.ErrnoException | null)?.code;
  if (errno !== "ENOSPC" && errno !== "EDQUOT") return null;
  return {
    message: "The disk of the console's data folder is full.",
    remedy: "Ask whoever runs this server to make room, then start again.",
    code: errno,
  };
}

function outcomeOf(error: unknown): RowOutcome {
  const failure = failureOf(error);
  // What we do not understand may have come after the row was carried out.
  if (failure === null || (error instanceof GatewayError && error.maybeDone)) {
    return { state: "unknown", result: failure, code: failure?.code ?? null };
  }
  return { state: "failed", result: { message: failure.message, remedy: failure.remedy }, code: failure.code };
}

/** Carries out one row. Null: it was never sent, for certain, and may wait again. */
async function outcomeOfRow({ job, work, context }: Slice, runRow: RunRow, row: Row): Promise<RowOutcome | null> {
  try {
    return await runRow({ ...work, ...row });
  } catch (error) {
    const unsent = error instanceof GatewayError && error.kind === "cancelled" && !error.maybeDone;
    if (context.signal.aborted && unsent) return null;
    if (failureOf(error) === null) context.log.error({ err: error, jobId: job.id, row: row.no }, "a row failed");
    return outcomeOf(error);
  }
}

/** True when all rows have ended; false when the slice is over before. */
async function runRows(slice: Slice, runRow: RunRow): Promise<boolean> {
  const { job, context } = slice;
  while (slice.goesOn()) {
    const row = await takeRow(job.id, context.fence);
    if (row === "none") return true;
    if (row === "stopped") return false;
    const outcome = await outcomeOfRow(slice, runRow, row);
    if (outcome === null) await returnRow(job.id, row.no, context.fence);
    else await storeRow(job, row.no, outcome, context.fence, slice.tells());
  }
  return false;
}

async function produceFile(slice: Slice, kind: JobKind, produce: NonNullable<JobKind["produce"]>): Promise<void> {
  const { job, work, context } = slice;
  const { fence } = context;
  const rows = (after: number, limit: number) => rowsAfter(job.id, after, limit);
  const draft = await Draft.open(job.id, fence.number, job.checkpoint);
  try {
    while (slice.goesOn()) {
      const { at, written } = draft.checkpoint;
      const piece = await produce.piece({ ...work, at, written, rows });
      await draft.append(piece.text, piece.count, piece.next);
      const { checkpoint } = draft;
      const counts = kind.runRow === undefined ? { done: checkpoint.written, total: piece.total } : null;
      if (piece.next === null) {
        const file = produce.file(work.params, job.createdAt);
        return await finishJob(job, { file, sealed: await draft.seal() }, counts, fence);
      }
      if (!(await storeProgress(job, { checkpoint, counts }, fence, slice.tells()))) return;
    }
  } finally {
    await draft.close();
  }
}

async function workOn(job: OpenJob, kinds: ReadonlyMap<string, JobKind>, context: DutyRun): Promise<void> {
  const kind = kinds.get(job.kind);
  const params = kind?.params.safeParse(job.params);
  if (kind === undefined || params?.success !== true) {
    throw new UnavailableError("This version of Gatehouse cannot carry out this job.", {
      remedy: "Start it again from the page it came from.",
    });
  }
  const actor = await actorOf(job.ownerId);
  if (actor === null) {
    throw new ForbiddenError("The account of the job's owner is disabled or gone.", {
      remedy: "Somebody else who may do so can start it again.",
    });
  }
  const permission = kind.permission(params.data);
  if (permission !== null) permit(actor, permission);
  const slice = sliceOf(job, { actor, params: params.data, signal: context.signal }, context);
  if (kind.runRow !== undefined && !(await runRows(slice, kind.runRow))) return;
  if (kind.produce !== undefined) await produceFile(slice, kind, kind.produce);
  else await finishJob(job, null, null, context.fence);
}

/** One slice of one job. Throws only when this process must stop working, or the database is away. */
async function slice(id: string, kinds: ReadonlyMap<string, JobKind>, context: DutyRun): Promise<void> {
  const job = await beginSlice(id, context.fence);
  if (job === null) return;
  try {
    await workOn(job, kinds, context);
  } catch (error) {
    if (context.signal.aborted || error instanceof LeaseLostError) throw error;
    const failure = failureOf(error);
    const attempts = job.attempts + 1;
    if (failure !== null) return failJob(job, failure, context.fence);
    context.log.error({ err: error, jobId: id, attempts }, "a slice of a job failed");
    if (attempts < attemptsLimit) return postpone(id, retryMs * 2 ** job.attempts, context.fence);
    return failJob(job, { ...strange, remedy: `${strange.remedy} ${id}.` }, context.fence);
  }
}

const strange = {
  message: "Something went wrong on our side.",
  remedy: "Start it again; if it stays, tell whoever runs this server the number of the job:",
  code: null,
};

/** The duty that works on all jobs. Throws RangeError when two kinds share a name. */
export function workDuty(kinds: readonly JobKind[]): Duty {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  if (byName.size < kinds.length) throw new RangeError("Two kinds of jobs have the same name.");
  return duty({
    name: jobsDuty,
    every: idleMs,
    staleAfter: "5m",
    async run(context) {
      const until = performance.now() + runMs;
      while (performance.now() < until) {
        context.signal.throwIfAborted();
        const id = await nextDue();
        if (id === null) return Math.min((await nextDueMs()) ?? idleMs, idleMs);
        await slice(id, byName, context);
      }
      return 0;
    },
  });
}
