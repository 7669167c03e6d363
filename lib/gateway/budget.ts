/**
 * The account's allowance: five calls in any one second, whatever the number of our processes.
 *
 * Five slots stand in a table, on the database's clock. A grant occupies a slot for one second, the time until the
 * socket and the network's jitter; the answer proves arrival, so from then on one second is enough. The order of
 * service is decided in SQL (`gateway_dispatch`), where all processes see the same waiters. See
 * docs/decisions/003-rate-budget.md.
 */
import { randomUUID } from "node:crypto";
import type { Queryable } from "@/lib/db/transaction";
import { log } from "@/lib/log";
import { noteWait } from "./waits";

export type Lane = "alarms" | "interactive" | "messages" | "sweeps";

export interface BudgetTiming {
  /** The gateway's window, milliseconds. */
  windowMs: number;
  /** How much longer one call may travel than another, milliseconds. */
  jitterMs: number;
  /** Older than this at the socket, a grant is stamped again, milliseconds. */
  staleMs: number;
  /** A new stamp may be this old, and twice as old each further time: on a slow line no fixed bound is ever met. */
  restampedMs: number;
}

export const gatewayTiming: BudgetTiming = { windowMs: 1_000, jitterMs: 150, staleMs: 20, restampedMs: 60 };

/** No slot came free before the caller's signal ended the wait. */
export class NoSlotError extends Error {}

export interface Grant {
  /** Call right before the request leaves; false: the slot was lost, take another grant. */
  confirm(): Promise<boolean>;
  /** Call when the answer (or proof that the request arrived) is in. Never fails: the slot comes free by itself. */
  answered(): Promise<void>;
  /** Call when nothing was sent. Never fails. */
  unused(): Promise<void>;
}

interface Given {
  slot: number;
  number: string;
  at: number;
}

interface Waiter {
  lane: Lane;
  /** Changes when the place was lost and another one is taken. */
  id: string;
  /** Waits no longer. */
  left: boolean;
  grant(given: Given): void;
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
/** A process that is silent for two seconds loses its places; after this long a silence, look whether they stand. */
const suspiciousMs = 1_500;

export class Budget {
  readonly #db: Queryable;
  readonly #timing: BudgetTiming;
  readonly #process: string;
  readonly #waiting = new Map<string, Waiter>();
  /** Callers whose place is taken but whose number is not known here yet, and what came for such numbers. */
  #entering = 0;
  readonly #early = new Map<string, Given>();
  #timer: NodeJS.Timeout | undefined;
  #dispatching: Promise<void> | undefined;
  #askedAt = -Infinity;

  constructor(database: Queryable, timing: BudgetTiming = gatewayTiming, processId: string = randomUUID()) {
    this.#db = database;
    this.#timing = timing;
    this.#process = processId;
  }

  /** Waits for a slot in a lane. Throws NoSlotError when `signal` ends the wait. */
  async acquire(lane: Lane, signal?: AbortSignal): Promise<Grant> {
    if (signal?.aborted) throw new NoSlotError();
    const began = performance.now();
    let leave: () => void = () => undefined;
    const given = await new Promise<Given>((grant, fail) => {
      const waiter: Waiter = { lane, id: "", left: false, grant, fail };
      leave = () => this.#leave(waiter);
      signal?.addEventListener("abort", leave, { once: true });
      this.#enter(waiter).then(() => this.#dispatchSoon(0), fail);
    }).finally(() => signal?.removeEventListener("abort", leave));
    noteWait(lane, performance.now() - began);
    const grant = this.#grant(given);
    if (!signal?.aborted) return grant;
    await grant.unused();
    throw new NoSlotError();
  }

  async #enter(waiter: Waiter): Promise<void> {
    if (this.#waiting.size === 0) this.#askedAt = performance.now();
    this.#entering += 1;
    try {
      const { rows } = await this.#db.query<{ id: string }>("SELECT gateway_enter($1, $2) AS id", [
        this.#process,
        waiter.lane,
      ]);
      waiter.id = rows[0]?.id as string;
      this.#waiting.set(waiter.id, waiter);
      const early = this.#early.get(waiter.id);
      this.#early.delete(waiter.id);
      if (early !== undefined) this.#handOver(waiter.id, early);
      else if (waiter.left) this.#leave(waiter);
    } finally {
      this.#entering -= 1;
      if (this.#entering === 0) {
        for (const given of this.#early.values()) void this.#grant(given).unused();
        this.#early.clear();
      }
    }
  }

  /** How many callers of this process wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  #grant({ slot, number, at }: Given): Grant {
    let stampedAt = at;
    const note = (sql: string, values: unknown[]) =>
      this.#db.query(sql, [slot, number, ...values]).catch((err: unknown) => {
        log.warn({ err }, "a slot of the rate budget could not be returned; it comes free by itself");
      });
    return {
      confirm: async () => {
        let allowedMs = this.#timing.staleMs;
        while (performance.now() - stampedAt > allowedMs) {
          allowedMs = allowedMs === this.#timing.staleMs ? this.#timing.restampedMs : allowedMs * 2;
          stampedAt = performance.now();
          const { rows } = await this.#db.query<{ kept: boolean }>("SELECT gateway_restamp($1, $2, $3) AS kept", [
            slot,
            number,
            this.#spacing(allowedMs),
          ]);
          if (rows[0]?.kept !== true) return false;
        }
        return true;
      },
      answered: async () => {
        await note("SELECT gateway_answered($1, $2, $3)", [`${this.#timing.windowMs} milliseconds`]);
      },
      unused: async () => {
        await note("SELECT gateway_unused($1, $2)", []);
        this.#dispatchSoon(0);
      },
    };
  }

  /** How long a slot is taken: one call may be late at its socket and on its way, the next may be neither. */
  #spacing(lateMs: number): string {
    return `${this.#timing.windowMs + this.#timing.jitterMs + lateMs} milliseconds`;
  }

  #leave(waiter: Waiter): void {
    waiter.left = true;
    waiter.fail(new NoSlotError());
    // While a place is being taken there is none to give up; then this is called again.
    if (!this.#waiting.delete(waiter.id)) return;
    this.#db.query("DELETE FROM gateway_waiter WHERE id = $1", [waiter.id]).catch((err: unknown) => {
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
        this.#spacing(this.#timing.staleMs),
      ]);
      let nap = longestNapMs;
      for (const { waiter, slot, granted, again_ms: again } of rows) {
        if (waiter === null) nap = Math.min(nap, Math.ceil(again ?? longestNapMs));
        else if (slot !== null && granted !== null) this.#handOver(waiter, { slot, number: granted, at: askedAt });
      }
      const silentSince = this.#askedAt;
      this.#askedAt = askedAt;
      if (performance.now() - silentSince > suspiciousMs) await this.#reenter();
      // A free slot that is kept for another process shows as "at once": do not spin on it.
      this.#dispatchSoon(Math.max(5, nap));
    } catch (error) {
      for (const waiter of this.#waiting.values()) waiter.fail(error);
      this.#waiting.clear();
    }
  }

  /** Takes new places for callers who lost theirs while this process was stopped or kept from the database. */
  async #reenter(): Promise<void> {
    const known = [...this.#waiting.values()];
    const { rows } = await this.#db.query<{ id: string }>("SELECT id FROM gateway_waiter WHERE process = $1", [
      this.#process,
    ]);
    const standing = new Set(rows.map((row) => row.id));
    for (const waiter of known) {
      if (!standing.has(waiter.id) && this.#waiting.delete(waiter.id)) await this.#enter(waiter);
    }
  }

  #handOver(id: string, given: Given): void {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiter !== undefined && !waiter.left) waiter.grant(given);
    else if (waiter === undefined && this.#entering > 0) this.#early.set(id, given);
    // The caller left while the slot was being given.
    else void this.#grant(given).unused();
  }
}
