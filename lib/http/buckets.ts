/** Token buckets in memory: each key may use `burst` at once and gains `perSecond` while it rests. */
import type { Rate } from "@/lib/env";

interface Bucket {
  tokens: number;
  at: number;
}

export class Buckets {
  readonly #rate: Rate;
  readonly #now: () => number;
  readonly #kept: number;
  /** The key idle longest comes first; when there are too many it is forgotten, which at worst refills it. */
  readonly #buckets = new Map<string, Bucket>();

  /** `now` in milliseconds; at most `kept` keys are remembered. */
  constructor(rate: Rate, now: () => number = () => performance.now(), kept = 50_000) {
    this.#rate = rate;
    this.#now = now;
    this.#kept = kept;
  }

  /** Takes one. Answers 0, or the seconds until there will be one. */
  take(key: string): number {
    const { perSecond, burst } = this.#rate;
    const now = this.#now();
    const before = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + (Math.max(0, now - before.at) / 1_000) * perSecond);
    const taken = tokens >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
    if (this.#buckets.size > this.#kept) this.#buckets.delete(this.#buckets.keys().next().value ?? key);
    return taken ? 0 : (1 - tokens) / perSecond;
  }
}
