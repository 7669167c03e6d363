/** Wall-clock time in epoch milliseconds that a test can move forward or stop. The rate limit does not use it. */
export class Clock {
  #ahead = 0;
  #stoppedAt: number | null = null;

  now(): number {
    return (this.#stoppedAt ?? Date.now()) + this.#ahead;
  }

  /** Stands still at a time from here on, until `reset`; `advance` still moves it. */
  stop(at: number): number {
    this.#stoppedAt = at;
    this.#ahead = 0;
    return this.now();
  }

  /** Moves the clock by `ms` (backwards when negative) and answers the new time. */
  advance(ms: number): number {
    this.#ahead += ms;
    return this.now();
  }

  reset(): void {
    this.#ahead = 0;
    this.#stoppedAt = null;
  }
}
