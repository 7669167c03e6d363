import { pruneFailures } from "@/lib/auth/lock-out";
import { pruneBus } from "@/lib/bus/prune";
import { pool } from "@/lib/db/client";
import { duty } from "./define";

/** Deletes what nobody needs any more from Gatehouse's own tables. */
export const maintenance = duty({
  name: "maintenance",
  every: "10m",
  staleAfter: "30m",
  async run({ signal, log }) {
    const busEntries = await pruneBus({ signal });
    const usage = await pool().query(
      "DELETE FROM gateway_usage WHERE second < clock_timestamp() - interval '10 minutes'",
    );
    const sessions = await pool().query(
      "DELETE FROM session WHERE least(ended_at, expires_at) < clock_timestamp() - interval '90 days'",
    );
    const failures = await pruneFailures();
    // Duties that no process has run for a week are no longer part of Gatehouse; their fences stay for good.
    const duties = await pool().query(
      `DELETE FROM duty d USING lease l
        WHERE l.name = d.name AND l.expires_at < clock_timestamp() - interval '7 days'`,
    );
    log.debug(
      { busEntries, usage: usage.rowCount, sessions: sessions.rowCount, failures, duties: duties.rowCount },
      "tidied up the database",
    );
  },
});
