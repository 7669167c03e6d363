/**
 * The loss test: messages go through the sandbox's queues while workers are killed without a word, the gateway fails
 * and the database's connections break. In the end every message must be stored once and every alarm be as if nothing
 * had happened.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { pool } from "@/lib/db/client";
import { partColumns } from "@/lib/domains/alarms/write/fold";
import type { QueueName } from "@/lib/domains/queues/terms";
import { sleep } from "@/lib/time";
import { alarmLine, foldWithoutFaults, lossMessages, type LossMessage, type LossQueue } from "./loss-messages";
import type { TestSandbox } from "./sandbox";

export interface LossPlan {
  messages: number;
  kills: number;
  seed: number;
  /** Breaks the database, `breaks` times; resolves when it is there again. */
  breakDatabase(): Promise<void>;
  breaks: number;
  say(line: string): void;
}

/** Where a kill found the batch in hand. */
type Moment = "before the commit" | "between commit and confirmation" | "between two batches";

export interface LossResult {
  messages: number;
  kills: Record<Moment, number>;
  breaks: number;
  seconds: number;
  /** Rows of queue_message, and how many different messages they are. */
  stored: number;
  different: number;
  /** Alarms, files and events that are not as without faults; the first few in words. */
  wrong: string[];
  alarms: number;
  events: number;
  /** Entries of the bus; their numbers must have no gap. */
  busEntries: number;
  busGapless: boolean;
}

/** One call in ten goes wrong, in every way; only what can be tried again. */
const faults = [
  { match: "/mq/", kind: "status5xx", status: 503, probability: 0.03 },
  { match: "/mq/", kind: "reset", probability: 0.02 },
  { match: "/mq/", kind: "reset", afterEffect: true, probability: 0.02 },
  { match: "/mq/", kind: "errorCode", code: "VMS000009", probability: 0.02 },
  { match: "/mq/", kind: "malformed", afterEffect: true, probability: 0.01 },
  // So that the moment between commit and confirmation is long enough to be met.
  { match: "/complete", kind: "latency", ms: 120, probability: 0.3 },
];

const queues: Readonly<Record<LossQueue, QueueName>> = { alarm: "alarms", rawmsg: "messages", combine: "events" };
const workerFile = resolve(import.meta.dirname, "../jobs/fixtures/pump.ts");

interface Upstream {
  depth: number;
  unconfirmed: { batchId: string } | null;
}

class Site {
  readonly #sandbox: TestSandbox;
  readonly #workers = new Set<ChildProcess>();

  constructor(sandbox: TestSandbox) {
    this.#sandbox = sandbox;
  }

  async start(): Promise<void> {
    const child = fork(workerFile, { execArgv: ["--import", "tsx"], stdio: "inherit" });
    this.#workers.add(child);
    child.once("exit", () => this.#workers.delete(child));
    await Promise.race([once(child, "message"), once(child, "exit")]);
  }

  /** Kills whoever pumps a queue; false when nobody does at this moment. */
  async kill(queue: LossQueue): Promise<boolean> {
    const { rows } = await patient(() =>
      pool().query<{ holder: string }>("SELECT holder FROM lease WHERE name = $1", [`queue.${queues[queue]}`]),
    );
    const pid = Number(rows[0]?.holder.split("/")[1]);
    const victim = [...this.#workers].find((each) => each.pid === pid);
    if (victim === undefined) return false;
    victim.kill("SIGKILL");
    await once(victim, "exit");
    return true;
  }

  async stop(): Promise<void> {
    for (const each of [...this.#workers]) {
      each.kill("SIGKILL");
      await once(each, "exit");
    }
  }

  upstream(): Promise<Record<LossQueue, Upstream>> {
    return this.#sandbox.control("GET", "/queues");
  }

  async tell(messages: readonly LossMessage[]): Promise<void> {
    for (const queue of ["alarm", "rawmsg", "combine"] as const) {
      const own = messages.filter((each) => each.queue === queue).map(({ message }) => message);
      for (let at = 0; at < own.length; at += 500) {
        await this.#sandbox.control("POST", "/queues/emit", { queue, messages: own.slice(at, at + 500) });
      }
    }
  }
}

/** While the database is away a question is asked again. */
async function patient<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!/terminat|ECONN|starting up|shutting down|closed/i.test(String(error))) throw error;
      await sleep(100);
    }
  }
}

async function isStored(queue: LossQueue, batchId: string): Promise<boolean> {
  const { rowCount } = await patient(() =>
    pool().query("SELECT 1 FROM queue_message WHERE queue = $1 AND batch = $2 LIMIT 1", [queues[queue], batchId]),
  );
  return (rowCount ?? 0) > 0;
}

async function momentOf(site: Site, queue: LossQueue): Promise<Moment> {
  const { unconfirmed } = (await site.upstream())[queue];
  if (unconfirmed === null) return "between two batches";
  return (await isStored(queue, unconfirmed.batchId)) ? "between commit and confirmation" : "before the commit";
}

/** Waits until a queue is at that moment, but not for ever: the next message may be long in coming. */
async function reach(site: Site, queue: LossQueue, wanted: Moment): Promise<void> {
  const until = performance.now() + 4_000;
  // First somebody must have a batch in hand.
  while (performance.now() < until && (await site.upstream())[queue].unconfirmed === null) await sleep(2);
  while (performance.now() < until && (await momentOf(site, queue)) !== wanted) await sleep(2);
}

const moments: readonly Moment[] = ["before the commit", "between commit and confirmation", "between two batches"];
const killed: readonly LossQueue[] = ["alarm", "alarm", "rawmsg", "alarm", "combine"];

async function killAgainAndAgain(site: Site, plan: LossPlan, messages: readonly LossMessage[]) {
  const kills: LossResult["kills"] = {
    ...{ "before the commit": 0, "between commit and confirmation": 0, "between two batches": 0 },
  };
  const share = Math.ceil(messages.length / (plan.kills + 1));
  const breakAt = new Set(
    Array.from({ length: plan.breaks }, (_, n) => Math.floor(((n + 1) * plan.kills) / (plan.breaks + 1))),
  );
  for (let n = 0; n < plan.kills;) {
    const told = messages.slice(n * share, (n + 1) * share);
    await site.tell(told);
    const queue = killed[n % killed.length] ?? "alarm";
    const wanted = moments[n % moments.length] ?? "before the commit";
    if (breakAt.delete(n)) await plan.breakDatabase();
    let done = false;
    while (!done) {
      await reach(site, queue, wanted);
      done = await site.kill(queue);
    }
    kills[await momentOf(site, queue)] += 1;
    n += 1;
    plan.say(`${n} of ${plan.kills} kills`);
    await site.start();
  }
  await site.tell(messages.slice(plan.kills * share));
  return kills;
}

async function drained(site: Site): Promise<void> {
  for (;;) {
    const states = Object.values(await site.upstream());
    if (states.every(({ depth, unconfirmed }) => depth === 0 && unconfirmed === null)) return;
    await sleep(100);
  }
}

const rowsOf = async <Row extends Record<string, unknown>>(sql: string): Promise<Row[]> =>
  (await patient(() => pool().query<Row>(sql))).rows;

interface AlarmRow extends Record<string, unknown> {
  id: string;
  occurred_at: Date;
  ended_at: Date | null;
  active: boolean | null;
  pulse: boolean;
  pulses: number;
  delayed: boolean;
  origin: "queue" | "log";
  gateway_confirmed_at: Date | null;
  gateway_marked_at: Date | null;
}

function lineOf(row: AlarmRow): string {
  const { active, pulse, pulses, delayed, origin } = row;
  const facts = {
    ...{ active, pulse, pulses, origin, occurredAt: row.occurred_at.toISOString() },
    endedAt: row.ended_at?.toISOString() ?? null,
    confirmedAt: row.gateway_confirmed_at?.toISOString() ?? null,
    markedAt: row.gateway_marked_at?.toISOString() ?? null,
  };
  return alarmLine(row, facts, delayed);
}

function differences(
  what: string,
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): string[] {
  const ids = new Set([...expected.keys(), ...found.keys()]);
  return [...ids].flatMap((id) =>
    expected.get(id) === found.get(id) ? [] : [`${what} ${id}: ${found.get(id)} instead of ${expected.get(id)}`],
  );
}

async function compare(messages: readonly LossMessage[]): Promise<Pick<LossResult, "wrong" | "alarms" | "events">> {
  const expected = foldWithoutFaults(messages);
  const alarms = await rowsOf<AlarmRow>(
    `SELECT id, ${partColumns.join(", ")}, occurred_at, ended_at, active, pulse, pulses, delayed, origin,
            gateway_confirmed_at, gateway_marked_at FROM alarm`,
  );
  const files = await rowsOf<{ id: string; keys: string[] }>(
    `SELECT a.id, array(SELECT f.key FROM alarm_file f WHERE f.alarm_id = a.id) AS keys FROM alarm a`,
  );
  const events = await rowsOf<{ key: string }>("SELECT key FROM device_event");
  // What has no id of its own is known by its place in a batch, which nobody can foresee: here all have one.
  const keys = (all: Iterable<string>) => new Map([...all].map((key) => [key, "stored"]));
  return {
    wrong: [
      ...differences("alarm", expected.alarms, new Map(alarms.map((row) => [row.id, lineOf(row)]))),
      ...differences("files of", expected.files, new Map(files.map(({ id, keys: own }) => [id, own.sort().join(" ")]))),
      ...differences("event", keys(expected.events), keys(events.map(({ key }) => key))),
    ],
    ...{ alarms: alarms.length, events: events.length },
  };
}

/** Runs the test; the sandbox must be the gateway of this process and the database be empty. */
export async function runLoss(sandbox: TestSandbox, plan: LossPlan): Promise<LossResult> {
  const began = performance.now();
  const messages = lossMessages(plan.messages, plan.seed);
  const site = new Site(sandbox);
  await pool().query("INSERT INTO queue_state (queue, switched_on) VALUES ('events', true)");
  let kills: LossResult["kills"];
  try {
    await Promise.all([site.start(), site.start()]);
    const subscribed = async () =>
      (await rowsOf<{ n: number }>("SELECT count(*)::int AS n FROM queue_state WHERE subscribed_at IS NOT NULL"))[0]?.n;
    while ((await subscribed()) !== 3) await sleep(50);
    for (const fault of faults) await sandbox.control("POST", "/faults", fault);
    kills = await killAgainAndAgain(site, plan, messages);
    await drained(site);
  } finally {
    await site.stop();
  }
  const [stored] = await rowsOf<{ stored: number; different: number }>(
    `SELECT count(*)::int AS stored,
            count(DISTINCT coalesce(raw->>'systemId', raw->'basicInfo'->>'systemId'))::int AS different
       FROM queue_message`,
  );
  const [bus] = await rowsOf<{ entries: number; gapless: boolean }>(
    `SELECT count(*)::int AS entries, coalesce(max(seq) - min(seq) + 1 = count(*), false) AS gapless FROM bus_event`,
  );
  return {
    ...{ messages: messages.length, kills, breaks: plan.breaks, seconds: (performance.now() - began) / 1_000 },
    ...{ stored: stored?.stored ?? 0, different: stored?.different ?? 0 },
    ...(await compare(messages)),
    ...{ busEntries: bus?.entries ?? 0, busGapless: bus?.gapless ?? false },
  };
}
