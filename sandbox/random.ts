/** 32-bit FNV-1a of a text: the seed of everything that must look the same in every run. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** Seeded random numbers (mulberry32): the same seed gives the same world on every machine. */
export class Random {
  #state: number;

  constructor(seed: string | number) {
    this.#state = typeof seed === "number" ? seed >>> 0 : hash(seed);
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number in [from, to]. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const item = list[Math.floor(this.next() * list.length)];
    if (item === undefined) throw new RangeError("cannot pick from an empty list");
    return item;
  }

  /** One that passes the test, or null. A few are drawn before all are looked at: in a large site most pass. */
  pickWhere<T>(list: readonly T[], test: (item: T) => boolean): T | null {
    for (let tries = 0; tries < 20 && list.length > 0; tries++) {
      const item = this.pick(list);
      if (test(item)) return item;
    }
    const fit = list.filter(test);
    return fit.length === 0 ? null : this.pick(fit);
  }

  hex(digits: number): string {
    return this.#word(digits, 16);
  }

  /** Decimal digits, never starting with 0. */
  digits(count: number): string {
    return `${this.between(1, 9)}${this.#word(count - 1, 10)}`;
  }

  #word(length: number, radix: number): string {
    let word = "";
    while (word.length < length)
      word += Math.floor(this.next() * radix ** 4)
        .toString(radix)
        .padStart(4, "0");
    return word.slice(0, length);
  }
}
