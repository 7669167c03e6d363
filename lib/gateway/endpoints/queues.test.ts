import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/queues.json";
import { parseJson } from "../json";
import * as gateway from ".";

/** An answer of a queue with these rows. */
const alarms = (...alarmMsg: unknown[]) => ({ errorCode: "0", data: { batchId: "b1", alarmMsg } });
const events = (...list: unknown[]) => ({ errorCode: "0", data: { batchId: "b1", events: list } });
const messages = (...event: unknown[]) => ({ errorCode: "0", data: { batchId: "b1", event } });
const firstAlarm = (row: object) => read(gateway.pullAlarms, alarms({ guid: "g1", ...row }))?.messages[0];
const firstEvent = (row: object) =>
  read(gateway.pullCombined, events({ eventId: "e1", eventType: "10002", ...row }))?.messages[0];

const QUEUES = [
  ["alarms", gateway.subscribeAlarms, gateway.unsubscribeAlarms, gateway.pullAlarms, gateway.confirmAlarms],
  ["V2", gateway.subscribeCombined, gateway.unsubscribeCombined, gateway.pullCombined, gateway.confirmCombined],
  ["messages", gateway.subscribeMessages, gateway.unsubscribeMessages, gateway.pullMessages, gateway.confirmMessages],
] as const;

describe("subscribing", () => {
  test("to alarms", () => {
    expect(toRequest(gateway.subscribeAlarms, { types: ["10002", "100657"] })).toEqual({
      method: "POST",
      path: "/alarm/v1/mq/subscribe",
      body: { subscribeType: 1, subscribeMode: 1, eventType: [10002, 100657] },
    });
    expect(toRequest(gateway.subscribeAlarms, { types: "all" }).body).toEqual({ subscribeType: 1, subscribeMode: 0 });
    expect(toRequest(gateway.unsubscribeAlarms, { types: "all" }).body).toEqual({ subscribeType: 0, subscribeMode: 0 });
  });

  test("to V2 events", () => {
    expect(toRequest(gateway.subscribeCombined, { types: ["330001", "140001"] })).toEqual({
      method: "POST",
      path: "/combine/v1/mq/subscribe",
      body: { subscribeType: 1, msgType: ["330001", "140001"] },
    });
    expect(toRequest(gateway.subscribeCombined, { types: "all" }).body).toEqual({ subscribeType: 1 });
    expect(toRequest(gateway.unsubscribeCombined, { types: "all" }).body).toEqual({ subscribeType: 0 });
  });

  test("to messages", () => {
    expect(toRequest(gateway.subscribeMessages, { types: ["330001", "330002"] })).toEqual({
      method: "POST",
      path: "/rawmsg/v1/mq/subscribe",
      body: { subscribeType: 1, msgType: ["Msg330001", "Msg330002"] },
    });
    expect(toRequest(gateway.subscribeMessages, { types: "all" }).body).toEqual({ subscribeType: 1, msgType: [] });
    expect(toRequest(gateway.unsubscribeMessages, { types: ["330001"] }).body).toEqual({
      subscribeType: 0,
      msgType: ["Msg330001"],
    });
  });

  test.each(QUEUES)("%s: no list of types ever becomes all of them", (_, subscribe, unsubscribe) => {
    expect(read(subscribe, fixtures.done)).toBeNull();
    for (const call of [subscribe, unsubscribe]) {
      for (const types of [[], [""], ["Msg330001"], "ALL", "", null, undefined]) {
        expect(refused(call, { types })).toMatch(/^types/);
      }
      const lists = fc.array(fc.oneof(fc.nat(999_999).map(String), fc.string(), fc.constant("")));
      fc.assert(
        fc.property(lists, (types) => {
          if (types.length > 0 && types.every((type) => /^\d{1,9}$/.test(type))) {
            const { body } = toRequest(call, { types: types as [string] });
            const sent = (body?.["eventType"] ?? body?.["msgType"]) as unknown[];
            expect(sent).toHaveLength(types.length);
            expect(body?.["subscribeMode"] ?? 1).toBe(1);
          } else {
            expect(refused(call, { types })).toMatch(/^types/);
          }
        }),
      );
    }
  });
});

describe("pulling and confirming", () => {
  test("what is asked", () => {
    expect(toRequest(gateway.pullAlarms, {}).body).toEqual({ maxNumberPerTime: 500 });
    expect(toRequest(gateway.pullAlarms, { most: 100 })).toEqual({
      method: "POST",
      path: "/alarm/v1/mq/messages",
      body: { maxNumberPerTime: 100 },
    });
    expect(toRequest(gateway.pullCombined, { most: 300 })).toMatchObject({
      path: "/combine/v1/mq/messages",
      body: { maxNumberPerTime: 300 },
    });
    expect(toRequest(gateway.pullMessages, {})).toMatchObject({ path: "/rawmsg/v1/mq/messages", body: {} });
    for (const most of [0, 1, 50, 150, 600, "100", null]) {
      expect(refused(gateway.pullAlarms, { most })).toBe("most");
      expect(refused(gateway.pullCombined, { most })).toBe("most");
    }
    expect(refused(gateway.pullMessages, { most: 100 })).toBe("most");
  });

  test.each(QUEUES)("%s: an empty queue is null in every form", (_, _subscribe, _unsubscribe, pull) => {
    const { emptyZero, emptyLists, emptyBlank, emptyNothing } = fixtures;
    for (const body of [emptyZero, emptyLists, emptyBlank, emptyNothing, fixtures.done]) {
      expect(read(pull, body)).toBeNull();
    }
    const list = { alarmMsg: [], events: [], event: [] };
    for (const data of ["", [], { batchId: 0 }, { batchId: "b1", ...list }, { batchId: "0", ...list }, {}]) {
      expect(read(pull, { errorCode: "0", data })).toBeNull();
    }
    for (const data of ["batch", 7, { batchId: "b1", alarmMsg: "x", event: 1, events: true }]) {
      expect(() => read(pull, { errorCode: "0", data })).toThrow(expect.objectContaining({ kind: "malformed" }));
    }
  });

  test.each(QUEUES)("%s: one row that cannot be read spoils only itself", (_, _subscribe, _unsubscribe, pull) => {
    const good = { guid: "g1", eventId: "e1", eventType: "10002", basicInfo: { msgType: "Msg330001" } };
    for (const bad of [null, 7, "text", [], {}, { guid: "", eventId: null, basicInfo: {} }]) {
      const rows = [good, bad, good];
      const batch = read(pull, {
        errorCode: 0,
        Data: { batchId: "b7", remainingNumber: "12", alarmMsg: rows, events: rows, event: rows },
      });
      expect(batch).toMatchObject({ id: "b7", remaining: 12 });
      expect(batch?.messages.map(({ kind }) => kind === "unreadable")).toEqual([false, true, false]);
      expect(batch?.messages.map(({ raw }) => raw)).toEqual(rows);
    }
  });

  test.each(QUEUES)("%s: messages without a batch id are kept, to be stored", (_, _subscribe, _unsubscribe, pull) => {
    const row = { guid: "g1", eventId: "e1", eventType: "10002", basicInfo: { msgType: "Msg330001" } };
    const batch = read(pull, { errorCode: "0", data: { batchId: "0", alarmMsg: row, events: row, event: row } });
    expect(batch?.id).toBeNull();
    expect(batch?.remaining).toBeNull();
    expect(batch?.messages).toHaveLength(1);
  });

  test.each(QUEUES)("%s: only a real batch is confirmed", (_, _subscribe, _unsubscribe, _pull, confirm) => {
    const batchId = fixtures.combinedExamples.data.batchId;
    const request = toRequest(confirm, { batchId });
    expect(request.path).toMatch(/^\/(alarm|combine|rawmsg)\/v1\/mq\/messages\/complete$/);
    expect(request.body).toEqual({ batchId });
    expect(read(confirm, fixtures.done)).toBeNull();
    for (const none of ["", " ", "0", " 0 ", null, undefined, 0, "x".repeat(257)]) {
      expect(refused(confirm, { batchId: none })).toBe("batchId");
    }
    expect(() => read(confirm, { errorCode: "OPEN000012", message: "X{OPEN000012}" })).toThrow(
      expect.objectContaining({ kind: "refused", code: "OPEN000012" }),
    );
  });
});

describe("alarms", () => {
  test("the guide's example", () => {
    const batch = read(gateway.pullAlarms, fixtures.alarms);
    expect(batch).toEqual({
      id: fixtures.alarms.data.batchId,
      remaining: 13445,
      messages: [
        {
          kind: "start",
          guid: "18892bc026ddddd",
          systemId: "f718f3013b5a4fb38e573043afe28683",
          type: "100657",
          mainCategory: "alarmCategoryVideo",
          subCategory: "alarmSubCategoryCamera",
          delivery: "realTime",
          active: true,
          pulse: false,
          startedAt: new Date("2023-04-13T08:56:40Z"),
          endedAt: new Date("2023-04-13T08:56:55Z"),
          utcOffsetMinutes: 480,
          sourceType: "camera",
          sourceId: "780e25f5f72b4592a2e5c2deae38726f",
          sourceName: "IPCamera 01",
          areaId: "66669b5dd0024e12b5502623f7dc343a",
          areaName: "1",
          deviceId: "38a0c1e93feb4838bcb541cae43d14f6",
          deviceName: "G95721825",
          deviceCategory: null,
          deviceSerial: null,
          rule: { id: "1640597519769669632", name: "People Queue Leave", description: null },
          priority: { id: "0545620a6ed24fdda0673188e334b561", level: 1, name: "1", color: "#F40B0B" },
          acknowledged: false,
          marked: false,
          files: [],
          linkages: [],
          linkedCameras: [],
          linkedAlarmOutputs: [],
          vehicle: null,
          queue: {
            regionId: "123",
            regionName: "122-3232",
            threshold: 15,
            targetId: "11",
            waitedSeconds: 600,
            startedAt: new Date("2023-04-13T11:42:27Z"),
            endedAt: new Date("2023-04-13T12:42:27Z"),
          },
          plate: null,
          raw: fixtures.alarms.data.alarmMsg[0],
        },
      ],
    });
  });

  test.each([
    [{ msgType: "1", pulseAlarm: "0" }, "start"],
    [{ msgType: 1 }, "start"],
    [{ msgType: "1", pulseAlarm: "true" }, "pulse"],
    [{ msgType: "1", pulseAlarm: "1", alarmState: "1" }, "pulse"],
    [{ msgType: "0", pulseAlarm: "1" }, "end"],
    [{ msgType: "2", affirmedState: "1" }, "confirm"],
    [{ msgType: 3, markState: 1 }, "mark"],
    [{ alarmState: "0" }, "end"],
    [{ alarmState: 1 }, "start"],
    [{ msgType: "9" }, "unknown"],
    [{}, "unknown"],
  ])("%j is a %s message", (row, kind) => {
    expect(firstAlarm(row)).toMatchObject({ kind, guid: "g1", raw: { guid: "g1", ...row } });
  });

  test("retransmission means the opposite in the two queues", () => {
    const words = ["realTime", "delayed", "unknown"];
    expect([1, "0", null].map((value) => firstAlarm({ dataRetransmission: value }))).toMatchObject(
      words.map((delivery) => ({ delivery })),
    );
    expect(
      ["0", 1, undefined].map((dataRetransmission) => firstEvent({ basicInfo: { dataRetransmission } })),
    ).toMatchObject(words.map((delivery) => ({ delivery })));
  });

  test("files, plate, linkages and state", () => {
    const alarm = firstAlarm({
      markState: 1,
      affirmedState: "1",
      linkageType: ["0", "2", "7"],
      linkageConfig: { linkCamera: { camera: [{ ID: "c1", name: "Yard" }, {}] }, linkAlarmOutput: null },
      fileInfo: {
        fileContent: "1,2",
        file: [
          {
            type: "1",
            URL: "https://host/a.jpg",
            saveState: "0",
            generationMode: "2",
            encrypted: "1",
            extendInfo: {
              sourceID: "c1",
              sourceName: "Yard",
              sourceType: "camera",
              captureIndex: "3",
              humanId: "655816174650934274",
              humanName: "A. N. Other",
              similarity: "0.91",
            },
          },
          { type: "2", url: "", saveState: "1", generationMode: "1" },
          "unreadable",
        ],
      },
      anprinfo: {
        licensePlate: "AB12 CDE",
        driveDirection: 1,
        vehicleListType: "0",
        pictureInfo: [{ pictureURL: "https://host/p.jpg", plateRect: { X: "10", Y: 20, width: "100", height: 30 } }],
      },
    });
    expect(alarm).toMatchObject({
      acknowledged: true,
      marked: true,
      linkages: ["recording", "alarmOutput", "7"],
      linkedCameras: [{ id: "c1", name: "Yard" }],
      linkedAlarmOutputs: [],
      files: [
        {
          kind: "picture",
          url: "https://host/a.jpg",
          encrypted: true,
          state: "saved",
          origin: "linkage",
          taken: "after",
          sourceType: "camera",
          sourceId: "c1",
          sourceName: "Yard",
          person: { id: "655816174650934274", name: "A. N. Other", similarity: 0.91, library: null },
        },
        {
          kind: "video",
          url: null,
          encrypted: false,
          state: "waiting",
          origin: "alarm",
          taken: "unknown",
          person: null,
        },
      ],
      plate: {
        number: "AB12 CDE",
        direction: "forward",
        list: "block",
        pictures: [{ url: "https://host/p.jpg", plate: { x: 10, y: 20, width: 100, height: 30 } }],
      },
    });
  });

  test("times of every kind", () => {
    const times = (timeInfo: object) => {
      const alarm = firstAlarm({ timeInfo });
      return alarm?.kind === "unreadable" ? null : [alarm?.startedAt?.toISOString(), alarm?.utcOffsetMinutes];
    };
    expect(times({ startTime: "2026-01-15T16:09:26+05:00" })).toEqual(["2026-01-15T11:09:26.000Z", 300]);
    expect(times({ startTime: "2026-01-15T11:09:26Z" })).toEqual(["2026-01-15T11:09:26.000Z", 0]);
    expect(times({ startTime: "2026-01-15 16:09:26" })).toEqual(["2026-01-15T16:09:26.000Z", null]);
    expect(times({ startTime: "2026-01-15 16:09:26", startTimeLocal: "2026-01-15T16:09:26-03:30" })).toEqual([
      "2026-01-15T19:39:26.000Z",
      -210,
    ]);
    expect(times({ startTime: 1768475366000 })).toEqual(["2026-01-15T11:09:26.000Z", 0]);
    expect(times({ startTime: "soon" })).toEqual([undefined, null]);
    expect(times({ endTime: "20260115T160926+05" })).toEqual([undefined, 300]);
  });

  test("a colour that is none is dropped", () => {
    const priority = { ID: "p", level: 2, color: "url(javascript:1)" };
    expect(firstAlarm({ alarmPriority: priority })).toMatchObject({ priority: { id: "p", level: 2, color: null } });
  });

  test("whatever a row holds, the batch is read and the row kept", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1 }), (rows) => {
        for (const [pull, body] of [
          [gateway.pullAlarms, alarms(...rows)],
          [gateway.pullCombined, events(...rows)],
          [gateway.pullMessages, messages(...rows)],
        ] as const) {
          expect(read(pull, body)?.messages.map(({ raw }) => JSON.stringify(raw))).toEqual(
            rows.map((row) => JSON.stringify(parseJson(JSON.stringify(row)))),
          );
        }
      }),
    );
  });
});

describe("V2 events", () => {
  test("the guide's three examples", () => {
    const batch = read(gateway.pullCombined, fixtures.combinedExamples);
    const [call, card, motion] = batch?.messages ?? [];
    expect(batch?.remaining).toBe(0);
    expect(call).toEqual({
      kind: "intercom",
      id: "cf826d6fc0b6438785eecf3f97659b1a",
      type: "140001",
      systemId: "6f26f64efb6d4e49be2380ad9c634fc5",
      delivery: "unknown",
      occurredAt: new Date("2024-10-31T02:30:41Z"),
      utcOffsetMinutes: 0,
      sourceType: null,
      sourceId: null,
      sourceName: null,
      areaId: null,
      areaName: null,
      deviceId: "d00504fdfd6b463c85e9337b7ecd71d4",
      deviceName: "AB7547307",
      deviceCategory: "videoIntercomDevice",
      deviceSerial: "AB7547307",
      files: [],
      vehicle: null,
      queue: null,
      plate: null,
      call: {
        id: null,
        state: "missed",
        to: "unknown",
        room: "1",
        userId: null,
        personId: null,
        deviceId: "d00504fdfd6b463c85e9337b7ecd71d4",
        deviceName: "AB7547307",
        deviceSerial: "AB7547307",
        doors: [{ id: "afcf25c8520640d5aa8f56f041cb28f8", name: "AB7547307-Door 2" }],
        deviceTime: new Date(1730341841000),
      },
      raw: fixtures.combinedExamples.data.events[0],
    });
    expect(card).toMatchObject({
      kind: "alarm",
      type: "80001",
      sourceType: "door",
      sourceId: "6fbf1292ca064eeea7ea531b75dea47d",
      areaId: "f13dcd9d143d41c08a5d3aa3d4108248",
      deviceCategory: "videoIntercomDevice",
      files: [{ kind: "picture", encrypted: false, state: "saved", origin: "alarm", taken: "before" }],
    });
    expect(motion).toMatchObject({ kind: "alarm", type: "10002", files: [{ encrypted: true }], call: null });
  });

  test("the example in other spellings", () => {
    const [turn] = read(gateway.pullCombined, fixtures.combinedOnBoard)?.messages ?? [];
    expect(turn).toMatchObject({
      kind: "alarm",
      type: "11012",
      sourceType: "vehicle",
      sourceId: "ab37eda213714520ae1da6b3327939c1",
      areaName: "CB4152502",
      deviceSerial: "CB4152502",
      deviceCategory: null,
      vehicle: {
        id: "00cb99c553634775a2ccb297b9dd6daa",
        plate: "L26577577-aemd-veh5",
        speedLimitMetresPerSecond: 9600000 / 360000,
        drivers: [{ name: "driver1", phone: null }],
        position: null,
      },
    });
    const misspelt = read(gateway.pullCombined, fixtures.combinedTemplate)?.messages[0];
    expect(misspelt).toMatchObject({
      kind: "unknown",
      id: "string",
      delivery: "realTime",
      occurredAt: null,
      vehicle: {
        plate: "string",
        speedLimitMetresPerSecond: null,
        drivers: [{ name: "string", licence: { number: "string" } }],
      },
      queue: { regionId: "string", threshold: 0 },
      plate: { number: "string", list: "unknown", direction: "backward" },
      call: { room: "string" },
    });
  });

  test("kinds", () => {
    expect(firstEvent({ eventType: 330001 })).toMatchObject({ kind: "position", type: "330001" });
    expect(firstEvent({ eventType: "99999" })).toMatchObject({ kind: "unknown", type: "99999" });
    expect(firstEvent({ evenData: { deviceTalkInfo: { msgType: 0, msgId: "m1", callType: "1" } } })).toMatchObject({
      call: { id: "m1", state: "ringing", to: "centre" },
    });
  });
});

describe("messages", () => {
  test("the guide's vehicles", () => {
    const [position, phone] = read(gateway.pullMessages, fixtures.messages)?.messages ?? [];
    expect(position).toEqual({
      kind: "position",
      type: "330001",
      uuid: null,
      update: false,
      systemId: "855362005e074fbba3f2400d7fba3670",
      delivery: "unknown",
      occurredAt: new Date("2023-05-08T11:15:26Z"),
      utcOffsetMinutes: null,
      sourceType: null,
      sourceId: "25051e2467f44cf5947493a56921ca4c",
      sourceName: "111",
      areaId: null,
      areaName: "333",
      deviceId: "0d961d4a05264d4b848522d3414eca3a",
      deviceName: "K70728087",
      deviceCategory: "mobileDevice",
      deviceSerial: null,
      pictureUrls: [],
      videoUrls: [],
      authentication: null,
      call: null,
      vehicle: {
        id: "25051e2467f44cf5947493a56921ca4c",
        plate: "111",
        speedLimitMetresPerSecond: 8200000 / 360000,
        drivers: [],
        position: {
          latitude: 50.331554,
          longitude: 6.943345,
          heading: 327.59,
          altitudeMetres: 60.9,
          metresPerSecond: 33333 / 360000,
        },
      },
      raw: fixtures.messages.data.event[0],
    });
    expect(phone).toMatchObject({
      kind: "onBoard",
      type: "330502",
      uuid: "ba28708fd5664a7281bc764925d68a28",
      update: false,
    });
  });

  test("a door event of a real server", () => {
    const [message] = read(gateway.pullMessages, fixtures.doorEvent)?.messages ?? [];
    expect(message).toMatchObject({
      kind: "authentication",
      type: "110003",
      delivery: "realTime",
      occurredAt: new Date("2026-01-15T11:09:26Z"),
      utcOffsetMinutes: 300,
      sourceType: "1002",
      sourceId: "dad01520315c4416b82fc30c3925c6c1",
      sourceName: "ZimZim1",
      areaId: "783596c137a64d789a26daf4aadf484e",
      areaName: "ZimIT",
      deviceCategory: "accessControllerDevice",
      deviceSerial: "FR3774911",
      authentication: {
        result: "granted",
        channelNo: 1,
        eventNo: "11973",
        readerId: "fcf9aecac80b49e2813e2008e8a5592b",
        cardNumber: "0000095180",
        personId: "655816174650934274",
        firstName: "REDACTED",
        lastName: "REDACTED o'g'li",
        department: "ZimDevs",
        departmentId: "666676336647342080",
        phone: null,
        pictureUrl: "https://storage.example/person/0/picture.data?Expires=3600",
        attendance: "checkIn",
      },
      raw: fixtures.doorEvent.data.event[0],
    });
    const [sparse] = read(gateway.pullMessages, fixtures.doorEventSparseName)?.messages ?? [];
    expect(sparse).toMatchObject({ authentication: { firstName: "PERSON", lastName: null, attendance: "none" } });
  });

  test("forms seen elsewhere: number as type, time only inside, event that was kept", () => {
    const row = (intelliInfo: object, inner: object, outer: object = {}) => ({
      basicInfo: outer,
      data: { openDoorInfo: { event: { basicInfo: inner, intelliInfo } } },
    });
    const batch = read(
      gateway.pullMessages,
      messages(
        row({ lastName: "--", authResult: "0" }, { eventType: 110515, occurTime: "2026-06-08T09:01:54+04:00" }),
        row({}, { eventType: 110013, currentEvent: 0, deviceSerial: "FZ1" }, { eventType: "110013", device: null }),
        { basicInfo: { msgType: "Msg 110001" }, data: {} },
        { basicInfo: { msgType: "Msg140001" }, data: { deviceTalkInfo: { msgType: 2, roomNumber: 101 } } },
        { basicInfo: { msgType: "Msg990001" }, data: { something: 1 } },
        {
          uuid: "u1",
          update: "true",
          basicInfo: { msgType: "Msg330101" },
          picture: [{ url: "https://host/a.jpg" }, { url: "" }],
          video: { url: "https://host/a.mp4" },
        },
      ),
    );
    expect(batch?.messages).toMatchObject([
      {
        type: "110515",
        occurredAt: new Date("2026-06-08T05:01:54Z"),
        utcOffsetMinutes: 240,
        authentication: { lastName: null, firstName: null, result: "denied", attendance: "unknown" },
      },
      { kind: "authentication", delivery: "delayed", deviceSerial: "FZ1" },
      { kind: "authentication", type: "110001", authentication: null },
      { kind: "intercom", call: { state: "hungUp", room: "101" } },
      { kind: "unknown", type: "990001", raw: { data: { something: 1 } } },
      {
        kind: "onBoard",
        uuid: "u1",
        update: true,
        pictureUrls: ["https://host/a.jpg"],
        videoUrls: ["https://host/a.mp4"],
      },
    ]);
  });

  test("west and south are negative, a driver may stand beside the list", () => {
    const vehicleRelatedInfo = {
      gpsInfo: { ew: "w", Lng: 70.5, ns: "S", lat: "33.25", direction: 90, speed: "3600000" },
      vehicleInfo: { licensePlateNo: "XY 1", driverName: " Ada ", driverPhone: "+56 9", driverInfos: [] },
    };
    const [message] =
      read(gateway.pullMessages, messages({ basicInfo: { msgType: "Msg330001" }, data: { vehicleRelatedInfo } }))
        ?.messages ?? [];
    expect(message).toMatchObject({
      vehicle: {
        plate: "XY 1",
        position: { latitude: -33.25, longitude: -70.5, heading: 90, altitudeMetres: null, metresPerSecond: 10 },
        drivers: [{ name: "Ada", phone: "+56 9" }],
      },
    });
  });
});
