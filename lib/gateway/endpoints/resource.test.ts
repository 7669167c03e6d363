import { describe, expect, test } from "vitest";
import { readAnswer, toRequest } from "../endpoint";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/resource.json";
import * as gateway from ".";

describe("areas and time zones", () => {
  test("adding", () => {
    expect(toRequest(gateway.addArea, { parentId: null, name: "test_mgz2" }).body).toEqual({
      parentAreaID: "-1",
      areaName: "test_mgz2",
    });
    expect(read(gateway.addArea, fixtures.areaAdded)).toEqual({ areaId: "a9" });
    expect(refused(gateway.addArea, { parentId: "", name: "x" })).toBe("parentId");
  });

  test("listing", () => {
    expect(toRequest(gateway.listAreas, { page: 1, pageSize: 10 }).body).toEqual({
      pageIndex: "1",
      pageSize: "10",
      filter: { parentAreaID: "-1", includeSubArea: 1 },
    });
    expect(read(gateway.listAreas, fixtures.areas)).toEqual({
      items: [
        { id: "a1", name: "Yard", parentId: null, hasChildren: false, path: null },
        { id: "a2", name: "Hall", parentId: "a1", hasChildren: true, path: null },
      ],
      total: 2,
      skipped: 0,
    });
  });

  test("details tell the unknown apart", () => {
    expect(toRequest(gateway.getAreas, { areaIds: ["a1", "test"] }).body).toEqual({ areaID: ["a1", "test"] });
    expect(read(gateway.getAreas, fixtures.areaDetails)).toEqual({
      areas: [{ id: "a1", name: "Yard", parentId: null, hasChildren: false, path: "top->Site->Yard" }],
      missing: [{ id: "test", code: "VMS021101" }],
      skipped: 0,
    });
    expect(refused(gateway.getAreas, { areaIds: [] })).toMatch(/^areaIds/);
  });

  test("time zones count east", () => {
    const { timeZones, systemTimeZoneId } = read(gateway.listTimeZones, fixtures.timeZones);
    expect(systemTimeZoneId).toBe("30");
    expect(timeZones).toMatchObject([
      {
        id: "19",
        utcOffsetMinutes: 360,
        daylightSaving: { enabled: false, shiftMinutes: 60, startsAt: null, endsAt: null },
      },
      {
        id: "4",
        utcOffsetMinutes: -300,
        daylightSaving: { enabled: true, startsAt: "3:2:0:2:0", endsAt: "11:1:0:2:0" },
      },
      { id: "0", utcOffsetMinutes: 0, daylightSaving: null },
    ]);
    expect(toRequest(gateway.listTimeZones, {}).body).toEqual({});
  });
});

describe("cameras, doors, alarm inputs and outputs", () => {
  test("the whole account is asked for by asking for nothing", () => {
    expect(toRequest(gateway.listCameras, {}).body).toEqual({
      pageIndex: 1,
      pageSize: 500,
      filter: { areaID: "-1", includeSubArea: "1" },
    });
    const filter = { areaID: "-1", includeSubArea: "1", deviceID: "", deviceSerialNo: "" };
    expect(toRequest(gateway.listDoors, { pageSize: 10 }).body).toEqual({ pageIndex: 1, pageSize: 10, filter });
    for (const list of [gateway.listAlarmInputs, gateway.listAlarmOutputs]) {
      expect(toRequest(list, { pageSize: 10 }).body).toEqual({ pageIndex: "1", pageSize: "10", filter });
    }
  });

  test("a device leaves the area empty and excludes it", () => {
    expect(toRequest(gateway.listDoors, { deviceId: "d1" }).body?.["filter"]).toEqual({
      areaID: "",
      includeSubArea: "0",
      deviceID: "d1",
      deviceSerialNo: "",
    });
    expect(toRequest(gateway.listCameras, { deviceSerial: "J1" }).body?.["filter"]).toEqual({
      areaID: "",
      includeSubArea: "0",
      deviceSerialNo: "J1",
    });
    expect(refused(gateway.listDoors, { deviceId: "d1", areaId: "a1" })).toBe("areaId");
    expect(refused(gateway.listCameras, { cameraIds: [] })).toMatch(/^cameraIds/);
  });

  test("cameras", () => {
    const { items, total } = read(gateway.listCameras, fixtures.cameras);
    expect(total).toBe(2);
    expect(items).toEqual([
      {
        id: "cam1",
        name: "Camera 13",
        online: "online",
        abilities: ["1", "21", "22", "2002"],
        areaId: "a1",
        areaName: "Yard",
        deviceId: "d1",
        deviceSerial: "J00000001",
        channelId: "ch13",
        channelNo: 13,
      },
      {
        id: "cam2",
        name: "Bare",
        online: "offline",
        abilities: [],
        areaId: null,
        areaName: null,
        deviceId: "d2",
        deviceSerial: "J2",
        channelId: null,
        channelNo: 1,
      },
    ]);
    const variant = read(gateway.listCameras, fixtures.camerasVariant);
    expect(variant).toMatchObject({
      items: [{ id: "res1", name: "Portón", online: "online" }],
      total: null,
      skipped: 1,
    });
    expect(read(gateway.listCameras, fixtures.camerasEmpty).items).toEqual([]);
  });

  test("doors, inputs, outputs", () => {
    expect(read(gateway.listDoors, fixtures.doors).items[0]).toMatchObject({
      id: "door1",
      channelId: "288329024512665601",
      channelNo: 2,
      deviceSerial: "K00000001",
    });
    const unquoted = JSON.stringify(fixtures.doors).replace('"288329024512665601"', "288329024512665601");
    const answer = readAnswer(gateway.listDoors, { status: 200, contentType: null, text: unquoted });
    expect(answer.items[0]?.channelId).toBe("288329024512665601");
    expect(read(gateway.listDoors, fixtures.doorsShort).items[0]).toMatchObject({
      id: "door2",
      areaId: null,
      deviceId: null,
    });
    expect(read(gateway.listAlarmInputs, fixtures.alarmInputs)).toMatchObject({
      items: [{ id: "in1", online: "online" }],
      total: 1,
    });
    expect(read(gateway.listAlarmOutputs, fixtures.alarmOutputs)).toMatchObject({
      items: [{ id: "out1", online: "offline" }],
    });
  });

  test("adding to an area tells about every channel", () => {
    const input: Parameters<NonNullable<typeof gateway.addResources.outcome>>[1] = {
      areaId: "a1",
      resources: [
        { name: "D 201", type: "alarmInput", channelId: "ch1" },
        { name: "D 202", type: "alarmInput", channelId: "ch2" },
        { name: "D 203", type: "alarmInput", channelId: "ch3" },
      ],
    };
    expect(toRequest(gateway.addResources, input).body).toMatchObject({
      areaID: "a1",
      devChannel: [{ resourceName: "D 201", resourceType: "alarmInput", channelID: "ch1" }, {}, {}],
    });
    const data = read(gateway.addResources, fixtures.resourcesAdded);
    const outcome = gateway.addResources.outcome?.(data, input);
    expect(outcome?.result).toBe("partly done");
    expect(outcome?.items.map((item) => item.result)).toEqual(["done", "refused", "unknown"]);
    expect(refused(gateway.addResources, { areaId: "a1", resources: [] })).toMatch(/^resources/);
  });

  test("deleting needs ids", () => {
    expect(toRequest(gateway.deleteResources, { resourceIds: ["r1"] }).body).toEqual({ ids: ["r1"] });
    for (const resourceIds of [[], undefined, [null]]) {
      expect(refused(gateway.deleteResources, { resourceIds })).toMatch(/^resourceIds/);
    }
  });

  test("states of alarm inputs, eight at most", () => {
    expect(toRequest(gateway.getAlarmInputStatus, { alarmInputIds: ["in1"] }).body).toEqual({ alarmInputID: ["in1"] });
    expect(refused(gateway.getAlarmInputStatus, { alarmInputIds: [..."abcdefghi"] })).toBe("alarmInputIds");
    const states = [
      { id: "in1", state: "active", code: null },
      { id: "in2", state: "inactive", code: null },
      { id: "in3", state: "unknown", code: "VMS022543" },
    ];
    expect(read(gateway.getAlarmInputStatus, fixtures.alarmInputStatus)).toEqual(states);
    const misnamed = { errorCode: "0", data: { alarmOutput: fixtures.alarmInputStatus.data.alarmInput } };
    expect(read(gateway.getAlarmInputStatus, misnamed)).toEqual(states);
  });

  test("states and control of alarm outputs", () => {
    expect(toRequest(gateway.getAlarmOutputStatus, { alarmOutputIds: ["out1"] }).body).toEqual({
      alarmOutputID: ["out1"],
    });
    expect(read(gateway.getAlarmOutputStatus, fixtures.alarmOutputStatus)).toEqual([
      { id: "out1", state: "on", code: null },
    ]);
    const input: Parameters<NonNullable<typeof gateway.controlAlarmOutputs.outcome>>[1] = {
      outputs: [
        { id: "out1", on: true },
        { id: "out2", on: false },
      ],
    };
    expect(toRequest(gateway.controlAlarmOutputs, input).body).toEqual({
      alarmOutputOperation: [
        { alarmOutputID: "out1", operation: -1 },
        { alarmOutputID: "out2", operation: 0 },
      ],
    });
    const data = read(gateway.controlAlarmOutputs, fixtures.alarmOutputControl);
    expect(gateway.controlAlarmOutputs.outcome?.(data, input)).toMatchObject({
      result: "partly done",
      items: [
        { id: "out1", result: "done" },
        { id: "out2", result: "refused", code: "VMS021314" },
      ],
    });
    const silent = read(gateway.controlAlarmOutputs, fixtures.done);
    expect(gateway.controlAlarmOutputs.outcome?.(silent, input).result).toBe("unknown");
    expect(refused(gateway.controlAlarmOutputs, { outputs: [] })).toMatch(/^outputs/);
  });

  test("thumbnails", () => {
    expect(toRequest(gateway.getThumbnail, { cameraId: "cam1", refresh: true }).body).toEqual({
      cameraID: "cam1",
      refresh: 1,
    });
    expect(read(gateway.getThumbnail, fixtures.thumbnail)).toEqual({
      url: "https://us.example.invalid/image/p/ad3f?c=59",
      encrypted: false,
    });
  });
});

test("stream keys are dropped wherever they stand", () => {
  const shown = [read(gateway.listCameras, fixtures.cameras), read(gateway.listDevices, fixtures.devices)];
  expect(JSON.stringify(shown)).not.toContain("never-shown");
});
