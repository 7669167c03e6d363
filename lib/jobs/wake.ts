import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";

/**
 * Makes a duty run at once (when `on` commits, if that is a transaction), wherever it is held; while it runs,
 * once more after. A duty that nobody holds runs as soon as somebody does.
 */
export async function wake(name: string, on: Queryable = pool()): Promise<void> {
  await on.query(
    `WITH due AS (UPDATE duty SET next_at = least(next_at, clock_timestamp()) WHERE name = $1)
     SELECT pg_notify('gatehouse_wake', $1)`,
    [name],
  );
}
