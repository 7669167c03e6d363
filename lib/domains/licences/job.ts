import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { gateway } from "@/lib/gateway";
import { getServicePackages } from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";
import { duty, fenced } from "@/lib/jobs/define";
import { licenceDuty } from "./write";

const everyMs = 6 * 3_600_000;
const retryMs = 60_000;

/** Milliseconds until the plan has to be read again. */
async function dueInMs(): Promise<number> {
  const { rows } = await pool().query<{ age: number | null }>(
    `SELECT (extract(epoch FROM clock_timestamp() - as_of) * 1000)::float8 AS age
       FROM licence_state WHERE id = 1 AND requested_at IS NULL`,
  );
  const age = rows[0]?.age ?? null;
  return age === null ? 0 : Math.max(0, everyMs - age);
}

/** Keeps a copy of the account's service packages. */
export const licences = duty({
  name: licenceDuty,
  every: everyMs,
  staleAfter: "12h",
  async run({ signal, fence }) {
    const wait = await dueInMs();
    if (wait > 0) return wait;
    try {
      const { overview, packages } = await gateway().call(getServicePackages, {}, { lane: "sweeps", signal });
      await transaction(async (tx) => {
        await fenced(tx, fence);
        await tx.query(
          `UPDATE licence_state SET overview = $1, packages = $2, as_of = clock_timestamp(), requested_at = NULL, error_at = NULL,
                  error_code = NULL, error = NULL WHERE id = 1`,
          [JSON.stringify(overview), JSON.stringify(packages)],
        );
      });
      return everyMs;
    } catch (error) {
      if (signal.aborted || !(error instanceof GatewayError)) throw error;
      await transaction(async (tx) => {
        await fenced(tx, fence);
        await tx.query(
          "UPDATE licence_state SET error_at = clock_timestamp(), error_code = $1, error = $2 WHERE id = 1",
          [error.code ?? error.reason, error.meaning],
        );
      });
      return retryMs;
    }
  },
});
