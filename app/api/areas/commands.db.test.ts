/** Adding areas, and putting resources into them and taking them out. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { areaMirror } from "@/lib/domains/areas/mirror";
import type { AddedArea } from "@/lib/domains/areas/schema";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { deviceMirror } from "@/lib/domains/devices/mirror";
import type { DeviceChannels } from "@/lib/domains/devices/schema";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import type { Problem } from "@/lib/http/problem";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf } from "@/lib/testing/entries";
import { requestedKinds } from "@/lib/testing/mirror";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { sleep } from "@/lib/time";
import { GET as getChannels } from "../devices/[id]/channels/route";
import { POST as postDevices } from "../devices/route";
import { POST as postResources } from "./[id]/resources/route";
import { POST as removeResources } from "./[id]/resources/remove/route";
import { POST as postArea } from "./route";

let sandbox: TestSandbox;
let admin: SignedIn;
const run = dutyRun();

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  for (const source of [areaMirror, deviceMirror, ...Object.values(elementMirrors)]) await sweep(source, run);
  admin = await signedIn("administrator");
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.control("DELETE", "/faults");
  await pool().query("TRUNCATE bus_event; UPDATE mirror_kind SET requested_at = NULL");
});

const add = (who: SignedIn, json: unknown) => callRoute(postArea, who.request("/api/areas", { method: "POST", json }));

async function areas(): Promise<{ id: string; name: string; path_names: string[] }[]> {
  const { rows } = await pool().query<{ id: string; name: string; path_names: string[] }>(
    "SELECT id, name, path_names FROM area WHERE gone_at IS NULL ORDER BY cardinality(path), name",
  );
  return rows;
}

dbTest("a new area stands in the gateway, in the copy, in the audit log, and is heard of", async () => {
  const [parent] = await areas();
  const response = await add(admin, { name: "  Loading dock 7 ", parentId: parent?.id });
  expect(response.status).toBe(201);
  const added = (await response.json()) as AddedArea;
  expect(added).toEqual({ id: expect.any(String) as string, name: "Loading dock 7", parentId: parent?.id });
  const detail = await sandbox.answer("/resource/v1/areadetail/get", { areaID: [added.id] });
  expect(detail["area"]).toMatchObject([{ name: "Loading dock 7", parentAreaID: parent?.id }]);
  expect((await areas()).find(({ id }) => id === added.id)?.path_names).toEqual([
    ...(parent?.path_names ?? []),
    "Loading dock 7",
  ]);
  const entries = (await entriesOf("area.add")).slice(-2);
  expect(entries).toMatchObject([
    { phase: "attempt", result: "pending", objects: [{ kind: "area", id: parent?.id }] },
    { phase: "outcome", result: "done", objects: [{ kind: "area", id: added.id }] },
  ]);
  expect(entries[1]?.details).toEqual({ name: "Loading dock 7", parent: parent?.id });
  const { rows } = await pool().query<{ payload: unknown }>("SELECT payload FROM bus_event WHERE topic = 'mirror'");
  expect(rows).toEqual([{ payload: { topic: "mirror", kind: "areas", ids: [added.id], areaIds: [added.id] } }]);
  expect(await requestedKinds()).toEqual(["areas"]);
  expect((await sweep(areaMirror, run)).changed).toBe(0);
});

dbTest("a name that is taken is refused with meaning, advice and code", async () => {
  await add(admin, { name: "Twice", parentId: null });
  const response = await add(admin, { name: "Twice", parentId: null });
  const problem = (await response.json()) as Problem;
  expect(response.status).toBe(409);
  expect(problem.code).toMatch(/021103$/);
  expect(problem.remedy).not.toBe("");
  expect((await entriesOf("area.add")).at(-1)).toMatchObject({
    phase: "outcome",
    result: "refused",
    code: problem.code,
  });
  expect((await areas()).filter(({ name }) => name === "Twice")).toHaveLength(1);
});

dbTest("bad names and parents name their field, and nothing is sent", async () => {
  await sandbox.control("DELETE", "/journal");
  for (const [json, field] of [
    [{ name: " ", parentId: null }, "name"],
    [{ name: "x".repeat(65), parentId: null }, "name"],
    [{ name: "two\nlines", parentId: null }, "name"],
    [{ name: "x" }, "parentId"],
  ] as const) {
    const response = await add(admin, json);
    expect(response.status).toBe(422);
    expect(((await response.json()) as Problem).errors?.[0]?.field).toBe(field);
  }
  expect((await add(admin, { name: "x", parentId: "no-such-area" })).status).toBe(404);
  expect(await sandbox.control("GET", "/journal")).toEqual({ entries: [] });
});

dbTest("an answer that is lost is unknown, and the areas beside are read again", async () => {
  const [parent] = await areas();
  for (const parentId of [null, parent?.id ?? ""]) {
    await sandbox.loseAnswer("areas/add", { times: 1 });
    const response = await add(admin, { name: "Perhaps", parentId });
    expect(((await response.json()) as Problem).outcome).toBe("unknown");
    expect((await entriesOf("area.add")).at(-1)).toMatchObject({ phase: "outcome", result: "unknown" });
    const names = (await areas()).map(({ path_names }) => path_names.join("/"));
    expect(names).toContain([...(parentId === null ? [] : (parent?.path_names ?? [])), "Perhaps"].join("/"));
    expect(await requestedKinds()).toEqual([]);
  }
  // One that is not there may still come: a pass looks at all of them.
  await sandbox.loseAnswer("areas/add", { carriedOut: false, times: 1 });
  await add(admin, { name: "Perhaps not", parentId: null });
  expect((await areas()).some(({ name }) => name === "Perhaps not")).toBe(false);
  expect(await requestedKinds()).toEqual(["areas"]);
  expect((await sweep(areaMirror, run)).changed).toBe(0);
});

dbTest("a process that dies in between leaves its attempt, and the next pass finds what was done", async () => {
  await sandbox.control("POST", "/faults", { match: "areas/add", kind: "hang", times: 1, afterEffect: true });
  const input = { name: "Half-way", parentId: null };
  const script = resolve("lib/testing/fixtures/add-area.ts");
  const child = fork(script, [JSON.stringify({ actor: admin.actor, input })], { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit");
  const struck = async () =>
    (await sandbox.control<{ faults: { hits: number }[] }>("GET", "/faults")).faults.some(({ hits }) => hits > 0);
  while (!(await struck())) await sleep(50);
  child.kill("SIGKILL");
  await ended;
  expect((await entriesOf("area.add")).at(-1)).toMatchObject({
    phase: "attempt",
    result: "pending",
    details: { name: "Half-way" },
  });
  await sweep(areaMirror, run);
  expect((await areas()).some(({ name }) => name === "Half-way")).toBe(true);
});

dbTest("somebody limited to areas adds below them alone", async () => {
  const [first, second] = (await areas()).filter(({ path_names }) => path_names.length === 1);
  const limited = await signedIn("administrator", { areaIds: [first?.id ?? ""] });
  expect((await add(limited, { name: "At the top", parentId: null })).status).toBe(403);
  expect((await add(limited, { name: "Elsewhere", parentId: second?.id })).status).toBe(404);
  expect((await add(limited, { name: "Mine", parentId: first?.id })).status).toBe(201);
});

/** A recorder without any area, new in the account. */
async function boxedRecorder(): Promise<{ id: string; channels: DeviceChannels["items"] }> {
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM device WHERE serial = 'S10000002' AND gone_at IS NULL",
  );
  if (rows.length === 0) {
    await callRoute(
      postDevices,
      admin.request("/api/devices", {
        method: "POST",
        json: {
          category: "encodingDevice",
          timeZone: { id: "30", applyToDevice: false },
          importTo: "none",
          devices: [{ name: "Spare recorder", serial: "S10000002", verifyCode: "GHIJKL" }],
        },
      }),
    );
    return boxedRecorder();
  }
  const id = rows[0]?.id ?? "";
  const answer = await callRoute(getChannels, admin.request(`/api/devices/${id}/channels`), { id });
  expect(answer.status).toBe(200);
  return { id, channels: ((await answer.json()) as DeviceChannels).items };
}

async function post(who: SignedIn, areaId: string, verb: "add" | "remove", json: unknown): Promise<Response> {
  const [handler, path] = verb === "add" ? [postResources, ""] : [removeResources, "/remove"];
  return callRoute(handler, who.request(`/api/areas/${areaId}/resources${path}`, { method: "POST", json }), {
    id: areaId,
  });
}

dbTest("channels come into an area one by one, with a result each, and leave it again", async () => {
  const [area] = await areas();
  const areaId = area?.id ?? "";
  const { id: deviceId, channels } = await boxedRecorder();
  const [camera, next] = channels.filter(({ type }) => type === "camera");
  const input = channels.find(({ type }) => type === "alarmInput");
  if (camera === undefined || next === undefined || input === undefined)
    throw new Error("the recorder has no channels");
  expect(camera.area).toBeNull();
  const wanted = [
    { id: camera.id, name: "Ramp" },
    { id: input.id, name: "Ramp contact" },
  ];
  const done = (await (await post(admin, areaId, "add", { deviceId, channels: wanted })).json()) as CommandResult;
  expect(done).toMatchObject({ result: "done", items: [{ id: camera.id, name: "Ramp" }, { name: "Ramp contact" }] });
  const { rows } = await pool().query<{ id: string; online: string; device_id: string; area_id: string }>(
    "SELECT id, online, device_id, area_id FROM camera WHERE channel_id = $1 AND gone_at IS NULL",
    [camera.id],
  );
  expect(rows).toMatchObject([{ online: "online", device_id: deviceId, area_id: areaId }]);
  expect(await requestedKinds()).toEqual(["alarm-inputs", "cameras", "devices"]);
  expect((await entriesOf("area.resources.add")).at(-1)?.objects).toEqual(
    expect.arrayContaining([
      { kind: "camera", id: rows[0]?.id },
      { kind: "area", id: areaId },
      { kind: "device", id: deviceId },
    ]),
  );

  // The one that is there already is refused, the other is not.
  const again = [wanted[0], { id: next.id, name: "Ramp 2" }];
  const partly = (await (await post(admin, areaId, "add", { deviceId, channels: again })).json()) as CommandResult;
  expect(partly).toMatchObject({
    result: "partly done",
    items: [
      { name: "Ramp", result: "refused", code: "OPEN000511", meaning: expect.any(String) as string },
      { name: "Ramp 2", result: "done" },
    ],
  });
  expect((await entriesOf("area.resources.add")).at(-1)).toMatchObject({ result: "partly done", code: "OPEN000511" });
  expect((await post(admin, areaId, "add", { deviceId, channels: [{ id: "none", name: "x" }] })).status).toBe(422);

  const resources = [{ kind: "cameras", id: rows[0]?.id }];
  const removal = { resources, reason: "moved to the depot" };
  const gone = (await (await post(admin, areaId, "remove", removal)).json()) as CommandResult;
  expect(gone).toMatchObject({ result: "done", items: [{ name: "Ramp", result: "done" }] });
  expect((await pool().query("SELECT 1 FROM camera WHERE id = $1 AND gone_at IS NULL", [rows[0]?.id])).rowCount).toBe(
    0,
  );
  expect((await entriesOf("area.resources.remove")).slice(-2)).toMatchObject([
    { phase: "attempt", details: { reason: "moved to the depot" } },
    { phase: "outcome", result: "done", details: { reason: "moved to the depot" } },
  ]);
  // It has left the area: asking again sends nothing.
  const missing = await post(admin, areaId, "remove", { resources });
  expect(((await missing.json()) as Problem).errors?.[0]?.field).toBe("resources.0.id");
});

dbTest("channels whose answer was lost are looked for on their device, and what was taken out too", async () => {
  const [area] = await areas();
  const areaId = area?.id ?? "";
  const { id: deviceId, channels } = await boxedRecorder();
  const free = channels.find(({ type, area: place }) => type === "camera" && place === null);
  const known = async () =>
    (
      await pool().query<{ id: string; name: string; area_id: string }>(
        "SELECT id, name, area_id FROM camera WHERE channel_id = $1 AND gone_at IS NULL",
        [free?.id],
      )
    ).rows;
  const wanted = { deviceId, channels: [{ id: free?.id, name: "Lost and found" }] };
  await pool().query("UPDATE mirror_kind SET requested_at = NULL");

  await sandbox.loseAnswer("resources/add", { carriedOut: false, times: 1 });
  expect(await (await post(admin, areaId, "add", wanted)).json()).toMatchObject({ result: "unknown" });
  expect(await known()).toEqual([]);
  await sandbox.loseAnswer("resources/add", { times: 1 });
  expect(await (await post(admin, areaId, "add", wanted)).json()).toMatchObject({ result: "unknown" });
  const [camera] = await known();
  expect(camera).toMatchObject({ name: "Lost and found", area_id: areaId });

  const resources = [{ kind: "cameras", id: camera?.id }];
  await sandbox.loseAnswer("resources/delete", { carriedOut: false, times: 1 });
  expect(await (await post(admin, areaId, "remove", { resources })).json()).toMatchObject({ result: "unknown" });
  expect(await known()).toEqual([camera]);
  await sandbox.loseAnswer("resources/delete", { times: 1 });
  expect(await (await post(admin, areaId, "remove", { resources })).json()).toMatchObject({ result: "unknown" });
  expect(await known()).toEqual([]);
  expect(await requestedKinds()).toEqual([]);
});

dbTest("where the gateway refuses the lot, each resource still has its own result", async () => {
  const { rows } = await pool().query<{ id: string; area: string }>(
    "SELECT id, area_id AS area FROM door WHERE gone_at IS NULL ORDER BY area_id, id",
  );
  const [lost, kept] = rows.filter(({ area }, _, all) => all.filter((each) => each.area === area).length > 1);
  if (lost === undefined || kept === undefined) throw new Error("the world has no area with two doors");
  // Somebody else was faster with the first one.
  await sandbox.answer("/resource/v1/areas/resources/delete", { ids: [lost.id] });
  const resources = [lost, kept].map(({ id }) => ({ kind: "doors", id }));
  const answer = (await (await post(admin, lost.area, "remove", { resources })).json()) as CommandResult;
  expect(answer).toMatchObject({
    result: "partly done",
    items: [
      { id: lost.id, result: "refused", code: "VMS000003" },
      { id: kept.id, result: "done", code: null },
    ],
  });
  const still = await pool().query<{ id: string }>("SELECT id FROM door WHERE id = ANY ($1) AND gone_at IS NULL", [
    [lost.id, kept.id],
  ]);
  expect(still.rows).toEqual([{ id: lost.id }]);
});

dbTest("resources of another area are not there for somebody limited to areas", async () => {
  const { rows } = await pool().query<{ id: string; path: string[] }>(
    "SELECT c.id, a.path FROM camera c JOIN area a ON a.id = c.area_id WHERE c.gone_at IS NULL ORDER BY a.path, c.id",
  );
  const [mine, other] = [rows.at(0), rows.at(-1)];
  const root = mine?.path[0] ?? "";
  expect(other?.path[0]).not.toBe(root);
  const limited = await signedIn("administrator", { areaIds: [root] });
  const foreign = { resources: [{ kind: "cameras", id: other?.id }] };
  expect((await post(limited, root, "remove", foreign)).status).toBe(422);
  expect((await post(limited, other?.path[0] ?? "", "remove", foreign)).status).toBe(404);
  const { id: deviceId, channels } = await boxedRecorder();
  const stolen = { deviceId, channels: [{ id: channels[0]?.id, name: "x" }] };
  expect([403, 404]).toContain((await post(limited, root, "add", stolen)).status);
  const granted = await post(limited, root, "remove", { resources: [{ kind: "cameras", id: mine?.id }] });
  expect(((await granted.json()) as CommandResult).result).toBe("done");
});
