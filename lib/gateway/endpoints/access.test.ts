import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import fixtures from "../fixtures/access.json";
import { read, refused } from "../fixtures/reading";
import { listOf, mostly, whateverIsSent } from "../fixtures/sending";
import * as gateway from ".";

const doorId = "2aabf37ad9804f66acc4ad4fb7bd4694";
const ann = "655816174650934274";

describe("doors", () => {
  test("the doors named are moved, without an area", () => {
    expect(toRequest(gateway.controlDoors, { doorIds: [doorId, "d2", doorId], action: "unlock" }).body).toEqual({
      remoteControl: { actionType: 1, elementlist: [doorId, "d2"], direction: 0 },
    });
    const types = gateway.doorActions.map((action) => {
      const { body } = toRequest(gateway.controlDoors, { doorIds: [doorId], action, direction: "exit" });
      return body?.["remoteControl"];
    });
    expect(types).toMatchObject([1, 2, 3, 4].map((actionType) => ({ actionType, direction: 1 })));
    expect(refused(gateway.controlDoors, { doorIds: [], action: "unlock" })).toBe("doorIds.0");
    expect(refused(gateway.controlDoors, { doorIds: ["-1"], action: "unlock" })).toBe("doorIds.0");
    expect(refused(gateway.controlDoors, { action: "unlock" })).toBe("doorIds");
    expect(refused(gateway.controlDoors, { doorIds: [doorId], action: 1 })).toBe("action");
    expect(refused(gateway.controlDoors, { doorIds: [doorId], action: "unlock", areaId: "a1" })).toBe("areaId");
  });

  test("an area and all doors are other commands", () => {
    const area = { areaId: "a1", includeSubAreas: false, action: "lock" } as const;
    expect(toRequest(gateway.controlAreaDoors, area).body).toEqual({
      remoteControl: { actionType: 2, elementlist: [], direction: 0, areaId: "a1", depthTraversal: 0 },
    });
    expect(toRequest(gateway.controlAllDoors, { action: "remain unlocked" }).body).toEqual({
      remoteControl: { actionType: 3, elementlist: [], direction: 0, areaId: "-1", depthTraversal: 1 },
    });
    for (const areaId of ["-1", " -1 ", "", " "]) {
      expect(refused(gateway.controlAreaDoors, { ...area, areaId })).toBe("areaId");
    }
    expect(refused(gateway.controlAreaDoors, { areaId: "a1", action: "lock" })).toBe("includeSubAreas");
  });

  test("no input of the ordinary commands can mean all doors", () => {
    const id = mostly([doorId, "d2", " d3"], ["-1", " -1", "", " ", null, 5]);
    const action = mostly(["unlock", "remain unlocked"], [1, ""]);
    const doors = fc.record({ doorIds: listOf(id), action });
    const strange = fc.record({ doorIds: listOf(id), action, elementlist: listOf(id), areaId: id, remoteControl: id });
    whateverIsSent(gateway.controlDoors, fc.oneof(doors, doors, strange), (body) => {
      const { elementlist, ...rest } = body["remoteControl"] as { elementlist: unknown[] };
      expect(elementlist.length).toBeGreaterThan(0);
      for (const each of elementlist) expect(each).toMatch(/^(?!-1$)\S+$/);
      expect(Object.keys(rest)).toEqual(["actionType", "direction"]);
    });
    const area = fc.record({ areaId: id, includeSubAreas: fc.boolean(), action });
    whateverIsSent(gateway.controlAreaDoors, area, (body) => {
      expect(body["remoteControl"]).toMatchObject({ areaId: expect.stringMatching(/^(?!-1$)\S+$/) as string });
    });
  });

  test("the answer names failures only", () => {
    const outcome = (doorIds: [string, ...string[]], body: unknown) =>
      gateway.controlDoors.outcome?.(read(gateway.controlDoors, body), { doorIds, action: "unlock" });
    expect(read(gateway.controlDoors, fixtures.remoteControlFailed).failures).toEqual([
      { doorId, doorName: null, areaId: null, areaName: null, code: "VMS000003" },
    ]);
    expect(outcome([doorId, "d2"], fixtures.remoteControlOk)?.result).toBe("done");
    expect(outcome([doorId], { errorCode: "0" })?.result).toBe("done");
    expect(outcome([doorId, "d2"], fixtures.remoteControlFailed)).toMatchObject({
      result: "partly done",
      items: [
        { id: doorId, result: "refused", code: "VMS000003" },
        { id: "d2", result: "done" },
      ],
    });
    expect(outcome([doorId], fixtures.remoteControlFailed)?.result).toBe("refused");
    // A failure of nobody knows what.
    expect(outcome([doorId], fixtures.remoteControlExample)?.result).toBe("refused");
    expect(outcome([doorId, "d2"], fixtures.remoteControlExample)?.result).toBe("unknown");
    expect(outcome([doorId, "d2"], { errorCode: "0", data: { operationResult: ["?"] } })?.result).toBe("unknown");
  });

  test("where nobody was named, failures stand beside what can only be taken for moved", () => {
    for (const endpoint of [gateway.controlAllDoors, gateway.controlAreaDoors] as const) {
      const outcome = (body: unknown) => endpoint.outcome?.(read(endpoint, body), {} as never);
      expect(outcome(fixtures.remoteControlOk)).toEqual({ result: "done", items: [] });
      expect(outcome(fixtures.remoteControlFailed)).toMatchObject({ result: "partly done", items: [{ id: doorId }] });
    }
  });

  test("the Bluetooth key comes as secrets", () => {
    expect(toRequest(gateway.getBluetoothKey, {})).toEqual({
      method: "GET",
      path: "/acs/v1/encryptinfo/get",
      body: null,
    });
    expect(read(gateway.getBluetoothKey, fixtures.encryptInfo)).toEqual({
      encryption: null,
      key: null,
      vector: null,
      rounds: 0,
    });
    const full = read(gateway.getBluetoothKey, fixtures.encryptInfoFull);
    expect(JSON.stringify(full)).toBe('{"encryption":"AES128_CBC","key":"[secret]","vector":"[secret]","rounds":1000}');
    expect([full.key?.reveal(), full.vector?.reveal()]).toEqual(["never-shown-2", "never-shown-3"]);
  });
});

describe("access records", () => {
  test("searching sends times with an offset and the filter's own codes", () => {
    expect(toRequest(gateway.searchAccessRecords, { page: 1, pageSize: 20 }).body).toEqual({
      pageIndex: 1,
      pageSize: 20,
      searchCriteria: { type: 0, swipeAuthResult: 0, searchType: 0 },
    });
    const full = {
      from: new Date("2023-10-21T03:08:23.999Z"),
      to: new Date("2023-10-21T04:00:00Z"),
      utcOffsetMinutes: 480,
      clock: "device",
      eventTypes: [110003, 110013],
      result: "failure",
      doorIds: ["d1", "d2"],
      personName: "zmh",
      temperature: "exception",
      mask: "no mask",
    } as const;
    expect(toRequest(gateway.searchAccessRecords, full as never).body).toEqual({
      pageIndex: 1,
      pageSize: 200,
      searchCriteria: {
        beginTime: "2023-10-21T11:08:23+08:00",
        endTime: "2023-10-21T12:00:00+08:00",
        type: 1,
        eventTypes: "110003,110013",
        swipeAuthResult: 2,
        elementIDs: "d1,d2",
        searchType: 0,
        personCondition: { personName: "zmh" },
        temperatureStatus: 2,
        maskStatus: 2,
      },
    });
    const criteria = (input: object) =>
      toRequest(gateway.searchAccessRecords, input).body?.["searchCriteria"] as Record<string, unknown>;
    expect(criteria({ cardNo: "892", result: "success" })).toMatchObject({
      searchType: 1,
      cardNumber: "892",
      swipeAuthResult: 1,
    });
    expect(criteria({ personIds: [ann, "2"] })["personCondition"]).toEqual({ personIds: `${ann},2` });
    expect(criteria({ from: new Date(0), utcOffsetMinutes: -570 })["beginTime"]).toBe("1969-12-31T14:30:00-09:30");
    expect(criteria({ from: new Date(0) })["beginTime"]).toBe("1970-01-01T00:00:00+00:00");
  });

  test("contradictions are refused", () => {
    const times = { from: new Date(2_000), to: new Date(1_000) };
    expect(refused(gateway.searchAccessRecords, times)).toBe("to");
    expect(refused(gateway.searchAccessRecords, { personIds: ["1"], personName: "x" })).toBe("personName");
    expect(refused(gateway.searchAccessRecords, { personIds: ["1"], cardNo: "2" })).toBe("cardNo");
    expect(refused(gateway.searchAccessRecords, { doorIds: ["d1,d2"] })).toBe("doorIds.0");
    expect(refused(gateway.searchAccessRecords, { personIds: [] })).toBe("personIds.0");
    expect(refused(gateway.searchAccessRecords, { pageSize: 201 })).toBe("pageSize");
    expect(refused(gateway.searchAccessRecords, { from: new Date(NaN) })).toBe("from");
  });

  test("reading", () => {
    expect(read(gateway.searchAccessRecords, fixtures.recordsExample)).toEqual({ items: [], total: 4, skipped: 0 });
    expect(read(gateway.searchAccessRecords, fixtures.recordsEmpty)).toEqual({ items: [], total: 0, skipped: 0 });
    const { items, total, skipped } = read(gateway.searchAccessRecords, fixtures.records);
    expect([total, skipped]).toEqual([3, 1]);
    expect(items[0]).toEqual({
      id: "rec-1",
      doorId: "dad01520315c4416b82fc30c3925c6c1",
      doorName: "Main Door",
      doorPictureUrl: null,
      elementType: "door",
      areaId: "a1",
      areaName: "Lobby",
      deviceId: "d1",
      deviceName: "Doors",
      cardReaderId: "r1",
      cardReaderName: "Reader 1",
      occurredAt: new Date("2026-01-15T11:09:26Z"),
      deviceAt: new Date("2026-01-15T11:09:26Z"),
      recordedAt: new Date("2026-01-15T11:09:27Z"),
      eventType: 110003,
      temperatureEvent: false,
      result: "success",
      eventNo: 11973,
      cardNo: "0000095180",
      person: {
        id: ann,
        firstName: "Ann",
        lastName: null,
        departmentPath: "Company/Office",
        personCode: "A17",
        phone: null,
        photoUrl: "https://pictures.example.invalid/face.jpg",
      },
      attendance: "on work",
      temperature: { celsius: expect.closeTo(36.5, 6) as number, state: "normal" },
      mask: "mask",
      cameraIds: ["cam1", "cam2"],
      hasCameraPicture: true,
      hasRecording: false,
      snapshots: [{ url: "https://pictures.example.invalid/1.jpg?X-Amz-Expires=86400", kind: "visible" }],
    });
    expect(items[1]).toMatchObject({
      eventType: 110013,
      result: "failure",
      person: null,
      attendance: "unknown",
      mask: "unknown",
      temperature: null,
      snapshots: [],
      deviceAt: null,
    });
  });
});

describe("access levels", () => {
  test("listing", () => {
    expect(toRequest(gateway.listAccessLevels, { pageSize: 20 }).body).toEqual({
      accessLevelSearchRequest: { pageIndex: 1, pageSize: 20, searchCriteria: { accessLevelName: "" } },
    });
    const filter = { doorIds: ["d1"], areaIds: ["a1"], includeSubAreas: false, scheduleIds: ["1"] } as never;
    expect(toRequest(gateway.listAccessLevels, filter).body).toMatchObject({
      accessLevelSearchRequest: {
        searchCriteria: {
          associateResInfoList: [{ resId: "d1" }],
          timeScheduleIdList: ["1"],
          aresIdList: ["a1"],
          depthTraversal: 0,
        },
      },
    });
    expect(refused(gateway.listAccessLevels, { includeSubAreas: true })).toBe("areaIds");
    expect(read(gateway.listAccessLevels, fixtures.levelsExample)).toEqual({ items: [], total: 1, skipped: 0 });
    expect(read(gateway.listAccessLevels, fixtures.levels)).toEqual({
      items: [
        {
          id: "395619513653140480",
          name: "Offices",
          remark: null,
          madeBySystem: false,
          areaId: "a1",
          areaName: "Lobby",
          scheduleId: "1",
          scheduleName: "All-day",
          doors: [{ id: "door-1", name: "Main Door", areaId: "a1", areaName: "Lobby" }],
        },
        {
          id: "395619513653140481",
          name: "Everything",
          remark: null,
          madeBySystem: true,
          areaId: null,
          areaName: null,
          scheduleId: null,
          scheduleName: null,
          doors: [],
        },
      ],
      total: 2,
      skipped: 0,
    });
  });

  test("applications speak in words", () => {
    expect(toRequest(gateway.getApplication, { personId: "111222333" })).toEqual({
      method: "POST",
      path: "/acspm/v1/maintain/overview/person/111222333/elementdetail",
      body: { returnSuccess: false },
    });
    expect(refused(gateway.getApplication, { personId: "../1" })).toBe("personId");
    expect(read(gateway.getApplication, fixtures.elementDetailExample).elements).toEqual([
      {
        id: "3e252f4f3e1a4831850abc06778fa484",
        name: "AF6590718-Door 1",
        type: "door",
        status: "failed",
        code: null,
        credentials: [
          {
            id: "377772357428962304",
            status: "failed",
            type: "face",
            code: "THD_ISAPI_0x60000037",
            duplicateOf: null,
          },
        ],
      },
    ]);
    expect(read(gateway.getApplication, fixtures.elementDetail).elements).toMatchObject([
      { type: "door", status: "applied", code: null, credentials: [] },
      { type: "door", status: "to apply", code: null },
      {
        type: "device",
        status: "deleting failed",
        code: "VMS040105",
        credentials: [
          { type: "fingerprint", status: "failed", duplicateOf: "A17" },
          { type: "face", status: "to apply", code: "0x60000037", duplicateOf: null },
        ],
      },
    ]);
    expect(read(gateway.getApplication, fixtures.levelsChanged)).toEqual({ elements: [], skipped: 0 });
  });

  const persons: [{ personId: string; levelIds: [string, ...string[]] }] = [
    { personId: "aaaa", levelIds: ["222", "333"] },
  ];

  test("some, all, these alone and none are four commands", () => {
    expect(toRequest(gateway.addAccessLevels, { persons }).body).toEqual({
      personList: [{ personId: "aaaa", accessLevelIdList: ["222", "333"] }],
    });
    for (const endpoint of [gateway.removeAccessLevels, gateway.setAccessLevels]) {
      expect(toRequest(endpoint, { persons }).body).toEqual({
        personList: [{ personId: "aaaa", accessLevelIdList: ["222", "333"], deleteAll: false }],
      });
    }
    for (const endpoint of [gateway.removeAllAccessLevels, gateway.clearAccessLevels]) {
      expect(toRequest(endpoint, { personIds: ["aaaa"] }).body).toEqual({
        personList: [{ personId: "aaaa", deleteAll: true }],
      });
      expect(refused(endpoint, { personIds: [] })).toBe("personIds.0");
    }
    expect(refused(gateway.addAccessLevels, { persons: [...persons, ...persons] })).toBe("persons");
  });

  test("no input of the ordinary commands can mean every level", () => {
    const word = mostly(["222", "333", "444"], ["-1", "", null, 7]);
    const sound = fc.record({ personId: word, levelIds: listOf(word) });
    const strange = fc.record({ personId: word, levelIds: listOf(word), deleteAll: fc.boolean() });
    const input = fc.record({ persons: listOf(fc.oneof(sound, sound, sound, strange)) });
    for (const endpoint of [gateway.addAccessLevels, gateway.removeAccessLevels, gateway.setAccessLevels]) {
      whateverIsSent(endpoint, input, (body) => {
        const list = body["personList"] as Record<string, unknown>[];
        expect(list.length).toBeGreaterThan(0);
        for (const sent of list) {
          expect(sent["deleteAll"] ?? false).toBe(false);
          expect((sent["accessLevelIdList"] as string[]).length).toBeGreaterThan(0);
        }
      });
    }
  });

  test("each grant has its own result", () => {
    const [low, high] = ["395619513653140480", "395619513653140481"];
    const wanted = { persons: [{ personId: ann, levelIds: [low, high] }] } as never;
    const outcome = (body: unknown) =>
      gateway.addAccessLevels
        .outcome?.(read(gateway.addAccessLevels, body), wanted)
        ?.items.map((item) => [item.id, item.result, item.code]);
    expect(outcome(fixtures.levelsChanged)).toEqual([
      [gateway.grantId(ann, low), "done", null],
      [gateway.grantId(ann, high), "done", null],
    ]);
    expect(outcome(fixtures.levelsPartly)).toEqual([
      [gateway.grantId(ann, low), "done", null],
      [gateway.grantId(ann, high), "refused", "VMS040016"],
    ]);
    expect(outcome(fixtures.levelsPersonFailed)).toEqual([
      [gateway.grantId(ann, low), "refused", "CCF038023"],
      [gateway.grantId(ann, high), "refused", "CCF038023"],
    ]);
    const cleared = read(gateway.clearAccessLevels, fixtures.levelsPersonFailed);
    expect(gateway.clearAccessLevels.outcome?.(cleared, { personIds: [ann, "2"] })).toMatchObject({
      result: "partly done",
      items: [
        { id: ann, result: "refused" },
        { id: "2", result: "done" },
      ],
    });
  });
});
