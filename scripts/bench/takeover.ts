/** Two workers: the one that pumps is killed with alarms on their way; how long until the other has stored the next. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pool } from "@/lib/db/client";
import { sleep } from "@/lib/time";
import { progress, spread, table } from "./figures";
import { withOwnDatabase } from "./own-database";

const kills = 20;
const worker = resolve(import.meta.dirname, "../../lib/jobs/fixtures/pump.ts");

async function startWorker(): Promise<ChildProcess> {
  const child = fork(worker, { execArgv: ["--import", "tsx"], stdio: "inherit" });
  await once(child, "message");
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function first<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(10);
  }
}

async function pumping(workers: readonly ChildProcess[]): Promise<ChildProcess | undefined> {
  const { rows } = await pool().query<{ holder: string }>(
    "SELECT holder FROM lease WHERE name = 'queue.alarms' AND expires_at > clock_timestamp()",
  );
  return workers.find(({ pid }) => pid === Number(rows[0]?.holder.split("/")[1]));
}

interface Call {
  path: string;
  body: { batchId?: string } | null;
}

export async function benchTakeover(): Promise<void> {
  await withOwnDatabase(async ({ sandbox }) => {
    let workers = [await startWorker(), await startWorker()];
    const tell = async () => {
      const asked = { type: "10002", queue: "alarm", count: 1 };
      const { guids } = await sandbox.control<{ guids: string[] }>("POST", "/queues/emit", asked);
      return guids[0];
    };
    const stored = (guid: string | undefined) => async () =>
      (await pool().query("SELECT 1 FROM alarm WHERE id = $1", [guid])).rows[0];
    const seconds: number[] = [];
    try {
      for (let kill = 1; kill <= kills; kill += 1) {
        progress(`Kill ${kill} of ${kills}.`);
        await first(stored(await tell()));
        const holder = await first(() => pumping(workers));
        // Now and then in the middle of a turn, now and then between two.
        await tell();
        await sleep((kill * 61) % 600);
        const began = performance.now();
        await end(holder);
        await first(stored(await tell()));
        seconds.push((performance.now() - began) / 1_000);
        workers = [...workers.filter((each) => each !== holder), await startWorker()];
      }
      const { entries } = await sandbox.control<{ entries: Call[] }>("GET", "/journal");
      const confirmed = new Map<string, number>();
      for (const { path, body } of entries) {
        if (!path.endsWith("/alarm/v1/mq/messages/complete")) continue;
        confirmed.set(body?.batchId ?? "", (confirmed.get(body?.batchId ?? "") ?? 0) + 1);
      }
      const twice = [...confirmed.values()].filter((times) => times > 1).length;
      table(
        "The worker that pumps is killed; until the other has stored an alarm told right afterwards",
        ["kills", "seconds", "batches", "confirmed twice"],
        [[String(kills), spread(seconds, 1), String(confirmed.size), String(twice)]],
      );
    } finally {
      for (const each of workers) await end(each);
    }
  });
}
