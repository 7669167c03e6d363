/** Two real workers: the one that pumps is killed, the other goes on, and no batch is worked on twice but the one in hand. */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { pool } from "@/lib/db/client";
import { childrenFrom, kill } from "@/lib/testing/children";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";

const child = childrenFrom(join(import.meta.dirname, "../../jobs"));

async function holder(workers: readonly ChildProcess[]): Promise<ChildProcess | undefined> {
  const { rows } = await pool().query<{ holder: string }>(
    "SELECT holder FROM lease WHERE name = 'queue.alarms' AND expires_at > clock_timestamp()",
  );
  const pid = Number(rows[0]?.holder.split("/")[1]);
  return workers.find((worker) => worker.pid === pid && worker.signalCode === null);
}

interface Call {
  path: string;
  body: { batchId?: string } | null;
  code: string;
}

dbTest("when the worker that pumps is killed, the other goes on", { timeout: 120_000 }, async () => {
  const sandbox = await startSandbox();
  try {
    const workers = await Promise.all([child("fixtures/pump.ts"), child("fixtures/pump.ts")]);
    const running = "SELECT 1 FROM queue_state WHERE queue = 'alarms' AND state = 'running'";
    await until(async () => ((await pool().query(running)).rowCount ?? 0) > 0);
    const stored = async () =>
      (await pool().query<{ n: number }>("SELECT count(*)::int AS n FROM queue_message")).rows[0]?.n ?? 0;
    const first = await until(() => holder(workers));
    let told = 0;
    const tell = async (count: number) => {
      await sandbox.control("POST", "/queues/emit", { type: "10002", queue: "alarm", count });
      told += count;
    };
    for (let n = 0; n < 5; n += 1) {
      await tell(3);
      await until(async () => (await stored()) === told);
    }
    await tell(600);
    await kill(first);
    const second = await until(() => holder(workers));
    expect(second.pid).not.toBe(first.pid);
    await tell(5);
    await until(async () => (await stored()) === told);
    const { rows } = await pool().query<{ alarms: number; batches: string[] }>(
      `SELECT (SELECT count(*)::int FROM alarm) AS alarms, array_agg(DISTINCT batch) AS batches FROM queue_message`,
    );
    expect(rows[0]?.alarms).toBe(told);
    interface Standing {
      alarm: { unconfirmed: object | null };
    }
    await until(async () => (await sandbox.control<Standing>("GET", "/queues")).alarm.unconfirmed === null);
    const { entries } = await sandbox.control<{ entries: Call[] }>("GET", "/journal");
    const confirmed = entries.filter(({ path }) => path.endsWith("/alarm/v1/mq/messages/complete"));
    const perBatch = (rows[0]?.batches ?? []).map(
      (batch) => confirmed.filter(({ body }) => body?.batchId === batch).length,
    );
    // The batch in hand may have been confirmed by a dead hand; every other one once.
    expect(perBatch.filter((times) => times !== 1).length).toBeLessThanOrEqual(1);
    expect(Math.max(...perBatch)).toBeLessThanOrEqual(2);
  } finally {
    await sandbox.stop();
  }
});
