import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "./clock";
import { GatewayError } from "./errors";

interface Credentials {
  appKey: string;
  secretKey: string;
}

/** What a repeated token call does to tokens handed out before. Nobody knows which the real one does. */
type TokenHabit = "keep" | "replace" | "renew";

const LIFE_MS = 7 * 24 * 3600_000;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Access tokens: seven days from the last token call (guide 3.2, 5.1.1). */
export class Tokens {
  #expiry = new Map<string, number>();
  issued = 0;
  habit: TokenHabit = "keep";
  /** A.4 lists OPEN000002 for a wrong secret, chapter 3 prints OPEN300002. */
  wrongSecretCode: "OPEN000002" | "OPEN300002" = "OPEN000002";

  constructor(
    private readonly credentials: Credentials,
    private readonly clock: Clock,
  ) {}

  /** `expireTime` in epoch seconds. Throws OPEN000001 for an unknown key, the wrong-secret code otherwise. */
  issue(appKey: string, secretKey: string): { accessToken: string; expireTime: number } {
    if (!same(appKey, this.credentials.appKey)) throw new GatewayError("OPEN000001");
    if (!same(secretKey, this.credentials.secretKey)) throw new GatewayError(this.wrongSecretCode);
    const expiry = this.clock.now() + LIFE_MS;
    const accessToken = (this.habit === "renew" && this.#living()) || newToken();
    if (this.habit === "replace") this.#expiry.clear();
    this.#expiry.set(accessToken, expiry);
    this.issued++;
    return { accessToken, expireTime: Math.floor(expiry / 1000) };
  }

  /** Throws OPEN000007 without a token, OPEN000006 for one that is unknown or over. */
  check(token: string | undefined): void {
    if (token === undefined || token === "") throw new GatewayError("OPEN000007");
    const expiry = this.#expiry.get(token);
    if (expiry === undefined || expiry <= this.clock.now()) throw new GatewayError("OPEN000006");
  }

  expire(token: string | undefined): void {
    if (token !== undefined) this.#expiry.delete(token);
  }

  expireAll(): number {
    const count = this.#expiry.size;
    this.#expiry.clear();
    return count;
  }

  #living(): string | undefined {
    for (const [token, expiry] of this.#expiry) if (expiry > this.clock.now()) return token;
    return undefined;
  }
}

function newToken(): string {
  return `hcc.${Array.from(randomBytes(32), (byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
