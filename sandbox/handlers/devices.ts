import { badArgument, GatewayError } from "../errors";
import { isTimeZone } from "../world/timezones";
import type { Input, Json, JsonObject } from "../validate";
import { isImported, isOnline, ROOT } from "../world/world";
import { seatOf } from "../world/seats";
import type { Boxed, Channel, Device, Kind, World } from "../world/world";
import { areaFor, importAll, removeVehicle } from "./areas";
import type { Context, Handler } from "./handler";
import { deviceDelay, page } from "./handler";

/** One letter or two, then seven or eight digits. */
const SERIAL = /^[A-Za-z]{1,2}\d{7,8}$/;

/** Guide 5.2.1, A.3.8. A refusal by the device or its cloud stands in the inner list of an outer success. */
const addDevice: Handler = async (context, input) => {
  const { world } = context;
  const info = input.object("deviceInfo");
  const [alias, serialNo] = [info.text("name").trim(), info.text("ezvizSerialNo").trim()];
  checkZone(input);
  const target = input.object("importToArea");
  const intoArea = target.text("enable") === "1";
  if (intoArea && target.text("areaID") !== "") areaFor(world, target.text("areaID"), alias);
  const vehicle = input.text("deviceCategory") === "mobileDevice" ? checkVehicle(world, input) : null;
  await deviceDelay(context);
  const errorCode = refusal(world, input, serialNo, alias);
  if (errorCode !== "0") return answer(alias, serialNo, "", errorCode);
  const device = register(context, input, alias, serialNo);
  if (vehicle) seat(context, device, vehicle);
  else if (intoArea) importAll(context, device.channels, areaFor(world, target.text("areaID"), alias).id);
  return answer(alias, serialNo, device.id, "0", vehicle);
};

function answer(
  alias: string,
  serialNo: string,
  id: string,
  errorCode: string,
  vehicle: Vehicle | null = null,
): JsonObject {
  const done = errorCode === "0" ? 1 : 0;
  return {
    addDeviceResponse: {
      succeeded: done,
      failed: 1 - done,
      total: 1,
      deviceList: [{ alias, deviceId: id, deviceSerial: serialNo, errorCode }],
      ...(vehicle && relatedVehicle(vehicle)),
    },
  };
}

function refusal(world: World, input: Input, serialNo: string, alias: string): string {
  const boxed = world.boxed.get(serialNo);
  if (!SERIAL.test(serialNo)) return "EVZ20014";
  if (world.devicesBySerial.has(serialNo)) return "EVZ20017";
  if (!boxed) return "EVZ20002";
  if (boxed.verifyCode !== input.object("deviceInfo").text("ezvizVerifyCode")) return "EVZ20010";
  if (boxed.outcome !== "0") return boxed.outcome;
  if (boxed.category !== input.text("deviceCategory")) return "VMS021309";
  return [...world.devices.values()].some((device) => device.name === alias) ? "VMS021305" : "0";
}

function register({ world, clock }: Context, input: Input, name: string, serialNo: string): Device {
  const boxed = world.boxed.get(serialNo) as Boxed;
  const device = world.addDevice({
    name,
    category: boxed.category,
    type: boxed.type,
    serialNo,
    version: "V5.7.30 build 240115",
    timeZoneId: input.object("timeZone").text("id"),
    online: true,
    encrypted: false,
    verifyCode: boxed.verifyCode,
    addTime: new Date(clock.now()).toISOString().slice(0, 19).replace("T", " "),
  });
  for (let no = 1; no <= boxed.cameras; no++)
    world.addChannel(device, "camera", no, `IPCamera ${String(no).padStart(2, "0")}`, "1,21,22,2002");
  for (let no = 1; no <= boxed.doors; no++) world.addChannel(device, "door", no, `Door ${no}`);
  if (boxed.cameras > 1 || boxed.category === "alarmDevice") {
    for (let no = 201; no <= 204; no++) world.addChannel(device, "alarmInput", no, `D ${no}`);
    world.addChannel(device, "alarmOutput", 1, "A 1");
  }
  return device;
}

interface Vehicle {
  id: string;
  plate: string;
}

/** On-board devices must name a vehicle: an existing one, or the plate of a new one. */
function checkVehicle(world: World, input: Input): Vehicle {
  const info = input.object("vehicleInfo");
  const [id, plate] = [info.text("vehicleID"), info.text("licensePlateNo")];
  if (id !== "") {
    const known = world.vehicles.get(id);
    if (known === undefined) throw new GatewayError("VMS021110");
    if (seatOf(world, id)) throw new GatewayError("VMS021109");
    return { id, plate: known };
  }
  if (plate === "") throw badArgument("vehicleInfo");
  if ([...world.vehicles.values()].includes(plate)) throw new GatewayError("VMS021108");
  return { id: "", plate };
}

function seat(context: Context, device: Device, vehicle: Vehicle): void {
  if (vehicle.id === "") vehicle.id = context.world.addArea(vehicle.plate, ROOT).id;
  else if (!context.world.areas.has(vehicle.id)) context.world.addArea(vehicle.plate, ROOT, vehicle.id);
  context.world.vehicles.set(vehicle.id, vehicle.plate);
  device.vehicleId = vehicle.id;
  importAll(context, device.channels, vehicle.id);
}

function relatedVehicle({ id, plate }: Vehicle): JsonObject {
  return { relatedVehicleInfo: { id, licensePlateNo: plate, vehicleType: 0, speedLimit: 0 } };
}

/** Guide 5.2.1. Throws VMS021307 (no such device), VMS021305 (name taken). */
const updateDevice: Handler = ({ world }, input) => {
  const info = input.object("deviceInfo");
  const device = world.devices.get(info.text("id"));
  if (!device) throw new GatewayError("VMS021307");
  const name = info.text("name").trim();
  const taken = [...world.devices.values()].some((other) => other !== device && other.name === name);
  if (taken && name !== device.name) throw new GatewayError("VMS021305");
  checkZone(input);
  device.name = name;
  if (input.has("timeZone")) device.timeZoneId = input.object("timeZone").text("id");
  return undefined;
};

function checkZone(input: Input): void {
  if (input.has("timeZone") && !isTimeZone(input.object("timeZone").text("id"))) throw badArgument("timeZone.id");
}

/**
 * Guide 5.2.1. `matchKey` looks into name, serial and version, and needs a category; several categories need a work order.
 * No device here came by one.
 */
const getDevices: Handler = (context, input) => {
  const categories = input
    .text("deviceCategory")
    .split(",")
    .filter((category) => category !== "");
  const key = input.object("filter").text("matchKey").toLowerCase();
  const order = input.object("filter").text("jobNumber");
  if (key !== "" && categories.length === 0)
    throw new GatewayError("OPEN000010", "Device category is request{OPEN000010}");
  if (categories.length > 1 && order === "") throw badArgument("deviceCategory");
  const found = [...context.world.devices.values()].filter(
    (device) =>
      order === "" &&
      (categories.length === 0 || categories.includes(device.category)) &&
      (key === "" || [device.name, device.serialNo, device.version].some((text) => text.toLowerCase().includes(key))),
  );
  return page(context, input, found, "device", (device) => ({
    id: device.id,
    name: device.name,
    category: device.category,
    type: device.type,
    serialNo: device.serialNo,
    version: device.version,
    timeZone: device.timeZoneId,
    onlineStatus: device.online ? 1 : 0,
    addTime: device.addTime,
  }));
};

/** Guide 5.2.1, A.3.98: the only answer that tells encryption, and channels outside any area. */
const getDeviceDetail: Handler = ({ world }, input) => {
  const device = world.devicesBySerial.get(input.text("deviceSerialNo").trim());
  if (!device) throw new GatewayError("VMS021307");
  const free = (kind: Kind) => String(device.channels.filter((channel) => channel.kind === kind).length);
  const rows = (kind: Kind) =>
    device.channels.filter((channel) => channel.kind === kind).map((each) => channelRow(world, each));
  const vehicle =
    device.vehicleId === null ? null : { id: device.vehicleId, plate: world.vehicles.get(device.vehicleId) ?? "" };
  return {
    device: {
      baseInfo: {
        id: device.id,
        name: device.name,
        category: device.category,
        serialNo: device.serialNo,
        version: device.version,
        type: device.type,
        streamEncryptEnable: device.encrypted ? "1" : "0",
        availableCameraChannelNum: free("camera"),
        availableAlarmInputChannelNum: free("alarmInput"),
        availableAlarmOutputChannelNum: free("alarmOutput"),
      },
      cameraChannel: rows("camera"),
      alarmInputChannel: rows("alarmInput"),
      alarmOutputChannel: rows("alarmOutput"),
      doorChannel: rows("door"),
      ...(vehicle && relatedVehicle(vehicle)),
      onlineStatus: device.online ? 1 : 0,
      timeZoneID: device.timeZoneId,
    },
  };
};

function channelRow(world: World, channel: Channel): Json {
  const area = isImported(channel) ? world.areas.get(channel.resource.areaId) : undefined;
  return {
    id: channel.id,
    name: channel.name,
    no: String(channel.no),
    online: isOnline(channel) ? "1" : "0",
    area: { id: area?.id ?? "", name: area?.name ?? "" },
  };
}

/** Guide 5.2.1. All or nothing: VMS021307 for an unknown id, VMS021309 for another category. */
const deleteDevices: Handler = ({ world }, input) => {
  const devices = input.texts("deviceID").map((id) => world.devices.get(id));
  for (const device of devices) {
    if (!device) throw new GatewayError("VMS021307");
    if (device.category !== input.text("deviceCategory")) throw new GatewayError("VMS021309");
  }
  for (const device of devices) {
    if (!device) continue;
    if (device.vehicleId !== null && input.integer("deleteVehicle") === 1) removeVehicle(world, device.vehicleId);
    world.removeDevice(device);
    putBack(world, device);
  }
  return undefined;
};

/** A deleted device can be added again with the code on its label. */
function putBack(world: World, device: Device): void {
  const { serialNo, verifyCode, category, type, channels } = device;
  const count = (kind: Kind) => channels.filter((channel) => channel.kind === kind).length;
  world.boxed.set(serialNo, {
    serialNo,
    verifyCode,
    category,
    type,
    cameras: count("camera"),
    doors: count("door"),
    outcome: "0",
  });
}

/** Guide 5.2.1; the URL lives 15 minutes. OPEN000554 for an offline device, "" for a lost channel of a living one. */
const capture: Handler = async (context, input) => {
  const { world, clock, pictures, settings, origin } = context;
  const device = world.devicesBySerial.get(input.text("deviceSerial").trim());
  if (!device) throw new GatewayError("EVZ20002");
  const channel = device.channels.find((each) => each.kind === "camera" && each.no === input.integer("channelNo"));
  if (!channel) throw new GatewayError("OPEN000503");
  await deviceDelay(context);
  if (!device.online) throw new GatewayError("OPEN000554");
  const isEncrypted = device.encrypted ? 1 : 0;
  if (!channel.linked || settings.capture === "empty") return { captureUrl: "", isEncrypted };
  return { captureUrl: pictures.captureUrl(origin, channel, clock.now()), isEncrypted };
};

/** Guide 5.2.1. An unknown device fails inside a success; its code keeps the leading blank of the guide. */
const refresh: Handler = async (context) => {
  const deviceId = context.params["deviceId"] ?? "";
  const device = context.world.devices.get(deviceId);
  if (!device) return { deviceId, errorCode: " CCF021307" };
  await deviceDelay(context);
  return { deviceId, status: device.online ? 1 : 0 };
};

export const deviceHandlers: Record<string, Handler> = {
  "/resource/v1/devices/add": addDevice,
  "/resource/v1/devices/update": updateDevice,
  "/resource/v1/devices/get": getDevices,
  "/resource/v1/devicedetail/get": getDeviceDetail,
  "/resource/v1/devices/delete": deleteDevices,
  "/resource/v1/device/capturePic": capture,
  "/resource/v1/device/{deviceId}/refresh": refresh,
};
