/** The gateway's own alarm log, beside what Gatehouse has. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { AlarmLogPage } from "@/lib/domains/alarm-log/schema";
import { areaMirror } from "@/lib/domains/areas/mirror";
import { deviceMirror } from "@/lib/domains/devices/mirror";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import { timeZoneMirror } from "@/lib/domains/time-zones/mirror";
import type { Problem } from "@/lib/http/problem";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { pool } from "@/lib/db/client";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { GET } from "./route";

let sandbox: TestSandbox;
let guard: SignedIn;

// The clock of the made-up world stands still here.
const now = Date.UTC(2026, 4, 20, 12);
const day = { from: new Date(now - 86_400_000).toISOString(), to: new Date(now).toISOString() };

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  guard = await signedIn("guard");
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.control("POST", "/reset", { stopAt: now });
  await sweep(areaMirror, dutyRun());
});

const ask = (query: Record<string, string>, who = guard, signal?: AbortSignal) => {
  const path = `/api/alarm-log?${new URLSearchParams(query)}`;
  return callRoute(GET, who.request(path, signal === undefined ? {} : { signal }));
};

async function search(query: Record<string, string> = day, who = guard): Promise<AlarmLogPage> {
  const response = await ask(query, who);
  expect(response.status).toBe(200);
  return (await response.json()) as AlarmLogPage;
}

dbTest("a day of the log is shown, each alarm with whether it is known here", async () => {
  const first = await search();
  expect(first).toMatchObject({ page: 1, more: false, skipped: 0 });
  const mine = first.items[0];
  expect(mine).toMatchObject({ known: false, typeName: expect.stringMatching(/\S/) as string });
  await makeAlarm({ id: mine?.id ?? "" });
  const second = await search();
  expect(second.items.filter(({ known }) => known).map(({ id }) => id)).toEqual([mine?.id]);
  expect(second.items.map(({ id }) => id)).toEqual(first.items.map(({ id }) => id));
});

/** What the log holds of a day, and since when, whatever clocks its devices show: read without any of our code. */
async function truth(): Promise<Map<string, number>> {
  const wall = (at: number) => new Date(at).toISOString().slice(0, 19).replace("T", " ");
  const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
  const found = new Map<string, number>();
  // No clock is further from UTC than a day.
  for (let at = from - 86_400_000; at < to + 86_400_000; at += 86_400_000) {
    const [beginTime, endTime] = [wall(at), wall(at + 86_400_000)];
    const search = { pageIndex: 1, pageSize: 500, timeRange: { beginTime, endTime } };
    const { alarmLogList } = await sandbox.answer("/alarm/v1/alarmlog", search);
    for (const { guid, timeInfo } of alarmLogList as { guid: string; timeInfo: { startTime: string } }[]) {
      const started = Date.parse(timeInfo.startTime);
      if (started >= from && started <= to) found.set(guid, started);
    }
  }
  return found;
}

/** Two zones that are most of a day apart: whatever has a device in `area`, and all other devices. */
async function twoZones(area: string): Promise<void> {
  // Anew: a day that was asked for keeps the clocks it was written down with.
  await sandbox.control("POST", "/reset", { stopAt: now });
  for (const source of [timeZoneMirror, deviceMirror, ...Object.values(elementMirrors)]) await sweep(source, dutyRun());
  const { rows: zones } = await pool().query<{ id: string; name: string }>("SELECT id, name FROM time_zone");
  const idOf = (wanted: string) => zones.find(({ name }) => name === wanted)?.id;
  const { rows: devices } = await pool().query<{ serial: string; inside: boolean }>(
    `SELECT d.serial, d.id IN (
              SELECT device_id FROM camera WHERE area_id = $1 UNION SELECT device_id FROM door WHERE area_id = $1
              UNION SELECT device_id FROM alarm_input WHERE area_id = $1
              UNION SELECT device_id FROM alarm_output WHERE area_id = $1) AS inside
       FROM device d WHERE d.serial IS NOT NULL`,
    [area],
  );
  for (const { serial, inside } of devices) {
    const timeZoneId = idOf(inside ? "Tokyo Standard Time" : "Pacific Standard Time");
    await sandbox.control("PATCH", `/world/devices/${serial}`, { timeZoneId });
  }
  await sweep(deviceMirror, dutyRun());
}

dbTest("sites in two time zones are searched at the same moments, each on its own clock", async () => {
  const east = (await search()).items.find(({ area }) => area.id !== null)?.area.id ?? "";
  await twoZones(east);
  const wanted = await truth();
  const since = (moment: number) => [...wanted].flatMap(([id, at]) => (at >= moment ? [id] : [])).sort();
  const found = await search({ ...day, utcOffset: "345" });
  expect(found.clocks).toEqual({ of: "sites", least: -480, most: 540 });
  expect(found.items.map(({ id }) => id).sort()).toEqual(since(0));
  // A few hours are what they say too, though clocks are most of a day apart.
  const morning = now - 6 * 3_600_000;
  const hours = await search({ ...day, from: new Date(morning).toISOString() });
  expect(hours.items.map(({ id }) => id).sort()).toEqual(since(morning));
  expect(hours.items.length).toBeGreaterThan(0);

  const inArea = await search({ ...day, area: east });
  expect(inArea.clocks).toEqual({ of: "area", least: 540, most: 540 });
  expect(inArea.items.every(({ id, area }) => area.id === east && wanted.has(id))).toBe(true);
  expect(inArea.items.length).toBeGreaterThan(0);
  expect(inArea.items).toHaveLength(found.items.filter(({ area }) => area.id === east).length);
});

dbTest("while no site's time zone is known the viewer's clock counts, and the answer says so", async () => {
  await pool().query("TRUNCATE device, time_zone");
  expect((await search({ ...day, utcOffset: "345" })).clocks).toEqual({ of: "viewer", least: 345, most: 345 });
});

dbTest("area and types narrow it", async () => {
  const { items } = await search();
  const area = items.find((item) => item.area.id !== null)?.area.id ?? "";
  const type = items[0]?.type ?? "";
  const inArea = (await search({ ...day, area })).items;
  expect(inArea.map(({ id }) => id)).toEqual(items.filter((item) => item.area.id === area).map(({ id }) => id));
  const ofType = (await search({ ...day, type })).items;
  expect(ofType.map(({ id }) => id)).toEqual(items.filter((item) => item.type === type).map(({ id }) => id));
});

dbTest("more than a day, a time that is none and an end before the start are refused by field", async () => {
  const fields = async (query: Record<string, string>) => {
    const response = await ask(query);
    expect(response.status).toBe(400);
    return ((await response.json()) as Problem).errors?.map(({ field }) => field);
  };
  expect(await fields({ ...day, from: new Date(now - 86_400_001).toISOString() })).toEqual(["to"]);
  expect(await fields({ from: day.to, to: day.from })).toEqual(["to"]);
  expect(await fields({ from: "yesterday", to: day.to })).toContain("from");
  expect(await fields({ ...day, page: "0" })).toEqual(["page"]);
  expect(await fields({ ...day, type: "motion" })).toEqual(["type.0"]);
});

dbTest("who is limited to areas names one of them, and sees nothing of the others", async () => {
  const { items } = await search();
  const [here, there] = [...new Set(items.flatMap((item) => (item.area.id === null ? [] : [item.area.id])))];
  if (here === undefined || there === undefined) throw new Error("the log tells of fewer than two areas");
  const limited = await signedIn("guard", { areaIds: [here] });
  expect((await ask(day, limited)).status).toBe(400);
  const mine = (await search({ ...day, area: here }, limited)).items;
  expect(mine.every((item) => item.area.id === here)).toBe(true);
  if ((await ask({ ...day, area: there }, limited)).status !== 404) {
    // It lies below the other one.
    expect((await search({ ...day, area: there }, limited)).items.every((item) => item.area.id === there)).toBe(true);
  }
  expect((await ask({ ...day, area: "no-such-area" }, limited)).status).toBe(404);
});

dbTest("a gateway that fails says so with its code, and one who goes away stops the search", async () => {
  await sandbox.control("POST", "/faults", { match: "alarmlog", kind: "errorCode", code: "OPEN000028", times: 1 });
  const refused = (await (await ask(day)).json()) as Problem;
  expect(refused).toMatchObject({ code: "OPEN000028" });
  await sandbox.control("POST", "/faults", { match: "alarmlog", kind: "hang" });
  const leaving = new AbortController();
  const pending = ask(day, guard, leaving.signal);
  const hits = async () => {
    const { faults } = await sandbox.control<{ faults: { hits: number }[] }>("GET", "/faults");
    return faults[0]?.hits ?? 0;
  };
  await expect.poll(hits, { timeout: 20_000 }).toBeGreaterThan(0);
  leaving.abort();
  expect((await pending).status).toBeGreaterThanOrEqual(400);
});
