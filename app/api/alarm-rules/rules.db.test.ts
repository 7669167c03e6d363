/** Alarm rules: the copy, who sees which, adding, changing, linking. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { alarmPriorityMirror } from "@/lib/domains/alarm-priorities/mirror";
import { alarmRuleMirror } from "@/lib/domains/alarm-rules/mirror";
import type { AlarmRuleDetail, AlarmRuleItem, RuleFormInput } from "@/lib/domains/alarm-rules/schema";
import { alarmScheduleMirror } from "@/lib/domains/alarm-schedules/mirror";
import { areaMirror } from "@/lib/domains/areas/mirror";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { deviceMirror } from "@/lib/domains/devices/mirror";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { platformUserMirror } from "@/lib/domains/platform-users/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import type { Listing } from "@/lib/http/list";
import type { Problem } from "@/lib/http/problem";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf } from "@/lib/testing/entries";
import { requestedKinds } from "@/lib/testing/mirror";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { GET as listPriorities } from "../alarm-priorities/route";
import { GET as listSchedules } from "../alarm-schedules/route";
import { GET as listRecipients } from "../platform-users/route";
import { POST as postLinkage } from "./[id]/linkages/route";
import { GET as getRule, PUT as putRule } from "./[id]/route";
import { GET as getRules, POST as postRules } from "./route";

let sandbox: TestSandbox;
let admin: SignedIn;
const run = dutyRun();
const choices = [alarmPriorityMirror, alarmScheduleMirror, platformUserMirror];
const sources = [areaMirror, deviceMirror, ...Object.values(elementMirrors), ...choices, alarmRuleMirror];

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  admin = await signedIn("administrator");
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.control("POST", "/reset");
  for (const source of sources) await sweep(source, run);
  await pool().query("TRUNCATE bus_event, alarm_rule_linkage; UPDATE mirror_kind SET requested_at = NULL");
});

type Handler = typeof getRules;

async function read<T>(handler: Handler, path: string, params = {}, who = admin): Promise<T> {
  const response = await callRoute(handler, who.request(path), params);
  expect(response.status, path).toBe(200);
  return (await response.json()) as T;
}

const rules = async (query = "", who = admin) =>
  (await read<Listing<AlarmRuleItem>>(getRules, `/api/alarm-rules?limit=200${query}`, {}, who)).items;
const detail = (id: string) => read<AlarmRuleDetail>(getRule, `/api/alarm-rules/${id}`, { id });

interface Camera {
  id: string;
  name: string;
  area_id: string;
}

/** A camera that detects motion and that no rule watches. */
async function freeCamera(ability = "2002"): Promise<Camera> {
  const { rows } = await pool().query<Camera>(
    `SELECT id, name, area_id FROM camera c WHERE gone_at IS NULL AND $1 = ANY (abilities)
        AND NOT EXISTS (SELECT 1 FROM alarm_rule r WHERE r.source_id = c.id) ORDER BY name`,
    [ability],
  );
  if (rows[0] === undefined) throw new Error("the world has no such camera");
  return rows[0];
}

async function idOf(table: string, where = "true"): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM ${table} WHERE ${where} ORDER BY name, id LIMIT 1`,
  );
  return rows[0]?.id ?? "";
}

async function ruleFor(camera: Camera, more: Partial<RuleFormInput> = {}): Promise<RuleFormInput> {
  return {
    ...{ name: `Motion at ${camera.name}`.slice(0, 60), description: "Look at it", eventType: "10002" },
    source: { type: "camera", id: camera.id },
    scheduleId: await idOf("alarm_schedule"),
    priorityId: await idOf("alarm_priority", "level = 1"),
    notify: true,
    recipientIds: [await idOf("platform_user")],
    ignoreRecurring: true,
    ignoreTime: 30,
    ...more,
  };
}

const post = (json: unknown, who = admin) =>
  callRoute(postRules, who.request("/api/alarm-rules", { method: "POST", json }));
const put = (id: string, json: unknown, who = admin) =>
  callRoute(putRule, who.request(`/api/alarm-rules/${id}`, { method: "PUT", json }), { id });
const link = (id: string, linkage: unknown, who = admin) =>
  callRoute(postLinkage, who.request(`/api/alarm-rules/${id}/linkages`, { method: "POST", json: { linkage } }), { id });

async function added(rule: RuleFormInput): Promise<string> {
  const answer = (await (await post({ rules: [rule] })).json()) as CommandResult;
  expect(answer.result).toBe("done");
  return answer.items[0]?.id ?? "";
}

const fieldsOf = async (response: Response) =>
  ((await response.json()) as Problem).errors?.map(({ field }) => field) ?? [];

dbTest("rules, priorities, schedules and recipients are copied as the gateway tells them", async () => {
  const truth = (await sandbox.answer("/alarm/v1/alarmrules/get", { pageIndex: "1", pageSize: "500" }))[
    "alarmRule"
  ] as { id: string; name: string; eventSource: { sourceID: string } }[];
  expect(truth.length).toBeGreaterThan(10);
  const items = await rules();
  expect(new Set(items.map(({ id, name, source }) => [id, name, source.id].join()))).toEqual(
    new Set(truth.map(({ id, name, eventSource }) => [id, name, eventSource.sourceID].join())),
  );
  expect(items.filter(({ state }) => state === "sourceGone")).toEqual([]);
  expect(items.every(({ source, area }) => source.type !== "camera" || area !== null)).toBe(true);
  const priorities = await read<Listing<unknown>>(listPriorities, "/api/alarm-priorities");
  expect(priorities.items).toMatchObject([
    { level: 1, name: "High", color: "#F40B0B", soundName: "Siren" },
    { level: 2, name: "Medium", soundName: "Chime" },
    { level: 3, name: "Low", soundName: null },
  ]);
  const schedules = await read<Listing<{ name: string; builtIn: boolean }>>(listSchedules, "/api/alarm-schedules");
  expect(schedules.items.find(({ name }) => name === "Weekend Template")).toMatchObject({
    builtIn: true,
    days: [{ day: "6", spans: [{ from: "00:00", to: "24:00" }] }, { day: "7" }],
  });
  expect((await read<Listing<unknown>>(listRecipients, "/api/platform-users")).items.length).toBeGreaterThan(0);
  // A second pass finds nothing new, although the sounds have other addresses each time.
  for (const source of [...choices, alarmRuleMirror]) expect((await sweep(source, run)).changed).toBe(0);
});

dbTest("lists are narrowed by priority, kind of source, state and words", async () => {
  const all = await rules();
  expect((await rules("&level=1")).map(({ id }) => id).toSorted()).toEqual(
    all
      .filter(({ priority }) => priority?.level === 1)
      .map(({ id }) => id)
      .toSorted(),
  );
  expect((await rules("&source=alarmInput")).every(({ source }) => source.type === "alarmInput")).toBe(true);
  const levels = (await rules("&sort=priority")).map(({ priority }) => priority?.level ?? 4);
  expect(levels).toEqual(levels.toSorted());
  const first = all[0];
  expect((await rules(`&q=${encodeURIComponent(first?.name ?? "")}`)).map(({ id }) => id)).toContain(first?.id);
});

dbTest("a rule whose source is gone says so", async () => {
  const camera = await freeCamera();
  const id = await added(await ruleFor(camera));
  await sandbox.control("DELETE", `/world/cameras/${camera.id}`);
  await sweep(elementMirrors.cameras, run);
  await sweep(alarmRuleMirror, run);
  expect(await detail(id)).toMatchObject({ state: "sourceGone", source: { id: camera.id, gone: true } });
  expect((await rules("&state=sourceGone")).map((rule) => rule.id)).toEqual([id]);
  // It can be given another one.
  expect(await fieldsOf(await put(id, await ruleFor(camera)))).toEqual(["source.id"]);
  const other = await freeCamera();
  expect((await put(id, await ruleFor(other))).status).toBe(200);
  expect(await detail(id)).toMatchObject({ source: { id: other.id, gone: false } });
  // Whether it works is the gateway's to say.
  await sweep(alarmRuleMirror, run);
  expect(await detail(id)).toMatchObject({ state: "working" });
});

dbTest("a rule is added with everything it was given, and a pass finds it the same", async () => {
  const camera = await freeCamera();
  const rule = await ruleFor(camera);
  const id = await added(rule);
  const told = await detail(id);
  expect(told).toMatchObject({
    ...{ name: rule.name, description: "Look at it", state: "working", eventType: "10002", ignoreRecurring: 30 },
    source: { type: "camera", id: camera.id, name: camera.name, gone: false },
    priority: { id: rule.priorityId, level: 1 },
    schedule: { id: rule.scheduleId },
    recipients: [{ id: rule.recipientIds?.[0] }],
  });
  expect((await entriesOf("alarm-rule.add")).slice(-2)).toMatchObject([
    { phase: "attempt", result: "pending", objects: [{ kind: "camera", id: camera.id }] },
    { phase: "outcome", result: "done", objects: [{ kind: "alarm rule", id }, { kind: "camera" }] },
  ]);
  expect(await requestedKinds()).toEqual(["alarm-rules"]);
  await sweep(alarmRuleMirror, run);
  const after = await detail(id);
  expect({ ...after, changedAt: "", syncedAt: "", lateAt: "" }).toEqual({
    ...told,
    ...{ changedAt: "", syncedAt: "", lateAt: "" },
  });
});

dbTest("each of several rules has its own result", async () => {
  const camera = await freeCamera();
  const rule = await ruleFor(camera);
  await added(rule);
  const other = await ruleFor(await freeCamera(), { name: "Another", notify: false, recipientIds: [] });
  const answer = (await (await post({ rules: [{ ...rule, name: "Twin" }, other] })).json()) as CommandResult;
  expect(answer).toMatchObject({
    result: "partly done",
    items: [
      { name: "Twin", result: "refused", code: "VMS023008", advice: expect.stringMatching(/\S/) as string },
      { name: "Another", result: "done" },
    ],
  });
  expect((await rules("&q=twin")).length).toBe(0);
  expect((await rules("&q=another")).map(({ recipients }) => recipients)).toEqual([null]);
  expect((await entriesOf("alarm-rule.add")).at(-1)).toMatchObject({ result: "partly done", code: "VMS023008" });
});

dbTest("a rule whose answer was lost is unknown, and read again by itself", async () => {
  const rule = await ruleFor(await freeCamera());
  await sandbox.loseAnswer("alarmrules/add");
  const answer = (await (await post({ rules: [rule] })).json()) as CommandResult;
  expect(answer).toMatchObject({ result: "unknown", items: [{ name: rule.name, result: "unknown" }] });
  expect((await entriesOf("alarm-rule.add")).at(-1)).toMatchObject({ phase: "outcome", result: "unknown" });
  expect((await rules()).filter(({ name }) => name === rule.name)).toHaveLength(1);
});

dbTest("what a camera cannot tell of, or what is not there, is refused by its field, and nothing is sent", async () => {
  const camera = await freeCamera();
  const rule = await ruleFor(camera);
  const before = (await entriesOf("alarm-rule.add")).length;
  const { rows } = await pool().query<{ abilities: string[] }>("SELECT abilities FROM camera WHERE id = $1", [
    camera.id,
  ]);
  expect(rows[0]?.abilities).not.toContain("2027");
  const field = async (more: object) => fieldsOf(await post({ rules: [{ ...rule, ...more }] }));
  expect(await field({ eventType: "10106" })).toEqual(["rules.0.eventType"]);
  expect(await field({ eventType: "50000" })).toEqual(["rules.0.eventType"]);
  expect(await field({ source: { type: "camera", id: "nothing" } })).toEqual(["rules.0.source.id"]);
  expect(await field({ priorityId: "nothing" })).toEqual(["rules.0.priorityId"]);
  expect(await field({ scheduleId: "nothing" })).toEqual(["rules.0.scheduleId"]);
  expect(await field({ recipientIds: ["nobody"] })).toEqual(["rules.0.recipientIds"]);
  expect(await field({ recipientIds: [] })).toEqual(["rules.0.recipientIds"]);
  expect(await field({ ignoreTime: null })).toEqual(["rules.0.ignoreTime"]);
  expect(await fieldsOf(await post({ rules: [rule, rule] }))).toEqual(["rules.1.name"]);
  expect((await entriesOf("alarm-rule.add")).length).toBe(before);
});

dbTest("a rule is changed, and the audit log says from what to what", async () => {
  const camera = await freeCamera();
  const rule = await ruleFor(camera);
  const id = await added(rule);
  const [scheduleId, priorityId] = [
    await idOf("alarm_schedule", `id <> '${rule.scheduleId}'`),
    await idOf("alarm_priority", "level = 3"),
  ];
  const answer = await put(id, { ...rule, name: "By night", scheduleId, priorityId, notify: false, recipientIds: [] });
  expect(await answer.json()).toMatchObject({ result: "done", items: [{ id, name: "By night", result: "done" }] });
  const told = { name: "By night", priority: { level: 3 }, schedule: { id: scheduleId }, recipients: null };
  expect(await detail(id)).toMatchObject(told);
  const [attempt, outcome] = (await entriesOf("alarm-rule.change")).slice(-2);
  expect([attempt?.phase, outcome?.phase, outcome?.result]).toEqual(["attempt", "outcome", "done"]);
  expect(outcome?.details).toMatchObject({
    changes: {
      name: { from: rule.name, to: "By night" },
      schedule_id: { from: rule.scheduleId, to: scheduleId },
      recipients: { from: rule.recipientIds, to: [] },
    },
  });
  await sweep(alarmRuleMirror, run);
  expect(await detail(id)).toMatchObject(told);
});

dbTest("a change that was refused leaves the copy, one whose answer was lost is read again", async () => {
  const rule = await ruleFor(await freeCamera());
  const id = await added(rule);
  await sandbox.control("POST", "/faults", {
    match: "alarmrules/update",
    kind: "errorCode",
    code: "VMS000003",
    times: 1,
  });
  const refused = (await (await put(id, { ...rule, name: "Refused" })).json()) as Problem;
  expect(refused).toMatchObject({ code: "VMS000003" });
  expect((await detail(id)).name).toBe(rule.name);
  expect((await entriesOf("alarm-rule.change")).at(-1)).toMatchObject({ result: "refused", code: "VMS000003" });
  await sandbox.loseAnswer("alarmrules/update");
  const lost = (await (await put(id, { ...rule, name: "Lost" })).json()) as Problem;
  expect(lost.outcome).toBe("unknown");
  expect((await detail(id)).name).toBe("Lost");
});

dbTest("linkages are set once for ever, and remembered with who set them", async () => {
  const camera = await freeCamera();
  const id = await added(await ruleFor(camera));
  const output = await idOf("alarm_output");
  const set = [
    { kind: "record", cameraIds: [camera.id], beforeSeconds: 5, afterSeconds: 30 },
    { kind: "capture", cameraIds: [camera.id], intervalSeconds: 2, when: "aroundEvent" },
    { kind: "alarmOutput", outputIds: [output], closeAfter: 20 },
    { kind: "email", templateId: "8a748675809d8e3901809d9c57370000" },
  ];
  for (const linkage of set) {
    const response = await link(id, linkage);
    expect(await response.json()).toMatchObject({ result: "done" });
  }
  const there = await sandbox.control<{ linkages: { ruleId: string; type: string }[] }>("GET", "/world/linkages");
  expect(there.linkages.filter(({ ruleId }) => ruleId === id).map(({ type }) => type)).toEqual([
    ...["LinkCamera", "LinkCapturePicture", "LinkAlarmOutput", "LinkEMail"],
  ]);
  const { linkages } = await detail(id);
  expect(linkages.map(({ kind, result, setBy }) => [kind, result, setBy])).toEqual(
    ["email", "alarmOutput", "capture", "record"].map((kind) => [kind, "done", admin.actor.name]),
  );
  expect(linkages[3]?.config).toMatchObject({ cameras: [{ id: camera.id, name: camera.name }], afterSeconds: 30 });
  expect((await entriesOf("alarm-rule.linkage")).filter(({ result }) => result === "done")).toHaveLength(4);
});

dbTest("a linkage that was refused is not remembered, one whose answer was lost is, as unknown", async () => {
  const camera = await freeCamera();
  const id = await added(await ruleFor(camera));
  const record = { kind: "record", cameraIds: [camera.id], beforeSeconds: 5, afterSeconds: 30 };
  await sandbox.control("DELETE", `/world/cameras/${camera.id}`);
  expect(await (await link(id, record)).json()).toMatchObject({
    result: "refused",
    items: [{ name: "Record cameras", code: "VMS000003" }],
  });
  expect((await detail(id)).linkages).toEqual([]);
  await sandbox.loseAnswer("alarmlinkage/add");
  const lost = (await (await link(id, { kind: "email", templateId: "t1" })).json()) as Problem;
  expect(lost.outcome).toBe("unknown");
  expect((await detail(id)).linkages).toMatchObject([{ kind: "email", result: "unknown" }]);
  expect(await fieldsOf(await link(id, { ...record, cameraIds: ["nothing"] }))).toEqual(["cameraIds"]);
});

dbTest("who is limited to areas sees and changes the rules of those alone", async () => {
  const camera = await freeCamera();
  const rule = await ruleFor(camera);
  const id = await added(rule);
  const inside = await signedIn("administrator", { areaIds: [camera.area_id] });
  const mine = await rules("", inside);
  expect(mine.map((each) => each.id)).toContain(id);
  const { rows } = await pool().query<Camera>("SELECT id, name, area_id FROM camera WHERE area_id <> $1", [
    camera.area_id,
  ]);
  const elsewhere = rows.find((other) => mine.every(({ source }) => source.id !== other.id));
  if (elsewhere === undefined) throw new Error("the world has no camera elsewhere");
  expect(await fieldsOf(await post({ rules: [await ruleFor(elsewhere)] }, inside))).toEqual(["rules.0.source.id"]);
  const outside = await signedIn("administrator", { areaIds: ["no-such-area"] });
  expect(await rules("", outside)).toEqual([]);
  expect((await put(id, rule, outside)).status).toBe(404);
  expect((await put(id, { ...rule, name: "Mine" }, inside)).status).toBe(200);
  const device = { ...rule, source: { type: "encodingDevice", id: await idOf("device") }, eventType: "50101" };
  expect((await post({ rules: [device] }, inside)).status).toBe(403);
});
