/**
 * The one access token of the installation: shared through PostgreSQL, encrypted, renewed by one caller at a time.
 * Guide 5.1.1: valid seven days; seen in practice: tokens die earlier, and a new one may end the old.
 */
import { createHash } from "node:crypto";
import { transaction, type Queryable } from "@/lib/db/transaction";
import { log } from "@/lib/log";
import { seal, unseal } from "@/lib/secrets";
import { GatewayError } from "./errors";
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
/** A token this young is not renewed, whatever its expiry says: with clocks apart that would never end. */
const youngMs = 60_000;
const cacheMs = 2_000;
const triedInVainMs = 60_000;

interface Row {
  version: number;
  ciphertext: string;
  area_domain: string;
  obtained_at: Date;
  expires_at: Date;
}

function isDue(row: Row): boolean {
  const obtained = row.obtained_at.getTime();
  const expires = row.expires_at.getTime();
  if (Date.now() - obtained < youngMs) return false;
  return expires - Date.now() <= Math.min(renewBeforeMs, (expires - obtained) * renewBeforeShare);
}

interface StoredToken extends AccessToken {
  /** It should be renewed, though it may still be good. */
  due: boolean;
}

export class TokenStore {
  readonly #db: Queryable;
  readonly #account: GatewayAccount;
  /** Binds the stored token to the account: with other keys it is not ours. */
  readonly #accountMark: string;
  #cached: { token: AccessToken; until: number } | undefined;
  #renewing: Promise<AccessToken> | undefined;

  constructor(database: Queryable, account: GatewayAccount) {
    this.#db = database;
    this.#account = account;
    this.#accountMark = createHash("sha256").update(`${account.baseUrl}\n${account.appKey}`).digest("hex");
  }

  /**
   * A token that is thought valid. `issue` asks the gateway for a new one; it runs at most once at a time over all
   * processes and for everybody who waits, so it must not end with one caller. `refused` is the version that the
   * gateway just refused.
   */
  async get(issue: () => Promise<IssuedToken>, refused?: number): Promise<AccessToken> {
    const cached = this.#cached;
    if (cached && cached.token.version !== refused && performance.now() < cached.until) return cached.token;
    const stored = this.#open(await this.#read(this.#db));
    if (stored !== null && !stored.due && stored.version !== refused) return this.#keep(stored);
    this.#renewing ??= this.#renew(issue, refused).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(issue: () => Promise<IssuedToken>, refused: number | undefined): Promise<AccessToken> {
    let keepMs = cacheMs;
    const token = await transaction(async (tx): Promise<AccessToken> => {
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('gatehouse.token'))");
      const row = await this.#read(tx);
      const stored = this.#open(row);
      const usable = stored !== null && stored.version !== refused ? stored : null;
      if (usable !== null && !usable.due) return usable;
      try {
        return await this.#store(tx, await issue(), (row?.version ?? 0) + 1);
      } catch (err) {
        if (usable === null || !(err instanceof GatewayError)) throw err;
        log.warn({ err }, "the token could not be renewed ahead of its end; the old one is used");
        keepMs = triedInVainMs;
        return usable;
      }
    });
    return this.#keep(token, keepMs);
  }

  async #store(tx: Queryable, issued: IssuedToken, version: number): Promise<AccessToken> {
    const origin = this.#origin(issued.areaDomain);
    await tx.query(
      `INSERT INTO gateway_token (id, version, ciphertext, area_domain, obtained_at, expires_at)
       VALUES (1, $1, $2, $3, clock_timestamp(), $4)
       ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, ciphertext = EXCLUDED.ciphertext,
         area_domain = EXCLUDED.area_domain, obtained_at = EXCLUDED.obtained_at, expires_at = EXCLUDED.expires_at`,
      [version, seal("gateway-token", this.#accountMark + issued.value), origin, issued.expiresAt],
    );
    return { value: issued.value, origin, version };
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

  #open(row: Row | undefined): StoredToken | null {
    if (row === undefined) return null;
    const opened = unseal("gateway-token", row.ciphertext);
    if (opened === null || !opened.startsWith(this.#accountMark)) return null;
    const value = opened.slice(this.#accountMark.length);
    // The row could have been stored by hand or by an older version: check again before a token is sent there.
    const origin = safeAreaDomain(row.area_domain, this.#account.baseUrl) ?? new URL(this.#account.baseUrl).origin;
    return { value, origin, version: row.version, due: isDue(row) };
  }

  #keep({ value, origin, version }: AccessToken, forMs = cacheMs): AccessToken {
    const token = { value, origin, version };
    this.#cached = { token, until: performance.now() + forMs };
    return token;
  }
}
