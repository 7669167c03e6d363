import { beforeAll } from "vitest";
import { POST as addCamera } from "./[id]/cameras/route";
import { DELETE as removeCamera } from "./[id]/cameras/[cameraId]/route";
import { GET as getAlarm } from "./[id]/route";
import { POST as tickStep } from "./[id]/steps/route";
import { POST as flagHandover } from "./handover/route";
import { POST as addNote } from "./notes/route";
import { POST as changeOwner } from "./owner/route";
import { POST as changePriority } from "./priority/route";
import { POST as changeState } from "./state/route";
import { pool } from "@/lib/db/client";
import type { AlarmDetail, AlarmResults } from "@/lib/domains/alarms/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";

let gwen: SignedIn;
let omar: SignedIn;
let limited: SignedIn;
let cleo: SignedIn;
let auditor: SignedIn;

type Handler = Parameters<typeof callRoute>[0];

interface Answer {
  status: number;
  body: AlarmResults & { detail: string; errors?: { field: string; message: string }[] };
}

async function post(handler: Handler, json: object, who = gwen, params: Record<string, string> = {}): Promise<Answer> {
  const response = await callRoute(handler, who.request("/api/alarms/x", { method: "POST", json }), params);
  const text = await response.text();
  return { status: response.status, body: (text === "" ? null : JSON.parse(text)) as Answer["body"] };
}

async function detail(id: string): Promise<AlarmDetail> {
  return (await (await callRoute(getAlarm, gwen.request(`/api/alarms/${id}`), { id })).json()) as AlarmDetail;
}

const state = (id: string, to: string, more: object = {}, who = gwen) =>
  post(changeState, { ids: [id], to, ...more }, who);
const resolved = { disposition: "false" };
const deeds = (alarm: AlarmDetail) => alarm.trail.map(({ kind, by, to }) => [kind, by?.name ?? null, to]);

async function auditOf(action: string, id: string) {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int FROM audit_entry WHERE action = $1 AND body::jsonb -> 'objects' @> $2::jsonb`,
    [action, JSON.stringify([{ kind: "alarm", id }])],
  );
  return rows[0]?.count;
}

beforeAll(async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
       VALUES ('hall', 'Hall', '', '{hall}', '{Hall}', '', 1), ('yard', 'Yard', '', '{yard}', '{Yard}', '', 1);
     INSERT INTO camera (id, name, search, online, abilities, area_id, hash, sweep_id)
       SELECT 'c' || n, 'Camera ' || n, '', 'online', '{}', CASE WHEN n = 20 THEN 'yard' ELSE 'hall' END, '', 1
         FROM generate_series(1, 20) n`,
  );
  gwen = await signedIn("guard", { name: "Gwen" });
  omar = await signedIn("guard", { name: "Omar" });
  limited = await signedIn("guard", { areaIds: ["hall"] });
  cleo = await signedIn("guard", { name: "Cleo" });
  auditor = await signedIn("auditor");
});

dbTest("an alarm goes its way from new to closed, and everything stands in its trail", async () => {
  const id = await makeAlarm({ areaId: "hall" });
  expect((await state(id, "acknowledged", { note: "Looking" })).body.items).toEqual([
    { id, result: "done", version: 1, reason: null },
  ]);
  expect(await detail(id)).toMatchObject({
    ...{ state: "acknowledged", owner: { name: "Gwen" }, version: 1 },
    acknowledged: { by: { name: "Gwen" }, at: expect.stringMatching(/Z$/) as string },
  });
  for (const to of ["onHold", "inProgress"]) expect((await state(id, to)).status).toBe(200);
  expect((await state(id, "resolved")).body.errors?.map(({ field }) => field)).toEqual(["disposition"]);
  expect((await state(id, "resolved", { disposition: "other" })).status).toBe(422);
  await state(id, "resolved", { disposition: "other", dispositionNote: "A fox", note: "Gone again" });
  await state(id, "closed");
  const alarm = await detail(id);
  expect(alarm).toMatchObject({ state: "closed", disposition: "other", dispositionNote: "A fox", version: 5 });
  expect(deeds(alarm)).toEqual([
    ["started", null, null],
    ["state", "Gwen", "Acknowledged"],
    ["owner", "Gwen", "Gwen"],
    ["state", "Gwen", "On hold"],
    ["state", "Gwen", "In progress"],
    ["state", "Gwen", "Resolved"],
    ["disposition", "Gwen", "In other words"],
    ["state", "Gwen", "Closed"],
  ]);
  expect(alarm.trail.find(({ kind }) => kind === "state")).toMatchObject({ from: "New", note: "Looking" });
  expect(await auditOf("alarm.state", id)).toBe(5);

  await state(id, "reopened", {}, omar);
  expect(await detail(id)).toMatchObject({
    ...{ state: "acknowledged", owner: { name: "Omar" }, disposition: null, dispositionNote: null },
  });
  const { rows } = await pool().query("SELECT 1 FROM alarm WHERE id = $1 AND resolved_at IS NULL", [id]);
  expect(rows).toHaveLength(1);
});

dbTest("what the table does not allow is refused in words", async () => {
  const id = await makeAlarm();
  for (const to of ["closed", "reopened"]) {
    const answer = await state(id, to);
    expect(answer.status).toBe(409);
    expect(answer.body.detail).toContain("It is now new.");
  }
  await state(id, "resolved", resolved);
  expect((await state(id, "inProgress")).body.detail).toContain("It is now resolved, owned by Gwen.");
  expect((await state(id, "resolved", resolved)).body.items[0]?.result).toBe("unchanged");
  expect((await state(id, "resolved", resolved, omar)).body.detail).toMatch(/already\. Gwen was faster, on .+ UTC\./);
});

dbTest("of two guards at once one wins, and the other is told who and when", async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await makeAlarm();
    const answers = await Promise.all([
      state(id, "acknowledged", { version: 0 }),
      state(id, "acknowledged", { version: 0 }, omar),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [won, lost] = answers[0].status === 200 ? ["Gwen", answers[1]] : ["Omar", answers[0]];
    expect(lost.body.detail).toMatch(
      new RegExp(`${won} was faster, on .+ UTC\\. It is now acknowledged, owned by ${won}`),
    );
    expect(await detail(id)).toMatchObject({ owner: { name: won }, version: 1 });
    expect(await auditOf("alarm.state", id)).toBe(1);
  }
});

dbTest("different verbs at once: an older version loses, one's own deeds do not count", async () => {
  const id = await makeAlarm();
  await state(id, "acknowledged");
  const [first, second] = await Promise.all([
    state(id, "inProgress", { version: 1 }),
    post(changePriority, { ids: [id], priority: 1, version: 1 }, omar),
  ]);
  expect([first.status, second.status].sort()).toEqual([200, 409]);
  const lonely = await makeAlarm();
  await state(lonely, "acknowledged", { version: 0 });
  await post(addNote, { ids: [lonely], note: "Calm" });
  expect((await state(lonely, "inProgress", { version: 0 })).status).toBe(200);
});

dbTest("who was faster is who acted, not who wrote something down since", async () => {
  const id = await makeAlarm();
  await state(id, "acknowledged", { version: 0 });
  await post(addNote, { ids: [id], note: "Seen from the gate" }, cleo);
  const lost = await state(id, "acknowledged", { version: 0 }, omar);
  expect(lost.status).toBe(409);
  expect(lost.body.detail).toMatch(/Gwen was faster/);

  // One's own note in between makes nobody the one who acknowledged.
  await post(addNote, { ids: [id], note: "On my way" }, omar);
  for (const version of [0, 2, 3, undefined]) {
    const again = await state(id, "acknowledged", version === undefined ? {} : { version }, omar);
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining("Gwen was faster") as string]);
  }
  expect((await state(id, "acknowledged")).body.items[0]?.result).toBe("unchanged");

  // A note of somebody else decides nothing, so it is in nobody's way.
  expect((await state(id, "inProgress", { version: 1 })).status).toBe(200);
});

dbTest("guards who take the same many at once each get their own result, and nobody waits forever", async () => {
  const ids = await Promise.all(Array.from({ length: 40 }, () => makeAlarm()));
  const [one, two] = await Promise.all([
    post(changeState, { ids, to: "acknowledged" }),
    post(changeState, { ids: ids.toReversed(), to: "acknowledged" }, omar),
  ]);
  expect([one.status, two.status]).toEqual([200, 200]);
  const results = [...one.body.items, ...two.body.items].map(({ result }) => result);
  expect(results.filter((result) => result === "done")).toHaveLength(40);
  expect(results.filter((result) => result === "refused")).toHaveLength(40);
  const refused = [...one.body.items, ...two.body.items].find(({ result }) => result === "refused");
  expect(refused?.reason).toMatch(/(Gwen|Omar) was faster/);
  const { rows } = await pool().query("SELECT 1 FROM alarm_entry WHERE alarm_id = ANY ($1) AND kind = 'state'", [ids]);
  expect(rows).toHaveLength(40);
});

dbTest("a row of the queue stands for its repeats, unless told otherwise", async () => {
  const first = await makeAlarm({ sourceId: "flap" });
  const again = await makeAlarm({ sourceId: "flap", groupId: first });
  const done = await makeAlarm({ sourceId: "flap", groupId: first, state: "closed" });
  await state(first, "acknowledged", { repeats: false });
  expect((await detail(again)).state).toBe("new");
  await state(first, "resolved", { ...resolved, note: "Wind" });
  expect(await detail(again)).toMatchObject({ state: "resolved", disposition: "false", owner: { name: "Gwen" } });
  expect((await detail(done)).state).toBe("closed");
  await state(first, "reopened");
  expect((await detail(again)).state).toBe("acknowledged");
  expect((await detail(done)).state).toBe("closed");
});

dbTest("a note at the first of a run is one line, which its repeats show as well", async () => {
  const first = await makeAlarm({ sourceId: "rattle" });
  const again = await makeAlarm({ sourceId: "rattle", groupId: first });
  const notesOf = async (id: string) =>
    (await detail(id)).trail.filter(({ kind }) => kind === "note").map(({ note }) => note);
  await post(addNote, { ids: [first], note: "The wind", repeats: false });
  await post(addNote, { ids: [first], note: "For each" });
  await post(addNote, { ids: [again], note: "Only here", repeats: false });
  expect(await notesOf(first)).toEqual(["The wind", "For each"]);
  expect(await notesOf(again)).toEqual(["The wind", "For each", "Only here"]);
  const { rows } = await pool().query("SELECT 1 FROM alarm_entry WHERE kind = 'note' AND note = 'The wind'");
  expect(rows).toHaveLength(1);
});

dbTest("owner, priority, notes and the flag for the next shift", async () => {
  const id = await makeAlarm({ priority: 3 });
  const one = { ids: [id] };
  await post(changeOwner, { ...one, ownerId: "me" });
  expect((await post(changeOwner, { ...one, ownerId: auditor.actor.userId })).body.errors?.[0]?.field).toBe("ownerId");
  const blind = await post(changeOwner, { ...one, ownerId: limited.actor.userId });
  expect(blind.body.errors?.[0]?.message).toContain("does not see this alarm");
  await post(changeOwner, { ...one, ownerId: omar.actor.userId, note: "Yours" });
  expect(await detail(id)).toMatchObject({ owner: { name: "Omar" }, state: "new" });
  await post(changeOwner, { ...one, ownerId: null });
  expect((await detail(id)).owner).toBeNull();

  await post(changePriority, { ...one, priority: 1 });
  expect(await detail(id)).toMatchObject({ priority: 1, priorityOverride: 1, gatewayPriority: 3 });
  await post(changePriority, { ...one, priority: null });
  expect(await detail(id)).toMatchObject({ priority: 3, priorityOverride: null });
  expect((await post(changePriority, { ...one, priority: 5 })).status).toBe(422);

  await post(addNote, { ...one, note: "  Called the porter  " });
  expect((await post(addNote, { ...one, note: " " })).status).toBe(422);
  await post(flagHandover, { ...one, handover: true });
  expect((await post(flagHandover, { ...one, handover: true })).body.items[0]?.result).toBe("unchanged");
  const alarm = await detail(id);
  expect(alarm).toMatchObject({ handover: true, version: 7 });
  expect(deeds(alarm).slice(1)).toEqual([
    ["owner", "Gwen", "Gwen"],
    ["owner", "Gwen", "Omar"],
    ["owner", "Gwen", null],
    ["priority", "Gwen", "High"],
    ["priority", "Gwen", "Low"],
    ["note", "Gwen", null],
    ["handover", "Gwen", "flagged"],
  ]);
  expect(alarm.trail.find(({ kind }) => kind === "note")?.note).toBe("Called the porter");
  await state(id, "resolved", resolved);
  expect((await post(changePriority, { ...one, priority: 1 })).status).toBe(409);
});

dbTest("a duplicate names another alarm", async () => {
  const [id, other] = [await makeAlarm(), await makeAlarm()];
  const duplicate = (duplicateOf: string) => state(id, "resolved", { disposition: "duplicate", duplicateOf });
  expect((await duplicate(id)).body.errors?.[0]?.field).toBe("duplicateOf");
  expect((await duplicate("none")).body.errors?.[0]?.field).toBe("duplicateOf");
  expect((await state(id, "resolved", { ...resolved, duplicateOf: other })).body.errors?.[0]?.field).toBe(
    "duplicateOf",
  );
  await duplicate(other);
  expect(await detail(id)).toMatchObject({ disposition: "duplicate", duplicateOf: other, original: { id: other } });
  expect((await detail(other)).duplicates.map((each) => each.id)).toEqual([id]);
  const turned = await state(other, "resolved", { disposition: "duplicate", duplicateOf: id });
  expect(turned.body.errors?.[0]?.message).toContain("already");
});

dbTest("a run is a duplicate as a whole, of nothing within it, and is told of once", async () => {
  const original = await makeAlarm({ sourceId: "gate", areaId: "hall" });
  const first = await makeAlarm({ sourceId: "fence", receivedAgoMs: 2_000 });
  const repeat = await makeAlarm({ sourceId: "fence", groupId: first });
  const duplicate = (duplicateOf: string) => state(first, "resolved", { disposition: "duplicate", duplicateOf });
  expect((await duplicate(repeat)).body.errors?.[0]?.message).toContain("outside of the run");
  expect((await duplicate(original)).status).toBe(200);
  expect((await detail(repeat)).duplicateOf).toBe(original);
  expect((await detail(original)).duplicates.map(({ id }) => id)).toEqual([first]);
  await state(first, "reopened");
  expect((await detail(first)).original).toBeNull();
});

dbTest("of what is outside of one's areas neither the original nor the duplicate is told", async () => {
  const [hall, yard] = [await makeAlarm({ areaId: "hall" }), await makeAlarm({ areaId: "yard" })];
  const refused = await state(hall, "resolved", { disposition: "duplicate", duplicateOf: yard }, limited);
  expect(refused.body.errors?.[0]?.field).toBe("duplicateOf");
  const seen = async (id: string) =>
    (await (await callRoute(getAlarm, limited.request(`/api/alarms/${id}`), { id })).json()) as AlarmDetail;
  await state(hall, "resolved", { disposition: "duplicate", duplicateOf: yard });
  expect(await seen(hall)).toMatchObject({ disposition: "duplicate", duplicateOf: null, original: null });
  await state(hall, "reopened");
  await state(yard, "resolved", { disposition: "duplicate", duplicateOf: hall });
  expect((await seen(hall)).duplicates).toEqual([]);
});

dbTest("cameras are added and taken away by hand, within one's areas and up to fifteen", async () => {
  const id = await makeAlarm({ areaId: "hall", sourceId: "none" });
  const add = (cameraId: string, who = gwen) => post(addCamera, { cameraId }, who, { id });
  const remove = (cameraId: string) =>
    callRoute(removeCamera, gwen.request("/api/alarms/x", { method: "DELETE" }), { id, cameraId });
  expect((await add("nothing")).body.errors?.[0]?.field).toBe("cameraId");
  expect((await add("c20", limited)).status).toBe(422);
  for (let n = 1; n <= 15; n += 1) expect((await add(`c${n}`)).status).toBe(204);
  expect((await add("c15")).status).toBe(204);
  expect((await add("c16")).status).toBe(409);
  expect((await remove("c16")).status).toBe(404);
  expect((await remove("c3")).status).toBe(204);
  const alarm = await detail(id);
  expect(alarm.cameras.filter(({ why }) => why === "added")).toHaveLength(14);
  expect(alarm.trail.at(-1)).toMatchObject({ kind: "cameraRemoved", from: "Camera 3" });
  expect(await auditOf("alarm.camera", id)).toBe(16);
});

dbTest("cameras of the source and of linkages take places, and are not added again", async () => {
  const id = await makeAlarm({ areaId: "hall", sourceId: "c1" });
  await pool().query("UPDATE alarm SET linked_cameras = $2 WHERE id = $1", [
    id,
    JSON.stringify([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((n) => ({ id: `c${n}` })).concat({ id: "long gone" })),
  ]);
  const add = (cameraId: string) => post(addCamera, { cameraId }, gwen, { id });
  for (const cameraId of ["c1", "c2"]) expect((await add(cameraId)).status).toBe(204);
  expect(await auditOf("alarm.camera", id)).toBe(0);
  for (const cameraId of ["c14", "c20"]) expect((await add(cameraId)).status).toBe(204);
  expect((await add("c15")).body.detail).toContain("at most 15 cameras");
  const { cameras } = await detail(id);
  expect(cameras).toHaveLength(15);
  expect(cameras.filter(({ why }) => why === "added").map((camera) => camera.id)).toEqual(["c14", "c20"]);
});

dbTest("steps are ticked and unticked, each by name", async () => {
  const id = await makeAlarm({ ruleId: "rule" });
  await pool().query(
    `INSERT INTO alarm_instruction (id, scope, target_id, name, steps) VALUES (gen_random_uuid(), 'rule', 'rule', 'R', '{A,B}')`,
  );
  const tick = (step: number, done: boolean, who = gwen) => post(tickStep, { step, done }, who, { id });
  expect((await tick(2, true)).body.errors?.[0]?.field).toBe("step");
  await tick(0, true);
  await tick(1, true, omar);
  await tick(1, true);
  await tick(0, false);
  const steps = (await detail(id)).instructions?.steps.map(({ text, done }) => [text, done?.by?.name ?? null]);
  expect(steps).toEqual([
    ["A", null],
    ["B", "Omar"],
  ]);
  expect(await auditOf("alarm.step", id)).toBe(3);
});

dbTest("what is outside of one's areas cannot be handled, and readers handle nothing", async () => {
  const [inside, outside] = [await makeAlarm({ areaId: "hall" }), await makeAlarm({ areaId: "yard" })];
  const nowhere = await makeAlarm();
  for (const id of [outside, nowhere, "none"]) expect((await state(id, "acknowledged", {}, limited)).status).toBe(404);
  const { items } = (await post(changeState, { ids: [inside, outside], to: "acknowledged" }, limited)).body;
  expect(items.map(({ result }) => result)).toEqual(["done", "refused"]);
  expect((await detail(outside)).state).toBe("new");
  expect((await state(inside, "inProgress", {}, auditor)).status).toBe(403);
});

dbTest("every change is news to those who may see the area, and none is where nothing changed", async () => {
  const id = await makeAlarm({ areaId: "hall" });
  const news = async () => {
    const { rows } = await pool().query<{ event: { ids: string[]; areaIds: string[] } }>(
      "SELECT payload AS event FROM bus_event WHERE topic = 'alarm' AND payload -> 'ids' ? $1",
      [id],
    );
    return rows.map(({ event }) => event);
  };
  await state(id, "acknowledged");
  await state(id, "acknowledged");
  expect(await news()).toMatchObject([{ ids: [id], areaIds: ["hall"] }]);
});
