import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import type { JsonObject } from "./validate";
import { buildWorld } from "./world/build";
import type { Person } from "./world/person";

const client = useSandbox();
const PERSONS = "/person/v1/persons";
const people = () => client.sandbox.world.people;
const somebody = (test: (person: Person) => boolean = () => true) =>
  [...people().persons.values()].find(test) as Person;

const facts = {
  groupId: "1",
  personCode: "odhdf888",
  firstName: "test",
  lastName: "",
  gender: 2,
  phone: "110",
  email: "test@email.com",
  description: "",
  startDate: "2022-02-21T20:12:45+08:00",
  endDate: "2032-02-21T20:12:45+08:00",
};
const add = (change: object = {}) => client.post(`${PERSONS}/add`, { ...facts, ...change });
const get = async (personId: unknown) => (await client.post(`${PERSONS}/get`, { personId })).data;

describe("departments", () => {
  const search = (body: object) => client.post("/person/v1/groups/search", body);
  const names = async (body: object) =>
    rows((await search(body)).data, "personGroupList").map((row) => row["groupName"]);

  it("are found from the root down, or by id", async () => {
    expect((await names({})).length).toBe(6);
    expect((await names({ depthTraversal: true })).length).toBe(9);
    const [root, first] = rows((await search({ depthTraversal: "" })).data, "personGroupList");
    expect(root).toMatchObject({ groupId: "1", parentId: "", childNodeExist: true, permissionState: 1 });
    expect(first?.["groupFullPath"]).toBe("Harbour Logistics Group/Administration");
    expect(await names({ groupIdList: [first?.["groupId"], "404"] })).toEqual(["Administration"]);
    expect(await names({ parentGroupId: first?.["groupId"], groupName: "RECEPTION" })).toEqual([
      "Reception & security",
    ]);
  });

  it("that nothing matches are refused, an empty list of ids too", async () => {
    for (const body of [{ groupName: "nothing" }, { groupIdList: [] }, { parentGroupId: "404" }]) {
      expect((await search(body)).errorCode).toBe("CCF038064");
    }
  });

  it("can be changed behind the gateway's back", async () => {
    const { body } = await client.control("POST", "/people/groups", { name: "Night shift" });
    expect(await names({ groupName: "Night shift" })).toEqual(["Night shift"]);
    const up = await client.control("PATCH", "/people/groups/1", { parentId: body["id"] });
    expect(up.status).toBe(409);
    expect((await client.control("DELETE", `/people/groups/${String(body["id"])}`)).status).toBe(200);
    expect((await client.control("DELETE", "/people/groups/1")).status).toBe(409);
  });
});

describe("persons", () => {
  it("are added, read, changed and deleted", async () => {
    const added = (await add()).data;
    expect(added["personId"]).toMatch(/^\d{18}$/);
    expect(added["personCode"]).toBe("odhdf888");
    const { personInfo } = (await get(added["personId"])) as { personInfo: JsonObject };
    expect(personInfo).toMatchObject({
      ...facts,
      personId: added["personId"],
      startDate: 1645445565000,
      endDate: expect.any(Number) as number,
    });
    const change = { ...facts, personId: added["personId"], firstName: "Ada", phone: undefined };
    expect((await client.post(`${PERSONS}/update`, change)).body).toEqual({ errorCode: "0" });
    expect((await get(added["personId"]))["personInfo"]).toMatchObject({ firstName: "Ada", phone: "110" });
    expect((await client.post(`${PERSONS}/update`, { ...change, personCode: "other" })).errorCode).toBe("CCF000001");
    const two = `${String(added["personId"])},${somebody().id}`;
    expect((await client.post(`${PERSONS}/delete`, { personId: `${two},404` })).errorCode).toBe("CCF038023");
    expect((await client.post(`${PERSONS}/delete`, { personId: two })).body).toEqual({ errorCode: "0" });
    expect((await client.post(`${PERSONS}/get`, { personId: added["personId"] })).errorCode).toBe("CCF038023");
    expect(people().persons.size).toBe(59);
    expect((await client.post(`${PERSONS}/delete`, { personId: "" })).errorCode).toBe("OPEN000010");
  });

  it.each([
    [{ groupId: "404" }, "CCF038009"],
    [{ personCode: "a-b" }, "CCF038016"],
    [{ personCode: "E00001" }, "CCF038024"],
    [{ email: "nobody" }, "CCF038019"],
    [{ email: "person1@example.invalid" }, "CCF038052"],
    [{ phone: "call me" }, "CCF038020"],
    [{ endDate: "2038-01-01T00:00:00+08:00" }, "CCF038022"],
    [{ endDate: facts.startDate }, "CCF038022"],
    [{ startDate: "2022-02-21" }, "CCF038022"],
    [{ firstName: "x".repeat(200), lastName: "y".repeat(56) }, "CCF038017"],
    [{ gender: 3 }, "OPEN000010"],
  ])("%j is refused with %s", async (change, code) => {
    somebody().email = "person1@example.invalid";
    expect((await add(change)).errorCode).toBe(code);
    expect(people().persons.size).toBe(60);
  });

  it("obey the settings for last names and limits", async () => {
    await client.control("POST", "/settings", { lastName: "required", personLimit: 60 });
    expect((await add()).errorCode).toBe("CCF038015");
    expect((await add({ lastName: "--" })).errorCode).toBe("CCF038029");
  });

  it("are listed nested, without a total, and found by parts", async () => {
    const list = async (body: object) =>
      rows((await client.post(`${PERSONS}/list`, { pageIndex: 1, pageSize: 50, ...body })).data, "personList");
    expect((await list({})).length).toBe(50);
    expect((await list({ pageIndex: 2 })).length).toBe(10);
    expect((await list({ pageIndex: 3 })).length).toBe(0);
    const [first] = await list({});
    expect(Object.keys(first ?? {})).toEqual(["personInfo", "cardList", "fingerList", "pinCode"]);
    const { firstName, lastName } = somebody();
    const found = await list({ filter: { name: `${firstName} ${lastName}`.toUpperCase() } });
    expect(found.map((row) => (row["personInfo"] as JsonObject)["firstName"])).toContain(firstName);
    expect((await client.post(`${PERSONS}/list`, { pageIndex: 1, pageSize: 101 })).errorCode).toBe("OPEN000025");
    expect((await client.post(`${PERSONS}/list`, { pageIndex: 0, pageSize: 10 })).errorCode).toBe("OPEN000010");
  });

  it("come flat or nested in awkward spelling, each always the same way", async () => {
    await client.control("POST", "/spelling", { mode: "awkward" });
    const shapes = async () => {
      const { data } = await client.post(`${PERSONS}/list`, { pageIndex: 1, pageSize: 30 });
      return rows(data, "personList").map((row) => "personInfo" in row);
    };
    const first = await shapes();
    expect(new Set(first)).toEqual(new Set([true, false]));
    expect(await shapes()).toEqual(first);
  });

  it("quickly added are there even when the rest fails", async () => {
    const pin = somebody((person) => person.pin !== null).pin;
    const levelId = [...people().levels.keys()][0];
    const quick = { personInfo: facts, pinCode: pin, photoData: "ddd", aceessLevelList: [levelId, "404"] };
    const { data } = await client.post(`${PERSONS}/quick/add`, quick);
    expect(data).toMatchObject({
      pinCodeFailed: { errorCode: "CCF038055" },
      photoFailed: { errorCode: "CCF038062" },
      accessLevelFailed: {
        errorCode: "0",
        personAccessLevelFailedList: [{ accessLevelId: "404", errorCode: "VMS040016" }],
      },
    });
    expect([...somebody(({ code }) => code === "odhdf888").levelIds]).toEqual([levelId]);
    expect(client.sandbox.journal.since(0).at(-1)?.body).toMatchObject({ pinCode: "***", photoData: "***" });
  });

  it("have a code that is a picture, another every minute where it is dynamic", async () => {
    const ask = async () => {
      const body = { personId: somebody().id, clientLocalTime: "2022-10-20T12:21:30+08:00" };
      return String((await client.post(`${PERSONS}/qrcode`, body)).data["qrCodeData"]);
    };
    const first = await ask();
    expect(first).toMatch(/^iVBORw0KGgo/);
    client.sandbox.clock.advance(60_000);
    expect(await ask()).toBe(first);
    await client.control("POST", "/settings", { qrCode: "dynamic" });
    const moving = await ask();
    client.sandbox.clock.advance(60_000);
    expect(await ask()).not.toBe(moving);
    const wrong = await client.post(`${PERSONS}/qrcode`, { personId: somebody().id, clientLocalTime: "12:00" });
    expect(wrong.errorCode).toBe("OPEN000026");
  });
});

describe("credentials", () => {
  it("cards: the list is the whole, and none deletes them all", async () => {
    const person = somebody(({ cards }) => cards.length > 0);
    const [old] = person.cards;
    const taken = somebody((other) => other !== person && other.cards.length > 0).cards[0]?.cardNo;
    const set = (cardList?: object[]) => client.post(`${PERSONS}/updatecards`, { personId: person.id, cardList });
    expect((await set([{ id: old?.id, cardNo: "892" }, { cardNo: "893" }])).body).toEqual({ errorCode: "0" });
    expect(person.cards.map(({ cardNo }) => cardNo)).toEqual(["892", "893"]);
    expect(person.cards[0]?.id).toBe(old?.id);
    const { data } = await set([{ id: old?.id, cardNo: taken }, { cardNo: "894" }]);
    expect(data["cardFailed"]).toMatchObject({ errorCode: "0", cardList: [{ cardNo: taken, errorCode: "CCF038034" }] });
    expect(person.cards.map(({ cardNo }) => cardNo)).toEqual(["892", "894"]);
    expect((await set([{ cardNo: "1" }, { cardNo: "2" }, { cardNo: "3" }])).errorCode).toBe("CCF038032");
    await set();
    expect(person.cards).toEqual([]);
  });

  it("fingerprints and PIN likewise", async () => {
    const person = somebody(({ fingers }) => fingers.length === 0);
    const known = somebody(({ fingers }) => fingers.length > 0).fingers[0]?.data;
    const body = { personId: person.id, fingerList: [{ name: "thumb", data: "90AB" }] };
    expect((await client.post(`${PERSONS}/updatefingers`, body)).body).toEqual({ errorCode: "0" });
    expect(client.sandbox.journal.since(0).at(-1)?.body).toMatchObject({
      fingerList: [{ name: "thumb", data: "***" }],
    });
    const double = { personId: person.id, fingerList: [{ name: "index", data: known }] };
    const { data } = await client.post(`${PERSONS}/updatefingers`, double);
    expect(data["fingerFailed"]).toMatchObject({ fingerList: [{ failedName: "index", errorCode: "CCF038067" }] });
    expect(person.fingers).toEqual([]);
    await client.post(`${PERSONS}/updatepincode`, { personId: person.id, pinCode: "34521" });
    expect(person.pin).toBe("34521");
    await client.post(`${PERSONS}/updatepincode`, { personId: person.id });
    expect(person.pin).toBeNull();
    const short = await client.post(`${PERSONS}/updatepincode`, { personId: person.id, pinCode: "12" });
    expect(short.errorCode).toBe("CCF038061");
  });

  it("faces: a picture is shown, and applied to the doors anew", async () => {
    const person = somebody(({ levelIds, cards }) => levelIds.size > 0 && cards.length > 0);
    const tiny = Buffer.concat([Buffer.from("ffd8ffe0", "hex"), Buffer.from(person.id)]);
    const send = (photoData: string) => client.post(`${PERSONS}/photo`, { personId: person.id, photoData });
    expect((await send(Buffer.from("no picture").toString("base64"))).errorCode).toBe("CCF038062");
    expect((await send(tiny.toString("base64"))).body).toEqual({ errorCode: "0" });
    const { headPicUrl } = (await get(person.id))["personInfo"] as JsonObject;
    const shown = await fetch(String(headPicUrl));
    expect(Buffer.from(await shown.arrayBuffer()).equals(tiny)).toBe(true);
    client.sandbox.clock.advance(60_000);
    const now = client.sandbox.clock.now();
    expect(people().applications.of(person, now)[0]).toMatchObject({ status: 2, troubles: [{ type: 2 }] });
    const another = somebody((other) => other !== person);
    const same = await client.post(`${PERSONS}/photo`, { personId: another.id, photoData: tiny.toString("base64") });
    expect(same.errorCode).toBe("CCF038068");
  });

  it("are collected at a reader that is there, when somebody comes", async () => {
    await client.control("POST", "/settings", { collectDelayMs: 5, collect: "manual" });
    const device = [...client.sandbox.world.devices.values()].find(
      ({ category }) => category === "accessControllerDevice",
    );
    const camera = [...client.sandbox.world.devices.values()].find(({ category }) => category === "encodingDevice");
    const collect = (what: string, deviceSerial = device?.serialNo) =>
      client.post(`${PERSONS}/${what}collect`, { deviceSerial });
    expect((await collect("card", "X404")).errorCode).toBe("CCF038065");
    expect((await collect("card", camera?.serialNo)).errorCode).toBe("CCF021008");
    expect((await collect("card")).errorCode).toBe("CCF038084");
    expect((await collect("finger")).errorCode).toBe("CCF038085");
    await client.control("POST", "/people/present", { fingerQuality: 55 });
    await client.control("POST", "/people/present", { cardNo: "777" });
    expect((await collect("card")).data).toEqual({ cardNo: "777" });
    const finger = (await collect("finger")).data;
    expect(finger["fingerQuality"]).toBe(55);
    expect(finger["fingerData"]).toMatch(/^[0-9A-F]{512}$/);
    await client.control("POST", "/settings", { collect: "auto" });
    expect((await collect("card")).data["cardNo"]).toMatch(/^\d{10}$/);
    if (device) device.online = false;
    expect((await collect("card")).errorCode).toBe("CCF038084");
  });
});

describe("worlds", () => {
  it.each([
    ["small", 60, 9],
    ["large", 2_000, 61],
    ["huge", 10_000, 201],
  ] as const)("%s has its people, in many scripts, with unlike cards and numbers", (dataset, persons, groups) => {
    const world = buildWorld(dataset, "1");
    const everybody = [...world.people.persons.values()];
    expect([everybody.length, world.people.groups.size]).toEqual([persons, groups]);
    const cards = everybody.flatMap((person) => person.cards.map(({ cardNo }) => cardNo));
    expect(new Set(cards).size).toBe(cards.length);
    expect(new Set(everybody.map(({ code }) => code)).size).toBe(persons);
    const names = everybody.map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(256);
    const missing = ["Latin", "Cyrillic", "Arabic", "Han", "Hangul", "Thai"].filter(
      (script) => !new RegExp(`\\p{Script=${script}}`, "u").test(names.join()),
    );
    expect(missing).toEqual([]);
    expect(/\p{Surrogate}/u.test(names.join())).toBe(false);
    const held = [...world.people.levels.values()].flatMap((level) => world.people.doorsOfLevel(level));
    expect(held.length).toBeGreaterThan(0);
  });
});
