import { describe, expect, it } from "vitest";
import { rows, useSandbox } from "./testclient";
import type { JsonObject } from "./validate";
import { gpsInfo, movement } from "./world/fleet";
import { newFacts } from "./world/fleet-build";

const box = useSandbox();
const JPEG = Buffer.from("ffd8ffe000104a464946", "hex");
const list = async (filter: object = {}) =>
  (await box.post("/resource/v1/areas/vehicles/get", { pageIndex: 1, pageSize: 500, filter })).data;
const area = (name: string) => [...box.sandbox.world.areas.values()].find((each) => each.name === name)?.id ?? "";
const facts = (row: JsonObject | undefined) => row?.["vehicleInfo"] as JsonObject | undefined;
const order = (more: object = {}) => ({
  areaId: area("Loading Bays"),
  licensePlateNo: "GH 1",
  vehicleType: 1,
  ...more,
});
const addVehicle = (more: object = {}) => box.post("/resource/v1/areas/vehicles/add", order(more));

describe("vehicles", () => {
  it("stand in areas, with limits in cm/h", async () => {
    const all = rows(await list(), "vehicle");
    expect(all).toHaveLength(8);
    expect(all[0]).toMatchObject({
      name: "KX21 HHC",
      area: { name: "Harbour Campus" },
      vehicleInfo: { vehicleType: 2, speedLimit: 9_000_000, pictureUrl: "" },
    });
    expect(rows(await list({ areaID: area("上海物流中心") }), "vehicle")).toHaveLength(1);
    expect(rows(await list({ vehicleID: [all[3]?.["id"], "none"] }), "vehicle")).toMatchObject([
      { name: "В417ОР 154" },
    ]);
    expect((await box.post("/resource/v1/areas/get", { pageIndex: 1, pageSize: 500 })).data["totalCount"]).toBe(20);
  });

  it("bring an area with their id, and go with it", async () => {
    const id = String((await addVehicle({ driverFirstName: "Iris", extend: "blue" })).data["id"]);
    expect(area("GH 1")).toBe(id);
    const [row] = rows(await list({ areaID: area("Building B – Warehouse") }), "vehicle");
    expect(row).toMatchObject({ id, online: "0", vehicleInfo: { driverFirstName: "Iris", extend: "blue" } });
    const { areaId, ...change } = order({ licensePlateNo: "GH 2", vehicleType: "3" });
    expect(areaId).not.toBe("");
    expect((await box.post(`/resource/v1/areas/vehicles/${id}/update`, change)).body).toEqual({ errorCode: "0" });
    expect(facts(rows(await list({ vehicleID: [id] }), "vehicle")[0])).toMatchObject({
      licensePlateNo: "GH 2",
      vehicleType: 3,
      extend: "blue",
    });
    await box.post("/resource/v1/areas/resources/delete", { ids: [id] });
    expect((await list())["totalCount"]).toBe(8);
    expect((await box.post(`/resource/v1/areas/vehicles/${id}/update`, change)).errorCode).toBe("VMS021110");
  });

  it("have plates and devices of their own", async () => {
    const [taken] = rows(await list(), "vehicle");
    const device = (taken?.["device"] as { devInfo: JsonObject }).devInfo;
    expect((await addVehicle({ licensePlateNo: taken?.["name"] })).errorCode).toBe("VMS021108");
    expect((await addVehicle({ deviceSerial: device["serialNo"] })).errorCode).toBe("VMS021109");
    expect((await addVehicle({ deviceSerial: "Z99999999" })).errorCode).toBe("VMS021307");
    expect((await addVehicle({ areaId: "nope" })).errorCode).toBe("OPEN000031");
    expect((await addVehicle({ vehicleType: 4 })).errorCode).toBe("OPEN000010");
    const onBoard = {
      deviceCategory: "mobileDevice",
      deviceInfo: { name: "Recorder", ezvizSerialNo: "S10000005", ezvizVerifyCode: "YZABCD" },
      timeZone: { id: "26", applyToDevice: "1" },
    };
    const seat = (vehicleID: unknown) =>
      box.post("/resource/v1/devices/add", { ...onBoard, vehicleInfo: { vehicleID } });
    expect((await seat(taken?.["id"])).errorCode).toBe("VMS021109");
    const bare = rows(await list(), "vehicle").find((row) => row["name"] === "No device yet");
    expect((await seat(bare?.["id"])).errorCode).toBe("0");
    expect(rows(await list({ vehicleID: [bare?.["id"]] }), "vehicle")[0]).toMatchObject({
      online: "1",
      device: { devInfo: { serialNo: "S10000005" } },
    });
  });

  it("show a picture that was sent to a signed address in time", async () => {
    const ask = async () => (await box.post("/resource/v1/picture/uploadparam/get", { format: "jpg" })).data;
    const put = (url: unknown, body: Buffer) => fetch(String(url), { method: "PUT", body: new Uint8Array(body) });
    const { key, url } = await ask();
    expect((await put(url, Buffer.from("no picture"))).status).toBe(400);
    expect((await fetch(String(url))).status).toBe(403);
    expect((await put(url, JPEG)).status).toBe(200);
    const { id } = (await addVehicle({ pictureKey: key })).data;
    const shown = facts(rows(await list({ vehicleID: [id] }), "vehicle")[0])?.["pictureUrl"];
    expect(Buffer.from(await (await fetch(String(shown))).arrayBuffer())).toEqual(JPEG);
    const late = await ask();
    await box.control("POST", "/clock", { advanceMs: 15 * 60_000 });
    expect((await put(late["url"], JPEG)).status).toBe(403);
    expect((await box.post("/resource/v1/picture/uploadparam/get", { format: "png" })).errorCode).toBe("OPEN000010");
  });

  it("tell their ignition by vehicle or device", async () => {
    const search = async (body: object) =>
      rows((await box.post("/resource/v1/accstatus/search", body)).data, "accStatusInfos");
    const ids = rows(await list(), "vehicle").map((row) => String(row["id"]));
    await box.control("PATCH", `/vehicles/${ids[0]}`, { ignition: "on" });
    await box.control("PATCH", `/vehicles/${ids[1]}`, { ignition: "off" });
    await box.control("PATCH", `/vehicles/${ids[2]}`, { online: false });
    expect(await search({ vehicleIds: `${ids.slice(0, 3).join(", ")},unknown` })).toEqual([
      { idOrDeviceSerial: ids[0], accStatus: 1 },
      { idOrDeviceSerial: ids[1], accStatus: 0 },
      { idOrDeviceSerial: ids[2], accStatus: -1 },
    ]);
    const { vehicles } = (await box.control("GET", "/vehicles")).body as { vehicles: JsonObject[] };
    const serial = vehicles[0]?.["deviceSerial"];
    expect(await search({ deviceSerials: serial })).toEqual([{ idOrDeviceSerial: serial, accStatus: 1 }]);
    expect((await box.post("/resource/v1/accstatus/search", {})).errorCode).toBe("OPEN000010");
  });

  it("drive around and rest", () => {
    const van = {
      ...newFacts(""),
      route: [
        [-23.96, -46.33],
        [-23.93, -46.33],
        [-23.93, -46.3],
      ] as const,
    };
    expect(movement(van, 0)).toMatchObject({ point: [-23.96, -46.33], direction: 0, driving: true });
    const half = movement(van, 17 * 60_000);
    expect(half.metresPerSecond).toBeGreaterThan(3);
    expect(movement(van, 40 * 60_000)).toMatchObject({ driving: false, metresPerSecond: 0 });
    expect(movement(van, 50 * 60_000).point).toEqual([-23.96, -46.33]);
    expect(gpsInfo(van, 0)).toMatchObject({ ew: "W", lng: "46.330000", ns: "S", lat: "23.960000", height: 1200 });
    expect(gpsInfo(van, 17 * 60_000)["speed"]).toBe(Math.round(half.metresPerSecond * 360_000));
  });
});

describe("drivers", () => {
  const query = async (more: object = {}) =>
    rows((await box.post("/vehicle/v1/driver/batchquery", { pageIndex: 1, pageSize: 500, ...more })).data, "drivers");
  const groups = async (body: object = {}) =>
    (await box.post("/vehicle/v1/driverGroup/batchquery", body)).body["data"] as JsonObject[];
  const plan = async (more: object = {}) => ({
    firstName: "Iris",
    lastName: "",
    driverCode: "D7",
    gender: 2,
    groupId: (await groups())[0]?.["groupId"],
    relateVehicleIds: [],
    driverLicenseInfo: { licenseNo: "L1", validTime: "2027-05-31T23:59:59" },
    photoData: JPEG.toString("base64"),
    ...more,
  });

  it("are searched", async () => {
    expect(await query()).toHaveLength(9);
    expect(await query({ relatedVehicle: 1 })).toHaveLength(1);
    expect(await query({ relatedVehicle: -1, distributionStatus: 0, groupId: "", fuzzySearch: "" })).toHaveLength(3);
    const [first] = box.sandbox.world.drivers.byId.values();
    const driverName = `${first?.firstName ?? ""} ${first?.lastName ?? ""}`.trim();
    expect(await query({ fuzzySearch: "kx21" })).toMatchObject([
      { driverName, gender: String(first?.gender), relatedVehicles: [{ plateLicense: "KX21 HHC" }] },
    ]);
    expect(facts(rows(await list(), "vehicle")[0])).toMatchObject({
      driverFirstName: first?.firstName,
      driverPhoneNo: first?.phone,
    });
  });

  it("are added, changed and deleted", async () => {
    const [vehicle] = rows(await list(), "vehicle");
    const added = await box.post("/vehicle/v1/driver/add", await plan({ relateVehicleIds: [vehicle?.["id"]] }));
    const driverId = String(added.data["driverId"]);
    const [row] = await query({ driverIds: [driverId] });
    expect(row).toMatchObject({ driverName: "Iris", relatedVehicles: [{ vehicleId: vehicle?.["id"] }] });
    expect((await fetch(String(row?.["facepicUrl"]))).status).toBe(200);
    const { photoData, ...rest } = await plan({ driverId, lastName: "Vane" });
    expect(photoData).not.toBe("");
    expect((await box.post("/vehicle/v1/driver/update", rest)).body).toEqual({ errorCode: "0" });
    const [changed] = await query({ driverIds: [driverId] });
    expect(changed).toMatchObject({ driverName: "Iris Vane", relatedVehicles: [] });
    expect(changed?.["facepicUrl"]).not.toBe("");
    expect((await box.post("/vehicle/v1/driver/batchdel", { driverIdList: [driverId] })).errorCode).toBe("0");
    expect((await box.post("/vehicle/v1/driver/batchdel", { driverIdList: [driverId] })).errorCode).toBe("VMS000003");
    const journal = JSON.stringify((await box.control("GET", "/journal")).body);
    expect(journal).not.toContain(JPEG.toString("base64"));
  });

  it("are refused with one code for everything", async () => {
    const code = async (more: object) => (await box.post("/vehicle/v1/driver/add", await plan(more))).errorCode;
    expect(await code({ firstName: "" })).toBe("OPEN010001");
    expect(await code({ driverCode: "D1000" })).toBe("OPEN010001");
    expect(await code({ groupId: "nope" })).toBe("OPEN010001");
    expect(await code({ relateVehicleIds: ["nope"] })).toBe("OPEN010001");
    expect(await code({ photoData: "AAAA" })).toBe("OPEN010001");
    expect(await code({ photoData: undefined })).toBe("OPEN000010");
    expect((await box.post("/vehicle/v1/driver/update", await plan({ driverId: "x" }))).errorCode).toBe("OPEN010002");
  });

  it("have groups", async () => {
    const all = await groups();
    expect(all).toHaveLength(4);
    expect(all[0]).toMatchObject({ groupName: "Day shift", areaName: "Harbour Campus", peopleCount: 3 });
    const wish = { driverGroupName: "Night", relatedAreaId: area("Perimeter") };
    const { id } = (await box.post("/vehicle/v1/driverGroup/add", wish)).data;
    expect((await box.post("/vehicle/v1/driverGroup/add", wish)).errorCode).toBe("OPEN010004");
    const change = { ...wish, id, driverGroupName: "Day shift" };
    expect((await box.post("/vehicle/v1/driverGroup/update", change)).errorCode).toBe("OPEN010005");
    expect((await box.post("/vehicle/v1/driverGroup/update", { ...change, driverGroupName: "Late" })).errorCode).toBe(
      "0",
    );
    expect(await groups({ driverGroupIdList: [id] })).toMatchObject([{ groupName: "Late", peopleCount: 0 }]);
    const gone = { driverGroupIdList: [id, all[0]?.["groupId"]] };
    expect((await box.post("/vehicle/v1/driverGroup/batchdel", gone)).errorCode).toBe("0");
    expect(await groups()).toHaveLength(3);
    expect(await query({ fuzzySearch: "D1000" })).toMatchObject([{ driverGroupId: "", driverGroupName: "" }]);
  });

  it("get their pictures onto devices one after the other", async () => {
    await box.control("POST", "/settings", { driverFaceMs: 60_000 });
    const ready = (await query({ distributionStatus: 2, relatedVehicle: 2 })).map((row) => String(row["driverId"]));
    const bare = (await query({ distributionStatus: 0 }))[0]?.["driverId"];
    await box.control("PATCH", `/drivers/${ready[1]}`, { faceError: "THD_ISAPI_0x60000037" });
    const start = (driverIds: unknown[]) => box.post("/vehicle/v1/driverFace/distribution", { driverIds });
    const { guid } = (await start([ready[0], ready[1], bare])).data;
    const status = async () => (await box.post("/vehicle/v1/driverFace/status/query", { guid })).data;
    expect(await status()).toEqual({ totalCount: 3, successCount: 0, distributionFailedStatus: [] });
    expect((await query({ driverIds: [ready[0]] }))[0]?.["distributionStatus"]).toBe(1);
    await box.control("POST", "/clock", { advanceMs: 61_000 });
    expect(await status()).toMatchObject({ totalCount: 3, successCount: 1, distributionFailedStatus: [] });
    await box.control("POST", "/clock", { advanceMs: 120_000 });
    expect(await status()).toMatchObject({
      successCount: 1,
      distributionFailedStatus: [
        { driverId: ready[1], errorCode: "THD_ISAPI_0x60000037" },
        { driverId: bare, errorCode: "THD_ISAPI_0x6000603a" },
      ],
    });
    expect((await query({ driverIds: [ready[1]] }))[0]).toMatchObject({
      distributionStatus: 3,
      distributionInfo: { errorInfo: [{ errorCode: "THD_ISAPI_0x60000037" }] },
    });
    const walker = (await query({ relatedVehicle: 1 }))[0]?.["driverId"];
    expect((await start([walker])).data).toEqual({});
    expect((await start(["nobody"])).errorCode).toBe("OPEN010007");
    expect((await box.post("/vehicle/v1/driverFace/status/query", { guid: "x" })).errorCode).toBe("OPEN010007");
  });
});

it("awkward spelling puts a vehicle's facts flat or apart, and keeps the count of tasks", async () => {
  await box.control("POST", "/spelling", { mode: "awkward" });
  const answers = await Promise.all(Array.from({ length: 12 }, () => list()));
  const all = answers.flatMap((data) => rows(data, "vehicle"));
  expect(all.some((row) => "vehicleInfo" in row) && all.some((row) => "licensePlateNo" in row)).toBe(true);
  const ids = [...box.sandbox.world.drivers.byId.keys()].slice(0, 3);
  const { guid } = (await box.post("/vehicle/v1/driverFace/distribution", { driverIds: ids })).data;
  const ask = () => box.post("/vehicle/v1/driverFace/status/query", { guid });
  for (const { data } of await Promise.all(Array.from({ length: 12 }, ask))) expect(Number(data["totalCount"])).toBe(3);
});
