/** What a code of the gateway means, ready for translation by `key`. Nothing in this folder needs a server. */
export interface Meaning<C extends string = string> {
  /** Stable name, the same for codes that say the same: "motionDetection". */
  readonly key: string;
  /** Our own words, sentence case. */
  readonly label: string;
  readonly category: C;
}

/** A code with its meaning; one nobody has listed keeps its number and has no key. */
export interface Described<C extends string = string> {
  readonly code: string;
  readonly key: string | null;
  readonly label: string;
  readonly category: C | "unknown";
}

export type Dictionary<C extends string = string> = ReadonlyMap<string, Meaning<C>>;

/** Codes of one family: key and label by code. */
export type Words = Readonly<Record<string, readonly [key: string, label: string]>>;

export function family<C extends string>(category: C, words: Words): readonly (readonly [string, Meaning<C>])[] {
  return Object.entries(words).map(([code, [key, label]]) => [code, { key, label, category }]);
}

export function describe<C extends string>(dictionary: Dictionary<C>, code: string, unknown: string): Described<C> {
  const meaning = dictionary.get(code);
  return meaning === undefined
    ? { code, key: null, label: `${unknown} ${code}`, category: "unknown" }
    : { code, ...meaning };
}
