/** One duty in one process: runs it again and again while the lease is held, never twice at once. */
import { pool } from "@/lib/db/client";
import { log } from "@/lib/log";
import type { Duty } from "./define";
import { LeaseLostError, type Fence } from "./fence";
import { finished, started, type Outcome } from "./leases";

const longestTimer = 3_600_000;
const firstBackoff = 1_000;
const longestBackoff = 60_000;
const errorLength = 1_000;

/** The process is stopping. */
class StoppingError extends Error {
  constructor() {
    super("The process is stopping.");
    this.name = "StoppingError";
  }
}

function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, errorLength);
}

export class DutyLoop {
  readonly duty: Duty;
  readonly #holder: string;
  readonly #log;
  #fence: Fence | null = null;
  /** On this process's monotonic clock, well before the database lets another process take over. */
  #deadline = 0;
  #deadlineTimer: NodeJS.Timeout | undefined;
  #dueTimer: NodeJS.Timeout | undefined;
  #abort: AbortController | null = null;
  #run: Promise<void> | null = null;
  #failures = 0;
  #version = 0;
  #stopping = false;

  constructor(duty: Duty, holder: string) {
    this.duty = duty;
    this.#holder = holder;
    this.#log = log.child({ duty: duty.name });
  }

  get fence(): Fence | null {
    return this.#fence;
  }

  /** Changes whenever a run begins or ends: what was asked of the database before is out of date then. */
  get version(): number {
    return this.#version;
  }

  /** A run that outlived its lease must end here before this process tries for the lease again. */
  get wantsLease(): boolean {
    return this.#fence === null && this.#run === null && !this.#stopping;
  }

  /** The lease was taken; `sentAt` is when that was asked, on the monotonic clock. */
  acquired(number: number, sentAt: number, dueMs: number | null): void {
    this.#fence = { name: this.duty.name, number };
    this.#log.debug({ fence: number }, "took the lease");
    if (this.#extend(sentAt)) this.#schedule(dueMs ?? 0);
  }

  renewed(sentAt: number, dueMs: number | null, version: number): void {
    if (this.#fence === null || !this.#extend(sentAt)) return;
    if (dueMs !== null && this.#run === null && version === this.#version) this.#schedule(dueMs);
  }

  /** The lease is held by another process, or could be before this one hears of it. */
  lost(): void {
    const fence = this.#fence;
    if (fence === null) return;
    this.#fence = null;
    this.#settle();
    this.#log.warn({ fence: fence.number }, "lost the lease");
    this.#abort?.abort(new LeaseLostError(fence));
  }

  /** Aborts the run and waits for its end. Returns the fence to release, if the lease is still held then. */
  async stop(): Promise<Fence | null> {
    this.#stopping = true;
    clearTimeout(this.#dueTimer);
    this.#abort?.abort(new StoppingError());
    await this.#run;
    return this.#fence;
  }

  /** Forgets the lease once it is released. */
  released(): void {
    this.#fence = null;
    this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#dueTimer);
    clearTimeout(this.#deadlineTimer);
  }

  /** False, and lost, when the answer took so long that nothing is left of the lease. */
  #extend(sentAt: number): boolean {
    const margin = this.duty.leaseMs / 5;
    this.#deadline = sentAt + this.duty.leaseMs - margin;
    clearTimeout(this.#deadlineTimer);
    const left = this.#deadline - performance.now();
    if (left <= 0) this.lost();
    else this.#deadlineTimer = setTimeout(() => this.lost(), left);
    return left > 0;
  }

  #schedule(dueMs: number): void {
    clearTimeout(this.#dueTimer);
    if (this.#stopping) return;
    if (dueMs > longestTimer) this.#dueTimer = setTimeout(() => this.#schedule(dueMs - longestTimer), longestTimer);
    else this.#dueTimer = setTimeout(() => this.#begin(), Math.max(0, dueMs));
  }

  #begin(): void {
    const fence = this.#fence;
    if (fence === null || this.#run !== null || this.#stopping) return;
    if (performance.now() >= this.#deadline) return this.lost();
    this.#version++;
    const abort = new AbortController();
    this.#abort = abort;
    this.#run = this.#once(fence, abort.signal).then((dueMs) => {
      this.#run = null;
      this.#abort = null;
      this.#version++;
      if (this.#fence === fence) this.#schedule(dueMs);
    });
  }

  /** One run from its record of beginning to its record of end; never throws. Returns the pause after it. */
  async #once(fence: Fence, signal: AbortSignal): Promise<number> {
    let outcome: Outcome = "ok";
    let pauseMs = this.duty.everyMs;
    try {
      if (!(await started(pool(), fence, this.#holder, this.duty))) throw new LeaseLostError(fence);
      signal.throwIfAborted();
      const wished = await this.duty.run({ signal, fence, log: this.#log.child({ fence: fence.number }) });
      if (typeof wished === "number" && wished >= 0) pauseMs = Math.min(wished, 2_147_483_647);
      this.#failures = 0;
    } catch (err) {
      if (err instanceof LeaseLostError) this.lost();
      else if (signal.aborted) outcome = "interrupted";
      else {
        pauseMs = this.#backoff();
        outcome = { error: describe(err) };
        this.#log.error({ err, retryMs: Math.round(pauseMs) }, "a duty failed; trying again");
      }
    }
    if (this.#fence !== fence) return pauseMs;
    try {
      const dueMs = await finished(pool(), fence, outcome, pauseMs);
      if (dueMs !== null) return dueMs;
      this.lost();
    } catch (err) {
      this.#log.error({ err }, "the end of a run could not be recorded");
      return Math.max(pauseMs, this.#backoff());
    }
    return pauseMs;
  }

  #backoff(): number {
    const full = Math.min(longestBackoff, firstBackoff * 2 ** Math.min(this.#failures++, 10));
    return full * (0.5 + Math.random() / 2);
  }
}
