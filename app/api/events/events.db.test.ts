import { beforeAll } from "vitest";
import { GET as getEvent } from "./[id]/route";
import { GET as getFile } from "./[id]/files/[fileId]/route";
import { GET as getSmall } from "./[id]/files/[fileId]/thumbnail/route";
import { GET as getEvents } from "./route";
import { pool } from "@/lib/db/client";
import type { EventDetail, EventItem, EventListing } from "@/lib/domains/events/schema";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { makeEvent } from "@/lib/testing/events";

const minute = 60_000;
let guard: SignedIn;
let limited: SignedIn;
/** May see what happens at doors, and not who it is. */
let doorsOnly: SignedIn;
const made: Record<string, string> = {};

async function listing(query: string, who = guard): Promise<EventListing> {
  const response = await callRoute(getEvents, who.request(`/api/events?${query}`));
  expect(response.status).toBe(200);
  return (await response.json()) as EventListing;
}
const nameOf = (id: string) => Object.entries(made).find(([, each]) => each === id)?.[0] ?? id;
const names = async (query: string, who = guard) => (await listing(query, who)).items.map(({ id }) => nameOf(id));
const status = async (query: string, who = guard) =>
  (await callRoute(getEvents, who.request(`/api/events?${query}`))).status;
async function detail(name: string, who = guard): Promise<EventDetail> {
  const id = made[name] ?? name;
  const response = await callRoute(getEvent, who.request(`/api/events/${id}`), { id });
  expect(response.status).toBe(200);
  return (await response.json()) as EventDetail;
}
async function item(name: string, who = guard): Promise<EventItem> {
  const found = (await listing("", who)).items.find(({ id }) => id === made[name]);
  if (found === undefined) throw new Error(`${name} is not in the list.`);
  return found;
}

/** In the middle of a minute, so that what belongs to one minute stays in it. */
const agoOf = (minutes: number, second: number) => {
  const at = Math.floor(Date.now() / minute) * minute - minutes * minute + second * 1_000;
  return Date.now() - at;
};

beforeAll(async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id) VALUES
       ('site', 'Site', 'site', NULL, '{site}', '{Site}', '', 1),
       ('hall', 'Hall', 'hall', 'site', '{site,hall}', '{Site,Hall}', '', 1),
       ('yard', 'Yard', 'yard', 'site', '{site,yard}', '{Site,Yard}', '', 1);
     INSERT INTO door (id, name, search, online, area_id, hash, sweep_id)
       VALUES ('door-hall', 'Hall door', '', 'online', 'hall', '', 1);
     INSERT INTO custom_role (id, name, permissions) VALUES (gen_random_uuid(), 'Doors only', '{doors:read}')`,
  );
  guard = await signedIn("guard");
  limited = await signedIn("guard", { areaIds: ["hall"] });
  doorsOnly = await signedIn("receptionist");
  await pool().query("UPDATE app_user SET role = (SELECT id::text FROM custom_role) WHERE id = $1", [
    doorsOnly.actor.userId,
  ]);
  const hall = { sourceId: "door-hall", sourceName: "Hall door", areaId: "hall", areaName: "Hall as told" };
  const ada = { personId: "p1", personName: "Ada Lovelace", cardNumber: "0012345678" };
  const truck = { kind: "position", type: "330001", sourceType: "vehicle", sourceId: "v1", result: null } as const;
  const vehicle = (metresPerSecond: number) => ({
    vehicle: {
      ...{ id: "v1", plate: "AB-1", speedLimitMetresPerSecond: null },
      position: { latitude: 56.9, longitude: 24.1, metresPerSecond, heading: 90 },
    },
  });
  const call = (id: string, state: string) => ({
    ...({ key: `call/${id}/${state}`, kind: "intercom", type: "140001", result: null, ...hall } as const),
    details: {
      call: { id, state, to: "room", room: "12", personId: "p9", doors: [{ id: "door-hall", name: "Gate" }] },
    },
  });
  made["ada"] = await makeEvent({
    ...{ ...hall, ...ada, occurredAgoMs: 60 * minute },
    details: { reader: "1", department: "Company/Lab", attendance: "checkIn" },
    files: [],
  });
  made["stranger"] = await makeEvent({ ...hall, type: "110515", result: "denied", occurredAgoMs: 50 * minute });
  made["yard"] = await makeEvent({
    sourceId: "door-yard",
    sourceName: "Yard door",
    areaId: "yard",
    occurredAgoMs: 45 * minute,
  });
  made["nowhere"] = await makeEvent({
    sourceName: "Somewhere",
    type: "",
    result: "denied",
    occurredAgoMs: 44 * minute,
  });
  made["early"] = await makeEvent({ ...truck, areaId: "site", occurredAgoMs: agoOf(40, 10), details: vehicle(1) });
  made["late"] = await makeEvent({ ...truck, areaId: "site", occurredAgoMs: agoOf(40, 50), details: vehicle(2) });
  made["next"] = await makeEvent({ ...truck, areaId: "site", occurredAgoMs: agoOf(39, 5), details: vehicle(3) });
  made["rang"] = await makeEvent({ ...call("c1", "ringing"), occurredAgoMs: 30 * minute });
  made["answered"] = await makeEvent({ ...call("c1", "answeredElsewhere"), occurredAgoMs: 29.9 * minute });
  made["hung up"] = await makeEvent({ ...call("c1", "hungUp"), occurredAgoMs: 29.5 * minute });
  made["missed"] = await makeEvent({ ...call("c2", "missed"), occurredAgoMs: 20 * minute });
  made["lost"] = await makeEvent({ ...call("c3", "ringing"), occurredAgoMs: 10 * minute });
  // The device's clock is ahead: it rings however long the test takes.
  made["rings"] = await makeEvent({ ...call("c4", "ringing"), occurredAgoMs: -30 * minute });
});

dbTest("an item says what, who, where and with what result", async () => {
  expect(await item("ada")).toMatchObject({
    ...{ kind: "authentication", type: "110003", typeName: "Access granted: card", result: "granted", origin: "queue" },
    source: { type: "door", id: "door-hall", name: "Hall door" },
    area: { id: "hall", name: "Hall" },
    person: { id: "p1", name: "Ada Lovelace", cardEnding: "5678" },
    ...{ call: null, vehicle: null, picture: null, delayed: false },
  });
  expect(await item("stranger")).toMatchObject({ typeName: "Access denied: unknown card", person: null });
  expect(await item("nowhere")).toMatchObject({ typeName: "Access denied" });
  expect(await item("late")).toMatchObject({ vehicle: { id: "v1", plate: "AB-1" }, person: null });
});

dbTest("filters and sorts", async () => {
  expect(await names("kind=authentication")).toEqual(["nowhere", "yard", "stranger", "ada"]);
  expect(await names("kind=authentication&sort=occurredAt")).toEqual(["ada", "stranger", "yard", "nowhere"]);
  expect(await names("result=denied")).toEqual(["nowhere", "stranger"]);
  expect(await names("type=110515&type=330001&kind=authentication")).toEqual(["stranger"]);
  expect(await names("area=yard")).toEqual(["yard"]);
  expect(await names("area=site&kind=authentication")).toEqual(["yard", "stranger", "ada"]);
  expect(await names("source=door-hall&kind=authentication")).toEqual(["stranger", "ada"]);
  expect(await names("person=p1")).toEqual(["ada"]);
  const since = new Date(Date.now() - 48 * minute).toISOString();
  const until = encodeURIComponent(new Date(Date.now() - 44.5 * minute).toISOString().replace("Z", "+00:00"));
  expect(await names(`since=${since}&until=${until}`)).toEqual(["yard"]);
  expect(await status("since=yesterday")).toBe(400);
});

dbTest("finds by name and by the end of a card, never by its beginning", async () => {
  expect(await names("q=lovelace%20hall")).toEqual(["ada"]);
  expect(await names("q=5678")).toEqual(["ada"]);
  expect(await names("q=0012")).toEqual([]);
  expect(await names("q=unknown%20card")).toEqual(["stranger"]);
});

dbTest("folds positions by vehicle and minute, and calls into what was told last", async () => {
  expect(await names("kind=position")).toEqual(["next", "late", "early"]);
  expect(await names("kind=position&repeats=folded")).toEqual(["next", "late"]);
  expect(await names("kind=intercom&repeats=folded")).toEqual(["rings", "lost", "missed", "hung up"]);
  const { items, total } = await listing("kind=intercom&repeats=folded");
  expect(total).toBe(4);
  // Answered, then hung up, is a call that was answered; what nobody ended has an end that nobody knows.
  expect(items.map(({ call }) => call?.state)).toEqual(["ringing", "unknown", "missed", "answered"]);
});

dbTest("pages hold while events arrive, and what arrived is counted", async () => {
  const before = await listing("limit=3&repeats=folded");
  expect(before.items.map(({ id }) => nameOf(id))).toEqual(["rings", "lost", "missed"]);
  made["fresh"] = await makeEvent({ sourceName: "Fresh door", areaId: "hall", occurredAgoMs: -40 * minute });
  expect(await names("limit=1")).toEqual(["fresh"]);
  expect(await names(`limit=3&repeats=folded&upTo=${before.newest}`)).toEqual(["rings", "lost", "missed"]);
  expect(await names(`after=${before.newest}`)).toEqual(["fresh"]);
  expect((await listing(`after=${before.newest}&kind=intercom`)).total).toBe(0);
  const next = await listing(`limit=3&repeats=folded&upTo=${before.newest}&cursor=${before.nextCursor}`);
  expect(next.items.map(({ id }) => nameOf(id))).toEqual(["hung up", "next", "late"]);
  await pool().query("DELETE FROM device_event WHERE id = $1", [made["fresh"]]);
});

dbTest("whoever may not read persons learns nothing of them", async () => {
  expect(await item("ada", doorsOnly)).toMatchObject({ person: { id: null, name: null, cardEnding: null } });
  expect(await names("q=lovelace", doorsOnly)).toEqual([]);
  expect(await names("q=5678", doorsOnly)).toEqual([]);
  expect(await names("q=hall%20granted", doorsOnly)).toEqual(["ada"]);
  expect(await status("person=p1", doorsOnly)).toBe(403);
  const shown = await detail("ada", doorsOnly);
  expect(shown).toMatchObject({ department: null, attendance: null, files: [], picture: null, reader: "1" });
  expect(JSON.stringify(shown)).not.toMatch(/Ada|5678|Lab|p1/);
});

dbTest("a picture at a door is shown to who may read persons", async () => {
  const id = made["ada"] ?? "";
  await pool().query(
    `INSERT INTO alarm_file (id, event_id, key, kind, state, hash, thumbnail_hash) VALUES (gen_random_uuid(), $1, 'k', 'picture', 'kept', 'aaaabbbb', 'ccccdddd')`,
    [id],
  );
  expect((await item("ada")).picture?.url).toMatch(new RegExp(`^/api/events/${id}/files/.+v=aaaabbbb$`));
  expect((await detail("ada")).files).toMatchObject([{ state: "kept", kind: "picture" }]);
  expect((await item("ada", doorsOnly)).picture).toBeNull();
  const fileId = (await detail("ada")).files[0]?.id ?? "";
  for (const [end, handler] of [
    ["", getFile],
    ["/thumbnail", getSmall],
  ] as const) {
    const request = doorsOnly.request(`/api/events/${id}/files/${fileId}${end}`);
    expect((await callRoute(handler, request, { id, fileId })).status).toBe(403);
  }
  expect((await detail("ada", doorsOnly)).files).toEqual([]);
});

dbTest("the detail has the reader, the department, the call and the vehicle", async () => {
  expect(await detail("ada")).toMatchObject({
    areaPath: [
      { id: "site", name: "Site" },
      { id: "hall", name: "Hall" },
    ],
    known: { door: true, camera: false, device: false },
    ...{ reader: "1", department: "Company/Lab", attendance: "checkIn", temperature: null },
  });
  expect(await detail("yard")).toMatchObject({ known: { door: false } });
  const call = await detail("rang");
  expect(call.callDoors).toEqual([{ id: "door-hall", name: "Gate" }]);
  expect(call.callCourse.map(({ id, state }) => [nameOf(id), state])).toEqual([
    ["rang", "ringing"],
    ["answered", "answered"],
    ["hung up", "ended"],
  ]);
  expect(await detail("late")).toMatchObject({ position: { latitude: 56.9, metresPerSecond: 2 }, driver: null });
});

dbTest("somebody limited to areas sees those, and nothing without an area", async () => {
  expect(await names("kind=authentication", limited)).toEqual(["stranger", "ada"]);
  expect(await names("area=yard", limited)).toEqual([]);
  for (const name of ["yard", "nowhere"]) {
    const id = made[name] ?? "";
    expect((await callRoute(getEvent, limited.request(`/api/events/${id}`), { id })).status).toBe(404);
  }
  expect((await callRoute(getEvent, guard.request("/api/events/x"), { id: "x" })).status).toBe(404);
});
