const INSPECT = Symbol.for("nodejs.util.inspect.custom");
const HIDDEN = "[secret]";
const BRAND = Symbol.for("gatehouse.secret");

/**
 * A value that must never be printed: tokens, passwords, verification codes. Strings, JSON, logs and inspection show
 * "[secret]"; only an explicit `reveal()` gives the text.
 */
export class Secret {
  readonly #value: string;
  readonly [BRAND] = true;

  /** A process may hold this class more than once, a bundle each: what one made, all know. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  constructor(value: string) {
    this.#value = value;
  }

  /** The hidden text, for the one place that puts it on the wire. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [INSPECT](): string {
    return HIDDEN;
  }

  get [Symbol.toStringTag](): string {
    return "Secret";
  }
}

/** Every secret inside an input, however deep, so that nothing the gateway echoes back can show one. */
export function secretsIn(value: unknown): Secret[] {
  if (value instanceof Secret) return [value];
  if (Array.isArray(value)) return value.flatMap(secretsIn);
  if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    return Object.values(value).flatMap(secretsIn);
  }
  return [];
}
