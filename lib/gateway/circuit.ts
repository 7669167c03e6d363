/**
 * Is the gateway up, and does it take our keys? One row in the database, so that every process knows at once. After
 * repeated failures it is marked down: calls fail fast, and one gentle probe at a time finds out when it is back.
 */
import { transaction, type Queryable } from "@/lib/db/transaction";
import { log } from "@/lib/log";
import { KEY_CODES } from "./errors";

export type GatewayWord = "up" | "down" | "refused";

export interface GatewayCondition {
  /** "refused": it answers, but not to our keys; the last error says since when and why. */
  state: GatewayWord;
  /** Null while the gateway answers. */
  downSince: Date | null;
  failures: number;
  lastOkAt: Date | null;
  lastErrorAt: Date | null;
  lastErrorCode: string | null;
  lastError: string | null;
}

interface Row {
  failures: number;
  down_since: Date | null;
  last_ok_at: Date | null;
  last_error_at: Date | null;
  last_error_code: string | null;
  last_error: string | null;
}

/** A success is worth a write only this often while nothing was wrong. */
const noteSuccessEveryMs = 5_000;

export interface CircuitTiming {
  /** So many failures in a row, with no success between, mean "down". */
  failuresUntilDown: number;
  /** While down, one call at most in this time, milliseconds. */
  probeEveryMs: number;
  /** How long a process may not know what another one found out, milliseconds. */
  cacheMs: number;
}

const usualTiming: CircuitTiming = { failuresUntilDown: 5, probeEveryMs: 5_000, cacheMs: 1_000 };

/** A refusal is over with the first call that is answered after it. */
function wordOf(row: Row | undefined): GatewayWord {
  if (row === undefined) return "up";
  if (row.down_since !== null) return "down";
  const { last_error_code: code, last_error_at: at, last_ok_at: okAt } = row;
  return code !== null && KEY_CODES.has(code) && at !== null && (okAt === null || at > okAt) ? "refused" : "up";
}

const toCondition = (row: Row | undefined): GatewayCondition => ({
  state: wordOf(row),
  downSince: row?.down_since ?? null,
  failures: row?.failures ?? 0,
  lastOkAt: row?.last_ok_at ?? null,
  lastErrorAt: row?.last_error_at ?? null,
  lastErrorCode: row?.last_error_code ?? null,
  lastError: row?.last_error ?? null,
});

const changes: Record<GatewayWord, string> = {
  up: "the gateway is back",
  down: "the gateway is down",
  refused: "the gateway refuses the account's keys",
};

export class Circuit {
  readonly #db: Queryable;
  readonly #timing: CircuitTiming;
  readonly #changed: (condition: GatewayCondition, tx: Queryable) => Promise<unknown>;
  #known: GatewayCondition = toCondition(undefined);
  #readAt = -Infinity;
  #notedAt = -Infinity;

  /** `changed` hears of each change of the state, once over all processes, in the transaction that stores it. */
  constructor(
    database: Queryable,
    changed: (condition: GatewayCondition, tx: Queryable) => Promise<unknown>,
    timing: CircuitTiming = usualTiming,
  ) {
    this.#db = database;
    this.#changed = changed;
    this.#timing = timing;
  }

  async condition(): Promise<GatewayCondition> {
    if (performance.now() - this.#readAt < this.#timing.cacheMs) return this.#known;
    const { rows } = await this.#db.query<Row>("SELECT * FROM gateway_state WHERE id = 1");
    return this.#learn(rows[0]);
  }

  /** May a call go out now? While down, one caller in each interval may, as the probe, unless it must not. */
  async admits(mayProbe: boolean): Promise<"yes" | "probe" | "no"> {
    const { downSince } = await this.condition();
    if (downSince === null) return "yes";
    if (!mayProbe) return "no";
    const { rowCount } = await this.#db.query(
      `UPDATE gateway_state SET next_probe_at = clock_timestamp() + $1 * interval '1 millisecond'
        WHERE id = 1 AND (next_probe_at IS NULL OR next_probe_at <= clock_timestamp())`,
      [this.#timing.probeEveryMs],
    );
    return rowCount === 1 ? "probe" : "no";
  }

  /** The gateway answered. Never fails: what became of a call must not depend on this note. */
  async succeeded(): Promise<void> {
    const wasTrouble = this.#known.failures > 0 || this.#known.state !== "up";
    if (!wasTrouble && performance.now() - this.#notedAt < noteSuccessEveryMs) return;
    this.#notedAt = performance.now();
    await this.#note(
      `UPDATE gateway_state SET failures = 0, down_since = NULL, next_probe_at = NULL, last_ok_at = clock_timestamp()
        WHERE id = 1 RETURNING *`,
      [],
    );
  }

  /** The gateway answered that it does not take our keys. Keeps the time of the first such answer. Never fails. */
  async refused(code: string, message: string): Promise<void> {
    await this.#note(
      `UPDATE gateway_state SET failures = 0, down_since = NULL, next_probe_at = NULL, last_error_code = $1,
              last_error = $2,
              last_error_at = CASE WHEN last_error_code = ANY ($3) AND down_since IS NULL
                                    AND (last_ok_at IS NULL OR last_error_at > last_ok_at)
                THEN last_error_at ELSE clock_timestamp() END
        WHERE id = 1 RETURNING *`,
      [code, message, [...KEY_CODES]],
    );
  }

  /** A failure that says something about the gateway itself, not about one request. Never fails. */
  async failed(code: string | null, message: string): Promise<void> {
    await this.#note(
      `UPDATE gateway_state SET failures = failures + 1, last_error_at = clock_timestamp(), last_error_code = $1,
              last_error = $2,
              down_since = CASE WHEN failures + 1 >= $3 THEN coalesce(down_since, clock_timestamp()) END,
              next_probe_at = CASE WHEN failures + 1 >= $3
                THEN coalesce(next_probe_at, clock_timestamp() + $4 * interval '1 millisecond') END
        WHERE id = 1 RETURNING *`,
      [code, message, this.#timing.failuresUntilDown, this.#timing.probeEveryMs],
    );
  }

  async #note(sql: string, values: readonly unknown[]): Promise<void> {
    try {
      await transaction(async (tx) => {
        const before = await tx.query<Row>("SELECT * FROM gateway_state WHERE id = 1 FOR UPDATE");
        const { rows } = await tx.query<Row>(sql, [...values]);
        const condition = this.#learn(rows[0]);
        if (toCondition(before.rows[0]).state === condition.state) return;
        log.warn({ since: condition.downSince, code: condition.lastErrorCode }, changes[condition.state]);
        await this.#changed(condition, tx);
      });
    } catch (err) {
      this.#readAt = -Infinity;
      log.warn({ err }, "the gateway's state could not be noted");
    }
  }

  #learn(row: Row | undefined): GatewayCondition {
    this.#known = toCondition(row);
    this.#readAt = performance.now();
    return this.#known;
  }
}
