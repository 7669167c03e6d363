/** Ingest of the built product: a backlog, single alarms beside a sweep, and the database path alone. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import pg from "pg";
import { sleep } from "@/lib/time";
import { camerasOf, keepSweeping, tellAlarms } from "./alarm-source";
import { percentile, progress, spread, table } from "./figures";
import type { Rate } from "./ingest-rate";
import { control, switchQueue, withSite, type Site } from "./site";

const backlog = 13_445;
const drains = 3;
/** 27 batches, each pulled and confirmed, at five calls a second. */
const floorSeconds = (Math.ceil(backlog / 500) * 2) / 5;
const singles = 120;
const stormPerMinute = 1_000;
const rateBatches = 80;

interface Upstream {
  alarm: { depth: number; unconfirmed: object | null };
}

async function whenDrained(site: Site): Promise<void> {
  for (;;) {
    const { alarm } = await control<Upstream>(site, "GET", "/queues");
    if (alarm.depth === 0 && alarm.unconfirmed === null) return;
    await sleep(20);
  }
}

interface JournalEntry {
  atMs: number;
  path: string;
  durationMs: number;
}

async function drain(site: Site, session: string): Promise<number> {
  await whenDrained(site);
  await switchQueue(site, session, "alarms", false);
  await control(site, "POST", "/queues/emit", { type: "10002", queue: "alarm", count: backlog });
  // The allowance of the last second is over, and nobody works with the console.
  await sleep(6_000);
  await control(site, "DELETE", "/journal");
  await switchQueue(site, session, "alarms", true);
  await whenDrained(site);
  const { entries } = await control<{ entries: JournalEntry[] }>(site, "GET", "/journal");
  const calls = entries.filter(({ path }) => path.includes("/alarm/v1/mq/"));
  const confirmed = calls.filter(({ path }) => path.endsWith("/complete"));
  const [first, last] = [calls[0], confirmed.at(-1)];
  if (first === undefined || last === undefined) throw new Error("Nobody drained the queue.");
  return (last.atMs + last.durationMs - first.atMs) / 1_000;
}

/** Milliseconds from the gateway's queue to the commit, of alarms told at this pace. */
async function latencies(site: Site, database: pg.Client, sources: readonly string[], everyMs: number) {
  const told = await tellAlarms(site, sources, everyMs);
  await whenDrained(site);
  const { rows } = await database.query<{ id: string; at: Date }>(
    "SELECT guid AS id, min(received_at) AS at FROM queue_message WHERE guid = ANY ($1) GROUP BY guid",
    [[...told.keys()]],
  );
  return rows.map(({ id, at }) => at.getTime() - (told.get(id) ?? NaN));
}

async function rateAlone({ environment }: Site): Promise<Rate> {
  const child = spawn(process.execPath, ["--import", "tsx", resolve(import.meta.dirname, "ingest-rate.ts")], {
    env: { ...process.env, ...environment, GATEHOUSE_PART: "bench" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  await once(child, "message");
  child.send(rateBatches);
  const [answer] = (await once(child, "message")) as [{ rate: Rate }];
  return answer.rate;
}

const ms = (values: readonly number[]) => [0.5, 0.95, 1].map((share) => percentile(values, share).toFixed(0));

export async function benchIngest(): Promise<void> {
  await withSite(async (site, session) => {
    const database = new pg.Client({ connectionString: site.environment["DATABASE_URL"] });
    await database.connect();
    try {
      const seconds: number[] = [];
      for (let run = 1; run <= drains; run += 1) {
        progress(`Drain of ${backlog}, run ${run} of ${drains}.`);
        seconds.push(await drain(site, session));
      }
      const ratios = seconds.map((each) => each / floorSeconds);
      table(
        `A backlog of ${backlog} alarms, nobody else calling; the floor is ${floorSeconds.toFixed(1)} s`,
        ["runs", "seconds", "times the floor"],
        [[String(drains), spread(seconds, 1), spread(ratios, 2)]],
      );
      progress("Single alarms beside a sweep, and a storm.");
      const sources = await camerasOf(site, session, singles + stormPerMinute);
      const rest = keepSweeping(site, session);
      const single = await latencies(site, database, sources.slice(0, singles), 1_000);
      await rest();
      const storm = await latencies(site, database, sources.slice(singles), 60_000 / stormPerMinute);
      table(
        "From the gateway's queue to the commit",
        ["what", "alarms", "p50, ms", "p95, ms", "longest, ms"],
        [
          ["1 a second, a sweep of the cameras running", String(single.length), ...ms(single)],
          [`${stormPerMinute} a minute`, String(storm.length), ...ms(storm)],
        ],
      );
      progress("The database path alone.");
      const { messages, batches } = await rateAlone(site);
      const total = batches.reduce((sum, each) => sum + each, 0) / 1_000;
      table(
        "Ingest, the database path alone: batches of 500",
        ["messages", "messages a second", "a batch, p50 ms", "p95 ms", "longest ms"],
        [[String(messages), (messages / total).toFixed(0), ...ms(batches)]],
      );
    } finally {
      await database.end();
    }
  });
}
