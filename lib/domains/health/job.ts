import { hostname } from "node:os";
import { pool } from "@/lib/db/client";
import { clockSkewMs } from "@/lib/gateway";
import { duty, type DutyRun } from "@/lib/jobs/define";
import { databaseSkewMs, localStorage, measureRoom, type Measure } from "./mirror";
import type { StorageState } from "./schema";

const host = hostname();

const words: Record<StorageState["state"], string> = {
  ok: "there is room again",
  warn: "the disk fills up: make room, or pictures will stop",
  stopped: "the disk is nearly full: no new pictures are kept until there is room",
};

/** Keeps how this machine does. The log hears of each change of its storage. */
export async function checkHost({ log }: Pick<DutyRun, "log">, measure: Measure = measureRoom): Promise<void> {
  const { state, freeBytes, totalBytes } = await localStorage(measure);
  const skewMs = await databaseSkewMs();
  const { rows } = await pool().query<{ before: StorageState["state"] | null }>(
    `WITH old AS (SELECT storage FROM host_health WHERE host = $1)
     INSERT INTO host_health AS h (host, storage, free_bytes, total_bytes, database_skew_ms, gateway_skew_ms)
       VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (host) DO UPDATE
       SET checked_at = clock_timestamp(), storage = EXCLUDED.storage,
           storage_since = CASE WHEN h.storage = EXCLUDED.storage THEN h.storage_since ELSE clock_timestamp() END,
           free_bytes = EXCLUDED.free_bytes, total_bytes = EXCLUDED.total_bytes,
           database_skew_ms = EXCLUDED.database_skew_ms, gateway_skew_ms = EXCLUDED.gateway_skew_ms
     RETURNING (SELECT storage FROM old) AS before`,
    [host, state, Math.floor(freeBytes), Math.floor(totalBytes), skewMs, clockSkewMs()],
  );
  const before = rows[0]?.before ?? "ok";
  if (before === state) return;
  log[state === "ok" ? "info" : "warn"]({ host, freeBytes, totalBytes }, words[state]);
}

/** One for each machine: workers that share a machine share its lease. */
export const hostHealth = duty({
  name: `health.host.${host.toLowerCase().replaceAll(/[^a-z0-9.-]/g, "-")}`,
  every: "30s",
  staleAfter: "5m",
  run: (context) => checkHost(context),
});
