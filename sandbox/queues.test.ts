import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import type { Json, JsonObject } from "./validate";

const box = useSandbox();

const QUEUES = [
  ["alarm", "/alarm/v1/mq", "alarmMsg", { subscribeType: 1, subscribeMode: 0 }],
  ["combine", "/combine/v1/mq", "events", { subscribeType: 1 }],
  ["rawmsg", "/rawmsg/v1/mq", "event", { subscribeType: 1, msgType: [] }],
] as const;

const DAY = 24 * 3600 * 1000;
const subscribeAll = async () => {
  for (const [, path, , body] of QUEUES) expect((await box.post(`${path}/subscribe`, body)).errorCode).toBe("0");
};
const emit = async (body: unknown) => (await box.control("POST", "/queues/emit", body)).body;
const alarms = async () => rows((await box.post("/alarm/v1/mq/messages")).data, "alarmMsg");
const part = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
const eventTypes = (list: JsonObject[]) => list.map((row) => part(row["eventSource"])["eventType"]);
const fileUrl = (row: JsonObject | undefined) => String(rows(part(row?.["fileInfo"]), "file")[0]?.["url"]);

describe.each(QUEUES)("the %s queue", (name, path, list, all) => {
  it("gives a batch again and again until it is confirmed, and never afterwards", async () => {
    expect((await box.post(`${path}/messages`)).errorCode).toBe("OPEN000016");
    expect((await box.post(`${path}/messages/complete`, { batchId: "b" })).errorCode).toBe("OPEN000016");
    expect((await box.post(`${path}/subscribe`, all)).body).toEqual({ errorCode: "0" });
    await emit({ type: name === "rawmsg" ? "Msg110003" : "10002", queue: name, count: 150 });
    const first = await box.post(`${path}/messages`, name === "rawmsg" ? {} : { maxNumberPerTime: 100 });
    const { batchId } = first.data;
    expect(batchId).toMatch(/^[0-9a-f]{96}$/);
    expect(rows(first.data, list)).toHaveLength(100);
    expect(first.data["remainingNumber"]).toBe(name === "rawmsg" ? undefined : 50);
    expect((await box.post(`${path}/messages`)).data).toEqual(first.data);
    expect((await box.post(`${path}/messages/complete`, { batchId: "unknown" })).errorCode).toBe("OPEN000012");
    expect((await box.post(`${path}/messages/complete`, { batchId })).body).toEqual({ errorCode: "0" });
    expect((await box.post(`${path}/messages/complete`, { batchId })).errorCode).toBe("OPEN000012");
    const second = await box.post(`${path}/messages`);
    expect(rows(second.data, list)).toHaveLength(50);
    await box.post(`${path}/messages/complete`, { batchId: second.data["batchId"] });
    expect((await box.post(`${path}/messages`)).data).toEqual(
      name === "rawmsg" ? { batchId: "0" } : { batchId: "0", remainingNumber: 0 },
    );
  });

  it("shows an empty queue in the way it is told", async () => {
    await subscribeAll();
    for (const [emptyQueue, shown] of [
      ["missing", { batchId: "0" }],
      ["null", { batchId: "0", [list]: null }],
      ["list", { batchId: "0", [list]: [] }],
      ["blank", { batchId: "", [list]: [] }],
    ] as const) {
      await box.control("POST", "/settings", { emptyQueue });
      const { remainingNumber, ...data } = (await box.post(`${path}/messages`)).data;
      expect(data).toEqual(shown);
      expect(remainingNumber).toBe(name === "rawmsg" ? undefined : 0);
    }
  });

  it("lapses after two days without a pull, but not when pulled in between", async () => {
    await subscribeAll();
    for (let day = 0; day < 3; day++) {
      await box.control("POST", "/clock", { advanceMs: 1.9 * DAY });
      box.setToken(await box.newToken());
      expect((await box.post(`${path}/messages`)).errorCode).toBe("0");
    }
    await box.control("POST", "/clock", { advanceMs: 2.1 * DAY });
    box.setToken(await box.newToken());
    expect((await box.post(`${path}/messages`)).errorCode).toBe("OPEN000016");
    await box.post(`${path}/subscribe`, all);
    await box.control("POST", "/queues/lapse", { queue: name });
    expect((await box.post(`${path}/messages`)).errorCode).toBe("OPEN000016");
  });

  it("ends with its subscription", async () => {
    await subscribeAll();
    await emit({ type: "80027", queue: name });
    await box.post(`${path}/subscribe`, { ...all, subscribeType: 0 });
    expect((await box.post(`${path}/messages`)).errorCode).toBe("OPEN000016");
    await box.post(`${path}/subscribe`, all);
    expect(rows((await box.post(`${path}/messages`)).data, list)).toEqual([]);
  });

  it("refuses what the guide does not allow", async () => {
    await subscribeAll();
    const code = async (call: string, body: unknown) => (await box.post(`${path}${call}`, body)).errorCode;
    expect(await code("/subscribe", { ...all, subscribeType: undefined })).toBe("OPEN000010");
    expect(await code("/subscribe", { ...all, subscribeType: 2 })).toBe("OPEN000010");
    for (const amount of [50, 150, 600]) {
      expect(await code("/messages", { maxNumberPerTime: amount })).toBe(name === "rawmsg" ? "0" : "OPEN000010");
    }
    expect(await code("/messages/complete", {})).toBe("OPEN000010");
    expect(await code("/messages/complete", { batchId: "" })).toBe("OPEN000010");
    expect(await code("/messages/complete", { batchId: "x".repeat(257) })).toBe("OPEN000010");
    expect(await code("/messages/complete", { batchId: "0" })).toBe("OPEN000012");
  });
});

describe("subscriptions by type", () => {
  it("alarms: by type needs types", async () => {
    const subscribe = (body: object) => box.post("/alarm/v1/mq/subscribe", { subscribeType: 1, ...body });
    expect((await subscribe({})).errorCode).toBe("OPEN000010");
    expect((await subscribe({ subscribeMode: 1 })).message).toContain("[eventType]");
    expect((await subscribe({ subscribeMode: 1, eventType: [10002, 80028] })).errorCode).toBe("0");
    for (const type of ["10002", "10103", "80028"]) await emit({ type });
    expect(eventTypes(await alarms())).toEqual(["10002", "80028"]);
    const { body } = await box.control("GET", "/queues");
    expect(body["alarm"]).toMatchObject({
      depth: 0,
      subscription: { types: ["10002", "80028"] },
      unconfirmed: { messages: 2 },
    });
    expect(body["combine"]).toMatchObject({ depth: 0, subscription: null, unconfirmed: null });
  });

  it("messages: the list must be there; empty is everything", async () => {
    const subscribe = (body: object) => box.post("/rawmsg/v1/mq/subscribe", { subscribeType: 1, ...body });
    expect((await subscribe({})).message).toContain("[msgType]");
    await subscribe({ msgType: ["Msg330401"] });
    for (const type of ["Msg330401", "Msg110003", "Msg140001"]) await emit({ type });
    const received = async () => {
      const { data } = await box.post("/rawmsg/v1/mq/messages");
      await box.post("/rawmsg/v1/mq/messages/complete", { batchId: data["batchId"] });
      return rows(data, "event").map((row) => part(row["basicInfo"])["msgType"]);
    };
    expect(await received()).toEqual(["Msg330401"]);
    await subscribe({ msgType: [] });
    for (const type of ["Msg330401", "Msg110003", "Msg140001"]) await emit({ type });
    expect(await received()).toEqual(["Msg330401", "Msg110003", "Msg140001"]);
  });
});

describe("messages", () => {
  it("one happening is told in the words of each queue", async () => {
    await subscribeAll();
    const { collected, guids } = await emit({ type: "80028", pictures: true });
    expect(collected).toEqual({ alarm: 1, combine: 1, rawmsg: 1 });
    const [guid] = guids as string[];
    const [alarm] = await alarms();
    const [event] = rows((await box.post("/combine/v1/mq/messages")).data, "events");
    const [message] = rows((await box.post("/rawmsg/v1/mq/messages")).data, "event");
    expect(alarm).toMatchObject({
      guid,
      msgType: "1",
      dataRetransmission: 1,
      eventSource: { eventType: "80028", sourceType: "door", sourceName: "Main Door" },
      alarmPriority: { level: "2" },
    });
    expect(event).toMatchObject({ eventId: guid, eventType: "80028", basicInfo: { dataRetransmission: 0 } });
    expect(message).toMatchObject({
      basicInfo: { msgType: "Msg110515", device: { category: "accessControllerDevice" } },
      data: { openDoorInfo: { event: { basicInfo: { eventType: 110515 }, intelliInfo: { authResult: 0 } } } },
    });
  });

  it.each([
    ["110525", { alarm: 1, combine: 1, rawmsg: 1 }],
    ["80079", { alarm: 1, combine: 1, rawmsg: 1 }],
    ["110557", { alarm: 0, combine: 0, rawmsg: 1 }],
    ["Msg330404", { alarm: 1, combine: 1, rawmsg: 1 }],
    ["100352", { alarm: 1, combine: 1, rawmsg: 0 }],
    ["140001", { alarm: 0, combine: 1, rawmsg: 1 }],
    ["330001", { alarm: 0, combine: 1, rawmsg: 1 }],
    ["70203", { alarm: 1, combine: 1, rawmsg: 0 }],
    ["98765", { alarm: 1, combine: 1, rawmsg: 0 }],
  ])("a happening of type %s reaches the queues that know it", async (type, collected) => {
    await subscribeAll();
    expect((await emit({ type }))["collected"]).toEqual(collected);
  });

  it("every stage of an alarm, and one told late, share its guid", async () => {
    await subscribeAll();
    const { guids } = await emit({ type: "10103" });
    const [guid] = guids as string[];
    for (const stage of ["pulse", "confirm", "mark", "end"]) await emit({ type: "10103", guid, stage });
    await emit({ type: "10103", guid, delayed: true, at: "2026-01-15T02:00:00+05:00", pictures: true });
    const told = await alarms();
    expect(told.map((row) => [row["guid"], row["msgType"], row["alarmState"], row["pulseAlarm"]])).toEqual([
      [guid, "1", "1", "0"],
      [guid, "1", "1", "1"],
      [guid, "2", "1", "0"],
      [guid, "3", "1", "0"],
      [guid, "0", "0", "0"],
      [guid, "1", "1", "0"],
    ]);
    expect(told[2]).toMatchObject({ affirmedState: "1", markState: "0" });
    expect(told[3]).toMatchObject({ affirmedState: "0", markState: "1" });
    expect(told[5]).toMatchObject({ dataRetransmission: 0, timeInfo: { startTime: "2026-01-14T21:00:00Z" } });
  });

  it("pictures are the sandbox's own and die after 15 minutes", async () => {
    await subscribeAll();
    await emit({ type: "10103", pictures: true });
    const url = fileUrl((await alarms())[0]);
    const picture = await fetch(url);
    expect(picture.headers.get("content-type")).toBe("image/jpeg");
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect(bytes.subarray(0, 2).toString("hex")).toBe("ffd8");
    await box.control("POST", "/clock", { advanceMs: 14 * 60_000 });
    expect((await fetch(url)).status).toBe(200);
    await box.control("POST", "/clock", { advanceMs: 61_000 });
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url.replace(/alarm\/\d+/, "alarm/0"))).status).toBe(403);
  });

  it("a picture of an encrypted camera says so and cannot be read", async () => {
    await subscribeAll();
    const camera = box.sandbox.world.lists.camera.find(({ device }) => device.encrypted);
    await emit({ type: "10002", source: camera?.resource.id, pictures: true });
    const [alarm] = await alarms();
    expect(rows(part(alarm?.["fileInfo"]), "file")[0]).toMatchObject({ encrypted: "1" });
    expect(Buffer.from(await (await fetch(fileUrl(alarm))).arrayBuffer()).toString("latin1")).toMatch(
      /^hikencodepicture/,
    );
  });

  it("exact messages come as they are", async () => {
    await subscribeAll();
    const message = { guid: "g1", eventSource: { eventType: "99999" }, odd: [{ nested: null }] };
    expect(await emit({ queue: "alarm", message, count: 3 })).toEqual({
      collected: { alarm: 3, combine: 0, rawmsg: 0 },
    });
    expect(await alarms()).toEqual([message, message, message]);
  });

  it("times of the message queue have the site's offset, or none when told so", async () => {
    await subscribeAll();
    const site = box.sandbox.world.lists.door.find(({ resource }) => resource.name === "Главный вход")?.resource.id;
    const time = async () => {
      await emit({ type: "Msg110013", source: site, at: "2026-01-15T02:00:00Z" });
      const { data } = await box.post("/rawmsg/v1/mq/messages");
      await box.post("/rawmsg/v1/mq/messages/complete", { batchId: data["batchId"] });
      return part(rows(data, "event")[0]?.["basicInfo"])["occurrenceTime"];
    };
    expect(await time()).toBe("2026-01-15T09:00:00+07:00");
    await box.control("POST", "/settings", { messageTimes: "zoneless" });
    expect(await time()).toBe("2026-01-15 09:00:00");
  });

  it("awkward spelling loses no message and no batch id", async () => {
    await subscribeAll();
    await box.control("POST", "/spelling", { mode: "awkward" });
    await emit({ type: "10103", pictures: true, count: 20 });
    const seen = new Set<string>();
    for (let n = 0; n < 12; n++) {
      const { data } = await box.post("/combine/v1/mq/messages");
      const list = rows(data, "events").length > 0 ? rows(data, "events") : rows(data, "event");
      expect(list).toHaveLength(20);
      expect(data["batchId"]).toMatch(/^[0-9a-f]{96}$/);
      for (const row of list) for (const key of Object.keys(row)) seen.add(key);
    }
    expect([...seen]).toEqual(expect.arrayContaining(["eventData", "evenData", "data"]));
  });
});

describe("what the queues tell", () => {
  const LOG = "/alarm/v1/alarmlog";
  const events = async () => rows((await box.post("/combine/v1/mq/messages")).data, "events");
  const messages = async () => rows((await box.post("/rawmsg/v1/mq/messages")).data, "event");

  it("is in the alarm log too, with the same rule and priority", async () => {
    await subscribeAll();
    const { alarmRules } = box.sandbox.world;
    const rule = [...alarmRules.rules.values()].find(({ source }) => source.sourceType === "camera");
    const { sourceID, eventType } = rule?.source ?? { sourceID: "", eventType: "" };
    const { guids } = await emit({ type: eventType, source: sourceID });
    const [guid] = guids as string[];
    for (const stage of ["pulse", "confirm", "end"]) await emit({ type: eventType, source: sourceID, guid, stage });
    const day = (ms: number) => new Date(box.sandbox.clock.now() + ms).toISOString().slice(0, 19).replace("T", " ");
    const timeRange = { beginTime: day(-DAY / 2), endTime: day(DAY / 2) };
    const logged = rows((await box.post(LOG, { pageIndex: 1, pageSize: 500, timeRange })).data, "alarmLogList");
    const [told] = await alarms();
    expect(told).toMatchObject({ guid, alarmRule: { id: rule?.id }, alarmPriority: { id: rule?.priorityId } });
    expect(logged.filter((row) => row["guid"] === guid)).toEqual([
      expect.objectContaining({
        alarmRule: told?.["alarmRule"],
        alarmPriority: told?.["alarmPriority"],
        alarmMainCategory: told?.["alarmMainCategory"],
        alarmState: "0",
        pulseAlarm: "1",
        affirmedState: "1",
        markState: "0",
      }),
    ]);
  });

  it("has no rule where there is none for the source and its event", async () => {
    await subscribeAll();
    await emit({ type: "80028" });
    const [told] = await alarms();
    const priority = box.sandbox.world.alarmRules.priorities.find(({ level }) => level === 2);
    expect(told).toMatchObject({ alarmRule: {}, alarmPriority: { id: priority?.id } });
  });

  it("is a swipe of the access records as well, whoever orders it", async () => {
    await subscribeAll();
    const person = [...box.sandbox.world.people.persons.values()].find(({ cards }) => cards.length > 0);
    const cardNo = person?.cards[0]?.cardNo;
    const ordered = (await box.control("POST", "/people/swipes", { personId: person?.id, cardNo })).body;
    const { guids } = await emit({ type: "Msg110515" });
    const [card, unknown] = await messages();
    const [first, second] = await events();
    expect([first?.["eventId"], second?.["eventId"]]).toEqual([ordered["guid"], (guids as string[])[0]]);
    const search = { pageIndex: 1, pageSize: 10, searchCriteria: {} };
    const records = rows((await box.post("/acs/v1/event/certificaterecords/search", search)).data, "recordList");
    const event = (row: JsonObject | undefined) => part(part(part(row?.["data"])["openDoorInfo"])["event"]);
    for (const [message, guid] of [
      [card, ordered["guid"]],
      [unknown, (guids as string[])[0]],
    ] as const) {
      const record = records.find((row) => row["recordGuid"] === guid);
      const [info, who] = [part(event(message)["basicInfo"]), part(event(message)["intelliInfo"])];
      expect([info["eventType"], info["elementId"], info["serialNo"], info["cardReaderId"]]).toEqual([
        record?.["eventType"],
        record?.["elementId"],
        record?.["devSerialNo"],
        record?.["cardReaderId"],
      ]);
      expect(info["occurTime"]).toBe(record?.["deviceTime"]);
      expect(who["authResult"]).toBe(record?.["swipeAuthResult"]);
      expect(who["personId"] ?? "").toBe(part(record?.["personInfo"])["id"]);
    }
    expect(part(event(card)["intelliInfo"])).toMatchObject({ personId: person?.id, cardNumber: cardNo });
  });

  it("is a call from its ringing to its end", async () => {
    await subscribeAll();
    const { users, intercom } = box.sandbox.world;
    const ring = async () => String((await box.control("POST", "/intercom/calls", {})).body["id"]);
    const talks = async () => {
      const { data } = await box.post("/rawmsg/v1/mq/messages");
      await box.post("/rawmsg/v1/mq/messages/complete", { batchId: data["batchId"] });
      return rows(data, "event").map((row) => {
        const talk = part(part(row["data"])["deviceTalkInfo"]);
        return [talk["msgId"], talk["msgType"]];
      });
    };
    const [answered, hungUp, missed] = [await ring(), await ring(), await ring()];
    expect(await talks()).toEqual([answered, hungUp, missed].map((id) => [id, 0]));
    const respond = { recordId: answered, status: 1, userId: users[0]?.id };
    expect((await box.post("/devcall/v1/call/receive", respond)).errorCode).toBe("0");
    await box.control("PATCH", `/intercom/calls/${hungUp}`, { state: "cancelled" });
    await box.control("POST", "/clock", { advanceMs: 61_000 });
    expect(await talks()).toEqual([
      [answered, 1],
      [hungUp, 2],
      [missed, 3],
    ]);
    const [first, ...others] = await events();
    const talk = part(part(first?.["eventData"])["deviceTalkInfo"]);
    const room = [...intercom.rooms.values()][0];
    const householder = intercom.householderOf(room?.id ?? "");
    expect(talk).toMatchObject({ callType: 0, roomNumber: room?.number, personId: householder?.person.id });
    expect(rows(talk, "doorInfos")).toHaveLength(1);
    expect(new Set([first, ...others].map((row) => row?.["eventId"])).size).toBe(6);
  });

  it("is where the vehicle of the account is, with its drivers", async () => {
    await subscribeAll();
    const list = await box.post("/resource/v1/areas/vehicles/get", { pageIndex: 1, pageSize: 1, filter: {} });
    const [vehicle] = rows(list.data, "vehicle");
    await emit({ type: "Msg330001", source: vehicle?.["id"] });
    const [message] = await messages();
    const { vehicles } = (await box.control("GET", "/vehicles")).body as { vehicles: JsonObject[] };
    const told = part(part(message?.["data"])["vehicleRelatedInfo"]);
    expect(part(message?.["basicInfo"])).toMatchObject({ device: { deviceSerial: vehicles[0]?.["deviceSerial"] } });
    expect(told["vehicleInfo"]).toMatchObject({ id: vehicle?.["id"], licensePlate: vehicle?.["name"] });
    expect(Object.keys(part(told["gpsInfo"]))).toEqual(Object.keys(part(vehicles[0]?.["gpsInfo"])));
    expect((await box.control("POST", "/queues/emit", { type: "Msg330001", source: "nowhere" })).status).toBe(404);
  });
});

describe("control", () => {
  it("starts, shows and stops a scenario", async () => {
    await subscribeAll();
    const started = await box.control("POST", "/scenario", { name: "storm", agoMinutes: 1, timers: false });
    expect(started.body).toMatchObject({ scenario: "storm" });
    expect(Number(part(part(started.body["queues"])["alarm"])["depth"])).toBeGreaterThan(900);
    expect((await box.control("GET", "/scenario")).body).toMatchObject({ scenario: "storm" });
    await box.control("POST", "/clock", { advanceMs: 60_000 });
    const later = await box.control("POST", "/scenario/tick");
    expect(Number(part(part(later.body["queues"])["alarm"])["depth"])).toBeGreaterThan(1_800);
    await box.control("DELETE", "/scenario");
    expect((await box.control("GET", "/scenario")).body).toEqual({ scenario: null, playing: null });
  });

  it("refuses what it does not know, naming it", async () => {
    const status = async (path: string, body: unknown) => (await box.control("POST", path, body)).status;
    expect(await status("/scenario", { name: "earthquake" })).toBe(400);
    expect(await status("/queues/emit", {})).toBe(400);
    expect(await status("/queues/emit", { queue: "alarms", message: {} })).toBe(400);
    expect(await status("/queues/emit", { type: "10002", source: "nowhere" })).toBe(404);
    expect(await status("/queues/lapse", { queue: "x" })).toBe(400);
  });

  it("a reset empties the queues", async () => {
    await subscribeAll();
    await emit({ type: "10002", count: 10 });
    await box.control("POST", "/reset");
    expect((await box.control("GET", "/queues")).body["alarm"]).toMatchObject({ depth: 0, subscription: null });
  });
});
