/**
 * Is the gateway up? One row in the database, so that every process knows at once. After repeated failures it is
 * marked down: calls fail fast, and one gentle probe at a time finds out when it is back.
 */
import type { Queryable } from "@/lib/db/transaction";
import { log } from "@/lib/log";

export interface GatewayCondition {
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

/** So many failures in a row, with no success between, mean "down". */
const failuresUntilDown = 5;
const probeEveryMs = 5_000;
const cacheMs = 1_000;
/** A success is worth a write only this often while nothing was wrong. */
const noteSuccessEveryMs = 5_000;

const toCondition = (row: Row | undefined): GatewayCondition => ({
  downSince: row?.down_since ?? null,
  failures: row?.failures ?? 0,
  lastOkAt: row?.last_ok_at ?? null,
  lastErrorAt: row?.last_error_at ?? null,
  lastErrorCode: row?.last_error_code ?? null,
  lastError: row?.last_error ?? null,
});

export class Circuit {
  readonly #db: Queryable;
  readonly #changed: (condition: GatewayCondition) => Promise<void>;
  #known: GatewayCondition = toCondition(undefined);
  #readAt = -Infinity;
  #notedAt = -Infinity;

  /** `changed` hears of each change between up and down, once over all processes. */
  constructor(database: Queryable, changed: (condition: GatewayCondition) => Promise<void>) {
    this.#db = database;
    this.#changed = changed;
  }

  async condition(): Promise<GatewayCondition> {
    if (performance.now() - this.#readAt < cacheMs) return this.#known;
    const { rows } = await this.#db.query<Row>("SELECT * FROM gateway_state WHERE id = 1");
    this.#known = toCondition(rows[0]);
    this.#readAt = performance.now();
    return this.#known;
  }

  /** May a call go out now? While down, one caller each few seconds may, as the probe. */
  async admits(mayProbe: boolean): Promise<boolean> {
    const { downSince } = await this.condition();
    if (downSince === null) return true;
    if (!mayProbe) return false;
    const { rowCount } = await this.#db.query(
      `UPDATE gateway_state SET next_probe_at = clock_timestamp() + $1 * interval '1 millisecond'
        WHERE id = 1 AND (next_probe_at IS NULL OR next_probe_at <= clock_timestamp())`,
      [probeEveryMs],
    );
    return rowCount === 1;
  }

  async succeeded(): Promise<void> {
    const wasTrouble = this.#known.failures > 0 || this.#known.downSince !== null;
    if (!wasTrouble && performance.now() - this.#notedAt < noteSuccessEveryMs) return;
    this.#notedAt = performance.now();
    const { rows } = await this.#db.query<Row & { was_down: boolean }>(
      `UPDATE gateway_state s SET failures = 0, down_since = NULL, next_probe_at = NULL, last_ok_at = clock_timestamp()
         FROM (SELECT down_since IS NOT NULL AS was_down FROM gateway_state WHERE id = 1 FOR UPDATE) old
        WHERE s.id = 1 RETURNING s.*, old.was_down`,
    );
    await this.#learned(rows[0], rows[0]?.was_down === true);
  }

  /** A failure that says something about the gateway itself, not about one request. */
  async failed(code: string | null, message: string): Promise<void> {
    const { rows } = await this.#db.query<Row & { was_down: boolean }>(
      `UPDATE gateway_state s SET failures = s.failures + 1, last_error_at = clock_timestamp(), last_error_code = $1,
              last_error = $2,
              down_since = CASE WHEN s.failures + 1 >= $3 THEN coalesce(s.down_since, clock_timestamp()) END,
              next_probe_at = CASE WHEN s.failures + 1 >= $3
                THEN coalesce(s.next_probe_at, clock_timestamp() + $4 * interval '1 millisecond') END
         FROM (SELECT down_since IS NOT NULL AS was_down FROM gateway_state WHERE id = 1 FOR UPDATE) old
        WHERE s.id = 1 RETURNING s.*, old.was_down`,
      [code, message, failuresUntilDown, probeEveryMs],
    );
    const row = rows[0];
    await this.#learned(row, row !== undefined && row.down_since !== null && !row.was_down);
  }

  async #learned(row: Row | undefined, turned: boolean): Promise<void> {
    this.#known = toCondition(row);
    this.#readAt = performance.now();
    if (!turned) return;
    log.warn(
      { downSince: this.#known.downSince },
      this.#known.downSince ? "the gateway is down" : "the gateway is back",
    );
    await this.#changed(this.#known);
  }
}
