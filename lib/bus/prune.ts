import { pool } from "@/lib/db/client";

export interface Kept {
  /** Older entries go; 24 h unless told. */
  maxAgeMs?: number;
  /** Of more rows the oldest go; 100,000 unless told. */
  maxRows?: number;
  signal?: AbortSignal;
}

const batch = 10_000;

/** Deletes old entries of the live bus, always a prefix so that what stays has no gap. Returns how many went. */
export async function pruneBus({ maxAgeMs = 86_400_000, maxRows = 100_000, signal }: Kept = {}): Promise<number> {
  const { rows } = await pool().query<{ cut: string | null }>(
    `SELECT greatest((SELECT max(seq) FROM bus_event WHERE at < clock_timestamp() - $1 * interval '1 millisecond'),
                     (SELECT seq FROM bus_head WHERE id = 1) - $2::bigint) AS cut`,
    [maxAgeMs, maxRows],
  );
  let total = 0;
  for (let deleted: number = batch; deleted === batch && !signal?.aborted; total += deleted) {
    const result = await pool().query(
      "DELETE FROM bus_event WHERE seq IN (SELECT seq FROM bus_event WHERE seq <= $1::bigint ORDER BY seq LIMIT $2)",
      [rows[0]?.cut ?? 0, batch],
    );
    deleted = result.rowCount ?? 0;
  }
  return total;
}
