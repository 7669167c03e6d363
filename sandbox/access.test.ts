import { beforeEach, describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import type { Person } from "./world/person";

const client = useSandbox();
const CONTROL = "/acs/v1/remote/control";
const RECORDS = "/acs/v1/event/certificaterecords/search";

const people = () => client.sandbox.world.people;
const doors = () => client.sandbox.world.lists.door;
const doorNamed = (name: string) => doors().find(({ resource }) => resource.name === name)?.resource.id ?? "";
const stateOf = (id: string) => people().doorStates.get(id)?.actionType ?? null;
const somebody = (test: (person: Person) => boolean = () => true) =>
  [...people().persons.values()].find(test) as Person;
/** Somebody whom every door takes. */
const sound = () => somebody(({ cards, levelIds, pin }) => cards.length > 0 && levelIds.size > 0 && pin === null);

describe("remote control", () => {
  const control = (remoteControl: object) => client.post(CONTROL, { remoteControl });

  it("moves the doors named and tells the rest apart", async () => {
    const [main, offline] = [doorNamed("Main Door"), doorNamed("Cửa phụ 👷 số 1")];
    const { data } = await control({ actionType: 3, elementlist: [main, offline, "nobody"] });
    expect(rows(data, "operationResult")).toEqual([
      expect.objectContaining({ elementId: offline, elementName: "Cửa phụ 👷 số 1", errorCode: "VMS021314" }),
      { elementId: "nobody", elementName: "", areaId: "", areaName: "", errorCode: "VMS000003" },
    ]);
    expect([stateOf(main), stateOf(offline), people().doorStates.size]).toEqual([3, null, 1]);
    const { body } = await client.control("GET", `/people/doors/${main}`);
    expect(body).toMatchObject({ name: "Main Door", state: { actionType: 3, direction: 0 } });
  });

  it("moves every door when nobody is named, as the guide warns", async () => {
    for (const order of [{}, { elementlist: [] }, { elementlist: [], areaId: "-1" }]) {
      people().doorStates.clear();
      await control({ actionType: 4, ...order });
      expect(people().doorStates.size).toBe(doors().length - 1);
    }
  });

  it("keeps to an area, and goes below when told", async () => {
    const { areas } = client.sandbox.world;
    const building = [...areas.values()].find(({ name }) => name.startsWith("Building A"));
    await control({ actionType: 1, areaId: building?.id, depthTraversal: 0 });
    expect(people().doorStates.size).toBe(0);
    await control({ actionType: 1, areaId: building?.id, depthTraversal: 1 });
    expect([...people().doorStates.keys()].length).toBe(4);
    expect((await control({ actionType: 1, areaId: "nowhere" })).errorCode).toBe("OPEN000031");
  });

  it("knows four actions", async () => {
    expect((await control({ actionType: 5 })).errorCode).toBe("OPEN000010");
    expect((await client.post(CONTROL)).message).toContain("[remoteControl]");
  });

  it("has a Bluetooth key", async () => {
    const { data } = await client.get("/acs/v1/encryptinfo/get");
    expect(data).toMatchObject({ encryptType: "AES128_CBC", loopCount: 1000 });
    expect(data["authData"]).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe("access records", () => {
  const search = (searchCriteria: object, pageSize = 200) =>
    client.post(RECORDS, { pageIndex: 1, pageSize, searchCriteria });

  it("tell of the last 30 days, newest first, the same in every run", async () => {
    const first = await search({}, 5);
    expect(Number(first.data["totalNum"])).toBeGreaterThan(2_000);
    const times = rows(first.data, "recordList").map((row) => String(row["occurTime"]));
    expect(times).toEqual([...times].sort().reverse());
    expect(Date.parse(times[0] ?? "")).toBeLessThanOrEqual(client.sandbox.clock.now());
    client.sandbox.replaceWorld("small", client.sandbox.world.seed);
    const again = await search({}, 5);
    const guids = (answer: typeof again) => rows(answer.data, "recordList").map((row) => row["recordGuid"]);
    expect(guids(again)).toEqual(guids(first));
  });

  it("grow with the clock", async () => {
    const now = client.sandbox.clock.now();
    const later = { beginTime: new Date(now).toISOString().replace(/\.\d+Z/, "+00:00") };
    const before = Number((await search(later)).data["totalNum"]);
    client.sandbox.clock.advance(3 * 24 * 3600_000);
    expect(Number((await search(later)).data["totalNum"])).toBeGreaterThan(before + 50);
  });

  it("take a swipe that was ordered, and judge it by the levels", async () => {
    const person = sound();
    const own = people().doorsOf(person)[0]?.resource.id;
    const strange = doors().find(
      ({ resource }) =>
        !people()
          .doorsOf(person)
          .some((door) => door.resource === resource),
    );
    const { body } = await client.control("POST", "/people/swipes", { personId: person.id, doorId: own });
    expect(body).toMatchObject({ personId: person.id, doorId: own, ok: true });
    const refused = await client.control("POST", "/people/swipes", {
      personId: person.id,
      doorId: strange?.resource.id,
      cardNo: person.cards[0]?.cardNo,
    });
    expect(refused.body["ok"]).toBe(false);
    const found = rows((await search({ personCondition: { personIds: person.id } })).data, "recordList");
    expect(
      found
        .map((row) => row["recordGuid"])
        .slice(0, 2)
        .sort(),
    ).toEqual([body["guid"], refused.body["guid"]].sort());
    expect(found.every((row) => (row["personInfo"] as { id: string }).id === person.id)).toBe(true);
  });

  it("are narrowed down by result, door, type and card", async () => {
    const count = async (criteria: object) => Number((await search(criteria, 1)).data["totalNum"]);
    const all = await count({});
    const [good, bad] = [await count({ swipeAuthResult: 1 }), await count({ swipeAuthResult: 2 })];
    expect(good + bad).toBe(all);
    expect(bad).toBeGreaterThan(0);
    const door = doorNamed("Main Door");
    const atDoor = rows((await search({ elementIDs: door })).data, "recordList");
    expect(new Set(atDoor.map((row) => row["elementId"]))).toEqual(new Set([door]));
    const byFace = rows((await search({ eventTypes: "110013,110005" })).data, "recordList");
    expect(new Set(byFace.map((row) => row["eventType"]))).toEqual(new Set([110013, 110005]));
    const card = somebody(({ cards }) => cards.length > 0).cards[0]?.cardNo;
    expect(await count({ searchType: 1, cardNumber: card })).toBeGreaterThan(0);
    expect(await count({ maskStatus: 3 })).toBe(0);
    // A misspelt criterion is ignored.
    expect(await count({ swipeAuthresult: 2 })).toBe(all);
  });

  it("write times as real servers do, and pictures that die in a day", async () => {
    const door = doorNamed("Главный вход");
    await client.control("POST", "/people/swipes", { doorId: door, personId: null, cardNo: "42" });
    const [row] = rows((await search({ elementIDs: door })).data, "recordList");
    expect(row).toMatchObject({ swipeAuthResult: 0, cardNumber: "42", elementType: 1002, personInfo: { id: "" } });
    expect(row?.["occurTime"]).toMatch(/Z$/);
    expect(row?.["deviceTime"]).toMatch(/\+07:00$/);
    expect(Date.parse(String(row?.["deviceTime"]))).toBe(Date.parse(String(row?.["occurTime"])));
    const url = String((row?.["acsSnapPicList"] as { snapPicUrl: string }[])[0]?.snapPicUrl);
    const picture = await fetch(url);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    expect((await fetch(String(row?.["elementPicUrl"]))).status).toBe(200);
    client.sandbox.clock.advance(24 * 3600_000);
    expect((await fetch(url)).status).toBe(403);
  });

  it("refuse large pages and unreadable times", async () => {
    expect((await search({}, 201)).errorCode).toBe("OPEN000025");
    expect((await search({ beginTime: "yesterday" })).errorCode).toBe("OPEN000026");
    expect((await search({ personCondition: { personName: "nobody is called so" } })).data).toEqual({
      recordList: [],
      totalNum: 0,
    });
  });
});

describe("access levels", () => {
  const LEVELS = "/acspm/v1/accesslevel";
  const list = (searchCriteria: object = {}, page: object = { pageIndex: 1, pageSize: 100 }) =>
    client.post(`${LEVELS}/list`, { accessLevelSearchRequest: { ...page, searchCriteria } });
  const detail = async (person: Person, returnSuccess = true) => {
    const { data } = await client.post(`/acspm/v1/maintain/overview/person/${person.id}/elementdetail`, {
      returnSuccess,
    });
    return rows(data, "elementDetailList");
  };
  const statuses = (found: Awaited<ReturnType<typeof detail>>) =>
    found.map((row) => (row["elementStatus"] as { status: number }).status);
  let person: Person;
  let levelId: string;

  beforeEach(() => {
    person = sound();
    levelId = [...people().levels.values()].find(({ id }) => !person.levelIds.has(id))?.id ?? "";
    client.sandbox.settings.applyDelayMs = 5_000;
  });

  it("are listed with their doors and schedules, inside an object of their own", async () => {
    const { data } = await list({ accessLevelName: "server" });
    const response = data["accessLevelResponse"] as Parameters<typeof rows>[0];
    expect(response["totalNum"]).toBe(1);
    expect(rows(response, "accessLevelList")[0]).toMatchObject({
      name: "Server room",
      timeSchedule: { id: "1", name: "All-day" },
      associateResList: [{ name: "Main Door" }, { name: "Server Room 1" }],
    });
    const found = await list({ associateResInfoList: [{ resId: doorNamed("Cold Store Air Lock") }] });
    const named = rows(found.data["accessLevelResponse"] as Parameters<typeof rows>[0], "accessLevelList");
    expect(named.map((row) => row["name"])).toEqual(["Warehouse", "Everywhere"]);
    expect((await list({}, { pageIndex: 0, pageSize: 501 })).errorCode).toBe("OPEN000025");
  });

  it("reach the doors after a while, unless the door is away", async () => {
    const grant = { personList: [{ personId: person.id, accessLevelIdList: [levelId] }] };
    expect((await client.post(`${LEVELS}/person/add`, grant)).body).toEqual({ errorCode: "0" });
    expect(statuses(await detail(person, false))).toContain(1);
    client.sandbox.clock.advance(25_000);
    expect(new Set(statuses(await detail(person)))).toEqual(new Set([0]));
    expect(await detail(person, false)).toEqual([]);
    const everywhere = [...people().levels.values()].find(({ name }) => name === "Everywhere")?.id ?? "";
    await client.post(`${LEVELS}/person/modify`, {
      personList: [{ personId: person.id, deleteAll: false, accessLevelIdList: [everywhere] }],
    });
    client.sandbox.clock.advance(25_000);
    const waiting = await detail(person, false);
    expect(waiting.map((row) => row["name"])).toEqual(["Cửa phụ 👷 số 1"]);
    const away = client.sandbox.world.resources.get(doorNamed("Cửa phụ 👷 số 1"))?.device;
    if (away) away.online = true;
    expect(await detail(person, false)).toEqual([]);
    expect([...person.levelIds]).toEqual([everywhere]);
  });

  it("fail at doors for reasons with a code", async () => {
    const door = people().doorsOf(person)[0]?.resource.id ?? "";
    await client.control("POST", `/people/doors/${door}/failure`, { code: "THD_ISAPI_0x60000037" });
    await client.post(`${LEVELS}/person/delete`, { personList: [{ personId: person.id, deleteAll: true }] });
    client.sandbox.clock.advance(25_000);
    const [undone] = await detail(person);
    expect(undone).toMatchObject({ id: door, elementStatus: { status: 3, errorCode: "THD_ISAPI_0x60000037" } });
    await client.control("POST", `/people/doors/${door}/failure`, { code: null });
    const bare = somebody(({ cards, photo, levelIds }) => cards.length === 0 && photo === null && levelIds.size > 0);
    expect((await detail(bare, false))[0]).toMatchObject({ elementStatus: { status: 2, errorCode: "VMS040018" } });
    const blurred = somebody(({ photo, levelIds }) => photo?.usable === false && levelIds.size > 0);
    expect((await detail(blurred, false))[0]).toMatchObject({
      elementStatus: { status: 2, errorCode: "" },
      certificateStatusList: [{ type: 2, status: "2", errorCode: "THD_ISAPI_0x60000037" }],
    });
    expect((await client.post("/acspm/v1/maintain/overview/person/1/elementdetail")).errorCode).toBe("CCF038023");
  });

  it("are refused one by one inside a success", async () => {
    const held = [...person.levelIds][0] ?? "";
    const { data } = await client.post(`${LEVELS}/person/add`, {
      personList: [
        { personId: person.id, accessLevelIdList: [levelId, "404"] },
        { personId: "404", accessLevelIdList: [levelId] },
      ],
    });
    expect(
      rows(data, "accessLevelFailed").map((row) => [row["personId"], row["accessLevelId"], row["errorCode"]]),
    ).toEqual([
      [person.id, "404", "VMS040016"],
      ["404", levelId, "CCF038023"],
    ]);
    const removal = { personList: [{ personId: person.id, accessLevelIdList: [held] }] };
    expect((await client.post(`${LEVELS}/person/delete`, removal)).data).toEqual({});
    const again = await client.post(`${LEVELS}/person/delete`, removal);
    expect(rows(again.data, "accessLevelFailed")).toMatchObject([{ accessLevelId: held, errorCode: "CCF038007" }]);
    expect(person.levelIds.has(levelId)).toBe(true);
  });

  it("deleteAll makes the list count for nothing", async () => {
    const all = { personId: person.id, deleteAll: true, accessLevelIdList: ["404"] };
    expect((await client.post(`${LEVELS}/person/modify`, { personList: [all] })).data).toEqual({});
    expect(person.levelIds.size).toBe(0);
    expect((await client.post(`${LEVELS}/person/add`, { personList: [] })).errorCode).toBe("OPEN000010");
  });
});
