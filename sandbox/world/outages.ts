/** From when to when something was away; `to` is null while it still is. Epoch ms. */
interface Span {
  from: number;
  to: number | null;
}

/** Outages that are remembered of one device or channel. */
const MOST = 200;

/** Remembers when devices and channels went and came back, whoever switched them. */
export class Outages {
  /** The sandbox's clock, once it has one. */
  now: () => number = Date.now;
  #spans = new Map<object, Span[]>();

  /** Makes every later change of a switch known. */
  watch<T extends object, K extends keyof T>(subject: T, key: K): T {
    let value = subject[key];
    Object.defineProperty(subject, key, {
      enumerable: true,
      configurable: true,
      get: () => value,
      set: (next: T[K]) => {
        if (next !== value) this.#note(subject, next === true);
        value = next;
      },
    });
    return subject;
  }

  /** Writes down an outage of the past; one that goes on takes the place of the present one. */
  remember(subject: object, from: number, to: number | null): void {
    const known = (this.#spans.get(subject) ?? []).filter((span) => to !== null || span.to !== null);
    this.#spans.set(subject, [...known.slice(1 - MOST), { from, to }]);
  }

  /** Since when it is away, null when it is there. */
  since(subject: object): number | null {
    return this.#spans.get(subject)?.find((span) => span.to === null)?.from ?? null;
  }

  /** How often and how long any of the subjects was away between two moments. */
  within(subjects: readonly object[], from: number, to: number): { count: number; ms: number } {
    const end = Math.min(to, this.now());
    const spans = subjects
      .flatMap((subject) => this.#spans.get(subject) ?? [])
      .map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to ?? end, end) }))
      .filter((span) => span.from < span.to)
      .sort((a, b) => a.from - b.from);
    let [count, ms, covered] = [0, 0, Number.NEGATIVE_INFINITY];
    for (const span of spans) {
      if (span.from > covered) count++;
      ms += Math.max(0, span.to - Math.max(span.from, covered));
      covered = Math.max(covered, span.to);
    }
    return { count, ms };
  }

  #note(subject: object, there: boolean): void {
    if (!there) return this.remember(subject, this.now(), null);
    for (const span of this.#spans.get(subject) ?? []) span.to ??= this.now();
  }
}
