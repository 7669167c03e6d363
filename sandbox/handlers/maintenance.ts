import { GatewayError } from "../errors";
import { hash } from "../random";
import type { Json } from "../validate";
import { isImported, ROOT } from "../world/world";
import type { Device, World } from "../world/world";
import { has, pageAs, within } from "./asked";
import type { Handler } from "./handler";

const DEVICE_TYPES: Record<string, number> = {
  encodingDevice: 2001,
  accessControllerDevice: 2002,
  alarmDevice: 2005,
  videoIntercomDevice: 2008,
  mobileDevice: 2021,
};
const RESOURCE_TYPES = { camera: 1001, door: 1002, alarmInput: 1003 } as const;

/** A device stands where its first resource does. */
const areaOf = (device: Device) => device.channels.find(isImported)?.resource.areaId ?? ROOT;

interface Candidate {
  id: string;
  name: string;
  deviceSerial: string;
  areaId: string;
  resourceType: number;
  /** Whose outages count: the device's, and the channel's own link. */
  subjects: object[];
}

const devices = (world: World): Candidate[] =>
  [...world.devices.values()].map((device) => ({
    id: device.id,
    name: device.name,
    deviceSerial: device.serialNo,
    areaId: areaOf(device),
    resourceType: DEVICE_TYPES[device.category] ?? 2001,
    subjects: [device],
  }));

const resources = (world: World): Candidate[] =>
  (["camera", "door", "alarmInput"] as const).flatMap((kind) =>
    world.lists[kind].map((channel) => ({
      id: channel.resource.id,
      name: channel.resource.name,
      deviceSerial: channel.device.serialNo,
      areaId: channel.resource.areaId,
      resourceType: RESOURCE_TYPES[kind],
      subjects: [channel, channel.device],
    })),
  );

/** Guide 5.11.1, A.3.73: who was away between two moments. Throws OPEN000030, OPEN000031. */
const listOffline: Handler = (context, input) => {
  const { world } = context;
  const [from, to, order] = [input.integer("startTime"), input.integer("endTime"), input.integer("orderBy")];
  if (from > to) throw new GatewayError("OPEN000030");
  const inside = within(world, input.text("areaId") || ROOT, true);
  const rows = (input.integer("queryType") === 0 ? devices(world) : resources(world)).flatMap(
    ({ subjects, ...row }) => {
      if (!inside(row.areaId)) return [];
      const { count, ms } = world.outages.within(subjects, from, to);
      return count === 0 ? [] : [{ ...row, offlineCount: count, offlineDuration: ms }];
    },
  );
  rows.sort((a, b) => {
    if (order === 1) return b.offlineCount - a.offlineCount;
    return order === 2 ? b.offlineDuration - a.offlineDuration : a.id < b.id ? -1 : 1;
  });
  return pageAs(context, input, { page: "page", total: "total", list: "rows" }, rows, (row): Json => ({
    id: row.id,
    name: row.name,
    deviceSerial: row.deviceSerial,
    areaId: row.areaId,
    areaName: world.areas.get(row.areaId)?.name ?? "",
    resourceType: row.resourceType,
    offlineCount: row.offlineCount,
    offlineDuration: row.offlineDuration,
  }));
};

/** A device's disks: 1 normal, 2 none, 3 error, 4 full; always the same for the same device. */
function diskOf(device: Device) {
  const dice = hash(`disk/${device.id}`) % 100;
  const recorder = device.channels.length > 4;
  const status = !recorder ? (dice < 60 ? 2 : 1) : dice < 6 ? 3 : dice < 12 ? 4 : 1;
  const num = status === 2 ? 0 : recorder ? 2 : 1;
  const maxCapacity = num * 4000;
  const share = status === 4 ? 0 : (10 + (dice % 60)) / 100;
  return { status, usage: num === 0 ? 0 : share, num, loopEnable: 1, freeCapacity: maxCapacity * share, maxCapacity };
}

const lostChannels = (device: Device) =>
  device.channels.filter((channel) => channel.kind === "camera" && isImported(channel) && !channel.linked);

/** 1 offline, 2 disk, 3 recording. */
function exceptionsOf(device: Device): string[] {
  const disk = [3, 4].includes(diskOf(device).status);
  return [...(device.online ? [] : ["1"]), ...(disk ? ["2"] : []), ...(lostChannels(device).length > 0 ? ["3"] : [])];
}

function detail(world: World, device: Device, now: number): Json {
  const disk = diskOf(device);
  const lost = lostChannels(device);
  const since = world.outages.since(device);
  const area = world.areas.get(areaOf(device));
  return {
    baseStatus: {
      id: device.id,
      deviceSerial: device.serialNo,
      deviceName: device.name,
      deviceType: "Encoder",
      status: device.online ? 1 : 0,
      deviceVersion: device.version,
      updateTime: now,
      deviceCategory: 2001,
      mainCategory: 1,
      subCategory: 1,
      serialNo: `${device.type}${device.serialNo}`,
      deviceSourceType: 3,
      exceptionTime: exceptionsOf(device).length > 0 ? (since ?? now) : 0,
      offlineTime: since ?? 0,
      expireTime: 0,
      upstreamBandwidth: 2 + (hash(device.id) % 60),
      lastUpstreamBWTime: now - 600_000,
      permissions: [1, 2],
    },
    diskStatus: disk,
    deviceRecordStatus: {
      overallRecordStatus: disk.status === 2 ? -1 : lost.length > 0 ? 1 : 0,
      channelName: lost.map((channel) => channel.resource?.name ?? channel.name),
    },
    area: area ? { id: area.id, name: area.name } : {},
    videoInfo: { playBackNumber: device.channels.length > 4 ? 4 : 1 },
    authRecord: { supportLog: 1, authStatus: 0, endTime: 0 },
    hddStausList: Array.from({ length: disk.num }, (_, index) => ({
      temperature: 34 + (hash(`${device.id}/${index}`) % 14),
      hddNo: index + 1,
      powerOnday: hash(`days/${device.id}/${index}`) % 1500,
      selfEvaluatingStatus: 0,
      selfEvaluatingExceptionTime: 0,
      allEvaluatingStatus: disk.status === 3 ? 1 : 0,
      allEvaluatingExceptionTime: disk.status === 3 ? now - 86_400_000 : 0,
    })),
    hddAttributeList: [],
  };
}

/** Guide 5.11.2, A.3.66. Without an area nothing is found, as the guide says. Throws OPEN000031. */
const listDetails: Handler = (context, input) => {
  const { world, clock } = context;
  const wanted = input.texts("exceptions").filter((code) => code !== "0");
  const inside = within(world, input.text("areaId") || ROOT, input.text("includeSubArea") === "1");
  const found = [...world.devices.values()].filter(
    (device) =>
      device.category === "encodingDevice" &&
      inside(areaOf(device)) &&
      (wanted.length === 0 || exceptionsOf(device).some((code) => wanted.includes(code))) &&
      [device.name, device.serialNo, device.version, world.areas.get(areaOf(device))?.name ?? ""].some((text) =>
        has(text, input.text("filterName")),
      ),
  );
  const pageSize = input.integer("pageSize") || 10;
  const page = input.integer("page");
  const from = (page - 1) * pageSize;
  return {
    page,
    pageSize,
    totalNum: found.length,
    totalPage: Math.ceil(found.length / pageSize),
    hasNext: from + pageSize < found.length,
    devices: found.slice(from, from + pageSize).map((device) => detail(world, device, clock.now())),
  };
};

export const maintenanceHandlers: Record<string, Handler> = {
  "/maintain/v1/offline/info/list": listOffline,
  "/maintenance/v1/list/device/detail": listDetails,
};
