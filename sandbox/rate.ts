/** How the allowance is enforced. `perSecond` arrivals in any 1000 ms; `refuse` false only counts. */
interface RateSettings {
  perSecond: number;
  refuse: boolean;
  /** HTTP status of a refusal. The real one is published nowhere, so it can be changed. */
  status: number;
  code: string;
}

export const defaultRate: RateSettings = { perSecond: 5, refuse: true, status: 429, code: "VMS001001" };

const WINDOW_MS = 1000;

/**
 * The gateway's request allowance (guide 3.1: five a second), as a true sliding window over arrivals.
 * A refused arrival stays in the window: hammering does not help. Times are monotonic milliseconds.
 */
export class RateLimiter {
  #window: number[] = [];
  /** How many of the window's arrivals came before the statistics were reset. */
  #earlier = 0;
  #first: number | null = null;
  #last = 0;
  #arrivals = 0;
  #refused = 0;
  #most = 0;
  #perPath = new Map<string, { arrivals: number; refused: number }>();
  settings: RateSettings = { ...defaultRate };

  /** Records an arrival and answers whether it must be refused. */
  arrive(at: number, path: string): boolean {
    while (this.#window[0] !== undefined && at - this.#window[0] >= WINDOW_MS) {
      this.#window.shift();
      this.#earlier = Math.max(0, this.#earlier - 1);
    }
    this.#window.push(at);
    this.#first ??= at;
    this.#last = at;
    this.#arrivals++;
    this.#most = Math.max(this.#most, this.#window.length - this.#earlier);
    const refused = this.settings.refuse && this.#window.length > this.settings.perSecond;
    const counts = this.#perPath.get(path) ?? { arrivals: 0, refused: 0 };
    counts.arrivals++;
    if (refused) {
      counts.refused++;
      this.#refused++;
    }
    this.#perPath.set(path, counts);
    return refused;
  }

  /** `perSecond` is the mean over the time from the first arrival to the last. */
  stats() {
    const spanMs = this.#first === null ? 0 : this.#last - this.#first;
    return {
      arrivals: this.#arrivals,
      refused: this.#refused,
      maxInOneSecond: this.#most,
      spanMs: Math.round(spanMs),
      perSecond: spanMs > 0 ? Number((((this.#arrivals - 1) * 1000) / spanMs).toFixed(3)) : 0,
      perPath: Object.fromEntries(this.#perPath),
    };
  }

  /** Forgets the statistics; the running window stays, so a reset grants no extra calls. */
  resetStats(): void {
    this.#earlier = this.#window.length;
    this.#first = null;
    this.#arrivals = 0;
    this.#refused = 0;
    this.#most = 0;
    this.#perPath.clear();
  }
}
