import { beforeAll } from "vitest";
import { GET as getFile } from "./csv/route";
import { GET as getQuality } from "./route";
import { pool } from "@/lib/db/client";
import type { AlarmQuality } from "@/lib/domains/alarm-quality/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { entriesOf } from "@/lib/testing/entries";

const from = "2026-03-02T00:00:00.000Z";
const to = "2026-03-02T04:00:00.000Z";
const range = `from=${from}&to=${to}`;

let guard: SignedIn;
let limited: SignedIn;

async function quality(query = range, who = guard): Promise<AlarmQuality> {
  const response = await callRoute(getQuality, who.request(`/api/alarm-quality?${query}`));
  const body = (await response.json()) as AlarmQuality;
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body;
}

interface Some {
  source: string;
  at: string;
  count: number;
  /** Seconds between two. */
  apart?: number;
  priority?: number;
  type?: string;
  area?: string;
  origin?: string;
}

/** Handled alarms that came at these times of that night. */
async function came({
  source,
  at,
  count,
  apart = 20,
  priority = 3,
  type = "10002",
  area = "hall",
  origin = "queue",
}: Some) {
  await pool().query(
    `INSERT INTO alarm (id, type, source_id, source_name, area_id, priority, gateway_priority, occurred_at, received_at, state,
                        group_id, group_last_at, origin)
     SELECT id, $1, $2, 'Name of ' || $2, $3, $4::int, $4::int, at, at, 'closed', id, at, $5
       FROM (SELECT gen_random_uuid()::text AS id, $6::timestamptz + n * $7 * interval '1 second' AS at
               FROM generate_series(0, $8::int - 1) n) AS made`,
    [type, source, area, priority, origin, `2026-03-02T${at}Z`, apart, count],
  );
}

beforeAll(async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
       VALUES ('hall', 'Hall', '', '{hall}', '{Hall}', '', 1), ('yard', 'Yard', '', '{yard}', '{Yard}', '', 1)`,
  );
  guard = await signedIn("guard", { name: "Gwen" });
  limited = await signedIn("guard", { areaIds: ["yard"] });
  // A flood: 12, then 6, which goes on with it, then 4, which ends it; 9 later begin none.
  await came({ source: "bay", at: "00:00:00", count: 12, apart: 40 });
  await came({ source: "bay", at: "00:10:00", count: 6, apart: 60 });
  await came({ source: "bay", at: "00:20:00", count: 4, apart: 90, priority: 1 });
  await came({ source: "gate", at: "01:00:00", count: 9, apart: 61, area: "yard" });
  // Three within a minute, of one type; of two types they are no chatter.
  await came({ source: "dock", at: "02:00:00", count: 3, apart: 30, priority: 2 });
  await came({ source: "lift", at: "02:30:00", count: 2, apart: 10 });
  await came({ source: "lift", at: "02:30:00", count: 2, apart: 10, type: "10003" });
  // Given back by the gateway's log, and before the time asked for.
  await came({ source: "log", at: "03:00:00", count: 50, apart: 1, origin: "log" });
  await came({ source: "bay", at: "04:00:00", count: 1 });
});

dbTest("rate, floods and bars are those of the ten minutes", async () => {
  const report = await quality();
  expect(report).toMatchObject({ from, to, total: 38, operators: 1, stepMinutes: 10 });
  expect(report.rate.peak).toBe(12);
  expect(report.rate.average).toBeCloseTo(38 / 24, 6);
  expect(report.rate.overloaded).toBeCloseTo(1 / 24, 6);
  expect(report.floods).toEqual({
    count: 1,
    minutes: 20,
    items: [{ from, to: "2026-03-02T00:20:00.000Z", alarms: 18, peak: 12 }],
  });
  expect(report.series).toHaveLength(24);
  expect(report.series.slice(0, 4).map(({ alarms, high, rate }) => [alarms, high, rate])).toEqual([
    [12, 0, 12],
    [6, 0, 6],
    [4, 4, 4],
    [0, 0, 0],
  ]);
});

dbTest("who tells most, what chatters, and how priorities are mixed", async () => {
  const report = await quality();
  expect(report.sources.items[0]).toEqual({ id: "bay", name: "Name of bay", alarms: 22, share: 22 / 38 });
  expect(report.sources.items.map(({ id }) => id)).toEqual(["bay", "gate", "lift", "dock"]);
  expect(report.sources.share).toBe(1);
  expect(report.chattering).toMatchObject({
    count: 1,
    items: [{ source: { id: "dock", name: "Name of dock" }, type: "10002", alarms: 3, bursts: 1 }],
  });
  expect(report.priorities.map(({ priority, alarms }) => [priority, alarms])).toEqual([
    [1, 4],
    [2, 3],
    [3, 31],
    [4, 0],
  ]);
});

dbTest("the load is shared by those who acted in the same hour", async () => {
  const people = [guard.actor.userId, limited.actor.userId];
  await pool().query(
    `INSERT INTO alarm_entry (alarm_id, user_id, kind, at) SELECT 'x', id, 'note', timestamptz '2026-03-02 00:30Z' FROM unnest($1::uuid[]) id`,
    [people],
  );
  const report = await quality();
  expect(report.rate.peak).toBe(9);
  expect(report.operators).toBeCloseTo((6 * 2 + 18) / 24, 6);
  expect(report.floods.count).toBe(0);
  await pool().query("DELETE FROM alarm_entry");
});

dbTest("who was on duty shares the load too, once, and in no report of areas alone", async () => {
  await pool().query(
    `INSERT INTO duty_period (id, user_id, session_id, started_at, until, ended_at)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), t, t + interval '12 hours', t + interval '90 minutes'
       FROM unnest(ARRAY[timestamptz '2026-03-02 00:15Z', timestamptz '2026-03-02 01:00Z']) AS t`,
    [guard.actor.userId],
  );
  await pool().query(
    `INSERT INTO duty_period (id, user_id, session_id, started_at, until) VALUES
       (gen_random_uuid(), $1, gen_random_uuid(), timestamptz '2026-03-02 00:00Z', timestamptz '2026-03-02 01:00Z')`,
    [limited.actor.userId],
  );
  const report = await quality();
  expect(report.rate.peak).toBe(9);
  expect(report.operators).toBeCloseTo((6 * 2 + 18) / 24, 6);
  await pool().query("DELETE FROM duty_period");
});

dbTest("a longer time has fewer bars, and the end is never after now", async () => {
  const month = await quality("from=2026-02-10T00:00:00Z&to=2026-03-05T00:00:00Z");
  expect(month).toMatchObject({ stepMinutes: 360, total: 39 });
  expect(month.series).toHaveLength(92);
  const usual = await quality("");
  expect(Date.parse(usual.to)).toBeLessThanOrEqual(Date.now());
  expect(usual.series).toHaveLength(7 * 24);
  const ahead = await quality(`from=${new Date(Date.now() + 3_600_000).toISOString()}`);
  expect(ahead).toMatchObject({ total: 0, series: [], rate: { average: 0, peak: 0 } });
});

dbTest("what is open for more than a day is stale, and a flood under way has no end yet", async () => {
  const hour = 3_600_000;
  await makeAlarm({ receivedAgoMs: 25 * hour, areaId: "hall" });
  await makeAlarm({ receivedAgoMs: 23 * hour, areaId: "hall" });
  await makeAlarm({ receivedAgoMs: 25 * hour, areaId: "hall", state: "resolved" });
  expect((await quality()).stale).toEqual({ count: 1, oldestAt: expect.stringMatching(/Z$/) as string });
  for (let n = 0; n < 10; n += 1) await makeAlarm({ areaId: "hall", state: "closed" });
  const begin = new Date(Date.now() - 60_000).toISOString();
  expect((await quality(`from=${begin}`)).floods.items).toMatchObject([{ from: begin, to: null, alarms: 10 }]);
});

dbTest("who is limited to areas sees the figures of those alone", async () => {
  const report = await quality(range, limited);
  expect(report).toMatchObject({ total: 9, stale: { count: 0 } });
  expect(report.sources.items.map(({ id }) => id)).toEqual(["gate"]);
});

dbTest("a wrong span is refused by name", async () => {
  const fields = async (query: string) => {
    const response = await callRoute(getQuality, guard.request(`/api/alarm-quality?${query}`));
    const { errors } = (await response.json()) as { errors: { field: string }[] };
    return [response.status, ...errors.map(({ field }) => field)];
  };
  expect(await fields(`from=${to}&to=${from}`)).toEqual([400, "to"]);
  expect(await fields("from=2025-01-01T00:00:00Z&to=2026-01-01T00:00:00Z")).toEqual([400, "from"]);
  expect(await fields("from=yesterday")).toEqual([400, "from"]);
});

dbTest("the figures become a file, and that stands in the audit log", async () => {
  const response = await callRoute(getFile, guard.request(`/api/alarm-quality/csv?${range}`));
  expect(response.headers.get("content-disposition")).toContain('filename="alarm-quality-2026-03-02-2026-03-02.csv"');
  const lines = (await response.text()).split("\r\n");
  expect(lines[0]).toContain("Figure,Item,From,To,Value,Share");
  expect(lines).toContain(`Alarms,,${from},${to},38,`);
  expect(lines).toContain(`"Top source, alarms",Name of bay,${from},${to},22,0.579`);
  const entries = await entriesOf("list.export");
  expect(entries).toHaveLength(1);
});
