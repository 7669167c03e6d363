import { beforeAll } from "vitest";
import { GET as getAlarm } from "./[id]/route";
import { GET as getCounts } from "./counts/route";
import { GET as getAlarms } from "./route";
import { pool } from "@/lib/db/client";
import type { AlarmCounts, AlarmDetail, AlarmListing } from "@/lib/domains/alarms/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";

let guard: SignedIn;
let limited: SignedIn;

async function get<T>(
  handler: Parameters<typeof callRoute>[0],
  path: string,
  { who = guard, params = {} }: { who?: SignedIn; params?: Record<string, string> } = {},
): Promise<T> {
  const response = await callRoute(handler, who.request(path), params);
  const body = (await response.json()) as T;
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body;
}

const listing = (query: string, who = guard) => get<AlarmListing>(getAlarms, `/api/alarms?${query}`, { who });
const ids = async (query: string, who = guard) => (await listing(query, who)).items.map(({ id }) => id);
const detail = (id: string, who = guard) => get<AlarmDetail>(getAlarm, `/api/alarms/${id}`, { who, params: { id } });

const minutes = 60_000;

beforeAll(async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id) VALUES
       ('site', 'Site', 'site', NULL, '{site}', '{Site}', '', 1),
       ('hall', 'Hall', 'hall', 'site', '{site,hall}', '{Site,Hall}', '', 1),
       ('yard', 'Yard', 'yard', 'site', '{site,yard}', '{Site,Yard}', '', 1);
     INSERT INTO device (id, name, search, category, serial, online, hash, sweep_id)
       VALUES ('d1', 'Recorder', '', 'encodingDevice', 'K1', 'online', '', 1);
     INSERT INTO camera (id, name, search, online, abilities, area_id, device_id, channel_no, hash, sweep_id) VALUES
       ('hall-1', 'Hall 1', '', 'online', '{}', 'hall', 'd1', 1, '', 1),
       ('hall-2', 'Hall 2', '', 'online', '{}', 'hall', 'd1', 2, '', 1),
       ('hall-9', 'Hall 9', '', 'offline', '{}', 'hall', 'd1', 9, '', 1),
       ('yard-1', 'Yard 1', '', 'online', '{}', 'yard', NULL, 1, '', 1),
       ('site-1', 'Site 1', '', 'online', '{}', 'site', NULL, 1, '', 1);
     INSERT INTO door (id, name, search, online, area_id, hash, sweep_id)
       VALUES ('door-hall', 'Hall door', '', 'online', 'hall', '', 1), ('door-yard', 'Yard door', '', 'online', 'yard', '', 1)`,
  );
  guard = await signedIn("guard", { name: "Gwen" });
  limited = await signedIn("guard", { areaIds: ["hall"] });
  const hall = { areaId: "hall", areaName: "Hall", sourceId: "hall-1", sourceName: "Hall 1" };
  await makeAlarm({
    ...hall,
    id: "first",
    priority: 3,
    receivedAgoMs: 9 * minutes,
    ruleId: "rule-1",
    ruleName: "Night",
  });
  await makeAlarm({ ...hall, id: "again", priority: 3, receivedAgoMs: 8 * minutes, groupId: "first" });
  await makeAlarm({ ...hall, id: "third", priority: 3, receivedAgoMs: 7 * minutes, groupId: "first" });
  await makeAlarm({ id: "yard", areaId: "yard", sourceId: "yard-1", priority: 1, receivedAgoMs: 6 * minutes });
  await makeAlarm({
    id: "nowhere",
    areaId: null,
    sourceId: "x",
    type: "10003",
    priority: 1,
    receivedAgoMs: 5 * minutes,
  });
  await makeAlarm({ id: "done", areaId: "hall", sourceId: "hall-2", state: "resolved", receivedAgoMs: 4 * minutes });
  await makeAlarm({
    ...{ id: "mine", areaId: "yard", sourceId: "yard-2", state: "inProgress" },
    ...{ ownerId: guard.actor.userId, receivedAgoMs: 3 * minutes },
  });
  await pool().query(
    `UPDATE alarm SET resolved_at = now(), disposition = 'false', handover = true WHERE id = 'done';
     UPDATE alarm SET delayed = true WHERE id = 'nowhere'`,
  );
});

dbTest("an item has what every reader of the API looks for", async () => {
  const { items, total } = await listing("source=hall-1&repeats=grouped");
  expect(total).toBe(1);
  expect(items[0]).toMatchObject({
    ...{ id: "first", type: "10002", state: "new", priority: 3, active: null, owner: null, handover: false },
    typeName: expect.stringMatching(/^(?!10002)./) as string,
    source: { type: "camera", id: "hall-1", name: "Hall 1" },
    area: { id: "hall", name: "Hall" },
    receivedAt: expect.stringMatching(/Z$/) as string,
    repeats: { firstId: "first", count: 3 },
  });
  const again = (await listing("source=hall-1")).items.find(({ id }) => id === "again");
  expect(again?.repeats).toMatchObject({ firstId: "first", count: 3 });
});

dbTest("filters and sorts", async () => {
  expect(await ids("")).toEqual(["mine", "done", "nowhere", "yard", "third", "again", "first"]);
  expect(await ids("repeats=grouped&state=open")).toEqual(["mine", "nowhere", "yard", "first"]);
  expect(await ids("repeats=grouped&sort=priority&state=open")).toEqual(["nowhere", "yard", "mine", "first"]);
  expect(await ids("sort=occurredAt&state=open&repeats=grouped")).toEqual(["first", "yard", "nowhere", "mine"]);
  expect(await ids("state=new&state=resolved&priority=1&priority=2")).toEqual(["done", "nowhere", "yard"]);
  expect(await ids("type=10003")).toEqual(["nowhere"]);
  expect(await ids("area=yard")).toEqual(["mine", "yard"]);
  expect(await ids("area=site&state=resolved")).toEqual(["done"]);
  expect(await ids("rule=rule-1")).toEqual(["first"]);
  expect(await ids("owner=me")).toEqual(["mine"]);
  expect(await ids("owner=me", limited)).toEqual([]);
  expect(await ids(`owner=${guard.actor.userId}`)).toEqual(["mine"]);
  expect(await ids("owner=nobody&area=hall&repeats=grouped")).toEqual(["done", "first"]);
  expect(await ids("disposition=false&handover=yes")).toEqual(["done"]);
  expect(await ids("delayed=yes")).toEqual(["nowhere"]);
  expect(await ids("q=hall%201&repeats=grouped")).toEqual(["first"]);
  const since = new Date(Date.now() - 5.5 * minutes).toISOString();
  expect(await ids(`since=${since}`)).toEqual(["mine", "done", "nowhere"]);
  expect(await ids(`until=${encodeURIComponent(since.replace("Z", "+00:00"))}&repeats=grouped`)).toEqual([
    "yard",
    "first",
  ]);
});

dbTest("pages are complete and without doubles in every order", async () => {
  for (const sort of ["receivedAt", "-receivedAt", "occurredAt", "-occurredAt", "priority", "-priority"]) {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const from = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: AlarmListing = await listing(`sort=${sort}&limit=2${from}`);
      expect(page.total).toBe(7);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen, sort).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  }
});

dbTest("no open alarm hides behind a closed one, nor behind one that is no longer kept", async () => {
  await makeAlarm({ id: "head", sourceId: "flap", state: "closed", receivedAgoMs: 40 * minutes });
  await makeAlarm({ id: "tail-1", sourceId: "flap", groupId: "head", receivedAgoMs: 39 * minutes });
  await makeAlarm({ id: "tail-2", sourceId: "flap", groupId: "head", receivedAgoMs: 38 * minutes });
  expect(await ids("source=flap&repeats=grouped&state=open")).toEqual(["tail-1"]);
  expect(await ids("source=flap&repeats=grouped")).toEqual(["head"]);
  await pool().query("DELETE FROM alarm WHERE id = 'head'");
  expect(await ids("source=flap&repeats=grouped")).toEqual(["tail-1"]);
  await pool().query("DELETE FROM alarm WHERE source_id = 'flap'");
});

dbTest("a running snooze silences new alarms until it is over or lifted", async () => {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO snooze (id, scope, target_id, name, area_id, reason, created_by, until)
     VALUES (gen_random_uuid(), 'source', 'yard-1', 'Yard 1', 'yard', 'Works', $1, now() + interval '1 hour') RETURNING id`,
    [guard.actor.userId],
  );
  await pool().query("UPDATE alarm SET snooze_id = $1 WHERE id IN ('yard', 'mine')", [rows[0]?.id]);
  expect(await ids("area=yard&snoozed=no")).toEqual(["mine"]);
  expect(await ids("snoozed=yes")).toEqual(["yard"]);
  expect((await detail("yard")).snooze).toMatchObject({ reason: "Works", by: { name: "Gwen" } });
  expect((await get<AlarmCounts>(getCounts, "/api/alarms/counts")).snoozes).toBe(1);
  await pool().query("UPDATE snooze SET until = now()");
  expect(await ids("area=yard&snoozed=no")).toEqual(["mine", "yard"]);
  await pool().query("UPDATE alarm SET snooze_id = NULL");
});

dbTest("the numbers are those of the lists behind them", async () => {
  const numbers = await get<AlarmCounts>(getCounts, "/api/alarms/counts");
  expect(numbers).toEqual({
    ...{ open: 4, new: 3, mine: 1, handover: 1, handledToday: 1, snoozes: 0 },
    byPriority: { 1: 2, 2: 1, 3: 1, 4: 0 },
  });
  const future = new Date(Date.now() + minutes).toISOString();
  const later = await get<AlarmCounts>(getCounts, `/api/alarms/counts?since=${future}`);
  expect(later.handledToday).toBe(0);
  expect(await get<AlarmCounts>(getCounts, "/api/alarms/counts", { who: limited })).toMatchObject({ open: 1, mine: 0 });
});

dbTest("areas bound what a guard sees, and alarms without an area are for those who see all", async () => {
  expect(await ids("", limited)).toEqual(["done", "third", "again", "first"]);
  expect(await ids("area=site&repeats=grouped", limited)).toEqual(["done", "first"]);
  expect(await ids("area=yard", limited)).toEqual([]);
  for (const id of ["yard", "nowhere", "none"]) {
    const response = await callRoute(getAlarm, limited.request(`/api/alarms/${id}`), { id });
    expect(response.status).toBe(404);
  }
});

dbTest("a detail has what is around the alarm", async () => {
  await pool().query(
    `UPDATE alarm SET linked_cameras = '[{"id": "yard-1", "name": "Yard 1"}]', ended_at = received_at,
            gateway_confirmed = true WHERE id = 'first'`,
  );
  await pool().query("INSERT INTO alarm_camera (alarm_id, camera_id, added_by) VALUES ('first', 'site-1', $1)", [
    guard.actor.userId,
  ]);
  await pool().query(
    `INSERT INTO alarm_instruction (id, scope, target_id, name, steps) VALUES
       (gen_random_uuid(), 'type', '10002', 'Motion', '{Look}'), (gen_random_uuid(), 'rule', 'rule-1', 'Night', '{Call,Go}')`,
  );
  await pool().query(
    `INSERT INTO alarm_entry (alarm_id, user_id, kind, "from", "to", note) VALUES ('first', $1, 'step', '0', '"done"', 'Call')`,
    [guard.actor.userId],
  );
  const alarm = await detail("first");
  expect(alarm).toMatchObject({
    rule: { id: "rule-1", name: "Night" },
    areaPath: [
      { id: "site", name: "Site" },
      { id: "hall", name: "Hall" },
    ],
    confirmedUpstream: { at: expect.any(String) as string },
    markedUpstream: null,
    doors: [{ id: "door-hall", name: "Hall door" }],
  });
  expect(alarm.cameras.map(({ id, why }) => [id, why])).toEqual([
    ["hall-1", "source"],
    ["yard-1", "linkage"],
    ["site-1", "added"],
    ["hall-2", "area"],
    ["hall-9", "area"],
  ]);
  expect(alarm.related.map(({ id }) => id)).toEqual(["done"]);
  expect(alarm.repeated.map(({ id }) => id)).toEqual(["third", "again", "first"]);
  expect(alarm.instructions).toEqual({
    from: "rule",
    name: "Night",
    steps: [
      { text: "Call", done: { at: expect.any(String) as string, by: { id: guard.actor.userId, name: "Gwen" } } },
      { text: "Go", done: null },
    ],
  });
  expect(alarm.trail.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["started", "ended", "repeated", "gatewayConfirmed", "step"]),
  );
  const seen = await detail("first", limited);
  expect(seen.cameras.map(({ id }) => id)).toEqual(["hall-1", "hall-2", "hall-9"]);
  expect((await detail("yard")).instructions).toMatchObject({ from: "type", name: "Motion" });
  expect((await detail("nowhere")).instructions).toBeNull();
});
