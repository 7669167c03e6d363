import type { Pictures } from "../pictures";
import { Random } from "../random";
import type { Json, JsonObject } from "../validate";
import { idOfZone, localIso, localTime } from "../world/timezones";
import type { Channel, Device, World } from "../world/world";
import type { Ride } from "./cast";
import type { Occurrence, Stage, Subject } from "./occurrence";
import type { Pen } from "./queue";
import { doorFacts, subCategoryOf, typeOf } from "./types";

/** What it takes to put an occurrence into words: `told` is when the gateway heard of it, epoch ms. */
export interface Telling {
  what: Occurrence;
  told: number;
  world: World;
  pictures: Pictures;
}

const SITE_ZONE = idOfZone("Europe/London");
const COLOURS = { 1: "#F40B0B", 2: "#FF8A00", 3: "#F2C200" } as const;
const LEVELS = { 1: "High", 2: "Medium", 3: "Low" } as const;
const STAGES: Record<Stage, string> = { end: "0", start: "1", pulse: "1", confirm: "2", mark: "3" };
/** Numbers events use for the categories of devices. */
const DEVICE_NUMBERS: Readonly<Record<string, string>> = {
  encodingDevice: "2001",
  accessControllerDevice: "2002",
  alarmDevice: "2005",
  videoIntercomDevice: "2008",
  mobileDevice: "2021",
};
const DOOR_ELEMENT = 1002;

const utc = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
const zoneOf = ({ device }: Subject) => device?.timeZoneId ?? SITE_ZONE;

/** An id that only depends on the world and what it is for. */
function idFor(world: World, purpose: string, digits = 32): string {
  return new Random(`${world.seed}/${world.dataset}/${purpose}`).hex(digits);
}

/** An alarm of the alarm queue (A.3.20). */
export function writeAlarm({ what, told, world, pictures }: Telling, pen: Pen): JsonObject {
  const { subject, at, endsAt, stage } = what;
  const { name, main, level } = typeOf(what.code);
  const zone = zoneOf(subject);
  const ended = stage === "end" || endsAt !== null;
  const rule = `${subject.name}-${name}`;
  return {
    systemId: world.systemGuid,
    guid: what.guid,
    dataRetransmission: what.delayed ? 0 : 1,
    msgType: STAGES[stage],
    alarmState: ended ? "0" : "1",
    pulseAlarm: stage === "pulse" ? "1" : "0",
    alarmMainCategory: main,
    alarmSubCategory: subCategoryOf(subject.type),
    timeInfo: {
      startTime: utc(at),
      startTimeLocal: localIso(zone, at),
      ...(endsAt !== null && { endTime: utc(endsAt), endTimeLocal: localIso(zone, endsAt) }),
    },
    eventSource: {
      eventType: what.code,
      sourceID: subject.id,
      sourceName: subject.name,
      sourceType: subject.type,
      areaID: subject.areaId,
      areaName: subject.areaName,
      deviceInfo: subject.device ? alarmDevice(subject.device) : {},
    },
    alarmRule: { id: idFor(world, `rule/${subject.id}/${what.code}`), name: rule.slice(0, 64), description: "" },
    alarmPriority: {
      id: idFor(world, `priority/${level}`),
      level: String(level),
      levelName: LEVELS[level],
      color: COLOURS[level],
    },
    markState: stage === "mark" ? "1" : "0",
    affirmedState: stage === "confirm" ? "1" : "0",
    fileInfo: fileInfo(what, told, pictures, pen),
    linkageTypes: what.linked ? ["0", "3"] : [],
    linkageConfig: {},
    vehicleRelatedInfo: what.driving ? vehicle(what.driving.ride) : {},
    ...(what.queueing && { queueRelatedInfo: queueing(what) }),
    ...(what.plate && { anprinfo: plate(what, told, pictures, pen) }),
  };
}

/** An event of the V2 queue (A.3.60). Retransmission means the opposite here. */
export function writeEvent({ what, told, world, pictures }: Telling, pen: Pen): JsonObject {
  const { subject } = what;
  const device = subject.device;
  const talk = what.call;
  return {
    eventId: what.guid,
    eventType: what.code,
    basicInfo: {
      systemId: world.systemGuid,
      occurrenceTime: utc(what.at),
      dataRetransmission: what.delayed ? 1 : 0,
      resourceInfo: {
        ...(!talk && {
          sourceType: subject.type,
          sourceID: subject.id,
          sourceName: subject.name,
          areaID: subject.areaId,
          areaName: subject.areaName,
        }),
        deviceInfo: device
          ? {
              id: device.id,
              name: device.name,
              category: DEVICE_NUMBERS[device.category] ?? "",
              deviceSerial: device.serialNo,
            }
          : { id: "", name: "", category: "", deviceSerial: "" },
      },
    },
    eventData: {
      ...(!talk && { fileInfo: fileInfo(what, told, pictures, pen) }),
      ...(talk && device && { deviceTalkInfo: call(what, device) }),
      ...(what.driving && { vehicleRelatedInfo: vehicle(what.driving.ride) }),
      ...(what.queueing && { queueRelatedInfo: queueing(what) }),
      ...(what.plate && { anprinfo: plate(what, told, pictures, pen) }),
    },
  };
}

/** The message type of what a door, intercom or vehicle tells (A.1.7); null for all else, which is no message. */
export function messageTypeOf({ door, driving, call: talk }: Occurrence): string | null {
  if (door) return door.message;
  if (driving) return driving.message;
  return talk ? "140001" : null;
}

/** A message of the message queue (A.3.91). */
export function writeMessage({ what, told, world, pictures }: Telling, pen: Pen): JsonObject {
  const { subject, at } = what;
  const device = subject.device;
  const zone = zoneOf(subject);
  const occurrenceTime = pen.zoneless ? localTime(zone, at) : localIso(zone, at);
  const basicInfo = {
    occurrenceTime,
    systemId: world.systemGuid,
    msgType: `Msg${messageTypeOf(what) ?? ""}`,
    ...(what.driving && { resource: { id: subject.id, name: subject.name, areaName: subject.areaName } }),
    device: device
      ? { id: device.id, name: device.name, category: device.category, deviceSerial: device.serialNo }
      : { id: "", name: subject.name, category: "mobileDevice" },
  };
  if (what.door && device)
    return { basicInfo, data: { openDoorInfo: { event: doorEvent(what, device, zone, world) } } };
  if (what.call && device) return { basicInfo, data: { deviceTalkInfo: call(what, device) } };
  const data = what.driving ? { vehicleRelatedInfo: vehicle(what.driving.ride) } : {};
  if (what.driving?.message === "330001") return { basicInfo, data };
  const picture = what.pictures.map((channel) => ({ url: pictures.alarmUrl(pen.origin, channel, at, told) }));
  return { basicInfo, picture, video: [], data, uuid: what.guid, update: what.again };
}

function alarmDevice(device: Device): JsonObject {
  return {
    devID: device.id,
    devName: device.name,
    devCategory: DEVICE_NUMBERS[device.category] ?? "",
    deviceSerial: device.serialNo,
  };
}

function fileInfo(what: Occurrence, told: number, pictures: Pictures, { origin }: Pen): JsonObject {
  if (what.pictures.length === 0) return {};
  return { fileContent: "1", file: what.pictures.map((channel) => file(channel, what, told, pictures, origin)) };
}

function file(channel: Channel, what: Occurrence, told: number, pictures: Pictures, origin: string): Json {
  return {
    type: "1",
    url: pictures.alarmUrl(origin, channel, what.at, told),
    saveState: "0",
    generationMode: what.linked ? "2" : "1",
    encrypted: channel.device.encrypted ? "1" : "0",
    extendInfo: {
      sourceID: channel.resource?.id ?? channel.id,
      sourceName: channel.resource?.name ?? channel.name,
      sourceType: "camera",
      captureIndex: "2",
    },
  };
}

function plate(what: Occurrence, told: number, pictures: Pictures, { origin }: Pen): JsonObject {
  return {
    driveDirection: 1,
    licensePlate: what.plate?.number ?? "",
    vehicleListType: what.plate?.list ?? 0,
    pictureInfo: what.pictures.map((channel) => ({
      pictureURL: pictures.alarmUrl(origin, channel, what.at, told),
      plateRect: { X: 512, Y: 430, width: 180, height: 44 },
    })),
  };
}

function queueing({ at, queueing: facts, subject }: Occurrence): JsonObject {
  const zone = zoneOf(subject);
  const waitTime = facts?.waitSeconds ?? 0;
  return {
    queueInfo: {
      regionID: "1",
      regionName: subject.name,
      queueThreshold: facts?.threshold ?? 0,
      peopleTargetId: 11,
      waitTime,
      startTime: localIso(zone, at - waitTime * 1000),
      endTime: localIso(zone, at),
    },
  };
}

/** Speeds in cm/h, heights in cm, degrees without a sign (A.3.100, A.3.167). */
function vehicle(ride: Ride): JsonObject {
  return {
    gpsInfo: {
      ew: ride.longitude < 0 ? "W" : "E",
      lng: Math.abs(ride.longitude).toFixed(6),
      ns: ride.latitude < 0 ? "S" : "N",
      lat: Math.abs(ride.latitude).toFixed(6),
      direction: ride.heading,
      height: 3400,
      speed: ride.speedKmh * 100_000,
    },
    vehicleInfo: {
      licensePlate: ride.plate,
      id: ride.id,
      speedLimit: 8_000_000,
      driverInfos: ride.driver === "" ? [] : [{ driverName: ride.driver, driverPhone: "" }],
    },
  };
}

function call({ call: talk, at, guid }: Occurrence, device: Device): JsonObject {
  return {
    ...(talk?.person && { userId: talk.person.personId, personId: talk.person.personId }),
    ...(talk && talk.room > 0 && { roomNumber: talk.room }),
    deviceSerial: device.serialNo,
    deviceName: device.name,
    deviceId: device.id,
    msgId: guid,
    msgType: talk?.state ?? 0,
    callType: talk && talk.room > 0 ? 0 : 1,
    doorInfos: (talk?.doors ?? []).map(({ resource }) => ({ doorId: resource.id, doorName: resource.name })),
    deviceTimeStamp: at,
  };
}

/** Event(2) of A.3.92, as a real server was seen to write it. */
function doorEvent(what: Occurrence, device: Device, zone: string, world: World): JsonObject {
  const { subject, at, door } = what;
  const message = door?.message ?? "";
  const { granted, byCard } = doorFacts(message);
  const person = door?.person ?? null;
  return {
    basicInfo: {
      systemId: world.systemGuid,
      eventType: Number(message),
      elementId: subject.id,
      elementType: DOOR_ELEMENT,
      elementName: subject.name,
      areaId: subject.areaId,
      areaName: subject.areaName,
      occurTime: localIso(zone, at),
      deviceId: device.id,
      category: DEVICE_NUMBERS[device.category] ?? "2002",
      deviceSerial: device.serialNo,
      deviceName: device.name,
      channelNo: subject.channel?.no ?? 0,
      currentEvent: what.delayed ? 0 : 1,
      serialNo: door?.serialNo ?? 0,
      cardReaderId: idFor(world, `reader/${subject.id}`),
    },
    intelliInfo: {
      ...(byCard && { cardNumber: person?.cardNumber ?? "0099887766" }),
      ...(person && {
        personId: person.personId,
        firstName: person.firstName,
        lastName: person.lastName === "" ? "--" : person.lastName,
        fullPath: person.fullPath,
        phoneNum: person.phoneNum,
        groupId: person.groupId,
      }),
      attendanceStatus: door?.attendance ?? 0,
      authResult: granted ? 1 : 0,
    },
  };
}
