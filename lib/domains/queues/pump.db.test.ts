/** The pumps at the sandbox's queues, over HTTP: nothing lost, nothing twice, nothing confirmed that is not stored. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { pollRecords } from "@/lib/domains/events/job";
import { favourAlarms } from "@/lib/gateway";
import { LeaseLostError } from "@/lib/jobs/define";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { make } from "@/lib/testing/factories";
import { wireAlarm } from "@/lib/testing/messages";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";
import { queueDuties } from "./job";
import { queueStates } from "./read";
import { dutyOf, type PumpedQueue } from "./schema";
import { switchQueue } from "./write";
import { recoverGaps } from "./write/gap";
import { standingOf } from "./write/subscription";

let sandbox: TestSandbox;
const running = new Set<{ stop(): Promise<void> }>();

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
});
afterAll(() => sandbox.stop());
afterEach(async () => {
  for (const each of running) await each.stop();
});
beforeEach(async () => {
  await sandbox.control("POST", "/reset");
  await sandbox.control("POST", "/settings", { alarmLogArea: "optional" });
  await sandbox.control("DELETE", "/faults");
  await sandbox.control("DELETE", "/journal");
  await pool().query(
    `TRUNCATE alarm, alarm_file, alarm_entry, device_event, queue_message, queue_state, queue_gap, bus_event, area;
     UPDATE lease SET fence = fence + 1 WHERE name = 'test';
     UPDATE gateway_state SET failures = 0, down_since = NULL, next_probe_at = NULL`,
  );
});

/** A pump under a lease of its own, so that it knows nothing of the last one. */
async function start(queue: PumpedQueue) {
  const { rows } = await pool().query<{ fence: string }>("SELECT fence FROM lease WHERE name = 'test'");
  const abort = new AbortController();
  const fence = { name: "test", number: Number(rows[0]?.fence) };
  const duty = queueDuties.find(({ name }) => name === dutyOf(queue));
  const ended = (duty?.run({ ...dutyRun(abort.signal), fence }) ?? Promise.resolve()).then(
    () => null,
    (error: unknown) => (abort.signal.aborted ? null : error),
  );
  const pump = {
    ended,
    async stop() {
      abort.abort();
      await ended;
      running.delete(pump);
    },
  };
  running.add(pump);
  return pump;
}

async function run() {
  const { rows } = await pool().query<{ fence: string }>("SELECT fence FROM lease WHERE name = 'test'");
  return { ...dutyRun(), fence: { name: "test", number: Number(rows[0]?.fence) } };
}

const emit = (body: object) => sandbox.control<{ guids: string[] }>("POST", "/queues/emit", body);
const query = async <Row extends Record<string, unknown>>(sql: string) => (await pool().query<Row>(sql)).rows;
const count = async (table: string) => (await query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n;
const state = async (queue: string) =>
  (await pool().query("SELECT * FROM queue_state WHERE queue = $1", [queue])).rows[0] as
    Record<string, unknown> | undefined;
const isRunning = (queue: string) => async () => (await state(queue))?.["state"] === "running";
interface QueueStanding {
  depth: number;
  unconfirmed: object | null;
  subscription: { types: unknown } | null;
}
const upstream = () => sandbox.control<Record<"alarm" | "rawmsg" | "combine", QueueStanding>>("GET", "/queues");
const drained = (queue: "alarm" | "rawmsg") => async () => {
  const { depth, unconfirmed } = (await upstream())[queue];
  return depth === 0 && unconfirmed === null;
};

dbTest("what is told is stored and confirmed, a backlog too", async () => {
  await start("alarms");
  await until(isRunning("alarms"));
  await emit({ type: "10002", count: 730, queue: "alarm" });
  await until(async () => (await count("alarm")) === 730);
  await until(drained("alarm"));
  expect(await state("alarms")).toMatchObject({ received: "730", remaining: 0, code: null });
  expect((await upstream()).alarm.subscription).toMatchObject({ types: "all" });
});

dbTest("a batch whose confirmation is lost comes again and is stored once", async () => {
  await sandbox.control("POST", "/faults", { match: "mq/messages/complete", kind: "status5xx", status: 503, times: 4 });
  await start("alarms");
  await until(isRunning("alarms"));
  const { guids } = await emit({ type: "10002", stage: "pulse", queue: "alarm" });
  await until(async () => (await count("queue_message")) === 1);
  await until(drained("alarm"));
  expect(await query("SELECT id, pulses FROM alarm")).toEqual([{ id: guids[0], pulses: 1 }]);
});

dbTest("a confirmation that arrived but whose answer was lost does no harm", async () => {
  await sandbox.loseAnswer("mq/messages/complete", { times: 1 });
  await start("alarms");
  await until(isRunning("alarms"));
  await emit({ type: "10002", queue: "alarm" });
  await until(drained("alarm"));
  await until(isRunning("alarms"));
  expect(await count("alarm")).toBe(1);
});

dbTest("a pump that lost its lease while it pulled stores and confirms nothing", async () => {
  const pump = await start("alarms");
  await until(isRunning("alarms"));
  await sandbox.control("POST", "/faults", { match: "alarm/v1/mq/messages$", kind: "slowBody", ms: 3_000 });
  await sandbox.control("DELETE", "/journal");
  await emit({ type: "10002", queue: "alarm" });
  const pulled = () => upstream().then(({ alarm }) => alarm.unconfirmed !== null);
  await until(pulled);
  await pool().query("UPDATE lease SET fence = fence + 1 WHERE name = 'test'");
  expect(await pump.ended).toBeInstanceOf(LeaseLostError);
  expect(await count("queue_message")).toBe(0);
  expect(await pulled()).toBe(true);
});

dbTest("after a lapse it subscribes anew, and what was missed comes from the log, once", async () => {
  const first = await start("alarms");
  await until(isRunning("alarms"));
  const { guids: heard } = await emit({ type: "10002", queue: "alarm" });
  await until(drained("alarm"));
  await first.stop();
  await sandbox.control("POST", "/queues/lapse", { queue: "alarm" });
  const { guids: missed } = await emit({ type: "10002", count: 3 });
  await start("alarms");
  await until(async () => (await count("queue_gap")) === 1);
  await until(async () => (await upstream()).alarm.subscription !== null);
  await recoverGaps(await run());
  // The sandbox's log makes up alarms of its own as the day goes on: one may fall into this minute.
  const told = [...heard, ...missed].map((id) => `'${id}'`).join(", ");
  const rows = await query<{ id: string; origin: string }>(
    `SELECT id, origin FROM alarm WHERE id IN (${told}) ORDER BY origin, id`,
  );
  const recovered = await count("alarm WHERE origin = 'log'");
  expect(rows).toEqual([
    ...missed.toSorted().map((id) => ({ id, origin: "log" })),
    ...heard.map((id) => ({ id, origin: "queue" })),
  ]);
  expect(await query("SELECT cause, state, recovered FROM queue_gap")).toEqual([
    { cause: "lapsed", state: "recovered", recovered },
  ]);
  expect(await count("alarm_entry WHERE kind = 'recovered'")).toBe(recovered);
  expect(await queueStates(await make.actor("guard"))).toMatchObject({
    gaps: [{ queue: "alarms", state: "recovered", recovered }],
  });
});

dbTest("a gap that was half read goes on where it was, and one that cannot be read says why", async () => {
  const day = 86_400_000;
  const [from, to] = [new Date(Date.now() - 4 * day), new Date()];
  const insert = `INSERT INTO queue_gap (id, queue, cause, from_at, to_at, read_to)
                  VALUES (gen_random_uuid(), 'alarms', 'outage', $1, $2, $3)`;
  await pool().query(insert, [from, to, new Date(to.getTime() - day / 2)]);
  await recoverGaps(await run());
  const { entries } = await sandbox.control<{ entries: { path: string }[] }>("GET", "/journal");
  // Half a day and the reach of the devices' zones; all of it would be five days.
  const searches = entries.filter(({ path }) => path.includes("alarmlog"));
  expect(searches.length).toBeGreaterThan(0);
  expect(searches.length).toBeLessThan(3);
  expect(await query("SELECT state FROM queue_gap")).toEqual([{ state: "recovered" }]);
  await pool().query("TRUNCATE queue_gap");
  await pool().query(insert, [from, to, null]);
  await sandbox.control("POST", "/faults", { match: "alarmlog", kind: "errorCode", code: "OPEN000026", times: 1 });
  expect(await recoverGaps(await run())).toBeGreaterThan(60_000);
  expect(await query("SELECT state, code, refusals FROM queue_gap")).toEqual([
    { state: "open", code: "OPEN000026", refusals: 1 },
  ]);
  // Nothing is asked before its time.
  await sandbox.control("DELETE", "/journal");
  await recoverGaps(await run());
  const early = await sandbox.control<{ entries: { path: string }[] }>("GET", "/journal");
  expect(early.entries.filter(({ path }) => path.includes("alarmlog"))).toEqual([]);
  const due = () => pool().query("UPDATE queue_gap SET next_attempt_at = clock_timestamp() - interval '1 second'");
  await sandbox.control("POST", "/faults", { match: "alarmlog", kind: "status5xx", status: 404 });
  for (let attempt = 2; attempt < 7; attempt += 1) {
    await due();
    await recoverGaps(await run());
    expect(await query("SELECT state, refusals FROM queue_gap")).toEqual([{ state: "open", refusals: attempt }]);
  }
  await due();
  expect(await recoverGaps(await run())).toBeUndefined();
  expect(await query("SELECT state FROM queue_gap")).toEqual([{ state: "lost" }]);
});

dbTest("while one gap cannot be read the next has its turn", async () => {
  await pool().query(
    `INSERT INTO queue_gap (id, queue, cause, from_at, to_at, found_at)
     VALUES (gen_random_uuid(), 'messages', 'outage', now() - interval '1 hour', now(), now() - interval '1 hour'),
            (gen_random_uuid(), 'alarms', 'lapsed', now() - interval '1 hour', now(), now())`,
  );
  await sandbox.control("POST", "/faults", { match: "certificaterecords", kind: "status5xx", status: 404 });
  await recoverGaps(await run());
  expect(await query("SELECT queue, state, refusals FROM queue_gap ORDER BY queue")).toEqual([
    { queue: "alarms", state: "recovered", refusals: 0 },
    { queue: "messages", state: "open", refusals: 1 },
  ]);
});

dbTest("where the log is told area by area, one that is refused is left out and named", async () => {
  const pump = await start("alarms");
  await until(isRunning("alarms"));
  const { guids } = await emit({ type: "10002", queue: "alarm" });
  await until(drained("alarm"));
  await pump.stop();
  // The gateway has never heard of the second.
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
     SELECT id, name, '', ARRAY[id], ARRAY[name], '', 1
       FROM (SELECT area_id, 'Yard' FROM alarm UNION ALL SELECT 'no-such-area', 'Dock') AS a(id, name);
     INSERT INTO queue_gap (id, queue, cause, from_at, to_at)
     VALUES (gen_random_uuid(), 'alarms', 'lapsed', now() - interval '1 hour', now());
     TRUNCATE alarm`,
  );
  await sandbox.control("POST", "/settings", { alarmLogArea: "required" });
  await recoverGaps(await run());
  expect(await query(`SELECT origin FROM alarm WHERE id = '${guids[0]}'`)).toEqual([{ origin: "log" }]);
  expect(await query("SELECT state, reason, refused_areas FROM queue_gap")).toEqual([
    {
      state: "recovered",
      reason: "The gateway refuses the log of an area: Dock. What was missed there is lost.",
      refused_areas: ["no-such-area"],
    },
  ]);
});

dbTest("a gateway without a queue is said to have none, and people switch queues", async () => {
  const admin = await make.actor();
  const idle = await start("events");
  expect(await idle.ended).toBeNull();
  expect(await state("events")).toMatchObject({ state: "off" });
  await switchQueue(admin, { queue: "events", on: true });
  await sandbox.control("POST", "/faults", { match: "combine/v1", kind: "status5xx", status: 404 });
  const missing = await start("events");
  expect(await missing.ended).toBeNull();
  expect(await state("events")).toMatchObject({ state: "missing" });
  await sandbox.control("DELETE", "/faults");
  await start("events");
  await until(isRunning("events"));
  await switchQueue(admin, { queue: "events", on: false });
  await until(async () => (await state("events"))?.["state"] === "off");
  const audited = await query("SELECT action FROM audit_entry WHERE action = 'queue.switch'");
  expect(audited).toHaveLength(2);
});

dbTest("while a backlog of alarms is drained the other queues are asked less", async () => {
  await pool().query("TRUNCATE gateway_lane_use, gateway_usage, gateway_waiter");
  const busy = async (queue: PumpedQueue) => (await standingOf(queue)).busy;
  await favourAlarms({ draining: false });
  expect(await busy("messages")).toBe(false);
  await favourAlarms({ draining: true });
  expect(await busy("messages")).toBe(true);
  expect(await busy("alarms")).toBe(false);
});

dbTest("a queue that has answered is never missing: it fails, and is read again in seconds", async () => {
  const pump = await start("alarms");
  await until(isRunning("alarms"));
  await sandbox.control("POST", "/faults", {
    match: "alarm/v1/mq/messages$",
    kind: "status5xx",
    status: 404,
  });
  await until(async () => (await state("alarms"))?.["state"] !== "running");
  expect(await state("alarms")).toMatchObject({ state: "failing", code: "HTTP 404" });
  await sandbox.control("DELETE", "/faults");
  await emit({ type: "10002", queue: "alarm" });
  await until(async () => (await count("alarm")) === 1);
  expect(await Promise.race([pump.ended, "still runs"])).toBe("still runs");
});

dbTest("an alarm queue that never answered is asked for again in minutes", async () => {
  await sandbox.control("POST", "/faults", { match: "alarm/v1/mq", kind: "status5xx", status: 404 });
  const { fence } = await run();
  const duty = queueDuties.find(({ name }) => name === dutyOf("alarms"));
  expect(await duty?.run({ ...dutyRun(), fence })).toBeLessThanOrEqual(300_000);
  expect(await state("alarms")).toMatchObject({ state: "missing" });
});

dbTest("a pump that cannot store says so, without blaming the messages, and goes on", async () => {
  await pool().query(
    `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'secret words' USING ERRCODE = '53100'; END $$;
     CREATE TRIGGER no_room BEFORE INSERT ON queue_message EXECUTE FUNCTION no_room()`,
  );
  try {
    await start("alarms");
    await until(isRunning("alarms"));
    await emit({ type: "10002", queue: "alarm" });
    await until(async () => (await state("alarms"))?.["state"] === "failing");
    const { reason, code } = (await state("alarms")) ?? {};
    expect({ reason, code }).toEqual({ reason: "The database's disk is full: nothing can be stored.", code: "53100" });
  } finally {
    await pool().query("DROP FUNCTION no_room CASCADE");
  }
  await until(isRunning("alarms"));
  await until(drained("alarm"));
  expect(await state("alarms")).toMatchObject({ reason: null, code: null, unreadable: "0" });
  expect(await count("alarm")).toBe(1);
});

dbTest("a message that cannot be stored is set aside, word for word, and blocks no other", async () => {
  await start("alarms");
  await until(isRunning("alarms"));
  // More than an index can hold.
  const guid = Array.from({ length: 600 }, () => randomUUID()).join("");
  const messages = [wireAlarm({ guid: "before" }), wireAlarm({ guid }), wireAlarm({ guid: "after" })];
  await emit({ queue: "alarm", messages });
  await until(drained("alarm"));
  expect(await query("SELECT id FROM alarm ORDER BY id")).toEqual([{ id: "after" }, { id: "before" }]);
  expect(await state("alarms")).toMatchObject({ received: "3", unreadable: "1" });
  const aside = await query<{ raw: string }>("SELECT raw FROM queue_message WHERE kind = 'unreadable'");
  expect(aside.map(({ raw }) => JSON.parse(raw) as object)).toMatchObject([{ guid }]);
});

dbTest("alarms that nobody reads are said to fail, unless something else explains it", async () => {
  const guard = await make.actor("guard");
  const standing = async () => (await queueStates(guard)).items.find(({ queue }) => queue === "alarms");
  await pool().query(
    `INSERT INTO queue_state (queue, state, pulled_at) VALUES ('alarms', 'running', now() - interval '20 seconds')`,
  );
  expect(await standing()).toMatchObject({ state: "running" });
  const lease = "INSERT INTO lease (name, holder, fence, expires_at) VALUES ('queue.alarms', 'x', 1, now() + '1 hour')";
  await pool().query(lease);
  try {
    const { pulledAt, ...rest } = (await standing()) ?? {};
    expect(rest).toMatchObject({ state: "failing", since: pulledAt, reason: "It has not been read since then." });
    await pool().query("UPDATE queue_state SET switched_on = false");
    expect(await standing()).toMatchObject({ state: "running", on: false });
    await pool().query("UPDATE queue_state SET switched_on = NULL, pulled_at = clock_timestamp()");
    expect(await standing()).toMatchObject({ state: "running" });
  } finally {
    await pool().query("DELETE FROM lease WHERE name = 'queue.alarms'");
  }
});

dbTest("a swipe that the records and the queue both tell is shown once", async () => {
  await start("messages");
  await until(isRunning("messages"));
  await sandbox.control("POST", "/people/swipes", {});
  await until(async () => (await count("device_event WHERE origin = 'queue'")) === 1);
  const told = await query<{ id: string; person_name: string }>("SELECT id, person_name FROM device_event");
  // The queue tells of doors, so nobody asks for the records.
  await pollRecords(await run());
  expect(await state("access-records")).toMatchObject({ state: "off", reason: "The message queue tells of doors." });
  await switchQueue(await make.actor(), { queue: "messages", on: false });
  await until(async () => (await state("messages"))?.["state"] === "off");
  await pollRecords(await run());
  expect(await state("access-records")).toMatchObject({ state: "running" });
  const twice = await query(`SELECT d.id FROM device_event d JOIN device_event q ON q.origin = 'queue'
                              WHERE d.origin = 'record' AND d.person_id = q.person_id AND d.source_id = q.source_id
                                AND abs(extract(epoch FROM d.occurred_at - q.occurred_at)) < 5`);
  expect(twice).toEqual([]);
  expect(await query(`SELECT id, person_name FROM device_event WHERE id = ${told[0]?.id}`)).toEqual(told);
  const before = await count("device_event");
  await pollRecords(await run());
  expect(await count("device_event")).toBe(before);
  // Once they were read they are there: a proxy's 404 is a failure, and soon tried again.
  await sandbox.control("POST", "/faults", { match: "certificaterecords", kind: "status5xx", status: 404, times: 1 });
  expect(await pollRecords(await run())).toBeLessThan(60_000);
  expect(await state("access-records")).toMatchObject({ state: "failing" });
  await sandbox.control("POST", "/people/swipes", {});
  await pollRecords(await run());
  expect(await count("device_event")).toBe((before ?? 0) + 1);
});
