import { describe, expect, test } from "vitest";
import { toRequest } from "../endpoint";
import { read, refused } from "../fixtures/reading";
import fixtures from "../fixtures/resource.json";
import { Secret } from "../secret";
import * as gateway from ".";

describe("devices", () => {
  const added = {
    category: "encodingDevice" as const,
    name: "ceshi",
    serial: "G81652987",
    verifyCode: new Secret("hcc12345"),
    timeZone: { id: "26", applyToDevice: true },
  };

  test("adding sends the example's body", () => {
    expect(toRequest(gateway.addDevice, added).body).toEqual({
      deviceCategory: "encodingDevice",
      deviceInfo: {
        name: "ceshi",
        ezvizSerialNo: "G81652987",
        ezvizVerifyCode: added.verifyCode,
        userName: "",
        password: "",
        streamSecretKey: "",
      },
      importToArea: { areaID: "", enable: "0" },
      timeZone: { id: "26", applyToDevice: "1" },
    });
    const sent = (importTo: "new" | { areaId: string }) =>
      toRequest(gateway.addDevice, { ...added, importTo }).body?.["importToArea"];
    expect(sent("new")).toEqual({ areaID: "", enable: "1" });
    expect(sent({ areaId: "a1" })).toEqual({ areaID: "a1", enable: "1" });
  });

  test("an on-board device needs its vehicle", () => {
    const mobile = { ...added, category: "mobileDevice" as const };
    expect(refused(gateway.addDevice, mobile)).toBe("vehicle");
    expect(toRequest(gateway.addDevice, { ...mobile, vehicle: { vehicleId: "v1" } }).body?.["vehicleInfo"]).toEqual({
      vehicleID: "v1",
    });
    const vehicle = { licensePlateNo: "AB 1", vehicleType: "bus" as const };
    expect(toRequest(gateway.addDevice, { ...mobile, vehicle }).body?.["vehicleInfo"]).toEqual({
      licensePlateNo: "AB 1",
      vehicleType: 3,
    });
  });

  test("only a Secret may be a code or password", () => {
    expect(refused(gateway.addDevice, { ...added, verifyCode: "hcc12345" })).toBe("verifyCode");
  });

  test("adding has succeeded only when the inner list says so", () => {
    const outcome = (body: unknown) => gateway.addDevice.outcome?.(read(gateway.addDevice, body), added);
    expect(outcome(fixtures.devicesAddFailed)).toMatchObject({
      result: "refused",
      items: [{ id: "L00000001", name: "Cam", code: "EVZ20013" }],
    });
    expect(outcome(fixtures.devicesAddDone)?.result).toBe("done");
    expect(outcome({ errorCode: "0", data: { addDeviceResponse: { succeeded: 1, failed: 0 } } })?.result).toBe("done");
    expect(outcome(fixtures.done)).toMatchObject({ result: "unknown", items: [{ id: "G81652987" }] });
  });

  test("updating leaves out what stays", () => {
    const input = { id: "4606", name: "NVR_test221", userName: "admin", password: new Secret("Abc12345") };
    expect(toRequest(gateway.updateDevice, input).body).toEqual({ deviceInfo: input });
    expect(
      toRequest(gateway.updateDevice, { id: "4606", name: "N", timeZone: { id: "19", applyToDevice: false } }).body,
    ).toEqual({
      deviceInfo: { id: "4606", name: "N" },
      timeZone: { id: "19", applyToDevice: "0" },
    });
    expect(read(gateway.updateDevice, fixtures.done)).toBeNull();
    expect(read(gateway.updateDevice, fixtures.doneNull)).toBeNull();
  });

  test("listing sends what the gateway demands", () => {
    expect(toRequest(gateway.listDevices, {}).body).toEqual({ pageIndex: 1, pageSize: 500 });
    expect(toRequest(gateway.listDevices, { category: "encodingDevice", match: "0" }).body).toEqual({
      pageIndex: 1,
      pageSize: 500,
      deviceCategory: "encodingDevice",
      filter: { matchKey: "0" },
    });
    const job = {
      jobNumber: "7",
      areaId: "a1",
      category: ["encodingDevice", "alarmDevice"] as ["encodingDevice", "alarmDevice"],
    };
    expect(toRequest(gateway.listDevices, job).body).toMatchObject({
      deviceCategory: "encodingDevice,alarmDevice",
      areaID: "a1",
      filter: { jobNumber: "7" },
    });
    expect(refused(gateway.listDevices, { match: "x" })).toBe("category");
    expect(refused(gateway.listDevices, { areaId: "a1" })).toBe("jobNumber");
    expect(refused(gateway.listDevices, { pageSize: 501 })).toBe("pageSize");
  });

  test("listing reads numbers, names and rows with little in them", () => {
    const { items, total, skipped } = read(gateway.listDevices, fixtures.devices);
    expect({ total, skipped }).toEqual({ total: 4, skipped: 1 });
    expect(items[0]).toEqual({
      id: "d1",
      name: "Gate recorder",
      category: "encodingDevice",
      model: "iDS-9664NXI-I8/X",
      serial: "J00000001",
      firmware: "V4.60.110 build 220303",
      timeZoneId: "30",
      online: "online",
      addedAt: new Date("2022-06-20T11:12:10Z"),
    });
    expect(items[1]).toMatchObject({
      category: "accessControllerDevice",
      online: "offline",
      serial: null,
      addedAt: null,
    });
    expect(items[2]).toMatchObject({ category: null, online: "unknown", addedAt: null });
    expect(read(gateway.listDevices, fixtures.devicesEmpty)).toEqual({ items: [], total: 0, skipped: 0 });
  });

  test("details", () => {
    expect(toRequest(gateway.getDevice, { serial: "F00000001 " }).body).toEqual({ deviceSerialNo: "F00000001" });
    const device = read(gateway.getDevice, fixtures.deviceDetail);
    expect(device).toMatchObject({
      id: "d1",
      model: "DS-9664NI-I8",
      online: "online",
      timeZoneId: "30",
      streamEncrypted: true,
      availableCameraChannels: 4,
      availableAlarmOutputChannels: 14,
      doors: [],
      vehicle: { id: "v1", licensePlateNo: "AB 123", speedLimitMetresPerSecond: 25 },
      skipped: 0,
    });
    expect(device.cameras).toEqual([
      { id: "c1", name: "IPCamera 01", channelNo: 1, online: "offline", areaId: null, areaName: null },
      { id: "c2", name: "IPdome", channelNo: 2, online: "online", areaId: "a1", areaName: "Yard" },
    ]);
    expect(device.alarmInputs[0]?.channelNo).toBe(201);
    expect(read(gateway.getDevice, fixtures.deviceDetailShort)).toMatchObject({
      streamEncrypted: false,
      cameras: [],
      vehicle: null,
    });
  });

  test("deleting never carries an empty list", () => {
    expect(toRequest(gateway.deleteDevices, { deviceIds: ["d1"], category: "encodingDevice" }).body).toEqual({
      deviceID: ["d1"],
      deviceCategory: "encodingDevice",
    });
    const vehicle = { deviceIds: ["d1"] as [string], category: "mobileDevice" as const, deleteVehicle: true };
    expect(toRequest(gateway.deleteDevices, vehicle).body).toMatchObject({ deleteVehicle: 1 });
    for (const deviceIds of [[], [""], ["-1"], undefined, null, "d1"]) {
      expect(refused(gateway.deleteDevices, { deviceIds, category: "encodingDevice" })).toMatch(/^deviceIds/);
    }
  });

  test("capturing", () => {
    const input = { serial: "F68147103", channelNo: 1 };
    expect(toRequest(gateway.capturePicture, input).body).toEqual({ deviceSerial: "F68147103", channelNo: 1 });
    const outcome = (body: unknown) =>
      gateway.capturePicture.outcome?.(read(gateway.capturePicture, body), input).result;
    expect(read(gateway.capturePicture, fixtures.capture)).toEqual({
      url: fixtures.capture.data.captureUrl,
      encrypted: false,
    });
    expect(read(gateway.capturePicture, fixtures.captureEncrypted).encrypted).toBe(true);
    expect(read(gateway.capturePicture, fixtures.captureNothing).url).toBeNull();
    expect([outcome(fixtures.capture), outcome(fixtures.captureNothing), outcome(fixtures.done)]).toEqual([
      "done",
      "refused",
      "refused",
    ]);
  });

  test("refreshing", () => {
    expect(toRequest(gateway.refreshDevice, { deviceId: "c6a9" })).toEqual({
      method: "POST",
      path: "/resource/v1/device/c6a9/refresh",
      body: {},
    });
    expect(read(gateway.refreshDevice, fixtures.refreshed)).toEqual({ deviceId: "d1", online: "online", code: null });
    const failed = read(gateway.refreshDevice, fixtures.refreshFailed);
    expect(failed).toEqual({ deviceId: "d1", online: "unknown", code: "CCF021307" });
    expect(gateway.refreshDevice.outcome?.(failed, { deviceId: "d1" })).toMatchObject({
      result: "refused",
      items: [{ code: "CCF021307" }],
    });
  });
});
