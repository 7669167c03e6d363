/** How a kind of long work is declared: an export, an import. One definition; lib/jobs/registry.ts lists it. */
import type { AuditAction } from "@/lib/audit/actions";
import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/roles";

/** The duty that works on jobs; to be woken when there is something to do. */
export const jobsDuty = "jobs.work";

export interface JobWork<Params> {
  /** The owner as they stand now: a right that was taken away since the start is gone here too. */
  actor: Actor;
  params: Params;
  /** Aborted when the process stops or loses the lease. */
  signal: AbortSignal;
}

/** How one row ended. `unknown`: it may have been carried out, and nobody can say. */
export interface RowOutcome {
  state: "answered" | "failed" | "unknown" | "skipped";
  /** Shown to the owner; `message` and `remedy` in it read as sentences. */
  result?: unknown;
  /** Error code of the gateway. */
  code?: string | null;
}

export interface StoredRow extends RowOutcome {
  /** From 1. */
  no: number;
  input: unknown;
}

/** The next part of the result file. */
export interface Piece {
  text: string;
  /** Where to go on; null: this was the last. */
  next: string | null;
  /** Things in this piece. */
  count: number;
  /** Things altogether; null while nobody knows. */
  total: number | null;
}

export interface JobFile {
  name: string;
  /** Media type, with its charset. */
  type: string;
}

export interface PieceWork<Params> extends JobWork<Params> {
  /** `next` of the piece before; null at the beginning. */
  at: string | null;
  /** Things written before this piece. */
  written: number;
  /** Rows of the job after that number, in order. */
  rows: (after: number, limit: number) => Promise<StoredRow[]>;
}

export interface JobKind<Params = unknown> {
  /** Such as `export.list`; never changes, the database knows the job by it. */
  readonly name: string;
  /** Read again before every slice, from JSON. */
  readonly params: z.ZodType<Params>;
  title(params: Params): string;
  /** How the audit log calls its start; "job.start" unless told. */
  action?(params: Params): AuditAction;
  /** What the owner must be allowed, at the start and all along; null: what the work itself asks for. */
  permission(params: Params): Permission | null;
  /** Carries out one row. Never called twice for a row; an error of ours or the gateway's becomes its outcome. */
  runRow?(work: JobWork<Params> & { no: number; input: unknown }): Promise<RowOutcome>;
  /** Makes the result file, after the rows where there are any. A piece may be asked for again after a crash. */
  produce?: { file(params: Params, createdAt: Date): JobFile; piece(work: PieceWork<Params>): Promise<Piece> };
}

/** Declares a kind of job. Throws RangeError for a name that cannot be, or for a kind that does nothing. */
export function defineJob<Params>(kind: JobKind<Params>): JobKind<Params> {
  if (!/^[a-z][a-z0-9.-]*$/.test(kind.name)) {
    throw new RangeError(`"${kind.name}" is no name for a job: use a-z, 0-9, . and -`);
  }
  if (kind.runRow === undefined && kind.produce === undefined) {
    throw new RangeError(`The job ${kind.name} does nothing: give runRow, produce or both.`);
  }
  return kind;
}
