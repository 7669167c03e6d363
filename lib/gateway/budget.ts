/**
 * The account's allowance: five calls in any one second, whatever the number of our processes.
 *
 * Five slots stand in a table, on the database's clock. A grant occupies a slot for one second plus the
 * network's jitter; the answer proves arrival, so from then on one second is enough. The order of service
 * is decided in SQL (`gateway_dispatch`), where all processes see the same waiters. See
 * docs/decisions/003-rate-budget.md.
 */
import { randomUUID } from "node:crypto";
import type { Queryable } from "@/lib/db/transaction";
import { log } from "@/lib/log";

export type Lane = "alarms" | "interactive" | "messages" | "sweeps";

export interface BudgetTiming {
  /** The gateway's window, milliseconds. */
  windowMs: number;
  /** How much longer one call may travel than another, milliseconds. */
  jitterMs: number;
  /** Older than this at the socket, a grant is stamped again, milliseconds. */
  staleMs: number;
  /** A fresh stamp may be this old: on a busy machine the tighter bound might never be met. */
  restampedMs: number;
}

export const gatewayTiming: BudgetTiming = { windowMs: 1_000, jitterMs: 150, staleMs: 20, restampedMs: 60 };

/** No slot came free before the caller's signal ended the wait. */
export class NoSlotError extends Error {}

export interface Grant {
  /** Call right before the request leaves; false: the slot was lost, take another grant. */
  confirm(): Promise<boolean>;
  /** Call when the answer (or proof that the request arrived) is in. */
  answered(): Promise<void>;
  /** Call when nothing was sent. */
  unused(): Promise<void>;
}

interface Waiter {
  grant(slot: number, number: string, askedAt: number): void;
  fail(error: unknown): void;
}

interface DispatchRow {
  waiter: string | null;
  slot: number | null;
  granted: string | null;
  again_ms: number | null;
}

/** Another process may shorten a slot by answering: look again at least this often. */
const longestNapMs = 200;

export class Budget {
  readonly #db: Queryable;
  readonly #timing: BudgetTiming;
  readonly #process: string;
  readonly #waiting = new Map<string, Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #dispatching: Promise<void> | undefined;

  constructor(database: Queryable, timing: BudgetTiming = gatewayTiming, processId: string = randomUUID()) {
    this.#db = database;
    this.#timing = timing;
    this.#process = processId;
  }

  /** Waits for a slot in a lane. Throws NoSlotError when `signal` ends the wait. */
  async acquire(lane: Lane, signal?: AbortSignal): Promise<Grant> {
    if (signal?.aborted) throw new NoSlotError();
    const entered = await this.#db.query<{ id: string }>("SELECT gateway_enter($1, $2) AS id", [this.#process, lane]);
    const id = entered.rows[0]?.id as string;
    const grantedAt = new Promise<{ slot: number; number: string; at: number }>((resolve, reject) => {
      const grant = (slot: number, number: string, at: number) => resolve({ slot, number, at });
      this.#waiting.set(id, { grant, fail: reject });
    });
    const leave = () => void this.#leave(id);
    signal?.addEventListener("abort", leave, { once: true });
    // The signal may have ended while the place was being taken: then nobody would hear it.
    if (signal?.aborted) leave();
    this.#dispatchSoon(0);
    try {
      const { slot, number, at } = await grantedAt;
      const grant = this.#grant(slot, number, at);
      if (!signal?.aborted) return grant;
      await grant.unused();
      throw new NoSlotError();
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  /** How many callers of this process wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  #grant(slot: number, number: string, at: number): Grant {
    const spacing = this.#spacing();
    let stampedAt = at;
    return {
      confirm: async () => {
        let limit = this.#timing.staleMs;
        while (performance.now() - stampedAt > limit) {
          limit = this.#timing.restampedMs;
          stampedAt = performance.now();
          const { rows } = await this.#db.query<{ kept: boolean }>("SELECT gateway_restamp($1, $2, $3) AS kept", [
            slot,
            number,
            spacing,
          ]);
          if (rows[0]?.kept !== true) return false;
        }
        return true;
      },
      answered: async () => {
        const window = `${this.#timing.windowMs} milliseconds`;
        await this.#db.query("SELECT gateway_answered($1, $2, $3)", [slot, number, window]);
      },
      unused: async () => {
        await this.#db.query("SELECT gateway_unused($1, $2)", [slot, number]);
        this.#dispatchSoon(0);
      },
    };
  }

  #spacing(): string {
    return `${this.#timing.windowMs + this.#timing.jitterMs} milliseconds`;
  }

  async #leave(id: string): Promise<void> {
    const waiter = this.#waiting.get(id);
    if (waiter === undefined) return;
    this.#waiting.delete(id);
    waiter.fail(new NoSlotError());
    await this.#db.query("DELETE FROM gateway_waiter WHERE id = $1", [id]).catch((err: unknown) => {
      log.warn({ err }, "a waiter could not leave the rate budget's queue; it expires by itself");
    });
  }

  #dispatchSoon(ms: number): void {
    if (this.#waiting.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#dispatch(), ms);
  }

  async #dispatch(): Promise<void> {
    if (this.#dispatching !== undefined) {
      await this.#dispatching;
      return this.#dispatchSoon(0);
    }
    this.#dispatching = this.#dispatchOnce();
    await this.#dispatching;
    this.#dispatching = undefined;
  }

  async #dispatchOnce(): Promise<void> {
    // Counted from before the question: the grant is at most this old, however late we hear of it.
    const askedAt = performance.now();
    try {
      const { rows } = await this.#db.query<DispatchRow>("SELECT * FROM gateway_dispatch($1, $2)", [
        this.#process,
        this.#spacing(),
      ]);
      let nap = longestNapMs;
      for (const row of rows) {
        if (row.waiter === null) nap = Math.min(nap, Math.ceil(row.again_ms ?? longestNapMs));
        else if (row.slot !== null && row.granted !== null) this.#handOver(row.waiter, row.slot, row.granted, askedAt);
      }
      // A free slot that is kept for another process shows as "at once": do not spin on it.
      this.#dispatchSoon(Math.max(5, nap));
    } catch (error) {
      for (const waiter of this.#waiting.values()) waiter.fail(error);
      this.#waiting.clear();
    }
  }

  #handOver(id: string, slot: number, number: string, askedAt: number): void {
    const waiter = this.#waiting.get(id);
    if (waiter === undefined) {
      // The caller left while the slot was being given.
      void this.#grant(slot, number, askedAt).unused();
      return;
    }
    this.#waiting.delete(id);
    waiter.grant(slot, number, askedAt);
  }
}
