import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import { isOnline } from "./world/world";

const box = useSandbox();
const CAMERAS = "/resource/v1/areas/cameras/get";
const AREAS = "/resource/v1/areas/get";
const DETAIL = "/resource/v1/devicedetail/get";
const page = (filter: object = {}, pageSize = 500) => ({ pageIndex: 1, pageSize, filter });
const areaNamed = (name: string) => [...box.sandbox.world.areas.values()].find((area) => area.name === name)?.id ?? "";
const deviceNamed = (name: string) => {
  const device = [...box.sandbox.world.devices.values()].find((each) => each.name === name);
  if (!device) throw new Error(`no device ${name}`);
  return device;
};
const order = (serialNo: string, code: string, extra: object = {}) => ({
  deviceCategory: "encodingDevice",
  deviceInfo: { name: `New ${serialNo}`, ezvizSerialNo: serialNo, ezvizVerifyCode: code },
  timeZone: { id: "26", applyToDevice: "1" },
  ...extra,
});
const inner = (data: object) =>
  (data as { addDeviceResponse: { deviceList: { deviceId: string; errorCode: string }[] } }).addDeviceResponse;

describe("areas", () => {
  it("list all, one level, or what is below", async () => {
    expect((await box.post(AREAS, page())).data["totalCount"]).toBe(20);
    expect((await box.post(AREAS, page({ parentAreaID: "-1", includeSubArea: "1" }))).data["totalCount"]).toBe(20);
    expect((await box.post(AREAS, page({ parentAreaID: "-1", includeSubArea: 0 }))).data["totalCount"]).toBe(4);
    const harbour = areaNamed("Harbour Campus");
    expect((await box.post(AREAS, page({ parentAreaID: harbour }))).data["totalCount"]).toBe(3);
    expect((await box.post(AREAS, page({ parentAreaID: harbour, includeSubArea: "-1" }))).data["totalCount"]).toBe(11);
    expect((await box.post(AREAS, page({ parentAreaID: "nope" }))).errorCode).toBe("OPEN000031");
  });

  it("are added once, and found at once", async () => {
    const parentAreaID = areaNamed("Perimeter");
    const added = await box.post("/resource/v1/areas/add", { parentAreaID, areaName: "South Gate" });
    const id = String(added.data["areaID"]);
    const detail = await box.post("/resource/v1/areadetail/get", { areaID: [id, "test"] });
    expect(rows(detail.data, "area")).toEqual([
      { id, name: "South Gate", parentAreaID, existSubArea: 0, areaPath: "Harbour Campus->Perimeter->South Gate" },
      { id: "test", message: "Area is not exist([id=test]){VMS021101}", errorCode: "VMS021101" },
    ]);
    const again = { parentAreaID, areaName: "South Gate" };
    expect((await box.post("/resource/v1/areas/add", again)).errorCode).toBe("CCF021103");
    await box.control("POST", "/settings", { duplicateArea: "VMS021103" });
    expect((await box.post("/resource/v1/areas/add", again)).errorCode).toBe("VMS021103");
    expect((await box.post("/resource/v1/areas/add", { parentAreaID: "x", areaName: "y" })).errorCode).toBe(
      "OPEN000031",
    );
  });
});

describe("cameras and other resources", () => {
  it("page through everything without a gap", async () => {
    const ids = new Set<unknown>();
    for (let pageIndex = 1; pageIndex <= 4; pageIndex++) {
      const { data } = await box.post(CAMERAS, {
        pageIndex,
        pageSize: 15,
        filter: { areaID: "-1", includeSubArea: "1" },
      });
      expect(data["totalCount"]).toBe(40);
      for (const row of rows(data, "camera")) ids.add(row["id"]);
    }
    expect(ids.size).toBe(40);
    const { data } = await box.post(CAMERAS, page({}, 1));
    expect(data["camera"]).toMatchObject([
      {
        online: "1",
        area: { name: "Ground Floor Lobby" },
        device: { devInfo: { category: "0" }, channelInfo: { no: "1" } },
      },
    ]);
  });

  it("turn sub areas off when a device is named", async () => {
    const { serialNo } = deviceNamed("NVR Warehouse");
    const count = async (filter: object) => (await box.post(CAMERAS, page(filter))).data["totalCount"];
    expect(await count({ deviceSerialNo: serialNo })).toBe(7);
    expect(await count({ deviceSerialNo: serialNo, areaID: "-1", includeSubArea: "1" })).toBe(0);
    expect(
      await count({ deviceSerialNo: serialNo, areaID: areaNamed("Building B – Warehouse"), includeSubArea: "1" }),
    ).toBe(0);
    expect(await count({ areaID: areaNamed("Building B – Warehouse"), includeSubArea: "1" })).toBe(8);
    expect(await count({ areaID: areaNamed("Loading Bays") })).toBe(4);
  });

  it("require includeSubArea for doors, inputs and outputs", async () => {
    const path = "/resource/v1/areas/doors/get";
    expect((await box.post(path, page())).message).toContain("[filter.includeSubArea]");
    const { data } = await box.post(
      path,
      page({ areaID: "-1", includeSubArea: "1", deviceID: "", deviceSerialNo: "" }),
    );
    expect(data["totalCount"]).toBe(12);
    expect(data["door"]).toMatchObject([
      { name: "Main Door", device: { channelInfo: { id: expect.stringMatching(/^\d{18}$/) } } },
      ...Array<object>(11).fill({}),
    ]);
  });

  it("are imported, refused twice, and taken out again", async () => {
    const device = deviceNamed("NVR Administration");
    const spare = device.channels.find((channel) => channel.resource === null);
    const item = { resourceName: "Roof", resourceType: "camera", channelID: spare?.id };
    const areaID = areaNamed("Perimeter");
    const add = (devChannel: object[]) => box.post("/resource/v1/areas/resources/add", { areaID, devChannel });
    const [done] = rows((await add([item])).data, "resource");
    expect(done).toMatchObject({ name: "Roof", errorCode: "0", channelID: spare?.id });
    const [twice, unknown] = rows((await add([item, { ...item, channelID: "nope" }])).data, "resource");
    expect([twice?.["errorCode"], unknown?.["errorCode"]]).toEqual(["OPEN000511", "VMS000003"]);
    expect((await box.post(CAMERAS, page({ cameraID: [done?.["id"]] }))).data["totalCount"]).toBe(1);
    const remove = { ids: [done?.["id"]] };
    expect((await box.post("/resource/v1/areas/resources/delete", remove)).body).toEqual({ errorCode: "0" });
    expect((await box.post("/resource/v1/areas/resources/delete", remove)).errorCode).toBe("VMS000003");
    expect((await box.post(CAMERAS, page())).data["totalCount"]).toBe(40);
  });

  it("switch outputs and report inputs, eight at most", async () => {
    const [input] = box.sandbox.world.lists.alarmInput;
    const [output] = box.sandbox.world.lists.alarmOutput;
    const status = "/resource/v1/areas/alarminputs/status/get";
    expect((await box.post(status, { alarmInputID: Array(9).fill("x") })).errorCode).toBe("OPEN000024");
    await box.control("PATCH", `/world/alarminputs/${input?.resource.id}`, { active: true });
    const states = await box.post(status, { alarmInputID: [input?.resource.id, "unknown"] });
    expect(states.data).toEqual({ alarmInput: [{ id: input?.resource.id, status: 1, errorCode: "0" }] });
    const control = await box.post("/resource/v1/areas/alarmoutputs/control", {
      alarmOutputOperation: [
        { alarmOutputID: output?.id, operation: -1 },
        { alarmOutputID: "unknown", operation: 0 },
      ],
    });
    expect(control.data["alarmOutputOperation"]).toMatchObject([
      { alarmOutputState: "1", errorCode: "0" },
      { errorCode: "VMS000003" },
    ]);
    const after = await box.post("/resource/v1/areas/alarmoutputs/status/get", { alarmOutputID: [output?.id] });
    expect(after.data["alarmOutput"]).toEqual([{ id: output?.id, status: 1, errorCode: "0" }]);
  });
});

describe("devices", () => {
  it("need a category for a fuzzy search", async () => {
    const path = "/resource/v1/devices/get";
    const refused = await box.post(path, page({ matchKey: "nvr" }));
    expect(refused.body).toEqual({ errorCode: "OPEN000010", message: "Device category is request{OPEN000010}" });
    const found = await box.post(path, { ...page({ matchKey: "nvr" }), deviceCategory: "encodingDevice" });
    expect(rows(found.data, "device").map(({ name }) => name)).toEqual([
      "NVR Administration",
      "NVR Warehouse",
      "NVR Perimeter",
    ]);
    expect((await box.post(path, page())).data["totalCount"]).toBe(17);
    expect((await box.post(path, { ...page(), deviceCategory: "encodingDevice,alarmDevice" })).errorCode).toBe(
      "OPEN000010",
    );
  });

  it("show encryption and free channels in their detail alone", async () => {
    const device = deviceNamed("Server room 1");
    const { data } = await box.post(DETAIL, { deviceSerialNo: `${device.serialNo} ` });
    expect(data["device"]).toMatchObject({ baseInfo: { streamEncryptEnable: "1" }, onlineStatus: 1, doorChannel: [] });
    const recorder = await box.post(DETAIL, { deviceSerialNo: deviceNamed("NVR Warehouse").serialNo });
    expect(
      rows(recorder.data["device"] as never, "cameraChannel").filter(({ area }) => (area as { id: string }).id === ""),
    ).toHaveLength(8);
    expect((await box.post(DETAIL, { deviceSerialNo: "Z00000000" })).errorCode).toBe("VMS021307");
  });

  it.each([
    ["S10000001", "WRONGX", "EVZ20010"],
    ["S20013001", "ABCDEF", "EVZ20013"],
    ["S20007001", "ABCDEF", "EVZ20007"],
    ["nonsense", "ABCDEF", "EVZ20014"],
    ["A99999999", "ABCDEF", "EVZ20002"],
  ])("refuse %s with %s inside a success: %s", async (serialNo, code, expected) => {
    const { errorCode, data } = await box.post("/resource/v1/devices/add", order(serialNo, code));
    expect(errorCode).toBe("0");
    expect(data["addDeviceResponse"]).toMatchObject({
      succeeded: 0,
      failed: 1,
      total: 1,
      deviceList: [{ deviceId: "", errorCode: expected }],
    });
  });

  it("are added, imported into a new area, renamed and deleted", async () => {
    const added = await box.post(
      "/resource/v1/devices/add",
      order("S10000002", "GHIJKL", { importToArea: { areaID: "", enable: "1" } }),
    );
    const id = inner(added.data).deviceList[0]?.deviceId ?? "";
    const areaID = areaNamed("New S10000002");
    expect((await box.post(CAMERAS, page({ areaID }))).data["totalCount"]).toBe(16);
    expect(
      inner((await box.post("/resource/v1/devices/add", order("S10000002", "GHIJKL"))).data).deviceList[0]?.errorCode,
    ).toBe("EVZ20017");
    expect((await box.post("/resource/v1/devices/update", { deviceInfo: { id, name: "Renamed" } })).body).toEqual({
      errorCode: "0",
    });
    expect(deviceNamed("Renamed").id).toBe(id);
    const gone = { deviceID: [id], deviceCategory: "alarmDevice" };
    expect((await box.post("/resource/v1/devices/delete", gone)).errorCode).toBe("VMS021309");
    expect(
      (await box.post("/resource/v1/devices/delete", { ...gone, deviceCategory: "encodingDevice" })).errorCode,
    ).toBe("0");
    expect((await box.post(CAMERAS, page())).data["totalCount"]).toBe(40);
    expect((await box.post("/resource/v1/devices/update", { deviceInfo: { id, name: "Again" } })).errorCode).toBe(
      "VMS021307",
    );
  });

  it("bring a vehicle whose area shares its id", async () => {
    const onBoard = { ...order("S10000005", "YZABCD"), deviceCategory: "mobileDevice" };
    expect((await box.post("/resource/v1/devices/add", onBoard)).message).toContain("[vehicleInfo]");
    const added = await box.post("/resource/v1/devices/add", {
      ...onBoard,
      vehicleInfo: { licensePlateNo: "B-GH 1234" },
    });
    const vehicle = (added.data["addDeviceResponse"] as { relatedVehicleInfo: { id: string } }).relatedVehicleInfo;
    expect(areaNamed("B-GH 1234")).toBe(vehicle.id);
    expect((await box.post("/resource/v1/areas/resources/delete", { ids: [vehicle.id] })).errorCode).toBe("0");
    expect(areaNamed("B-GH 1234")).toBe("");
    expect(box.sandbox.world.lists.camera).toHaveLength(40);
  });

  it("take their cameras with them when they go offline", async () => {
    const device = deviceNamed("NVR Perimeter");
    await box.control("POST", `/devices/${device.serialNo}/offline`);
    const { data } = await box.post(CAMERAS, page({ deviceSerialNo: device.serialNo }));
    expect(rows(data, "camera").map(({ online }) => online)).toEqual(Array(5).fill("0"));
    expect((await box.post(`/resource/v1/device/${device.id}/refresh`)).data).toEqual({
      deviceId: device.id,
      status: 0,
    });
    expect((await box.post("/resource/v1/device/nope/refresh")).data).toEqual({
      deviceId: "nope",
      errorCode: " CCF021307",
    });
  });

  it("come and go step by step", async () => {
    const before = box.sandbox.world.lists.camera.filter(isOnline).length;
    for (let step = 0; step < 30; step++)
      expect((await box.control("POST", "/life/step")).body["change"]).not.toBeNull();
    expect(before - box.sandbox.world.lists.camera.filter(isOnline).length).toBeLessThan(40);
    expect(box.sandbox.life.paused).toBe(true);
  });
});
