/** Adding, changing, refreshing and deleting devices. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { stepUp } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { deviceMirror } from "@/lib/domains/devices/mirror";
import type { AddDevices, RefreshedDevice } from "@/lib/domains/devices/schema";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import type { Problem } from "@/lib/http/problem";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf, wholeLog } from "@/lib/testing/entries";
import { requestedKinds } from "@/lib/testing/mirror";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { POST as postRefresh } from "./[id]/refresh/route";
import { PATCH as patchDevice } from "./[id]/route";
import { POST as postDelete } from "./delete/route";
import { POST as postDevices } from "./route";

let sandbox: TestSandbox;
let admin: SignedIn;
const run = dutyRun();

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  admin = await signedIn("administrator");
  await stepUp(admin.actor.sessionId);
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.control("POST", "/reset");
  for (const source of [deviceMirror, ...Object.values(elementMirrors)]) await sweep(source, run);
  await pool().query("TRUNCATE bus_event; UPDATE mirror_kind SET requested_at = NULL");
});

const common = { category: "encodingDevice", timeZone: { id: "30", applyToDevice: true }, importTo: "none" } as const;
const camera = { name: "Porch", serial: "S10000001", verifyCode: "ABCDEF" };

async function add(input: Partial<AddDevices>, who = admin): Promise<Response> {
  const json = { ...common, ...input };
  return callRoute(postDevices, who.request("/api/devices", { method: "POST", json }));
}

interface Row {
  id: string;
  name: string;
  serial: string;
  online: string;
  time_zone_id: string | null;
}

async function bySerial(serial: string): Promise<Row | undefined> {
  const { rows } = await pool().query<Row>("SELECT * FROM device WHERE serial = $1 AND gone_at IS NULL", [serial]);
  return rows[0];
}

async function anyDevice(where = "true"): Promise<Row> {
  const { rows } = await pool().query<Row>(`SELECT * FROM device d WHERE gone_at IS NULL AND ${where} ORDER BY name`);
  if (rows[0] === undefined) throw new Error("the world has no such device");
  return rows[0];
}

dbTest("a device is added, and nothing secret is written down", async () => {
  const device = { ...camera, userName: "installer", password: "Hunter-2-Hunter", streamSecretKey: "StreamKey77" };
  const response = await add({ devices: [device] });
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(JSON.parse(text)).toEqual({
    result: "done",
    items: [{ id: "S10000001", name: "Porch", result: "done", code: null, meaning: null, advice: null }],
  });
  const row = await bySerial("S10000001");
  expect(row).toMatchObject({ name: "Porch", time_zone_id: "30" });
  const entries = await entriesOf("device.add");
  expect(entries).toMatchObject([
    { phase: "attempt", result: "pending", objects: [{ kind: "device", id: "S10000001" }] },
    { phase: "outcome", result: "done", objects: [{ kind: "device", id: row?.id }] },
  ]);
  expect(await wholeLog()).toContain("Porch");
  for (const secret of ["ABCDEF", "Hunter-2-Hunter", "StreamKey77"]) {
    expect(await wholeLog()).not.toContain(secret);
    expect(text).not.toContain(secret);
  }
  expect(await requestedKinds()).toEqual(["devices"]);
  await sweep(deviceMirror, run);
  expect(await bySerial("S10000001")).toMatchObject({ id: row?.id, name: "Porch", online: "online" });
});

dbTest("each of several devices has its own result, and a later one does not suffer from an earlier one", async () => {
  const answer = (await (
    await add({
      devices: [
        { ...camera, verifyCode: "WRONG1" },
        { name: "Away", serial: "S20007001", verifyCode: "ABCDEF" },
        { name: "Gate camera", serial: "S10000007", verifyCode: "KLMNOP" },
      ],
    })
  ).json()) as CommandResult;
  expect(answer).toMatchObject({
    result: "partly done",
    items: [
      { id: "S10000001", result: "refused", code: "EVZ20010", advice: expect.stringMatching(/\S/) as string },
      { id: "S20007001", result: "refused", code: "EVZ20007" },
      { id: "S10000007", name: "Gate camera", result: "done" },
    ],
  });
  expect(await bySerial("S10000001")).toBeUndefined();
  expect(await bySerial("S10000007")).toBeDefined();
  const outcomes = (await entriesOf("device.add")).slice(-6).filter(({ phase }) => phase === "outcome");
  expect(outcomes.map(({ result, code }) => [result, code])).toEqual([
    ["refused", "EVZ20010"],
    ["refused", "EVZ20007"],
    ["done", null],
  ]);
});

/** Calls since the journal was emptied, by the end of their paths. */
async function called(): Promise<string[]> {
  const { entries } = await sandbox.control<{ entries: { path: string }[] }>("GET", "/journal");
  return entries.map(({ path }) => path.replace(/.*\/v1\//, "")).filter((path) => !path.startsWith("areas"));
}

dbTest("a device whose answer was lost is unknown, and read again by itself", async () => {
  await sandbox.loseAnswer("devices/add");
  const answer = (await (await add({ devices: [camera], importTo: "new" })).json()) as CommandResult;
  expect(answer).toMatchObject({ result: "unknown", items: [{ id: "S10000001", name: "Porch", result: "unknown" }] });
  expect((await entriesOf("device.add")).at(-1)).toMatchObject({ phase: "outcome", result: "unknown" });
  expect(await bySerial("S10000001")).toMatchObject({ name: "Porch", online: "online", time_zone_id: "30" });
  // What came into areas with it has no id that could be asked for.
  expect(await requestedKinds()).toEqual(["alarm-inputs", "alarm-outputs", "areas", "cameras", "doors"]);
  await sweep(deviceMirror, run);
  expect(await bySerial("S10000001"), "when it was added").toMatchObject({ added_at: expect.any(Date) as Date });
});

dbTest("a change whose answer was lost shows at once, by one call more", async () => {
  const device = await anyDevice();
  await sandbox.control("DELETE", "/journal");
  await sandbox.loseAnswer("devices/update");
  const problem = (await (await patch(device.id, { name: "Renamed all the same" })).json()) as Problem;
  expect(problem.outcome).toBe("unknown");
  expect(await bySerial(device.serial)).toEqual({
    ...device,
    ...{ name: "Renamed all the same", search: expect.any(String) as string, hash: expect.any(String) as string },
    ...{ sweep_id: "0", changed_at: expect.any(Date) as Date, synced_at: expect.any(Date) as Date },
  });
  // A change may be asked for again without harm.
  expect([...new Set(await called())]).toEqual(["devices/update", "devicedetail/get"]);
  expect(await requestedKinds()).toEqual([]);
});

dbTest("a change that was not carried out leaves the copy as it was", async () => {
  const device = await anyDevice();
  await sandbox.loseAnswer("devices/update", { carriedOut: false });
  expect(((await (await patch(device.id, { name: "Never" })).json()) as Problem).outcome).toBe("unknown");
  expect(await bySerial(device.serial)).toMatchObject({ name: device.name });
  expect(await requestedKinds()).toEqual([]);
});

dbTest("what cannot be read again by itself is left to a pass of its kind", async () => {
  const device = await anyDevice();
  await sandbox.loseAnswer("devices/update");
  await sandbox.control("POST", "/faults", { match: "devicedetail", kind: "errorCode", code: "OPEN000010" });
  expect((await patch(device.id, { name: "Later" })).status).toBeGreaterThanOrEqual(500);
  expect(await bySerial(device.serial)).toMatchObject({ name: device.name });
  expect(await requestedKinds()).toEqual(["devices"]);
});

dbTest("while the gateway is away, every device says so, and no command is repeated", async () => {
  await sandbox.control("DELETE", "/journal");
  await sandbox.control("POST", "/faults", { match: "devices/add", kind: "status5xx", status: 502 });
  const answer = (await (await add({ devices: [camera] })).json()) as CommandResult;
  expect(answer.items[0]).toMatchObject({ result: "unknown", meaning: expect.stringMatching(/\S/) as string });
  const { entries } = await sandbox.control<{ entries: { path: string }[] }>("GET", "/journal");
  expect(entries.filter(({ path }) => path.endsWith("devices/add"))).toHaveLength(1);
});

dbTest("what is missing or doubled names its field", async () => {
  const field = async (input: Partial<AddDevices>) =>
    ((await (await add(input)).json()) as Problem).errors?.map(({ field: name }) => name);
  expect(await field({ devices: [] })).toEqual(["devices"]);
  expect(await field({ devices: [{ ...camera, verifyCode: " " }] })).toEqual(["devices.0.verifyCode"]);
  expect(await field({ devices: [camera, { ...camera, serial: "s10000001" }] })).toEqual(["devices.1.serial"]);
  expect(await field({ devices: [camera], importTo: "area" })).toEqual(["areaId"]);
  expect(await field({ devices: [camera], category: "mobileDevice" })).toEqual(["devices.0.licensePlateNo"]);
});

async function patch(id: string, json: unknown, who = admin): Promise<Response> {
  return callRoute(patchDevice, who.request(`/api/devices/${id}`, { method: "PATCH", json }), { id });
}

dbTest("a device is renamed, and a sign-in that changes is noted but not kept", async () => {
  const device = await anyDevice();
  const response = await patch(device.id, {
    name: "Renamed recorder",
    userName: "installer",
    password: "Sup3rSecretWord",
    timeZone: { id: "19", applyToDevice: false },
  });
  expect(await response.json()).toEqual({ id: device.id, name: "Renamed recorder" });
  expect(await bySerial(device.serial)).toMatchObject({ name: "Renamed recorder", time_zone_id: "19" });
  const [attempt, outcome] = (await entriesOf("device.change")).slice(-2);
  expect([attempt?.phase, outcome?.phase, outcome?.result]).toEqual(["attempt", "outcome", "done"]);
  expect(outcome?.details).toEqual({
    name: { from: device.name, to: "Renamed recorder" },
    timeZone: { from: device.time_zone_id, to: "19" },
    signIn: "changed",
  });
  expect(await wholeLog()).not.toContain("Sup3rSecretWord");
  expect((await sweep(deviceMirror, run)).changed).toBe(0);
});

dbTest("a name that is taken is refused, and the copy keeps the old one", async () => {
  const device = await anyDevice();
  const other = await anyDevice(`id <> '${device.id}'`);
  const problem = (await (await patch(device.id, { name: other.name.slice(0, 32) })).json()) as Problem;
  expect(problem).toMatchObject({ code: "VMS021305" });
  expect(await bySerial(device.serial)).toMatchObject({ name: device.name });
  expect((await entriesOf("device.change")).at(-1)).toMatchObject({ result: "refused", code: "VMS021305" });
  const long = (await (await patch(device.id, { name: "x".repeat(33) })).json()) as Problem;
  expect(long.errors?.[0]?.field).toBe("name");
});

async function refresh(id: string, who = admin): Promise<Response> {
  return callRoute(postRefresh, who.request(`/api/devices/${id}/refresh`, { method: "POST", json: {} }), { id });
}

dbTest("a refreshed state is the device's own, at once", async () => {
  const device = await anyDevice("online = 'online'");
  await sandbox.control("POST", `/devices/${device.serial}/offline`);
  const answer = (await (await refresh(device.id)).json()) as RefreshedDevice;
  expect(answer).toMatchObject({ result: "done", state: "offline", items: [{ id: device.id, name: device.name }] });
  expect(await bySerial(device.serial)).toMatchObject({ online: "offline" });
  const { rows } = await pool().query<{ payload: unknown }>("SELECT payload FROM bus_event WHERE topic = 'mirror'");
  expect(rows).toEqual([{ payload: { topic: "mirror", kind: "devices", ids: [device.id], areaIds: [] } }]);
  expect((await entriesOf("device.refresh")).map(({ phase }) => phase)).toEqual(["attempt", "outcome"]);
});

dbTest("a refusal inside a success is told as one", async () => {
  const device = await anyDevice();
  await sandbox.control("DELETE", `/world/devices/${device.serial}`);
  const answer = (await (await refresh(device.id)).json()) as RefreshedDevice;
  expect(answer).toMatchObject({ result: "refused", state: null, items: [{ code: "CCF021307", name: device.name }] });
  expect((await entriesOf("device.refresh")).at(-1)).toMatchObject({ result: "refused", code: "CCF021307" });
});

async function remove(ids: string[], who = admin, reason?: string): Promise<Response> {
  return callRoute(postDelete, who.request("/api/devices/delete", { method: "POST", json: { ids, reason } }));
}

dbTest("a deleted device goes with everything on it", async () => {
  const device = await anyDevice("EXISTS (SELECT 1 FROM camera c WHERE c.device_id = d.id AND c.gone_at IS NULL)");
  const door = await anyDevice("EXISTS (SELECT 1 FROM door x WHERE x.device_id = d.id AND x.gone_at IS NULL)");
  const answer = (await (await remove([device.id, door.id])).json()) as CommandResult;
  expect(answer.result).toBe("done");
  expect(answer.items.map(({ name }) => name).sort()).toEqual([device.name, door.name].sort());
  for (const { serial } of [device, door]) expect(await bySerial(serial)).toBeUndefined();
  for (const table of ["camera", "door", "alarm_input", "alarm_output"]) {
    const left = await pool().query(`SELECT 1 FROM ${table} WHERE device_id = ANY ($1) AND gone_at IS NULL`, [
      [device.id, door.id],
    ]);
    expect(left.rowCount, table).toBe(0);
  }
  const { rows } = await pool().query<{ payload: { kind: string } }>(
    "SELECT payload FROM bus_event WHERE topic = 'mirror'",
  );
  expect(rows.map(({ payload }) => payload.kind)).toEqual(expect.arrayContaining(["devices", "cameras", "doors"]));
  const outcomes = (await entriesOf("device.delete")).filter(({ phase }) => phase === "outcome");
  expect(outcomes.map(({ result }) => result)).toEqual(["done", "done"]);
  expect(await sandbox.answer("/resource/v1/devices/get", { pageIndex: 1, pageSize: 500 })).not.toMatchObject({
    device: expect.arrayContaining([expect.objectContaining({ id: device.id })]) as unknown,
  });
});

dbTest("why a device was deleted stands in the attempt and in the outcome", async () => {
  const device = await anyDevice();
  expect((await remove([device.id], admin, " scrapped ")).status).toBe(200);
  expect((await entriesOf("device.delete")).slice(-2)).toMatchObject([
    { phase: "attempt", details: { serials: [device.serial], reason: "scrapped" } },
    { phase: "outcome", details: { items: [{ id: device.id }], reason: "scrapped" } },
  ]);
  const long = await remove([(await anyDevice()).id], admin, "x".repeat(501));
  expect(long.status).toBe(422);
  expect(await long.json()).toMatchObject({
    errors: [{ field: "reason", message: "Shorten the reason to 500 characters." }],
  });
});

dbTest("a deletion takes a fresh proof of who one is", async () => {
  const other = await signedIn("administrator");
  const device = await anyDevice("category = 'encodingDevice'");
  const response = await remove([device.id], other);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ type: "urn:gatehouse:problem:step-up-required" });
  expect(await sandbox.answer("/resource/v1/devices/get", { pageIndex: 1, pageSize: 500 })).toMatchObject({
    device: expect.arrayContaining([expect.objectContaining({ id: device.id })]) as unknown,
  });
});

dbTest("one the gateway does not know any more does not save the others", async () => {
  const lost = await anyDevice("category = 'encodingDevice'");
  const other = await anyDevice(`category = 'encodingDevice' AND id <> '${lost.id}'`);
  await sandbox.control("DELETE", `/world/devices/${lost.serial}`);
  const answer = (await (await remove([lost.id, other.id])).json()) as CommandResult;
  expect(answer.result).toBe("partly done");
  expect(answer.items).toMatchObject([
    { id: lost.id, result: "refused", code: "VMS021307" },
    { id: other.id, result: "done" },
  ]);
  expect(await bySerial(lost.serial), "until the next pass").toBeDefined();
  expect((await entriesOf("device.delete")).at(-1)).toMatchObject({ result: "partly done", code: "VMS021307" });
});

dbTest("a deletion whose answer was lost is unknown, and shows at once with everything on the device", async () => {
  const device = await anyDevice("EXISTS (SELECT 1 FROM camera c WHERE c.device_id = d.id AND c.gone_at IS NULL)");
  await sandbox.loseAnswer("devices/delete");
  const answer = (await (await remove([device.id])).json()) as CommandResult;
  expect(answer).toMatchObject({ result: "unknown", items: [{ id: device.id, result: "unknown" }] });
  expect(await bySerial(device.serial)).toBeUndefined();
  const left = await pool().query("SELECT 1 FROM camera WHERE device_id = $1 AND gone_at IS NULL", [device.id]);
  expect(left.rowCount).toBe(0);
  expect(await requestedKinds()).toEqual([]);
});

dbTest("of many things at once a pass tells", async () => {
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM device WHERE gone_at IS NULL AND category = 'encodingDevice' ORDER BY id LIMIT 6",
  );
  expect(rows).toHaveLength(6);
  await sandbox.loseAnswer("devices/delete");
  const answer = (await (await remove(rows.map(({ id }) => id))).json()) as CommandResult;
  expect(answer.result).toBe("unknown");
  expect(await requestedKinds()).toContain("devices");
});

dbTest("somebody limited to areas changes no device", async () => {
  const { rows } = await pool().query<{ device: string; area: string }>(
    "SELECT device_id AS device, area_id AS area FROM camera WHERE gone_at IS NULL LIMIT 1",
  );
  const { device = "", area = "" } = rows[0] ?? {};
  // The area itself was never read here: a row of its own makes it one.
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id) VALUES ($1, $1, $1, ARRAY[$1], ARRAY[$1], '', 1)`,
    [area],
  );
  const limited = await signedIn("administrator", { areaIds: [area] });
  expect((await patch(device, { name: "Mine" }, limited)).status).toBe(403);
  expect((await refresh(device, limited)).status).toBe(403);
  expect((await remove([device], limited)).status).toBe(403);
  expect((await add({ devices: [camera] }, limited)).status).toBe(403);
});
