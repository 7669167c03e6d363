/** What a batch becomes in the database, whatever comes again and in whatever order. */
import { beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { LeaseLostError } from "@/lib/jobs/define";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { make } from "@/lib/testing/factories";
import { alarmBatch, combinedBatch, messageBatch, wireAlarm } from "@/lib/testing/messages";
import { storeBatch, type QueueMessages } from "./mirror";

const { fence } = dutyRun();
const store = (messages: QueueMessages) => storeBatch(fence, messages);

beforeAll(holdLease);
beforeEach(async () => {
  await pool().query(
    `TRUNCATE alarm, alarm_file, alarm_entry, device_event, queue_message, queue_state, snooze, bus_event, area, camera`,
  );
});

const query = async <Row extends Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  (await pool().query<Row>(sql, values)).rows;
const alarm = async (id: string) => (await query("SELECT * FROM alarm WHERE id = $1", [id]))[0] ?? {};
const files = (id: string) =>
  query("SELECT key, state, url, kind FROM alarm_file WHERE alarm_id = $1 ORDER BY first_seen_at, key", [id]);

dbTest("a batch that comes again is stored once, counted once and told once", async () => {
  const batch = alarmBatch([wireAlarm({ guid: "a" }), wireAlarm({ guid: "a", stage: "pulse" }), { nonsense: true }]);
  expect(await store(batch)).toMatchObject({ added: 3, alarms: { ids: ["a"], areaIds: ["area-1"], added: ["a"] } });
  expect(await store(batch)).toMatchObject({ added: 0, alarms: { ids: [] } });
  expect(await alarm("a")).toMatchObject({ pulses: 1, pulse: true, type: "10002", rule_name: "At night", priority: 2 });
  expect(await query("SELECT kind, guid FROM queue_message ORDER BY place")).toEqual([
    { kind: "start", guid: "a" },
    { kind: "pulse", guid: "a" },
    { kind: "unreadable", guid: null },
  ]);
  expect(await query("SELECT state, received, unreadable FROM queue_state")).toEqual([
    { state: "running", received: "3", unreadable: "1" },
  ]);
  const told = await query<{ topic: string }>("SELECT topic FROM bus_event ORDER BY seq");
  expect(told.map(({ topic }) => topic)).toEqual(["alarm", "queue"]);
});

dbTest("a pulse that is told again in another batch counts once", async () => {
  const at = (second: number) => `2026-11-23T10:00:0${second}Z`;
  const pulse = (second: number, more: object = {}) =>
    wireAlarm({ guid: "a", stage: "pulse", at: at(second), ...more });
  await store(alarmBatch([wireAlarm({ guid: "a", at: at(0) }), pulse(1), pulse(1)]));
  expect(await alarm("a")).toMatchObject({ pulses: 1, pulse: true });
  await store(alarmBatch([pulse(1), pulse(2)]));
  const again = await store(alarmBatch([pulse(2, { delayed: true }), pulse(1)]));
  expect(again).toMatchObject({ added: 2, alarms: { ids: [] } });
  expect(await alarm("a")).toMatchObject({ pulses: 2, delayed: false, occurred_at: new Date(at(0)) });
});

dbTest("what is told in several batches comes together", async () => {
  const [began, ended] = ["2026-11-23T10:00:00Z", "2026-11-23T10:05:00Z"];
  await store(alarmBatch([wireAlarm({ guid: "a", stage: "end", at: began, endedAt: ended, areaId: null })]));
  await store(alarmBatch([wireAlarm({ guid: "a", stage: "confirm", at: began }), wireAlarm({ guid: "a", at: began })]));
  expect(await alarm("a")).toMatchObject({
    ...{ active: false, gateway_confirmed: true, gateway_marked: false, area_id: "area-1", delayed: false },
    ...{ occurred_at: new Date(began), ended_at: new Date(ended), search: expect.stringContaining("loading bay") },
  });
  const priority = "UPDATE alarm SET priority_override = 1, priority = 1, state = 'inProgress', version = 3";
  await query(priority);
  await store(alarmBatch([wireAlarm({ guid: "a", stage: "mark", at: began, level: 3 })]));
  expect(await alarm("a")).toMatchObject({ priority: 1, state: "inProgress", version: 3, gateway_marked: true });
});

dbTest("files are noted once, and a waiting one is wanted as soon as it has an address", async () => {
  const url = (sign: number) => `https://x.example/1.jpg?sign=${sign}`;
  const waiting = { type: "1", saveState: "1" };
  await store(alarmBatch([wireAlarm({ guid: "a", files: [waiting, { type: "2", saveState: "3" }] })]));
  expect(await files("a")).toMatchObject([
    { state: "waiting", kind: "picture" },
    { state: "lost", kind: "video" },
  ]);
  const come = () => store(alarmBatch([wireAlarm({ guid: "a", files: [{ type: "1", saveState: "0", url: url(1) }] })]));
  expect(await come()).toMatchObject({ wanted: 1 });
  expect(await files("a")).toMatchObject([
    { state: "wanted", url: url(1) },
    { state: "lost", url: null },
  ]);
  await query("UPDATE alarm_file SET state = 'kept', url = NULL WHERE kind = 'picture'");
  expect(await come()).toMatchObject({ wanted: 0 });
  expect(await files("a")).toHaveLength(2);
  const secret = { type: "1", url: "https://x.example/2.jpg", encrypted: "1", saveState: "0" };
  await store(alarmBatch([wireAlarm({ guid: "b", files: [secret] })]));
  expect(await files("b")).toMatchObject([{ state: "encrypted", url: null }]);
});

dbTest("an alarm without an area has the one of its camera", async () => {
  await query(
    `INSERT INTO camera (id, name, search, online, abilities, area_id, hash, sweep_id)
     VALUES ('camera-9', 'Nine', 'nine', 'online', '{}', 'area-9', '', 1)`,
  );
  await store(alarmBatch([wireAlarm({ guid: "a", areaId: null, sourceId: "camera-9" })]));
  expect(await alarm("a")).toMatchObject({ area_id: "area-9" });
});

dbTest("repeats join the run while it is open and take over what people began", async () => {
  const owner = await make.actor("guard");
  const first = await makeAlarm({ state: "inProgress", ownerId: owner.userId });
  const later = new Date(Date.now() + 60_000).toISOString();
  await store(alarmBatch([wireAlarm({ guid: "a" }), wireAlarm({ guid: "b", at: later })]));
  expect(await alarm("b")).toMatchObject({ group_id: first, state: "inProgress", owner_id: owner.userId });
  expect(await alarm(first)).toMatchObject({ group_count: 3, group_last_at: new Date(later) });
  await query("UPDATE alarm SET state = 'closed'");
  await store(alarmBatch([wireAlarm({ guid: "c", at: later }), wireAlarm({ guid: "d", at: later })]));
  expect(await alarm("c")).toMatchObject({ group_id: "c", state: "new", group_count: 2 });
  expect(await alarm("d")).toMatchObject({ group_id: "c", group_count: 1 });
  const long = new Date(Date.now() + 600_000).toISOString();
  await store(
    alarmBatch([wireAlarm({ guid: "e", at: long }), wireAlarm({ guid: "f", sourceId: "camera-2", at: later })]),
  );
  expect(await alarm("e")).toMatchObject({ group_id: "e" });
  expect(await alarm("f")).toMatchObject({ group_id: "f" });
});

dbTest("running snoozes take in what comes, also from below their area, and count it", async () => {
  const { userId } = await make.actor("guard");
  await query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id)
     VALUES ('top', 'Top', 'top', '{top}', '{Top}', '', 1), ('area-1', 'Yard', 'yard', '{top,area-1}', '{Top,Yard}', '', 1)`,
  );
  await query(
    `INSERT INTO snooze (id, scope, target_id, name, reason, created_by, until)
     VALUES (gen_random_uuid(), 'area', 'top', 'Top', 'Works', $1, now() + interval '1 hour'),
            (gen_random_uuid(), 'source', 'camera-2', 'Gate', 'Over', $1, now() - interval '1 hour')`,
    [userId],
  );
  await store(alarmBatch([wireAlarm({ guid: "a" }), wireAlarm({ guid: "b", areaId: "other", sourceId: "camera-2" })]));
  await store(alarmBatch([wireAlarm({ guid: "a", stage: "end" })]));
  expect((await alarm("a"))["snooze_id"]).not.toBeNull();
  expect((await alarm("b"))["snooze_id"]).toBeNull();
  expect(await query("SELECT count FROM snooze WHERE scope = 'area'")).toEqual([{ count: 1 }]);
  expect(await query("SELECT alarm_id, kind FROM alarm_entry")).toEqual([{ alarm_id: "a", kind: "snoozed" }]);
});

const swipe = (serialNo: number, more: object = {}) => ({
  basicInfo: { msgType: "Msg110003", occurrenceTime: "2026-11-23T10:00:00+02:00", device: { id: "d1", name: "Gate" } },
  data: {
    openDoorInfo: {
      event: {
        basicInfo: { eventType: 110003, elementId: "door-1", elementName: "Gate", deviceId: "d1", serialNo },
        intelliInfo: { personId: "p1", firstName: "Ada", lastName: "--", authResult: 1, ...more },
      },
    },
  },
});

dbTest("messages become events, the same swipe once, and later files join it", async () => {
  await store(messageBatch([swipe(1), swipe(1), swipe(2, { authResult: 0, cardNumber: "77" })]));
  await store(messageBatch([swipe(2)]));
  expect(await query("SELECT person_name, result, source_id, card_number FROM device_event ORDER BY id")).toEqual([
    { person_name: "Ada", result: "granted", source_id: "door-1", card_number: null },
    { person_name: "Ada", result: "denied", source_id: "door-1", card_number: "77" },
  ]);
  const onBoard = { basicInfo: { msgType: "Msg330101", occurrenceTime: "2026-11-23T10:00:00Z" }, uuid: "u1", data: {} };
  await store(messageBatch([onBoard]));
  await store(messageBatch([{ ...onBoard, update: true, picture: [{ url: "https://x.example/9.jpg?s=1" }] }]));
  const rows = await query(
    "SELECT e.kind, f.state FROM device_event e JOIN alarm_file f ON f.event_id = e.id WHERE e.key = 'uuid/u1'",
  );
  expect(rows).toEqual([{ kind: "onBoard", state: "wanted" }]);
});

dbTest("a batch without an id is known again by what is in it", async () => {
  const rows = (sign: number) => [
    wireAlarm({ guid: "a", at: "2026-11-23T10:00:00Z", files: [{ url: `https://x/1?s=${sign}` }] }),
  ];
  expect(await store(alarmBatch(rows(1), null))).toMatchObject({ added: 1 });
  expect(await store(alarmBatch(rows(2), null))).toMatchObject({ added: 0 });
});

dbTest("the V2 queue's alarms join those of the alarm queue, its calls are events", async () => {
  await store(alarmBatch([wireAlarm({ guid: "a" })]));
  const event = (eventId: string, eventType: string, eventData: object = {}) => ({
    ...{ eventId, eventType, eventData },
    basicInfo: { occurrenceTime: "2026-11-23T10:00:00Z", resourceInfo: { sourceID: "s", sourceName: "Other" } },
  });
  const call = { deviceTalkInfo: { msgId: "c1", msgType: 0, deviceId: "d1" } };
  await store(combinedBatch([event("a", "10002"), event("b", "10002"), event("c", "140001", call)]));
  expect(await alarm("a")).toMatchObject({ source_name: "Loading bay", rule_id: "rule-1" });
  expect(await alarm("b")).toMatchObject({ source_name: "Other", priority: 4 });
  expect(await query("SELECT kind, key FROM device_event")).toEqual([{ kind: "intercom", key: "call/c1/ringing" }]);
});

dbTest("text that the database cannot hold is stored all the same", async () => {
  await store(alarmBatch([wireAlarm({ guid: "a", sourceName: "Gate\0 \ud800 \\u0000" })]));
  expect(await alarm("a")).toMatchObject({ source_name: "Gate\ufffd \ufffd \\u0000" });
});

dbTest("a worker without the lease stores nothing", async () => {
  const lost = { ...fence, number: fence.number + 1 };
  await expect(storeBatch(lost, alarmBatch([wireAlarm()]))).rejects.toThrow(LeaseLostError);
  expect(await query("SELECT 1 FROM queue_message")).toEqual([]);
});
