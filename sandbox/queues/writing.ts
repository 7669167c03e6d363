import type { Pictures } from "../pictures";
import type { Json, JsonObject } from "../validate";
import type { RecordedAlarm } from "../world/alarm-history";
import { gpsInfo } from "../world/fleet";
import { readerOf } from "../world/swipes";
import type { Swipe } from "../world/swipes";
import { localIso, localTime } from "../world/timezones";
import type { Channel, World } from "../world/world";
import { zoneOf } from "./occurrence";
import type { Occurrence, Reporter, Stage } from "./occurrence";
import type { Pen } from "./queue";

/** What it takes to put an occurrence into words: `told` is when the gateway heard of it, epoch ms. */
export interface Telling {
  what: Occurrence;
  told: number;
  world: World;
  pictures: Pictures;
}

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

/** An alarm of the alarm queue (A.3.20). */
export function writeAlarm(telling: Telling, alarm: RecordedAlarm, pen: Pen): JsonObject {
  const { what, told, world, pictures } = telling;
  const { subject, at, endsAt, stage } = what;
  const zone = alarm.timeZoneId;
  const ended = stage === "end" || endsAt !== null;
  const priority = world.alarmRules.priorities.find(({ id }) => id === alarm.priorityId);
  return {
    systemId: world.systemGuid,
    guid: what.guid,
    dataRetransmission: what.delayed ? 0 : 1,
    msgType: STAGES[stage],
    alarmState: ended ? "0" : "1",
    pulseAlarm: stage === "pulse" ? "1" : "0",
    alarmMainCategory: alarm.mainCategory,
    alarmSubCategory: alarm.subCategory,
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
    alarmRule: alarm.rule ? { ...alarm.rule } : {},
    alarmPriority: priority
      ? { id: priority.id, level: String(priority.level), levelName: priority.name, color: priority.color }
      : {},
    markState: stage === "mark" ? "1" : "0",
    affirmedState: stage === "confirm" ? "1" : "0",
    fileInfo: fileInfo(what, told, pictures, pen.origin),
    linkageTypes: [...alarm.linkageTypes],
    linkageConfig: {},
    vehicleRelatedInfo: {},
    ...related(telling, pen.origin),
  };
}

/** The queue, plate or vehicle something is about, in the words of A.3.20 and A.3.61 alike. */
export function related({ what, told, pictures }: Telling, origin: string): JsonObject {
  return {
    ...(what.driving && { vehicleRelatedInfo: vehicle(what) }),
    ...(what.queueing && { queueRelatedInfo: queueing(what) }),
    ...(what.plate && { anprinfo: plate(what, told, pictures, origin) }),
  };
}

/** An event of the V2 queue (A.3.60). Retransmission means the opposite here. */
export function writeEvent(telling: Telling, pen: Pen): JsonObject {
  const { what, told, world, pictures } = telling;
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
      ...(!talk && { fileInfo: fileInfo(what, told, pictures, pen.origin) }),
      ...(talk && device && { deviceTalkInfo: call(what, device) }),
      ...related(telling, pen.origin),
    },
  };
}

/** The message type of what a door, intercom or vehicle tells (A.1.7); null for all else, which is no message. */
export function messageTypeOf({ swipe, driving, call: talk }: Occurrence): string | null {
  if (swipe) return String(swipe.eventType);
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
  if (what.swipe && device) {
    return { basicInfo, data: { openDoorInfo: { event: doorEvent(what, what.swipe, device, world) } } };
  }
  if (what.call && device) return { basicInfo, data: { deviceTalkInfo: call(what, device) } };
  const data = what.driving ? { vehicleRelatedInfo: vehicle(what) } : {};
  if (what.driving?.message === "330001") return { basicInfo, data };
  const picture = what.pictures.map((channel) => ({ url: pictures.alarmUrl(pen.origin, channel, at, told) }));
  return { basicInfo, picture, video: [], data, uuid: what.guid, update: what.again };
}

function alarmDevice(device: Reporter): JsonObject {
  return {
    devID: device.id,
    devName: device.name,
    devCategory: DEVICE_NUMBERS[device.category] ?? "",
    deviceSerial: device.serialNo,
  };
}

function fileInfo(what: Occurrence, told: number, pictures: Pictures, origin: string): JsonObject {
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

function plate(what: Occurrence, told: number, pictures: Pictures, origin: string): JsonObject {
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

/** A.3.84, A.3.167. Vehicle and drivers are those of the account, where the vehicle was at the time. */
function vehicle({ driving, at }: Occurrence): JsonObject {
  if (!driving) return {};
  const { id, plate: licensePlate, facts, drivers } = driving.ride;
  return {
    gpsInfo: gpsInfo(facts, at),
    vehicleInfo: {
      licensePlate,
      id,
      speedLimit: facts.speedLimit,
      driverInfos: drivers.map((driver) => ({
        id: driver.id,
        driverCode: driver.code,
        driverName: `${driver.firstName} ${driver.lastName}`.trim(),
        driverPhone: driver.phone,
      })),
    },
  };
}

function call({ call: talk, at }: Occurrence, device: Reporter): JsonObject {
  const room = talk?.room ?? null;
  return {
    ...(talk?.person && { userId: talk.person.id, personId: talk.person.id }),
    ...(room !== null && { roomNumber: room }),
    deviceSerial: device.serialNo,
    deviceName: device.name,
    deviceId: device.id,
    msgId: talk?.id ?? "",
    msgType: talk?.state ?? 0,
    callType: room === null ? 1 : 0,
    doorInfos: (talk?.doors ?? []).map(({ resource }) => ({ doorId: resource.id, doorName: resource.name })),
    deviceTimeStamp: at,
  };
}

/** Event(2) of A.3.92, as a real server was seen to write it: the same swipe as in the access records. */
function doorEvent(what: Occurrence, swipe: Swipe, device: Reporter, { systemGuid, people }: World): JsonObject {
  const { subject, at } = what;
  const { person } = swipe;
  return {
    basicInfo: {
      systemId: systemGuid,
      eventType: swipe.eventType,
      elementId: subject.id,
      elementType: DOOR_ELEMENT,
      elementName: subject.name,
      areaId: subject.areaId,
      areaName: subject.areaName,
      occurTime: localIso(zoneOf(subject), at),
      deviceId: device.id,
      category: DEVICE_NUMBERS[device.category] ?? "2002",
      deviceSerial: device.serialNo,
      deviceName: device.name,
      channelNo: subject.channel?.no ?? 0,
      currentEvent: what.delayed ? 0 : 1,
      serialNo: swipe.serial,
      cardReaderId: readerOf(swipe.door.channelId),
    },
    intelliInfo: {
      ...(swipe.cardNo !== "" && { cardNumber: swipe.cardNo }),
      ...(person && {
        personId: person.id,
        firstName: person.firstName,
        lastName: person.lastName === "" ? "--" : person.lastName,
        fullPath: people.pathOf(person.groupId),
        phoneNum: person.phone,
        groupId: person.groupId,
      }),
      attendanceStatus: swipe.attendance,
      authResult: swipe.ok ? 1 : 0,
    },
  };
}
