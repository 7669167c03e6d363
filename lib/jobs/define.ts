/** How a background duty is declared. Domains need nothing else of lib/jobs. */
import type { Logger } from "pino";
import type { Fence } from "./fence";

export { fenced, LeaseLostError, type Fence } from "./fence";
export { defineJob, jobsDuty, type JobKind, type Piece, type RowOutcome } from "./kind";
export { resultFile } from "./results";
export { startJob } from "./start";
export { wake } from "./wake";

/** Milliseconds, or a number with its unit. */
export type Span = number | `${number}${"ms" | "s" | "m" | "h"}`;

export interface DutyRun {
  /** Aborted when the process stops or the lease is about to end: come back soon, store nothing more. */
  signal: AbortSignal;
  log: Logger;
  /** For `fenced`, in every transaction that stores work. */
  fence: Fence;
}

export interface DutyOptions {
  /** Such as `mirror.cameras`; never changes, the database knows the duty by it. */
  name: string;
  /** Pause from the end of a run to the beginning of the next. */
  every: Span;
  /** How long a process may be silent before another takes over: 3 s unless told, at least 2 s. */
  lease?: Span;
  /** How long a run may take, or be overdue, until the health page says so. */
  staleAfter: Span;
  /** May return the pause before the next run in milliseconds, instead of `every`. Errors are retried with backoff. */
  run(context: DutyRun): Promise<number | void>;
}

export interface Duty {
  readonly name: string;
  readonly everyMs: number;
  readonly leaseMs: number;
  readonly staleAfterMs: number;
  run(context: DutyRun): Promise<number | void>;
}

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function milliseconds(span: Span): number {
  if (typeof span === "number") return span;
  const [, amount, unit] = /^([\d.]+)(ms|s|m|h)$/.exec(span) ?? [];
  return Number(amount) * units[(unit ?? "ms") as keyof typeof units];
}

/** Declares a duty. Throws RangeError for a name or span that cannot be. */
export function duty(options: DutyOptions): Duty {
  const { name } = options;
  if (!/^[a-z][a-z0-9.-]*$/.test(name)) throw new RangeError(`"${name}" is no name for a duty: use a-z, 0-9, . and -`);
  const span = (field: "every" | "lease" | "staleAfter", value: Span, least: number) => {
    const ms = milliseconds(value);
    if (ms >= least && ms <= 2_147_483_647) return ms;
    throw new RangeError(`${field} of the duty ${name} must be from ${least} ms to 24 days, not ${value}.`);
  };
  return {
    name,
    everyMs: span("every", options.every, 0),
    leaseMs: span("lease", options.lease ?? "3s", 2_000),
    staleAfterMs: span("staleAfter", options.staleAfter, 1),
    run: (context) => options.run(context),
  };
}
