import type { Json } from "./validate";

/** One API request as the sandbox saw it. `atMs` is monotonic, from the sandbox's start. */
export interface Entry {
  seq: number;
  atMs: number;
  time: string;
  method: string;
  path: string;
  body: Json;
  /** HTTP status and business code answered; null when there was none. */
  status: number | null;
  code: string | null;
  refused: boolean;
  aborted: boolean;
  fault: string | null;
  durationMs: number | null;
}

const KEPT = 20_000;
const SECRETS = new Set(
  "secretKey password ezvizVerifyCode streamSecretKey pinCode photoData imageData code".split(" "),
);
/** Fingerprints go under this name, beside harmless things of the same name that are no texts. */
const FINGERPRINT = "data";

/** The last 20,000 API requests, secrets masked. */
export class Journal {
  #entries: Entry[] = [];
  #seq = 0;

  open(atMs: number, time: string, method: string, path: string): Entry {
    const entry: Entry = {
      seq: ++this.#seq,
      atMs: Math.round(atMs * 1000) / 1000,
      time,
      method,
      path,
      body: null,
      status: null,
      code: null,
      refused: false,
      aborted: false,
      fault: null,
      durationMs: null,
    };
    this.#entries.push(entry);
    if (this.#entries.length > KEPT * 1.1) this.#entries = this.#entries.slice(-KEPT);
    return entry;
  }

  since(seq: number): Entry[] {
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  clear(): void {
    this.#entries = [];
  }
}

/** A copy with every secret replaced by three asterisks. */
export function masked(body: Json): Json {
  if (Array.isArray(body)) return body.map(masked);
  if (body === null || typeof body !== "object") return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, isSecret(key, value) ? "***" : masked(value)] as const),
  );
}

function isSecret(key: string, value: Json): boolean {
  return SECRETS.has(key) || (key === FINGERPRINT && typeof value === "string");
}
