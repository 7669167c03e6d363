import { expect, test } from "vitest";
import { toRequest } from "../endpoint";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/maintenance.json";
import * as gateway from ".";

const span = { from: new Date(1739796526000), to: new Date(1739796526000) };

test("what was offline is asked for in milliseconds", () => {
  const input = { ...span, of: "devices", areaId: "xxx", orderBy: "outages", pageSize: 50 } as const;
  expect(toRequest(gateway.listOffline, input).body).toEqual({
    areaId: "xxx",
    startTime: 1739796526000,
    endTime: 1739796526000,
    orderBy: 1,
    pageSize: 50,
    page: 1,
    queryType: 0,
  });
  expect(toRequest(gateway.listOffline, { ...span, of: "resources" }).body).toEqual({
    startTime: 1739796526000,
    endTime: 1739796526000,
    orderBy: 0,
    pageSize: 100,
    page: 1,
    queryType: 1,
  });
  expect(refused(gateway.listOffline, { ...span, of: "devices", pageSize: 101 })).toBe("pageSize");
  expect(refused(gateway.listOffline, { ...span, of: "devices", to: new Date(0) })).toBe("to");
  expect(refused(gateway.listOffline, span)).toBe("of");
});

test("what was offline", () => {
  expect(read(gateway.listOffline, fixtures.offline)).toEqual({
    items: [
      {
        id: "fjewiafew453215423j54kk325",
        name: "menjin",
        deviceSerial: "FK4599010",
        areaId: "adeb59a933aea400e885e1c71384f2efd",
        areaName: "group11111",
        type: "door",
        outages: 1,
        offlineSeconds: 17459.61,
      },
    ],
    total: 100,
    skipped: 0,
  });
  expect(read(gateway.listOffline, fixtures.offlineOdd)).toMatchObject({
    items: [
      { id: "in1", type: "alarmInput", outages: 2, offlineSeconds: 90 },
      { id: "x", type: "unknown", offlineSeconds: null },
    ],
    total: 2,
  });
});

test("devices of the whole account, unless told", () => {
  expect(toRequest(gateway.listDeviceMaintenance, { pageSize: 10 }).body).toEqual({
    page: 1,
    pageSize: 10,
    areaId: "-1",
    includeSubArea: "1",
    deviceCategory: 2001,
  });
  const input = { areaId: "001", exceptions: ["offline", "disk"], search: "Device A", pageSize: 10 } as const;
  expect(toRequest(gateway.listDeviceMaintenance, { ...input, exceptions: [...input.exceptions] }).body).toEqual({
    page: 1,
    pageSize: 10,
    areaId: "001",
    includeSubArea: "1",
    exceptions: [1, 2],
    filterName: "Device A",
    deviceCategory: 2001,
  });
  expect(refused(gateway.listDeviceMaintenance, { exceptions: [] })).toMatch(/^exceptions/);
  expect(refused(gateway.listDeviceMaintenance, { exceptions: ["all"] })).toMatch(/^exceptions/);
});

test("how a device fares", () => {
  const page = read(gateway.listDeviceMaintenance, fixtures.devices);
  expect([page.total, page.skipped]).toEqual([1, 0]);
  expect(page.items[0]).toEqual({
    id: "d1",
    name: "Recorder",
    serial: "J00000001",
    longSerial: "LONG1",
    type: "Encoder",
    category: "encodingDevice",
    version: "V4.60",
    online: "offline",
    updatedAt: new Date(1739796526000),
    exceptionAt: null,
    offlineSince: new Date(1739796520000),
    serviceEndsAt: new Date(1839796520000),
    uplinkMegabitsPerSecond: 12.5,
    uplinkMeasuredAt: null,
    areaId: "a1",
    areaName: "Yard",
    disk: { state: "full", freeShare: 0.02, disks: 2, overwrites: true, free: null, total: 4000 },
    recording: { state: "abnormal", abnormalChannels: ["Gate", "Yard"] },
    battery: { chargePercent: 80, dataUsedBytes: 1_500_000_000, reportedAt: new Date("2025-02-17T12:00:00Z") },
    playbackChannels: 0,
    authorisation: { uploadsLogs: true, authorised: false, endsAt: new Date(1739796526000) },
    drives: [
      {
        no: 1,
        temperature: 41,
        daysOfOperation: 812,
        selfTest: 0,
        selfTestFailedAt: null,
        evaluation: 2,
        evaluationFailedAt: new Date(1739796526000),
      },
    ],
    driveAttributes: [{ no: 1, attributeId: "5", state: "abnormal", failedAt: new Date(1739796526000) }],
    solar: { temperature: 21, batteryPercent: 64, battery: "charging", current: 3, sleep: "asleep" },
  });
});

test("how a device fares, sparsely, and as the guide prints it", () => {
  expect(read(gateway.listDeviceMaintenance, fixtures.devicesSparse).items).toMatchObject([
    {
      id: "d2",
      online: "unknown",
      recording: { state: "notSupported", abnormalChannels: [] },
      disk: { state: "none", freeShare: null, disks: 0, overwrites: null },
      battery: null,
      drives: [],
      areaId: null,
    },
  ]);
  expect(read(gateway.listDeviceMaintenance, fixtures.devicesAsPrinted)).toMatchObject({
    items: [{ id: "fjewiafew453215423j54kk325", name: "menjin", category: "door", areaName: "group11111" }],
    total: 100,
  });
});
