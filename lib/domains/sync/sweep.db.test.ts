import { afterAll, beforeAll, beforeEach } from "vitest";
import type { BusEvent, MirrorKindName } from "@/lib/bus/events";
import { pool } from "@/lib/db/client";
import { areaMirror } from "@/lib/domains/areas/mirror";
import { deviceMirror } from "@/lib/domains/devices/mirror";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { timeZoneMirror } from "@/lib/domains/time-zones/mirror";
import { GatewayError } from "@/lib/gateway/errors";
import { LeaseLostError, type DutyRun } from "@/lib/jobs/define";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { sleep } from "@/lib/time";
import { mirrorDuties } from "./job";
import { sweep, type MirrorSource } from "./mirror";

const sources: readonly MirrorSource[] = [areaMirror, deviceMirror, ...Object.values(elementMirrors), timeZoneMirror];
const { cameras } = elementMirrors;

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
});
afterAll(() => sandbox.stop());

const tables = ["area", "device", "camera", "door", "alarm_input", "alarm_output", "time_zone", "mirror_kind"];

beforeEach(async () => {
  await sandbox.control("POST", "/reset");
  await pool().query(`TRUNCATE ${tables.join(", ")}, bus_event`);
});

const pass = (source: MirrorSource = cameras) => sweep(source, dutyRun());

interface Row {
  id: string;
  name: string;
  online: string;
  onlineSince: Date | null;
  areaId: string | null;
  goneAt: Date | null;
  changedAt: Date;
  syncedAt: Date;
}

async function rowsOf(table = "camera"): Promise<Map<string, Row>> {
  const { rows } = await pool().query<Row>(
    `SELECT id, name, online, online_since AS "onlineSince", area_id AS "areaId", gone_at AS "goneAt",
            changed_at AS "changedAt", synced_at AS "syncedAt" FROM ${table}`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function present(table = "camera"): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(`SELECT id FROM ${table} WHERE gone_at IS NULL ORDER BY id`);
  return rows.map((row) => row.id);
}

async function kindRow(kind: MirrorKindName) {
  const { rows } = await pool().query<{
    sweep_id: string;
    page: number;
    started_at: Date | null;
    completed_at: Date | null;
    implausible: number;
    error: string | null;
    error_code: string | null;
    requested_at: Date | null;
  }>("SELECT * FROM mirror_kind WHERE kind = $1", [kind]);
  return rows[0];
}

/** Events since the last call, oldest first. */
async function events(): Promise<BusEvent[]> {
  const { rows } = await pool().query<{ payload: BusEvent }>("SELECT payload FROM bus_event ORDER BY seq");
  await pool().query("TRUNCATE bus_event");
  return rows.map((row) => row.payload);
}

async function changedIds(): Promise<string[]> {
  return (await events()).flatMap((event) => (event.topic === "mirror" ? (event.ids ?? []) : []));
}

const addCameras = (add: number) => sandbox.control<{ ids: string[] }>("POST", "/world/cameras", { add });

/** The gateway's own rows, read without any of our code. */
async function truth(path: string, key: string, filter?: object): Promise<Record<string, unknown>[]> {
  const data = await sandbox.answer(path, { pageIndex: 1, pageSize: 500, ...(filter && { filter }) });
  return data[key] as Record<string, unknown>[];
}

dbTest("the first pass of every kind copies the gateway's world", async () => {
  for (const source of sources) {
    expect(await pass(source)).toMatchObject({ outcome: "complete", gone: 0, held: false });
    expect((await kindRow(source.kind))?.completed_at).toBeInstanceOf(Date);
  }
  const all = { areaID: "-1", includeSubArea: "1" };
  const kinds = [
    ["camera", "/resource/v1/areas/cameras/get", "camera"],
    ["door", "/resource/v1/areas/doors/get", "door"],
    ["alarm_input", "/resource/v1/areas/alarminputs/get", "alarmInput"],
    ["alarm_output", "/resource/v1/areas/alarmoutputs/get", "alarmOutput"],
  ] as const;
  for (const [table, path, key] of kinds) {
    const expected = (await truth(path, key, all)) as {
      id: string;
      name: string;
      online: string;
      area: { id: string };
    }[];
    const rows = [...(await rowsOf(table)).values()].map(({ id, name, online, areaId }) => ({
      id,
      name,
      online,
      areaId,
    }));
    const wanted = expected.map(({ id, name, online, area }) => ({
      id,
      name,
      online: online === "1" ? "online" : "offline",
      areaId: area.id,
    }));
    expect(wanted.length, table).toBeGreaterThan(0);
    expect(new Set(rows)).toEqual(new Set(wanted));
  }
  const devices = await truth("/resource/v1/devices/get", "device");
  const known = await pool().query<{ id: string; name: string; serial: string; firmware: string }>(
    "SELECT id, name, serial, firmware FROM device",
  );
  expect(new Set(known.rows)).toEqual(
    new Set(
      devices.map((row) => ({ id: row["id"], name: row["name"], serial: row["serialNo"], firmware: row["version"] })),
    ),
  );
  const zones = await pool().query<{ utc_offset_minutes: number }>(
    "SELECT * FROM time_zone WHERE utc_offset_minutes = 345",
  );
  expect(zones.rowCount, "Kathmandu, east of Greenwich").toBeGreaterThan(0);
});

dbTest("what changes in the world shows after the next pass, and only that is published", async () => {
  await pass(areaMirror);
  await pass();
  const [renamed = "", switched = "", moved = "", removed = ""] = await present();
  const before = await rowsOf();
  const elsewhere = (await present("area")).find((id) => id !== before.get(moved)?.areaId) ?? "";
  await events();

  expect((await pass()).changed).toBe(0);
  expect((await events()).map((event) => event.topic)).toEqual(["sync"]);

  const online = before.get(switched)?.online !== "online";
  await sandbox.control("PATCH", `/world/cameras/${renamed}`, { name: "Renamed <b>&\u202e" });
  await sandbox.control("PATCH", `/world/cameras/${switched}`, { online });
  await sandbox.control("PATCH", `/world/cameras/${moved}`, { areaId: elsewhere });
  await sandbox.control("DELETE", `/world/cameras/${removed}`);
  const { ids } = await addCameras(1);
  const [added = ""] = ids;
  expect(await pass()).toMatchObject({ changed: 4, gone: 1 });
  const after = await rowsOf();
  expect(after.get(renamed)?.name).toBe("Renamed <b>&\u202e");
  expect(after.get(switched)).toMatchObject({
    online: online ? "online" : "offline",
    onlineSince: expect.any(Date) as Date,
  });
  expect(after.get(renamed)?.onlineSince).toBeNull();
  expect(after.get(moved)?.areaId).toBe(elsewhere);
  expect(after.get(removed)?.goneAt).toBeInstanceOf(Date);
  expect(after.get(added)?.goneAt).toBeNull();
  const heard = await events();
  const mirrored = heard.flatMap((event) => (event.topic === "mirror" ? [event] : []));
  expect(mirrored.flatMap((event) => event.ids).toSorted()).toEqual(
    [renamed, switched, moved, added, removed].toSorted(),
  );
  expect(mirrored[0]?.areaIds, "the area left and the one entered").toEqual(
    expect.arrayContaining([before.get(moved)?.areaId, elsewhere]),
  );
});

dbTest("a row that had gone comes back", async () => {
  await pass();
  const [id = ""] = await present();
  await pool().query("UPDATE camera SET gone_at = now() WHERE id = $1", [id]);
  await events();
  await pass();
  expect((await rowsOf()).get(id)?.goneAt).toBeNull();
  expect(await changedIds()).toEqual([id]);
});

const faults = [{ kind: "status5xx", status: 500 }, { kind: "html" }, { kind: "truncate" }] as const;

/** Waits until the pass has stored that page. */
async function stored(page: number): Promise<void> {
  while (((await kindRow("cameras"))?.page ?? 0) < page) await sleep(20);
}

dbTest.for(faults)("a pass that ends in $kind removes nothing and goes on later", async (fault) => {
  await addCameras(1_600);
  await pass();
  const before = await present();
  expect(before).toHaveLength(1_640);
  const [renamed = "", removed = ""] = before;
  await sandbox.control("PATCH", `/world/cameras/${renamed}`, { name: "After" });
  await sandbox.control("DELETE", `/world/cameras/${removed}`);
  await sandbox.control("POST", "/faults", { match: "areas/cameras/get", kind: "latency", ms: 250 });
  const failing = pass().catch((error: unknown) => error);
  await stored(1);
  await sandbox.control("POST", "/faults", { match: "areas/cameras/get", ...fault });
  expect(await failing).toBeInstanceOf(GatewayError);
  expect(await present()).toHaveLength(1_640);
  const stopped = await kindRow("cameras");
  expect(stopped?.page).toBeGreaterThan(0);

  await sandbox.control("DELETE", "/faults");
  const { entries } = await sandbox.control<{ entries: { seq: number }[] }>("GET", "/journal");
  const since = entries.at(-1)?.seq ?? 0;
  expect(await pass()).toMatchObject({ outcome: "complete" });
  const rest = await sandbox.control<{ entries: unknown[] }>("GET", `/journal?since=${since}`);
  expect(rest.entries, "only the pages that were missing").toHaveLength(4 - (stopped?.page ?? 0));
  const resumed = await kindRow("cameras");
  expect(resumed?.sweep_id).toBe(stopped?.sweep_id);
  const after = await rowsOf();
  expect(after.get(renamed)?.name).toBe("After");
  expect(after.get(removed)?.goneAt).toBeInstanceOf(Date);
});

dbTest("a pass that stopped too long ago starts anew", async () => {
  await pass();
  await pool().query(
    "UPDATE mirror_kind SET started_at = now() - interval '11 minutes', page = 1, seen = 500, total = 900",
  );
  const { sweep_id: old } = (await kindRow("cameras")) ?? {};
  await pass();
  expect(Number((await kindRow("cameras"))?.sweep_id)).toBe(Number(old) + 1);
  expect(await present()).toHaveLength(40);
});

dbTest("a pass that is aborted stores nothing more, and none is removed", async () => {
  await addCameras(1_600);
  await pass();
  await sandbox.control("POST", "/faults", { match: "areas/cameras/get", kind: "latency", ms: 250 });
  const stop = new AbortController();
  const aborted = sweep(cameras, dutyRun(stop.signal)).catch((error: unknown) => error);
  await stored(1);
  stop.abort(new Error("the process ends"));
  expect(await aborted).toBeInstanceOf(Error);
  expect((await kindRow("cameras"))?.started_at).toBeInstanceOf(Date);
  expect(await present()).toHaveLength(1_640);
});

dbTest("without its lease a pass stores nothing", async () => {
  const lost = sweep(cameras, { ...dutyRun(), fence: { name: "test", number: 2 } });
  await expect(lost).rejects.toBeInstanceOf(LeaseLostError);
  expect(await present()).toEqual([]);
});

dbTest("a pass that finds far too little removes nothing until a second one agrees", async () => {
  await pass();
  await sandbox.control("POST", "/settings", { pageLimitTotal: 5 });
  expect(await pass()).toMatchObject({ outcome: "complete", gone: 0, held: true });
  expect(await present()).toHaveLength(40);
  expect((await kindRow("cameras"))?.implausible).toBe(1);
  expect(await pass()).toMatchObject({ gone: 35, held: false });
  expect(await present()).toHaveLength(5);

  await sandbox.control("POST", "/settings", { pageLimitTotal: null });
  await pass();
  expect(await present()).toHaveLength(40);
  await sandbox.control("POST", "/settings", { pageLimitTotal: 0 });
  expect(await pass()).toMatchObject({ gone: 0, held: true });
  await sandbox.control("POST", "/settings", { pageLimitTotal: null });
  expect(await pass(), "the shrink was a mistake").toMatchObject({ gone: 0, held: false });
});

dbTest("rows that change pages while they are read are not taken for gone", async () => {
  await addCameras(1_600);
  await pass();
  const ids = await present();
  await sandbox.control("POST", "/faults", { match: "areas/cameras/get", kind: "latency", ms: 250 });
  const running = pass();
  await stored(1);
  // Everything after them moves up: rows at the pages' edges are never read.
  const removed = ids.slice(0, 3);
  for (const id of removed) await sandbox.control("DELETE", `/world/cameras/${id}`);
  expect(await running).toMatchObject({ gone: 0, held: false });
  await sandbox.control("DELETE", "/faults");
  expect(await pass()).toMatchObject({ gone: 3 });
  const rows = await rowsOf();
  expect(removed.map((id) => rows.get(id)?.goneAt === null)).toEqual([false, false, false]);
});

dbTest("what was changed here after a page was asked for is not overwritten by it", async () => {
  await pass();
  const [id = ""] = await present();
  await sandbox.control("PATCH", `/world/cameras/${id}`, { name: "From the gateway" });
  await sandbox.control("POST", "/faults", { match: "areas/cameras/get", kind: "latency", ms: 400, times: 1 });
  const running = pass();
  await sleep(150);
  await pool().query("UPDATE camera SET name = 'From here', changed_at = now(), synced_at = now() WHERE id = $1", [id]);
  await pool().query(
    `INSERT INTO camera (id, name, search, online, abilities, hash, sweep_id)
     VALUES ('new-here', 'New here', 'new here', 'online', '{}', '', 0)`,
  );
  expect(await running).toMatchObject({ changed: 0, gone: 0 });
  const rows = await rowsOf();
  expect(rows.get(id)?.name).toBe("From here");
  expect(rows.get("new-here")?.goneAt, "made after the pass began").toBeNull();
  await pass();
  expect((await rowsOf()).get(id)?.name).toBe("From the gateway");
  expect((await rowsOf()).get("new-here")?.goneAt).toBeInstanceOf(Date);
});

dbTest("awkward spelling gives the same copy", async () => {
  for (const source of sources) await pass(source);
  const copy = async () => {
    const kinds = tables.filter((table) => table !== "mirror_kind");
    const texts = kinds.map(
      (table) =>
        `SELECT '${table}' AS kind, (SELECT jsonb_agg(to_jsonb(t) - 'synced_at' - 'sweep_id' ORDER BY id) FROM ${table} t) AS rows`,
    );
    return (await pool().query(texts.join(" UNION ALL "))).rows;
  };
  const plain = await copy();
  await sandbox.control("POST", "/spelling", { mode: "awkward" });
  for (const source of sources) expect(await pass(source), source.kind).toMatchObject({ changed: 0, gone: 0 });
  expect(await copy()).toEqual(plain);
});

dbTest("names are kept as they are, whatever they hold", async () => {
  const names = [
    "'; DROP TABLE camera; --",
    "<script>alert(1)</script>",
    "\u202eoverride",
    "👩‍👩‍👧 \u0007",
    "x".repeat(900),
    "",
  ];
  const { ids } = await addCameras(names.length);
  for (const [at, id] of ids.entries()) await sandbox.control("PATCH", `/world/cameras/${id}`, { name: names[at] });
  await sandbox.control("PATCH", `/world/cameras/${(await addCameras(1)).ids[0]}`, { name: "nul\0 and half \ud83d" });
  await pass();
  const rows = await rowsOf();
  expect(ids.map((id) => rows.get(id)?.name)).toEqual(names);
  expect([...rows.values()].map((row) => row.name)).toContain("nul\ufffd and half \ufffd");
});

const dutyContext = (name: string): DutyRun => ({ ...dutyRun(), fence: { name, number: 1 } });

dbTest("duties read areas and devices first, note a failure, and clear it", async () => {
  const duty = (kind: MirrorKindName) => mirrorDuties.find(({ name }) => name === `mirror.${kind}`);
  const run = async (kind: MirrorKindName) => {
    const name = `mirror.${kind}`;
    await pool().query("INSERT INTO lease VALUES ($1, 'test', 1, now() + '1 hour') ON CONFLICT DO NOTHING", [name]);
    return duty(kind)?.run(dutyContext(name));
  };
  expect(await run("cameras"), "waits for areas and devices").toBe(300);
  await run("areas");
  await sandbox.control("POST", "/faults", { match: "devices/get", kind: "errorCode", code: "OPEN000010" });
  await expect(run("devices")).rejects.toBeInstanceOf(GatewayError);
  expect(await kindRow("devices")).toMatchObject({
    error_code: "OPEN000010",
    error: expect.stringMatching(/\w/) as string,
  });
  expect(await run("cameras"), "failed counts as tried").toBeGreaterThan(500_000);
  expect(await present()).toHaveLength(40);
  await sandbox.control("DELETE", "/faults");
  await run("devices");
  expect(await kindRow("devices")).toMatchObject({ error_code: null, error: null });
  expect(await run("devices")).toBeGreaterThan(500_000);
  await pool().query("UPDATE mirror_kind SET requested_at = now(), looked_at = now()");
  expect(await run("devices"), "asked for and looked at").toBeLessThanOrEqual(60_000);
  expect((await kindRow("devices"))?.requested_at).toBeNull();
});

dbTest("a long pass makes room for a kind that somebody waits for", async () => {
  await addCameras(600);
  await pool().query("INSERT INTO mirror_kind (kind, requested_at) VALUES ('doors', now())");
  expect((await pass()).outcome).toBe("yielded");
  await pass(elementMirrors.doors);
  expect((await pass()).outcome).toBe("complete");
  expect(await present()).toHaveLength(640);
});
