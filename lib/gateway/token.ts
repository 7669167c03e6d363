/**
 * The one access token of the installation: shared through PostgreSQL, encrypted, renewed by one caller at a time.
 * Guide 5.1.1: valid seven days; seen in practice: tokens die earlier, and a new one may end the old.
 */
import { createHash } from "node:crypto";
import { transaction, type Queryable } from "@/lib/db/transaction";
import { log } from "@/lib/log";
import { seal, unseal } from "@/lib/secrets";
import { safeAreaDomain } from "./hosts";

export interface GatewayAccount {
  /** Configured origin, without a slash at its end. */
  baseUrl: string;
  appKey: string;
  secretKey: string;
}

export interface AccessToken {
  value: string;
  /** Origin of later calls: the token's areaDomain when it may be followed, else the configured one. */
  origin: string;
  /** Grows with every renewal. */
  version: number;
}

export interface IssuedToken {
  value: string;
  areaDomain: string | null;
  expiresAt: Date;
}

/** Renewed when less than a day, or less than a fifth of its life, is left: whichever is shorter. */
const renewBeforeMs = 24 * 60 * 60 * 1_000;
const renewBeforeShare = 0.2;
const cacheMs = 2_000;

interface Row {
  version: number;
  ciphertext: string;
  area_domain: string;
  obtained_at: Date;
  expires_at: Date;
}

function isFresh(row: Row): boolean {
  const life = row.expires_at.getTime() - row.obtained_at.getTime();
  return row.expires_at.getTime() - Date.now() > Math.min(renewBeforeMs, life * renewBeforeShare);
}

export class TokenStore {
  readonly #db: Queryable;
  readonly #account: GatewayAccount;
  /** Binds the stored token to the account: with other keys it is not ours. */
  readonly #accountMark: string;
  #cached: { token: AccessToken; readAt: number } | undefined;
  #renewing: Promise<AccessToken> | undefined;

  constructor(database: Queryable, account: GatewayAccount) {
    this.#db = database;
    this.#account = account;
    this.#accountMark = createHash("sha256").update(`${account.baseUrl}\n${account.appKey}`).digest("hex");
  }

  /**
   * A token that is thought valid. `issue` asks the gateway for a new one; it runs at most once at a time over all
   * processes. `refused` is the version that the gateway just refused.
   */
  async get(issue: () => Promise<IssuedToken>, refused?: number): Promise<AccessToken> {
    const cached = this.#cached;
    if (cached && cached.token.version !== refused && performance.now() - cached.readAt < cacheMs) return cached.token;
    const stored = this.#open(await this.#read(this.#db));
    if (stored !== null && stored.version !== refused) return this.#keep(stored);
    this.#renewing ??= this.#renew(issue, refused).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(issue: () => Promise<IssuedToken>, refused: number | undefined): Promise<AccessToken> {
    return transaction(async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('gatehouse.token'))");
      const row = await this.#read(tx);
      const stored = this.#open(row);
      if (stored !== null && stored.version !== refused) return this.#keep(stored);
      const issued = await issue();
      const version = (row?.version ?? 0) + 1;
      const origin = this.#origin(issued.areaDomain);
      await tx.query(
        `INSERT INTO gateway_token (id, version, ciphertext, area_domain, obtained_at, expires_at)
         VALUES (1, $1, $2, $3, clock_timestamp(), $4)
         ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, ciphertext = EXCLUDED.ciphertext,
           area_domain = EXCLUDED.area_domain, obtained_at = EXCLUDED.obtained_at, expires_at = EXCLUDED.expires_at`,
        [version, seal("gateway-token", `${this.#accountMark} ${issued.value}`), origin, issued.expiresAt],
      );
      return this.#keep({ value: issued.value, origin, version });
    });
  }

  #origin(areaDomain: string | null): string {
    const configured = new URL(this.#account.baseUrl).origin;
    if (areaDomain === null) return configured;
    const safe = safeAreaDomain(areaDomain, this.#account.baseUrl);
    if (safe === null) log.warn({ areaDomain }, "the token names a host that is not the vendor's; it is not followed");
    return safe ?? configured;
  }

  async #read(queryable: Queryable): Promise<Row | undefined> {
    const { rows } = await queryable.query<Row>("SELECT * FROM gateway_token WHERE id = 1");
    return rows[0];
  }

  #open(row: Row | undefined): AccessToken | null {
    if (row === undefined || !isFresh(row)) return null;
    const [mark, value] = unseal("gateway-token", row.ciphertext)?.split(" ") ?? [];
    if (mark !== this.#accountMark || value === undefined) return null;
    // The row could have been stored by hand or by an older version: check again before a token is sent there.
    const origin = safeAreaDomain(row.area_domain, this.#account.baseUrl) ?? new URL(this.#account.baseUrl).origin;
    return { value, origin, version: row.version };
  }

  #keep(token: AccessToken): AccessToken {
    this.#cached = { token, readAt: performance.now() };
    return token;
  }
}
