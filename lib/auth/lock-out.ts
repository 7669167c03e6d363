/**
 * Wrong passwords and codes, counted in PostgreSQL by account and by address. After some free ones each further one
 * locks for twice as long, 30 s to an hour. No more attempts of a key are checked at once than it has failures left, so
 * that many at once cannot slip through together, and many honest ones merely wait for each other.
 */
import { createHmac, randomUUID } from "node:crypto";
import type pg from "pg";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { oncePerProcess } from "@/lib/process";
import { derivedKey } from "@/lib/secrets";
import { sleep } from "@/lib/time";

type KeyKind = "account" | "inside" | "address";

/** `free` failures lock nothing; one is forgotten for every `forgetSeconds` without another. */
export const LOCK_OUT: Record<KeyKind, { free: number; forgetSeconds: number }> = {
  account: { free: 5, forgetSeconds: 2 * 60 * 60 },
  // Somebody signed in already, whom strangers must not be able to lock out of their own desk.
  inside: { free: 5, forgetSeconds: 2 * 60 * 60 },
  // A whole site may stand behind one address, and people mistype.
  address: { free: 20, forgetSeconds: 10 * 60 },
};
export const FIRST_LOCK_SECONDS = 30;
export const LONGEST_LOCK_SECONDS = 60 * 60;

/** Checks at once in one process: each takes 19 MiB and a thread. */
const AT_ONCE = 8;
/** A check that was begun and never ended died with its process. */
const LOST_SECONDS = 30;
const LOOK_AGAIN_MS = 40;

export interface LockSubject {
  /** Whose failures: an e-mail before signing in, a user id afterwards. */
  kind: "account" | "inside";
  of: string;
  address: string | null;
}

/** What a check found; "undecided" is neither a failure nor a success. */
export type Verdict<T> = { verdict: "failed" | "undecided" | "passed"; value: T };

export type Guarded<T> = { value: T } | { lockedSeconds: number };

/** Seconds that the nth failure in a row locks. */
export function lockAfter(kind: KeyKind, failures: number): number {
  const { free } = LOCK_OUT[kind];
  return failures < free ? 0 : Math.min(LONGEST_LOCK_SECONDS, FIRST_LOCK_SECONDS * 2 ** (failures - free));
}

/** A network's customer has a whole /64 of IPv6. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail = ""] = plain.split("::");
  const groups = head.split(":").filter(Boolean);
  const last = plain.includes("::") ? tail.split(":").filter(Boolean) : [];
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - last.length) }, () => "0");
  return [...groups, ...zeros, ...last].slice(0, 4).join(":");
}

interface Key {
  kind: KeyKind;
  hash: string;
}

function keysOf({ kind, of, address }: LockSubject): Key[] {
  const named: { kind: KeyKind; of: string }[] = [{ kind, of }];
  if (address !== null) named.push({ kind: "address", of: networkOf(address) });
  const keys = named.map((key) => ({
    kind: key.kind,
    hash: createHmac("sha256", derivedKey("lock-out")).update(`${key.kind} ${key.of}`).digest("hex"),
  }));
  // Always locked in the same order, or two attempts could wait for each other for good.
  return keys.sort((a, b) => (a.hash < b.hash ? -1 : 1));
}

interface KeyState {
  key: string;
  failures: number;
  /** Seconds since the last failure. */
  quiet: number;
  /** Seconds until the lock ends; 0 when there is none. */
  locked: number;
  running: number;
}

async function statesOf(tx: pg.PoolClient, keys: readonly Key[]): Promise<KeyState[]> {
  const hashes = keys.map(({ hash }) => hash);
  await tx.query("INSERT INTO sign_in_failure (key) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [hashes]);
  await tx.query("SELECT 1 FROM sign_in_failure WHERE key = ANY($1) ORDER BY key FOR UPDATE", [hashes]);
  // Counted by a statement of its own: this one sees what was committed while the rows were waited for.
  const { rows } = await tx.query<KeyState>(
    `SELECT f.key, f.failures, extract(epoch FROM clock_timestamp() - f.last_failed_at)::float8 AS quiet,
            coalesce(greatest(0, extract(epoch FROM f.locked_until - clock_timestamp())), 0)::float8 AS locked,
            (SELECT count(*)::int FROM sign_in_attempt a WHERE a.key = f.key
                AND a.started_at > clock_timestamp() - make_interval(secs => $2)) AS running
       FROM sign_in_failure f WHERE f.key = ANY($1) ORDER BY f.key`,
    [hashes, LOST_SECONDS],
  );
  return rows;
}

/** Failures that still count. */
function counted(kind: KeyKind, { failures, quiet }: KeyState): number {
  return Math.max(0, failures - Math.floor(Math.max(0, quiet) / LOCK_OUT[kind].forgetSeconds));
}

/** The attempt's id, the seconds of a lock, or null when others of the same key must end first. */
async function begin(keys: readonly Key[]): Promise<string | number | null> {
  return transaction(async (tx) => {
    const states = await statesOf(tx, keys);
    const locked = Math.max(0, ...states.map((state) => state.locked));
    if (locked > 0) return locked;
    const room = keys.every(({ kind, hash }) => {
      const state = states.find(({ key }) => key === hash);
      if (state === undefined) return false;
      const left = LOCK_OUT[kind].free - counted(kind, state);
      // Past the free ones, when the lock is over: one at a time.
      return state.running < Math.max(1, left);
    });
    if (!room) return null;
    const id = randomUUID();
    await tx.query("INSERT INTO sign_in_attempt (id, key) SELECT $1, unnest($2::text[])", [
      id,
      keys.map(({ hash }) => hash),
    ]);
    return id;
  });
}

async function finish(id: string, keys: readonly Key[], verdict: Verdict<unknown>["verdict"] | "none"): Promise<void> {
  await transaction(async (tx) => {
    const states = await statesOf(tx, keys);
    await tx.query("DELETE FROM sign_in_attempt WHERE id = $1", [id]);
    for (const { kind, hash } of keys) {
      const state = states.find(({ key }) => key === hash);
      if (state === undefined) continue;
      if (verdict === "failed") {
        const failures = counted(kind, state) + 1;
        await tx.query(
          `UPDATE sign_in_failure SET failures = $2, last_failed_at = clock_timestamp(),
                  locked_until = CASE WHEN $3 > 0 THEN clock_timestamp() + make_interval(secs => $3) END
            WHERE key = $1`,
          [hash, failures, lockAfter(kind, failures)],
        );
      } else if (verdict === "passed" && kind !== "address") {
        await tx.query("UPDATE sign_in_failure SET failures = 0, locked_until = NULL WHERE key = $1", [hash]);
      }
    }
  });
}

/** Lets few in at a time, in the order they came. */
class Gate {
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= AT_ONCE) await new Promise<void>((enter) => this.#waiting.push(enter));
    else this.#inside += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#inside -= 1;
      else next();
    }
  }
}

/**
 * Runs `check` unless the account or the address is locked. A success forgets the failures of the account, not those
 * of the address; a check that throws counts for nothing.
 */
export function guarded<T>(subject: LockSubject, check: () => Promise<Verdict<T>>): Promise<Guarded<T>> {
  const keys = keysOf(subject);
  return oncePerProcess("auth.gate", () => new Gate()).pass(async () => {
    let id = await begin(keys);
    while (id === null) {
      await sleep(LOOK_AGAIN_MS);
      id = await begin(keys);
    }
    if (typeof id === "number") return { lockedSeconds: Math.ceil(id) };
    let verdict: Verdict<T>["verdict"] | "none" = "none";
    try {
      const found = await check();
      verdict = found.verdict;
      return { value: found.value };
    } finally {
      await finish(id, keys, verdict);
    }
  });
}

/** Forgets an account's failures: its person has proved otherwise who they are, or an administrator says so. */
export async function forgive(email: string): Promise<void> {
  const hashes = keysOf({ kind: "account", of: email, address: null }).map(({ hash }) => hash);
  await pool().query("UPDATE sign_in_failure SET failures = 0, locked_until = NULL WHERE key = ANY($1)", [hashes]);
}

/** Deletes what no longer counts. Returns the number of rows. */
export async function pruneFailures(): Promise<number> {
  await pool().query("DELETE FROM sign_in_attempt WHERE started_at < clock_timestamp() - interval '1 hour'");
  const { rowCount } = await pool().query(
    `DELETE FROM sign_in_failure f WHERE f.last_failed_at < clock_timestamp() - interval '3 days'
        AND (f.locked_until IS NULL OR f.locked_until < clock_timestamp())
        AND NOT EXISTS (SELECT 1 FROM sign_in_attempt a WHERE a.key = f.key)`,
  );
  return rowCount ?? 0;
}
