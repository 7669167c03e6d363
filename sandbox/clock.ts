/** Wall-clock time in epoch milliseconds that a test can move forward. The rate limit does not use it. */
export class Clock {
  #ahead = 0;

  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Moves the clock by `ms` (backwards when negative) and answers the new time. */
  advance(ms: number): number {
    this.#ahead += ms;
    return this.now();
  }

  reset(): void {
    this.#ahead = 0;
  }
}
