/** What goes after its time, and what never does. */
import { existsSync } from "node:fs";
import { beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { maintenance } from "@/lib/domains/settings/job";
import { mediaFile } from "@/lib/media/disk";
import { makeAlarm, type AlarmInit } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { makeFile, putMedia } from "@/lib/testing/files";
import { ownDataFolder } from "@/lib/testing/folder";
import { batch, pruneAlarms, pruneEvents, pruneHandovers, pruneSurplus } from "./job";

ownDataFolder();
const run = dutyRun();
const day = 24 * 3_600_000;
const old = { receivedAgoMs: 366 * day, state: "closed" } satisfies AlarmInit;

beforeAll(holdLease);
beforeEach(async () => {
  await pool().query(
    `TRUNCATE alarm, alarm_file, alarm_entry, alarm_camera, queue_message, queue_gap, device_event, setting, camera,
              camera_snapshot, handover, handover_item, duty_period, snooze, escalation_rule, escalation_delivery`,
  );
});

const alarms = async () =>
  (await pool().query<{ id: string }>("SELECT id FROM alarm ORDER BY id")).rows.map(({ id }) => id);
const countOf = async (table: string) => (await pool().query(`SELECT 1 FROM ${table}`)).rowCount;

async function trailOf(alarmId: string): Promise<void> {
  await pool().query("INSERT INTO alarm_entry (alarm_id, kind) VALUES ($1, 'started')", [alarmId]);
  await pool().query("INSERT INTO alarm_camera (alarm_id, camera_id, added_by) VALUES ($1, 'c', gen_random_uuid())", [
    alarmId,
  ]);
  await pool().query(
    "INSERT INTO queue_message (queue, batch, place, kind, guid, raw) VALUES ('alarms', $1, 0, 'start', $1, '{}')",
    [alarmId],
  );
}

dbTest("an old alarm goes with its trail, cameras, messages and files; files that others use stay", async () => {
  await makeAlarm({ ...old, id: "old" });
  await makeAlarm({ id: "young", state: "closed", receivedAgoMs: 364 * day });
  for (const id of ["old", "young"]) await trailOf(id);
  const [own, small, shared] = [
    await putMedia(Buffer.from("own")),
    await putMedia(Buffer.from("small")),
    await putMedia(Buffer.from("shared")),
  ];
  await makeFile({ alarmId: "old", hash: own, thumbnailHash: small });
  await makeFile({ alarmId: "old", hash: shared });
  await makeFile({ alarmId: "young", hash: shared });
  await maintenance.run(run);
  expect(await alarms()).toEqual(["young"]);
  for (const table of ["alarm_entry", "alarm_camera", "queue_message", "alarm_file"]) {
    expect(await countOf(table), table).toBe(1);
  }
  expect([own, small, shared].map((hash) => existsSync(mediaFile(hash)))).toEqual([false, false, true]);
});

dbTest("an alarm that is still to be handled, or flagged for the next shift, never goes", async () => {
  const ancient = { receivedAgoMs: 4_000 * day };
  for (const state of ["new", "acknowledged", "inProgress", "onHold", "resolved", "closed"]) {
    await makeAlarm({ ...ancient, id: state, state });
  }
  await makeAlarm({ ...ancient, id: "flagged", state: "closed" });
  await pool().query("UPDATE alarm SET handover = true WHERE id = 'flagged'");
  await maintenance.run(run);
  await pruneSurplus(1);
  expect(await alarms()).toEqual(["acknowledged", "flagged", "inProgress", "new", "onHold"]);
});

dbTest("the first of a run stays while others of it do", async () => {
  await makeAlarm({ ...old, id: "first", receivedAgoMs: 400 * day });
  await makeAlarm({ ...old, id: "second", groupId: "first" });
  await makeAlarm({ id: "third", groupId: "first" });
  expect(await pruneAlarms(365 * day)).toBe(1);
  expect(await alarms()).toEqual(["first", "third"]);
  await pool().query(
    "UPDATE alarm SET state = 'resolved', received_at = now() - interval '366 days' WHERE id = 'third'",
  );
  expect([await pruneAlarms(365 * day), await pruneAlarms(365 * day)]).toEqual([1, 1]);
  expect(await alarms()).toEqual([]);
});

dbTest("a duplicate outlives its original, and then has none", async () => {
  await makeAlarm({ id: "original", state: "closed", receivedAgoMs: 31 * day });
  await makeAlarm({ id: "duplicate", state: "closed", receivedAgoMs: 7 * day });
  await pool().query("UPDATE alarm SET disposition = 'duplicate', duplicate_of = 'original' WHERE id = 'duplicate'");
  expect(await pruneAlarms(30 * day)).toBe(1);
  const { rows } = await pool().query("SELECT id, disposition, duplicate_of FROM alarm");
  expect(rows).toEqual([{ id: "duplicate", disposition: "duplicate", duplicate_of: null }]);
});

dbTest("beyond so many the oldest handled ones go; open ones count and stay", async () => {
  for (const n of [1, 2, 3, 4, 5]) await makeAlarm({ id: `a${n}`, state: "closed", receivedAgoMs: n * day });
  await makeAlarm({ id: "open", receivedAgoMs: 6 * day });
  expect(await pruneSurplus(6)).toBe(0);
  expect(await pruneSurplus(3)).toBe(2);
  expect(await alarms()).toEqual(["a1", "a2", "a3", "open"]);
  expect(await pruneSurplus(3)).toBe(0);
});

dbTest("many go in batches, all of them in one round", async () => {
  await pool().query(
    `INSERT INTO alarm (id, occurred_at, received_at, group_id, group_last_at, state)
     SELECT 'a' || n, now(), now() - interval '400 days', 'a' || n, now(), 'resolved' FROM generate_series(1, $1::int) n`,
    [2 * batch + 30],
  );
  expect(await pruneAlarms(365 * day)).toBe(batch);
  await maintenance.run(run);
  expect(await countOf("alarm")).toBe(0);
});

dbTest("events go with their files, messages after their own time unless their alarm is open", async () => {
  await pool().query(
    `INSERT INTO device_event (id, key, kind, type, occurred_at) VALUES
       (1, 'old', 'authentication', '1', now() - interval '181 days'), (2, 'young', 'authentication', '1', now())`,
  );
  const [gone, stays] = [await putMedia(Buffer.from("gone")), await putMedia(Buffer.from("stays"))];
  await makeFile({ eventId: "1", hash: gone });
  await makeFile({ eventId: "2", hash: stays });
  await makeAlarm({ id: "open", receivedAgoMs: 40 * day });
  await pool().query(
    `INSERT INTO queue_message (queue, batch, place, kind, guid, raw, received_at) VALUES
       ('alarms', 'x', 0, 'start', 'open', '{}', now() - interval '40 days'),
       ('alarms', 'x', 1, 'start', 'unknown', '{}', now() - interval '40 days'),
       ('messages', 'x', 0, 'door', NULL, '{}', now() - interval '31 days'),
       ('messages', 'x', 1, 'door', NULL, '{}', now() - interval '29 days')`,
  );
  await pool().query(
    `INSERT INTO queue_gap (id, queue, cause, from_at, to_at, state, ended_at) VALUES
       (gen_random_uuid(), 'alarms', 'outage', now(), now(), 'recovered', now() - interval '400 days'),
       (gen_random_uuid(), 'alarms', 'outage', now(), now(), 'open', NULL)`,
  );
  await maintenance.run(run);
  const { rows } = await pool().query<{ key: string }>("SELECT key FROM device_event");
  expect(rows).toEqual([{ key: "young" }]);
  expect([gone, stays].map((hash) => existsSync(mediaFile(hash)))).toEqual([false, true]);
  const left = await pool().query("SELECT queue, place FROM queue_message ORDER BY queue, place");
  expect(left.rows).toEqual([
    { queue: "alarms", place: 0 },
    { queue: "messages", place: 1 },
  ]);
  expect(await countOf("queue_gap")).toBe(1);
  expect(await pruneEvents(day)).toBe(0);
});

dbTest("the number and the days are settings", async () => {
  await makeAlarm({ id: "month", state: "closed", receivedAgoMs: 31 * day });
  await makeAlarm({ id: "week", state: "closed", receivedAgoMs: 7 * day });
  await pool().query("INSERT INTO setting (key, value) VALUES ('retention.alarms', '30')");
  await maintenance.run(run);
  expect(await alarms()).toEqual(["week"]);
});

interface HandoverInit {
  state: string;
  daysAgo: number;
  /** Each: its kind, what it is about, and whether somebody cleared it. */
  items?: readonly (readonly [kind: string, targetId: string | null, cleared?: boolean])[];
}

/** Stores one; its notes are its name. */
async function makeHandover(notes: string, { state, daysAgo, items = [] }: HandoverInit): Promise<void> {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO handover (id, state, prepared_by, prepared_at, taken_by, taken_at, notes)
     SELECT gen_random_uuid(), $1, gen_random_uuid(), at, CASE WHEN taken THEN gen_random_uuid() END,
            CASE WHEN taken THEN at END, $3
       FROM (SELECT now() - $2 * interval '1 day' AS at, $1 IN ('taken', 'checked') AS taken) AS t RETURNING id`,
    [state, daysAgo, notes],
  );
  for (const [place, [kind, targetId, cleared = false]] of items.entries()) {
    await pool().query(
      `INSERT INTO handover_item (id, handover_id, place, kind, target_id, name, cleared_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4, 'x', CASE WHEN $5 THEN now() END)`,
      [rows[0]?.id, place, kind, targetId, cleared],
    );
  }
}

const handovers = async () =>
  (await pool().query<{ notes: string }>("SELECT notes FROM handover ORDER BY notes")).rows.map(({ notes }) => notes);

dbTest(
  "an old handover goes with its items, unless somebody has still to take it or something in it is open",
  async () => {
    await makeAlarm({ id: "open", state: "inProgress" });
    await makeAlarm({ id: "over", state: "resolved" });
    const ancient = { state: "checked", daysAgo: 401 };
    await makeHandover("empty", ancient);
    await makeHandover("handled", {
      ...ancient,
      items: [
        ["alarm", "over"],
        ["alarm", "no longer kept"],
        ["point", null, true],
      ],
    });
    await makeHandover("kept for its alarm", { ...ancient, items: [["alarm", "open"]] });
    await makeHandover("kept for its point", { ...ancient, state: "taken", items: [["point", null]] });
    await makeHandover("nobody took it", { ...ancient, state: "prepared" });
    await makeHandover("withdrawn", { ...ancient, state: "withdrawn", items: [["point", null]] });
    await makeHandover("young", { state: "checked", daysAgo: 399, items: [["alarm", "over"]] });
    await maintenance.run(run);
    expect(await handovers()).toEqual(["kept for its alarm", "kept for its point", "nobody took it", "young"]);
    expect(await countOf("handover_item")).toBe(3);
    await pool().query("UPDATE alarm SET state = 'closed' WHERE id = 'open'");
    expect([await pruneHandovers(400 * day), await pruneHandovers(400 * day)]).toEqual([1, 0]);
  },
);

dbTest("handovers go in batches", async () => {
  await pool().query(
    `INSERT INTO handover (id, state, prepared_by, prepared_at)
     SELECT gen_random_uuid(), 'withdrawn', gen_random_uuid(), now() - interval '500 days' FROM generate_series(1, $1::int)`,
    [batch + 5],
  );
  expect(await pruneHandovers(400 * day)).toBe(batch);
  await maintenance.run(run);
  expect(await handovers()).toEqual([]);
});

dbTest("duty periods and snoozes go once they are over, deleted rules once nothing names them", async () => {
  await pool().query(
    `INSERT INTO duty_period (id, user_id, session_id, started_at, until, ended_at)
     SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now() - interval '500 days', until, ended
       FROM (VALUES (now() - interval '401 days', now() - interval '401 days'), (now() - interval '399 days', now() - interval '399 days'),
                    (now() - interval '499 days', NULL)) AS d (until, ended)`,
  );
  await pool().query(
    `INSERT INTO snooze (id, scope, target_id, name, reason, created_by, until, lifted_at)
     SELECT gen_random_uuid(), 'type', 't', name, 'x', gen_random_uuid(), until, lifted
       FROM (VALUES ('over', now() - interval '401 days', NULL), ('lifted', now() + interval '1 day', now() - interval '401 days'),
                    ('recent', now() - interval '399 days', NULL), ('running', now() + interval '1 day', NULL)) AS s (name, until, lifted)`,
  );
  await pool().query(
    `INSERT INTO snooze (id, scope, target_id, name, reason, created_by, created_at, until)
     VALUES ('00000000-0000-4000-8000-000000000002', 'type', 't', 'in a trail', 'x', gen_random_uuid(),
             now() - interval '403 days', now() - interval '401 days')`,
  );
  await makeAlarm({ id: "silenced" });
  await pool().query(
    `INSERT INTO alarm_entry (alarm_id, kind, "to", at)
     VALUES ('silenced', 'snoozed', '"00000000-0000-4000-8000-000000000002"', now() - interval '402 days')`,
  );
  await pool().query(
    `INSERT INTO escalation_rule (id, name, priorities, after_seconds, removed_at) VALUES
       ('00000000-0000-4000-8000-000000000001', 'named', '{1}', 60, now() - interval '400 days'),
       (gen_random_uuid(), 'forgotten', '{1}', 60, now() - interval '400 days'),
       (gen_random_uuid(), 'just deleted', '{1}', 60, now()), (gen_random_uuid(), 'used', '{1}', 60, NULL)`,
  );
  await pool().query(
    `INSERT INTO escalation_delivery (id, rule_id, channel, recipient, ended_at)
     VALUES (gen_random_uuid(), '00000000-0000-4000-8000-000000000001', 'email', 'x', now())`,
  );
  await maintenance.run(run);
  expect((await pool().query("SELECT ended_at IS NULL AS running FROM duty_period ORDER BY 1")).rows).toEqual([
    { running: false },
    { running: true },
  ]);
  const names = async (table: string) => (await pool().query(`SELECT name FROM ${table} ORDER BY name`)).rows;
  expect(await names("snooze")).toEqual([{ name: "in a trail" }, { name: "recent" }, { name: "running" }]);
  expect(await names("escalation_rule")).toEqual([{ name: "just deleted" }, { name: "named" }, { name: "used" }]);
});

dbTest("pictures that cameras took go with the camera, and its row after them", async () => {
  await pool().query(
    `INSERT INTO camera (id, name, search, online, abilities, hash, sweep_id, gone_at) VALUES
       ('here', 'a', 'a', 'online', '{}', '', 1, NULL), ('gone', 'b', 'b', 'offline', '{}', '', 1, now() - interval '366 days')`,
  );
  const [stays, goes] = [await putMedia(Buffer.from("taken here")), await putMedia(Buffer.from("taken there"))];
  await pool().query(
    `INSERT INTO camera_snapshot (id, camera_id, hash) VALUES
       (gen_random_uuid(), 'here', $1), (gen_random_uuid(), 'gone', $2), (gen_random_uuid(), 'no longer a row', $1)`,
    [stays, goes],
  );
  await maintenance.run(run);
  expect((await pool().query("SELECT camera_id FROM camera_snapshot")).rows).toEqual([{ camera_id: "here" }]);
  expect((await pool().query("SELECT id FROM camera")).rows).toEqual([{ id: "here" }]);
  expect([stays, goes].map((hash) => existsSync(mediaFile(hash)))).toEqual([true, false]);
});
