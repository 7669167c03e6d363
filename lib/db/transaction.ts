import type pg from "pg";
import { pool } from "./client";

/** What plain SQL may run on: the pool or a connection inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, "query">;

type Last = (tx: pg.PoolClient) => Promise<void>;

const pending = new WeakMap<pg.PoolClient, Last[]>();

/**
 * Has `work` run as the last thing of the transaction, right before its commit: for locks that everybody needs.
 * Throws RangeError when `tx` is no connection inside `transaction`.
 */
export function beforeCommit(tx: pg.PoolClient, work: Last): void {
  const list = pending.get(tx);
  if (list === undefined) throw new RangeError("beforeCommit needs a connection that transaction() handed out.");
  list.push(work);
}

/** Runs `work` in one transaction; rolls back when it throws. */
export async function transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  const last: Last[] = [];
  pending.set(client, last);
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    for (const each of last) await each(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    pending.delete(client);
    client.release(broken);
  }
}

const deadlock = "40P01";
const tries = 3;

/**
 * Runs `work` in one transaction, and anew when the database ended it because somebody else held its rows in another
 * order, as the worker does with alarms: only the database may feel what `work` does.
 */
export async function patientTransaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction(work);
    } catch (error) {
      if ((error as { code?: unknown }).code !== deadlock || attempt === tries) throw error;
    }
  }
}
