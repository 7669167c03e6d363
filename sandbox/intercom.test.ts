import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";

const box = useSandbox();
const HOUR_MS = 3_600_000;
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+00:00`;
const everywhere = { areaId: "-1", isContainSubArea: 1 };
const page = (more: object) => ({ pageNum: 1, pageSize: 500, ...more });
const searchRooms = (filter: object = {}, more: object = {}) =>
  box.post("/vims/v1/room/search", page({ searchCriteria: { ...everywhere, ...more, filter } }));
const searchResidents = (filter: object = {}) =>
  box.post("/vims/v1/person/search", page({ searchRequest: { ...everywhere, filter } }));

/** A room of so many residents. */
async function roomOf(people: number) {
  const found = rows((await searchRooms({ personAmount: String(people) })).data, "roomList")[0];
  if (!found) throw new Error(`no room of ${people}`);
  const { roomId, buildId, areaId } = found;
  return { found, wish: (accountType: number) => ({ roomId, buildId, areaId, accountType }) };
}

const person = (more: object = {}) => ({
  firstName: "Nora",
  lastName: "Vane",
  gender: 0,
  email: "nora@example.com",
  startDate: iso(Date.now()),
  endDate: iso(Date.now() + 1000 * HOUR_MS),
  ...more,
});
const add = (roomList: object[], more: object = {}) =>
  box.post("/vims/v1/person/add", { personBaseInfo: person(more), roomList });
const update = (id: unknown, roomList: object[], more: object = {}) =>
  box.post("/vims/v1/person/update", { personBaseInfo: person({ id, ...more }), roomList });

describe("buildings and rooms", () => {
  it("are found by area, building and criteria; blank criteria are none", async () => {
    const buildings = await box.post("/vims/v1/build/search", page({ searchCriteria: everywhere }));
    expect(buildings.data).toMatchObject({ pageNum: 1, totalNum: 4 });
    const [harbour] = rows(buildings.data, "buildList");
    expect(harbour).toMatchObject({
      buildName: "Harbour House – Crew Lodgings",
      areaName: "Harbour Campus",
      totalRoom: 8,
    });
    const shallow = await box.post("/vims/v1/build/search", page({ searchCriteria: { areaId: "-1" } }));
    expect(shallow.data["totalNum"]).toBe(0);
    const blank = { roomNum: "", roomName: "", personAmount: "", email: "", mainAccount: "" };
    expect((await searchRooms(blank, { buildId: "" })).data["totalNum"]).toBe(20);
    expect((await searchRooms({ roomNum: 101 })).data["totalNum"]).toBe(4);
    expect((await searchRooms({}, { buildId: harbour?.["buildId"] })).data["totalNum"]).toBe(8);
    expect((await searchRooms({}, { areaId: "nope" })).errorCode).toBe("OPEN000031");
    expect(
      (await box.post("/vims/v1/room/search", page({ pageSize: 501, searchCriteria: everywhere }))).errorCode,
    ).toBe("OPEN000025");
  });
});

describe("residents", () => {
  it("are found by what is asked under the example's name, and all of them under another", async () => {
    const all = (await searchResidents()).data["totalNum"] as number;
    const [some, other] = [await searchResidents({ type: 1 }), await searchResidents({ type: 0 })];
    expect([some, other].map(({ data }) => data["totalNum"] as number).reduce((sum, each) => sum + each)).toBe(all);
    const misnamed = { searchCriteria: { ...everywhere, filter: { name: "nobody at all" } } };
    expect((await box.post("/vims/v1/person/search", page(misnamed))).data["totalNum"]).toBe(all);
    expect((await searchResidents({ name: "nobody at all" })).data).toMatchObject({ totalNum: 0, personList: [] });
    const expired = rows((await searchResidents({ isExpired: 1 })).data, "personList");
    expect(expired.length).toBeGreaterThan(0);
    expect(expired.every((row) => row["isExpired"] === 1)).toBe(true);
  });

  it("move in, and lose every room that is not sent", async () => {
    const [empty, lived] = [await roomOf(0), await roomOf(1)];
    const added = await add([empty.wish(1), lived.wish(0)]);
    const personId = added.data["personId"];
    expect(personId).toMatch(/^\d{18}$/);
    const find = async () => rows((await searchResidents({ email: "nora@" })).data, "personList")[0];
    expect(rows((await find()) ?? {}, "roomList")).toMatchObject([
      { roomId: empty.found["roomId"], accountType: 1, buildName: empty.found["buildName"] },
      { roomId: lived.found["roomId"], accountType: 0 },
    ]);
    expect((await update(personId, [lived.wish(0)], { lastName: "Vane-Ito" })).body).toEqual({ errorCode: "0" });
    expect(await find()).toMatchObject({ lastName: "Vane-Ito", roomList: [{ roomId: lived.found["roomId"] }] });
    expect((await box.post("/vims/v1/person/delete", { deleteList: [personId] })).errorCode).toBe("0");
    expect(await find()).toBeUndefined();
    expect((await box.post("/vims/v1/person/delete", { deleteList: [personId] })).errorCode).toBe("VMS038028");
  });

  it("are persons of the account, with its levels", async () => {
    const { people } = box.sandbox.world;
    const empty = await roomOf(0);
    const [level] = people.levels.keys();
    const info = person({ email: "ito@example.com" });
    const added = await box.post("/vims/v1/person/add", {
      personBaseInfo: info,
      roomList: [empty.wish(1)],
      alIds: [level],
    });
    const personId = String(added.data["personId"]);
    const shown = await box.post("/person/v1/persons/get", { personId });
    expect(shown.data).toMatchObject({ personInfo: { firstName: "Nora", email: "ito@example.com", groupId: "1" } });
    expect([...(people.persons.get(personId)?.levelIds ?? [])]).toEqual([level]);
    for (const row of rows((await searchResidents()).data, "personList")) {
      expect(people.persons.get(String(row["personId"]))).toMatchObject({ email: row["email"] });
    }
    await box.post("/person/v1/persons/delete", { personId });
    expect((await searchResidents({ email: "ito@" })).data["totalNum"]).toBe(0);
    expect((await searchRooms({ email: "ito@" })).data["totalNum"]).toBe(0);
  });

  it("find a full room inside a success", async () => {
    const [full, empty] = [await roomOf(4), await roomOf(0)];
    const failure = { roomNum: full.found["roomNum"], roomName: full.found["roomName"], errorCode: "VMS038005" };
    expect((await add([full.wish(0)])).body).toMatchObject({
      errorCode: "0",
      data: { personId: "", failedResultList: [failure] },
    });
    const partly = await add([empty.wish(1), full.wish(0)]);
    expect(partly.data).toMatchObject({ personId: expect.stringMatching(/^\d+$/), failedResultList: [failure] });
    const again = await update(partly.data["personId"], [empty.wish(1), full.wish(0)]);
    expect(again.data).toMatchObject({ failedResultList: [failure] });
    await box.control("PATCH", `/intercom/rooms/${String(full.found["roomId"])}`, { capacity: 5 });
    expect((await update(partly.data["personId"], [empty.wish(1), full.wish(0)])).body).toEqual({ errorCode: "0" });
  });

  it("are refused with the guide's codes", async () => {
    const [empty, lived] = [await roomOf(0), await roomOf(2)];
    expect((await add([empty.wish(0)])).errorCode).toBe("VMS038011");
    expect((await add([lived.wish(1)])).errorCode).toBe("VMS038011");
    expect((await add([{ ...empty.wish(1), roomId: "nope" }])).errorCode).toBe("VMS000003");
    expect((await add([])).errorCode).toBe("OPEN000010");
    const [neighbour] = rows((await searchResidents()).data, "personList");
    expect((await add([empty.wish(1)], { email: neighbour?.["email"] })).errorCode).toBe("VMS038026");
    expect((await add([empty.wish(1)], { endDate: "2038-01-01T00:00:00+00:00" })).errorCode).toBe("CCF038022");
    expect((await add([empty.wish(1)], { endDate: "2026-01-01" })).errorCode).toBe("OPEN000026");
    expect((await add([empty.wish(1)], { endDate: "2020-01-01T00:00:00Z" })).errorCode).toBe("OPEN000030");
    expect((await add([empty.wish(1)], { id: "1", personCode: "7" })).errorCode).toBe("CCF038023");
    expect((await update("nobody", [empty.wish(1)])).errorCode).toBe("VMS038028");
    const there = { id: neighbour?.["personId"], email: neighbour?.["email"] };
    const code = box.sandbox.world.people.persons.get(String(there.id))?.code;
    const home = rows(neighbour ?? {}, "roomList")[0] ?? {};
    expect((await add([home], { ...there, personCode: code })).errorCode).toBe("VMS038014");
    expect((await add([empty.wish(1)], { ...there, personCode: code })).data["personId"]).toBe(there.id);
  });
});

describe("passes", () => {
  const times = { clientLocalTime: iso(Date.now()) };
  const levels = () => [...box.sandbox.world.people.levels.values()];
  const order = (more: object = {}) => ({
    name: "Courier",
    openCount: 2,
    startTime: iso(Date.now() - HOUR_MS),
    endTime: iso(Date.now() + HOUR_MS),
    ...times,
    alIds: [levels()[0]?.id],
    ...more,
  });
  const make = async (more: object = {}) => (await box.post("/vims/v1/tempauth/add", order(more))).data;
  const look = async (id: unknown) => (await box.post("/vims/v1/tempauth/get", { id, ...times })).data;
  const scan = async (code: unknown) => (await box.control("POST", "/passes/scan", { code })).body;

  it("come with a picture of a QR code and a PIN that open", async () => {
    const pass = await make();
    expect(Buffer.from(String(pass["code"]), "base64").subarray(1, 4).toString()).toBe("PNG");
    expect(pass).toMatchObject({ password: expect.stringMatching(/^\d{6}$/), expiredStatus: 0, openCount: 2 });
    expect((await look(pass["id"]))["code"]).toBe(pass["code"]);
    expect(await look(pass["id"])).not.toHaveProperty("id");
    expect(await scan(pass["password"])).toEqual({ opens: true, passId: pass["id"] });
    expect(await scan(pass["password"])).toMatchObject({ opens: true });
    expect(await scan(pass["password"])).toEqual({ opens: false, reason: "used up" });
    const shut = await make({ alIds: [] });
    expect(await scan(shut["password"])).toEqual({ opens: false, reason: "no access levels" });
    const strange = await make({ alIds: ["237160983473358848"] });
    expect(await scan(strange["password"])).toEqual({ opens: false, reason: "no access levels" });
    expect(await look(strange["id"])).toMatchObject({ accessLevelList: [] });
  });

  it("with dynamic codes: new with each look, over after a minute or when a newer one is used", async () => {
    await box.control("POST", "/settings", { passCode: "dynamic", passCodeForm: "text" });
    const { id, code: oldest } = await make({ openCount: 9 });
    const older = (await look(id))["code"];
    const newer = (await look(id))["code"];
    expect(new Set([oldest, older, newer]).size).toBe(3);
    expect(await scan(older)).toMatchObject({ opens: true });
    expect(await scan(oldest)).toEqual({ opens: false, reason: "code is over" });
    await box.control("POST", "/clock", { advanceMs: 30_000 });
    expect(await scan(newer)).toMatchObject({ opens: true });
    await box.control("POST", "/clock", { advanceMs: 31_000 });
    expect(await scan(newer)).toEqual({ opens: false, reason: "code is over" });
    expect(await scan("GH1nothing")).toEqual({ opens: false, reason: "unknown" });
  });

  it("are listed, changed, over, deleted", async () => {
    const pass = await make({ name: "Window cleaner" });
    const list = async (name: string) =>
      (await box.post("/vims/v1/tempauth/list", page({ searchRequest: { filter: { name } } }))).data;
    expect(await list("")).toMatchObject({ totalNum: 8 });
    expect(rows(await list("window"), "tempAuthList")).toMatchObject([{ id: pass["id"], expiredStatus: 0 }]);
    const changed = { id: pass["id"], ...order({ name: "Roofer", alIds: levels().map(({ id }) => id) }) };
    expect((await box.post("/vims/v1/tempauth/update", changed)).body).toEqual({ errorCode: "0" });
    const named = levels().map(({ id, name }) => ({ accessLevelId: id, accessLevelName: name }));
    expect(await look(pass["id"])).toMatchObject({ name: "Roofer", accessLevelList: named });
    await box.control("POST", "/clock", { advanceMs: 2 * HOUR_MS });
    expect(await scan(pass["password"])).toEqual({ opens: false, reason: "not valid now" });
    await box.control("POST", "/tokens/expire");
    box.setToken(await box.newToken());
    expect(rows(await list("roofer"), "tempAuthList")).toMatchObject([{ expiredStatus: 1 }]);
    expect((await box.post("/vims/v1/tempauth/delete", { deleteList: [pass["id"], "x"] })).errorCode).toBe("VMS000003");
    expect((await box.post("/vims/v1/tempauth/delete", { deleteList: [pass["id"]], ...times })).errorCode).toBe("0");
    expect((await box.post("/vims/v1/tempauth/get", { id: pass["id"], ...times })).errorCode).toBe("VMS000003");
  });

  it("are refused without a time, with too many openings, the wrong way round", async () => {
    const code = async (more: object) => (await box.post("/vims/v1/tempauth/add", order(more))).errorCode;
    expect(await code({ clientLocalTime: undefined })).toBe("OPEN000010");
    expect(await code({ openCount: 201 })).toBe("OPEN000010");
    expect(await code({ startTime: "2026-01-01 10:00:00" })).toBe("OPEN000026");
    expect(await code({ endTime: iso(0) })).toBe("OPEN000030");
  });
});

describe("calls", () => {
  const ring = async () => String((await box.control("POST", "/intercom/calls", {})).body["id"]);
  const respond = async (recordId: string, status: number, user = 0) =>
    (await box.post("/devcall/v1/call/receive", { recordId, status, userId: box.sandbox.world.users[user]?.id }))
      .errorCode;

  it("are answered by one, who hangs up", async () => {
    const call = await ring();
    expect(await respond(call, 3)).toBe("VMS022553");
    expect(await respond(call, 1)).toBe("0");
    expect(await respond(call, 1, 1)).toBe("VMS038027");
    expect(await respond(call, 1)).toBe("VMS038027");
    expect(await respond(call, 3, 1)).toBe("VMS038027");
    expect(await respond(call, 3)).toBe("0");
    expect((await box.control("GET", "/intercom/calls")).body).toMatchObject({ calls: [{ id: call, state: "ended" }] });
  });

  it("are given up after a minute, or by hand", async () => {
    const [first, second, third] = [await ring(), await ring(), await ring()];
    expect(await respond(third, 2)).toBe("0");
    await box.control("PATCH", `/intercom/calls/${first}`, { state: "cancelled" });
    expect(await respond(first, 1)).toBe("VMS038029");
    await box.control("POST", "/clock", { advanceMs: 61_000 });
    expect(await respond(second, 1)).toBe("VMS038029");
    expect(await respond("nothing", 1)).toBe("VMS038019");
    expect(await respond(second, 1, 99)).toBe("OPEN000010");
    const stranger = { recordId: second, status: "1", userId: "nobody" };
    expect((await box.post("/devcall/v1/call/receive", stranger)).errorCode).toBe("VMS003002");
  });
});

it("awkward spelling renames the dates of passes", async () => {
  await box.control("POST", "/spelling", { mode: "awkward" });
  const answers = await Promise.all(Array.from({ length: 12 }, () => box.post("/vims/v1/tempauth/list", page({}))));
  const keys = answers.flatMap(({ data }) => rows(data, "tempAuthList").flatMap((row) => Object.keys(row)));
  expect(["startTime", "startDate", "creatorId", "creatorid"].filter((key) => !keys.includes(key))).toEqual([]);
});
