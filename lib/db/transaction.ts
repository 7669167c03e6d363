import type pg from "pg";
import { pool } from "./client";

/** What plain SQL may run on: the pool or a connection inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, "query">;

/** Runs `work` in one transaction; rolls back when it throws. */
export async function transaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}
