/**
 * Failed sign-ins of this process, by account and by address. No more attempts run at the same time than failures are
 * left, so that many at once cannot slip through together, and many honest ones merely wait for each other.
 */
import { oncePerProcess } from "@/lib/process";

export const FAILURES_ALLOWED = 10;
export const FAILURES_WINDOW_MS = 15 * 60_000;
const KEYS_KEPT = 20_000;

export class Attempts {
  readonly #failures = new Map<string, number[]>();
  readonly #running = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Runs `check`, which answers null for a failure. Answers "too-many" without running it when the account or the
   * address has had its failures. A success forgets those of the account; one that throws counts for nothing.
   */
  async run<T>(
    account: string,
    address: string | null,
    check: () => Promise<T | null>,
  ): Promise<T | null | "too-many"> {
    const accountKey = `account ${account}`;
    const keys = address === null ? [accountKey] : [accountKey, `address ${address}`];
    while (!keys.every((key) => this.#failed(key) + (this.#running.get(key) ?? 0) < FAILURES_ALLOWED)) {
      if (keys.some((key) => this.#failed(key) >= FAILURES_ALLOWED)) return "too-many";
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    for (const key of keys) this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
    try {
      const result = await check();
      if (result === null) for (const key of keys) this.#fail(key);
      else this.#failures.delete(accountKey);
      return result;
    } finally {
      for (const key of keys) this.#finish(key);
      for (const wake of this.#waiting) wake();
      this.#waiting.clear();
    }
  }

  #recent(key: string): number[] {
    const since = this.#now() - FAILURES_WINDOW_MS;
    return (this.#failures.get(key) ?? []).filter((time) => time > since);
  }

  #failed(key: string): number {
    return this.#recent(key).length;
  }

  #fail(key: string): void {
    const times = [...this.#recent(key), this.#now()];
    // Put back at the end, so that the map's first key is the one idle longest.
    this.#failures.delete(key);
    this.#failures.set(key, times);
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= KEYS_KEPT) break;
      this.#failures.delete(oldest);
    }
  }

  #finish(key: string): void {
    const left = (this.#running.get(key) ?? 1) - 1;
    if (left === 0) this.#running.delete(key);
    else this.#running.set(key, left);
  }
}

export function attempts(): Attempts {
  return oncePerProcess("auth.attempts", () => new Attempts());
}
