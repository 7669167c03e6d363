import { pool } from "@/lib/db/client";

/**
 * `never ran`: known, but no run has begun; `stuck`: a run began and has not ended within the duty's time;
 * `late`: overdue by more than that, so no worker runs it; `failing`: its last run ended in an error.
 */
export type DutyHealth = "ok" | "failing" | "late" | "stuck" | "never ran";

export interface DutyState {
  name: string;
  health: DutyHealth;
  /** A run is under way. */
  running: boolean;
  /** Process that holds the duty now (host/process id/number); null when nobody does. */
  holder: string | null;
  runs: number;
  lastStartedAt: Date | null;
  lastFinishedAt: Date | null;
  lastOkAt: Date | null;
  lastError: string | null;
  nextAt: Date | null;
  /** Milliseconds by which the next run is overdue, 0 when it is not or a run is under way. */
  lagMs: number;
  staleAfterMs: number;
}

/** Every duty the database knows, by name; empty when no worker has ever run. Ages by the database's clock. */
export async function dutyStates(): Promise<DutyState[]> {
  const { rows } = await pool().query<DutyState>(
    `WITH moment AS (SELECT clock_timestamp() AS now),
     seen AS (
       SELECT d.*, m.now, l.expires_at > m.now AS held, l.holder AS lease_holder,
              d.last_started_at IS NOT NULL AND d.last_started_at > coalesce(d.last_finished_at, '-infinity') AS open,
              d.stale_after_ms * interval '1 millisecond' AS stale_after
         FROM duty d JOIN lease l USING (name) CROSS JOIN moment m)
     SELECT name, runs,
            CASE WHEN last_started_at IS NULL THEN 'never ran'
                 WHEN open AND last_started_at + stale_after < now THEN 'stuck'
                 WHEN NOT open AND next_at + stale_after < now THEN 'late'
                 WHEN last_error IS NOT NULL THEN 'failing'
                 ELSE 'ok' END AS health,
            open AND held AS running,
            CASE WHEN held THEN lease_holder END AS holder,
            last_started_at AS "lastStartedAt", last_finished_at AS "lastFinishedAt", last_ok_at AS "lastOkAt",
            last_error AS "lastError", next_at AS "nextAt", stale_after_ms AS "staleAfterMs",
            CASE WHEN open OR next_at IS NULL THEN 0
                 ELSE greatest(0, extract(epoch FROM now - next_at) * 1000) END::float8 AS "lagMs"
       FROM seen ORDER BY name`,
  );
  return rows;
}
