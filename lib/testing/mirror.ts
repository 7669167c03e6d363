import { pool } from "@/lib/db/client";

/** Kinds that somebody has asked for, by name. */
export async function requestedKinds(): Promise<string[]> {
  const { rows } = await pool().query<{ kind: string }>(
    "SELECT kind FROM mirror_kind WHERE requested_at IS NOT NULL ORDER BY kind",
  );
  return rows.map(({ kind }) => kind);
}
