import { beforeAll, beforeEach } from "vitest";
import { POST as liftSnooze } from "./[id]/lift/route";
import { GET as getSnoozes, POST as addSnooze } from "./route";
import { GET as getAlarm } from "../alarms/[id]/route";
import { GET as getAlarms } from "../alarms/route";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import type { AlarmDetail, AlarmListing } from "@/lib/domains/alarms/schema";
import type { SnoozeItem, SnoozeListing } from "@/lib/domains/snoozes/schema";
import { releaseEnded } from "@/lib/domains/snoozes/write";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { until } from "@/lib/testing/until";

let guard: SignedIn;
let limited: SignedIn;

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function add(body: object, who = guard) {
  const json = { reason: "Works at the gate", until: inHours(1), ...body };
  const response = await callRoute(addSnooze, who.request("/api/snoozes", { method: "POST", json }));
  return {
    status: response.status,
    body: (await response.json()) as SnoozeItem & { errors?: { field: string }[] },
  };
}

async function lift(id: string, who = guard) {
  const response = await callRoute(liftSnooze, who.request("/api/snoozes/x", { method: "POST" }), { id });
  return { status: response.status, body: (await response.json()) as SnoozeItem };
}

async function list(query = "", who = guard): Promise<SnoozeItem[]> {
  return ((await (await callRoute(getSnoozes, who.request(`/api/snoozes?${query}`))).json()) as SnoozeListing).items;
}

async function ringing(): Promise<string[]> {
  const response = await callRoute(getAlarms, guard.request("/api/alarms?state=new&snoozed=no&sort=occurredAt"));
  return ((await response.json()) as AlarmListing).items.map(({ id }) => id);
}

beforeAll(async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id) VALUES
       ('site', 'Site', '', '{site}', '{Site}', '', 1), ('hall', 'Hall', '', '{site,hall}', '{Site,Hall}', '', 1),
       ('yard', 'Yard', '', '{yard}', '{Yard}', '', 1);
     INSERT INTO camera (id, name, search, online, abilities, area_id, hash, sweep_id)
       VALUES ('camera-1', 'Loading bay', '', 'online', '{}', 'hall', '', 1)`,
  );
  guard = await signedIn("guard", { name: "Gwen" });
  limited = await signedIn("guard", { areaIds: ["hall"] });
});

beforeEach(async () => {
  await pool().query("DELETE FROM alarm; DELETE FROM snooze");
  await makeAlarm({ id: "hall-1", areaId: "hall", receivedAgoMs: 4_000 });
  await makeAlarm({
    id: "yard-1",
    areaId: "yard",
    sourceId: "gate",
    sourceName: "Gate",
    type: "10003",
    receivedAgoMs: 3_000,
  });
  await makeAlarm({
    id: "yard-2",
    areaId: "yard",
    sourceId: "gate",
    sourceName: "Gate",
    state: "acknowledged",
    receivedAgoMs: 2_000,
  });
});

dbTest("a snooze of a source silences what is new, says so, and gives it back when it is lifted", async () => {
  const { status, body } = await add({ scope: "source", targetId: "gate" });
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { name: "Gate", area: { id: "yard", name: "Yard" }, by: { name: "Gwen" }, count: 1, lifted: null },
  });
  expect(await ringing()).toEqual(["hall-1"]);
  expect(await list()).toMatchObject([{ id: body.id, reason: "Works at the gate" }]);
  const alarm = (await (
    await callRoute(getAlarm, guard.request("/api/alarms/yard-1"), { id: "yard-1" })
  ).json()) as AlarmDetail;
  expect(alarm.trail.at(-1)).toMatchObject({
    ...{ kind: "snoozed", by: { name: "Gwen" }, to: body.until, note: "Works at the gate" },
  });
  expect((await lift(body.id)).body.lifted).toMatchObject({ by: { name: "Gwen" } });
  expect(await ringing()).toEqual(["hall-1", "yard-1"]);
  expect(await list()).toEqual([]);
  expect((await list("state=ended")).map(({ id }) => id)).toEqual([body.id]);
  const again = await lift(body.id, limited);
  expect(again.status).toBe(404);
});

dbTest("an area takes what is below along, a type silences everywhere", async () => {
  await add({ scope: "area", targetId: "site" });
  expect(await ringing()).toEqual(["yard-1"]);
  const type = await add({ scope: "type", targetId: "10003" });
  expect(type.body.area).toBeNull();
  expect(await ringing()).toEqual([]);
});

dbTest("when one of two snoozes is lifted, the other goes on", async () => {
  const short = await add({ scope: "source", targetId: "gate", until: inHours(1) });
  const long = await add({ scope: "area", targetId: "yard", until: inHours(5) });
  await lift(long.body.id);
  expect(await ringing()).toEqual(["hall-1"]);
  await lift(short.body.id);
  expect(await ringing()).toEqual(["hall-1", "yard-1"]);
});

dbTest("at its end the lists know at once, and the worker tells open pages once", async () => {
  const { body } = await add({ scope: "source", targetId: "gate" });
  await pool().query("UPDATE snooze SET until = clock_timestamp() WHERE id = $1", [body.id]);
  expect(await ringing()).toEqual(["hall-1", "yard-1"]);
  const news = async () => {
    const { rows } = await pool().query<{ n: number }>(
      "SELECT count(*)::int AS n FROM bus_event WHERE topic = 'alarm' AND payload -> 'ids' = '[\"yard-1\"]'",
    );
    return rows[0]?.n ?? 0;
  };
  const before = await news();
  await transaction((tx) => releaseEnded(tx));
  await transaction((tx) => releaseEnded(tx));
  expect(await news()).toBe(before + 1);
});

dbTest("why and until when are asked for, and not for too long", async () => {
  const fields = async (body: object) =>
    (await add({ scope: "source", targetId: "gate", ...body })).body.errors?.[0]?.field;
  expect(await fields({ reason: "  " })).toBe("reason");
  expect(await fields({ until: inHours(-1) })).toBe("until");
  expect(await fields({ until: inHours(8 * 24) })).toBe("until");
  expect(await fields({ targetId: "unheard of" })).toBe("targetId");
  expect(await list()).toEqual([]);
});

dbTest("who is limited to areas snoozes and lifts only there, but sees what silences a type", async () => {
  expect((await add({ scope: "source", targetId: "camera-1" }, limited)).status).toBe(201);
  expect((await add({ scope: "source", targetId: "gate" }, limited)).status).toBe(422);
  expect((await add({ scope: "area", targetId: "yard" }, limited)).status).toBe(422);
  expect((await add({ scope: "type", targetId: "10002" }, limited)).status).toBe(403);
  const type = await add({ scope: "type", targetId: "10003" });
  await add({ scope: "area", targetId: "yard" });
  expect((await list("", limited)).map(({ scope }) => scope)).toEqual(["source", "type"]);
  expect((await lift(type.body.id, limited)).status).toBe(403);
});

dbTest("a worker that holds alarms in another order does not make a snooze fail", async () => {
  await makeAlarm({ id: "hall-2", areaId: "hall" });
  const other = await pool().connect();
  try {
    // So that whoever snoozes notices first, and is ended; on a slow machine it may be the worker.
    await other.query("BEGIN; SET LOCAL deadlock_timeout = '5s'");
    await other.query("SELECT 1 FROM alarm WHERE id = 'hall-2' FOR UPDATE");
    const snoozing = add({ scope: "area", targetId: "hall" });
    await until(async () => {
      const { rows } = await pool().query("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'");
      return rows.length > 0;
    });
    await other.query("SELECT 1 FROM alarm WHERE id = 'hall-1' FOR UPDATE").catch(() => undefined);
    await other.query("COMMIT");
    expect((await snoozing).status).toBe(201);
  } finally {
    other.release(true);
  }
});
