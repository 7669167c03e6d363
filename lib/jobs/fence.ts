import type pg from "pg";

/** What a run holds: the duty's name and a number that grows with each new holder of its lease. */
export interface Fence {
  readonly name: string;
  readonly number: number;
}

/** Another process holds the duty now, or may soon: stop at once and store nothing. */
export class LeaseLostError extends Error {
  constructor(readonly fence: Fence) {
    super(`The lease of the duty ${fence.name} (fence ${fence.number}) is lost.`);
    this.name = "LeaseLostError";
  }
}

/**
 * Call it in the transaction that stores work, before storing: throws LeaseLostError unless the fence still holds,
 * and keeps any other process from taking the duty over until the transaction ends. Takes a transaction's
 * connection, never the pool.
 */
export async function fenced(tx: pg.PoolClient, fence: Fence): Promise<void> {
  // KEY SHARE lets renewals pass but not take-overs. The time-out frees the row when this machine loses power.
  const { rowCount } = await tx.query(
    `SELECT set_config('idle_in_transaction_session_timeout', '3000', true)
       FROM lease WHERE name = $1 AND fence = $2 FOR KEY SHARE`,
    [fence.name, fence.number],
  );
  if (rowCount === 0) throw new LeaseLostError(fence);
}
