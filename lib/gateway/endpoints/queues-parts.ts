import { z } from "zod";
import {
  readBoolean,
  readDate,
  readId,
  readIdOrNull,
  readNumber,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  record,
  toDate,
  toUtcOffset,
} from "../tolerant";
import { readCategory } from "./resource-devices";

/** Objects of A.3 that messages of more than one queue carry. Codes of A.1 stay codes: see ../dictionary. */

/** Whether a message came when it happened or was kept by the device while it had no connection. */
export type Delivery = "realTime" | "delayed" | "unknown";

/** A moment as a device wrote it. */
export interface Moment {
  /** Of a time without a zone, `utcOffsetMinutes` is null: only who knows the site knows the moment. */
  readonly at: Date | null;
  /** Minutes east of UTC of the device's clock, as far as the message tells. */
  readonly utcOffsetMinutes: number | null;
}

/**
 * The first value with a zone, else the first readable one, taken for `zoneless` minutes east of UTC. `local` values only
 * add the device's own offset.
 */
export function toMoment(values: readonly unknown[], local: unknown = null, zoneless = 0): Moment {
  const readable = [...values, local].filter((value) => toDate(value) !== null);
  const chosen = readable.find((value) => toUtcOffset(value) !== null) ?? readable[0];
  return { at: toDate(chosen, zoneless), utcOffsetMinutes: toUtcOffset(local) ?? toUtcOffset(chosen) };
}

const deviceFields = {
  devID: readIdOrNull(),
  devName: readTextOrNull(),
  devCategory: readCategory(),
  deviceSerial: readIdOrNull(),
};

/** AlarmDeviceInfo, CombineDeviceInfo and DeviceBrief (A.3.10, A.3.59, A.3.68). */
export const MessageDevice = record(deviceFields, {
  devID: ["id", "deviceId"],
  devName: ["name", "deviceName"],
  devCategory: ["category", "deviceCategory"],
  deviceSerial: ["serialNo", "deviceSerialNo"],
}).transform((row) => ({
  deviceId: row.devID,
  deviceName: row.devName,
  /** A word of A.1.3. */
  deviceCategory: row.devCategory,
  deviceSerial: row.deviceSerial,
}));

export const NO_DEVICE: z.output<typeof MessageDevice> = {
  deviceId: null,
  deviceName: null,
  deviceCategory: null,
  deviceSerial: null,
};

/** AlarmEventSource, CombineResourceInfo and Resource (A.3.11, A.3.62, A.3.142). */
export const MessageSource = record(
  {
    sourceType: readIdOrNull(),
    sourceID: readIdOrNull(),
    sourceName: readTextOrNull(),
    areaID: readIdOrNull(),
    areaName: readTextOrNull(),
    deviceInfo: readObjectOrNull(MessageDevice),
  },
  { sourceType: ["type"], sourceID: ["id"], sourceName: ["name"], deviceInfo: ["device"] },
).transform((row) => ({
  /** A word of A.1.6 or A.1.2, or a number of A.3.43. */
  sourceType: row.sourceType,
  sourceId: row.sourceID,
  sourceName: row.sourceName,
  areaId: row.areaID,
  areaName: row.areaName,
  ...(row.deviceInfo ?? NO_DEVICE),
}));

export const NO_SOURCE: z.output<typeof MessageSource> = {
  sourceType: null,
  sourceId: null,
  sourceName: null,
  areaId: null,
  areaName: null,
  ...NO_DEVICE,
};

const FileExtend = record({
  sourceID: readIdOrNull(),
  sourceName: readTextOrNull(),
  sourceType: readIdOrNull(),
  captureIndex: readWord({ 1: "before", 2: "during", 3: "after" }),
  humanId: readIdOrNull(),
  humanName: readTextOrNull(),
  similarity: readNumber(),
  faceLibName: readTextOrNull(),
});

const File = record({
  type: readWord({ 1: "picture", 2: "video" }),
  url: readUrl(),
  saveState: readWord({
    0: "saved",
    1: "waiting",
    2: "saving",
    3: "failed",
    4: "capturing",
    5: "captureFailed",
  }),
  generationMode: readWord({ 1: "alarm", 2: "linkage" }),
  encrypted: readBoolean(),
  extendInfo: readObjectOrNull(FileExtend),
}).transform(({ extendInfo, ...row }) => ({
  kind: row.type,
  /** Dies 15 minutes after it was given; null while the file is not there yet. */
  url: row.url,
  /** An encrypted picture cannot be decoded here. Not told is taken for no. */
  encrypted: row.encrypted ?? false,
  state: row.saveState,
  /** Sent along by the device, or captured by a linked camera. */
  origin: row.generationMode,
  /** When it was taken, before, during or after the event. */
  taken: extendInfo?.captureIndex ?? ("unknown" as const),
  sourceType: extendInfo?.sourceType ?? null,
  sourceId: extendInfo?.sourceID ?? null,
  sourceName: extendInfo?.sourceName ?? null,
  /** Who was recognised on it, where a newer server says so. */
  person:
    extendInfo?.humanId || extendInfo?.humanName
      ? {
          id: extendInfo.humanId,
          name: extendInfo.humanName,
          similarity: extendInfo.similarity,
          library: extendInfo.faceLibName,
        }
      : null,
}));

/** A picture or video that came with a message (A.3.12, A.3.13). */
export type MessageFile = z.output<typeof File>;

const FileInfo = record({ file: readRows(File) }).transform(({ file }) => file.items);

/** AlarmFileInfo (A.3.14): its files, none when there is no such object. */
export const readFiles = () => readObjectOrNull(FileInfo).transform((files): MessageFile[] => files ?? []);

/** QueueRelatedInfo (A.3.131): null when it says nothing. Times without a zone are `utcOffsetMinutes` east of UTC. */
export function readQueue(utcOffsetMinutes = 0) {
  const queue = record({
    regionID: readIdOrNull(),
    regionName: readTextOrNull(),
    queueThreshold: readNumber(),
    peopleTargetId: readIdOrNull(),
    waitTime: readNumber(),
    startTime: z.unknown(),
    endTime: z.unknown(),
  }).transform((row) => ({
    regionId: row.regionID,
    regionName: row.regionName,
    /** The limit that was set; the guide does not say its unit. */
    threshold: row.queueThreshold,
    targetId: row.peopleTargetId,
    waitedSeconds: row.waitTime,
    startedAt: toDate(row.startTime, utcOffsetMinutes),
    endedAt: toDate(row.endTime, utcOffsetMinutes),
  }));
  return readObjectOrNull(record({ queueInfo: readObjectOrNull(queue) }).transform(({ queueInfo }) => queueInfo));
}

const PlatePicture = record({
  pictureURL: readUrl(),
  plateRect: readObjectOrNull(record({ x: readNumber(), y: readNumber(), width: readNumber(), height: readNumber() })),
}).transform((row) => ({ url: row.pictureURL, plate: row.plateRect }));

const Plate = record({
  licensePlate: readTextOrNull(),
  driveDirection: readWord({ 0: "backward", 1: "forward" }),
  vehicleListType: readWord({ 0: "block", 1: "allow" }),
  pictureInfo: readRows(PlatePicture),
}).transform((row) => ({
  number: row.licensePlate,
  direction: row.driveDirection,
  list: row.vehicleListType,
  /** `plate` is where the number plate is in the picture, in the device's own coordinates. */
  pictures: row.pictureInfo.items,
}));

/** ANPRInfo (A.3.31): null when there is none. */
export const readPlate = () => readObjectOrNull(Plate);

const CALL_STATES = { 0: "ringing", 1: "answeredElsewhere", 2: "hungUp", 3: "missed" } as const;

const Call = record({
  msgId: readIdOrNull(),
  msgType: readWord(CALL_STATES),
  callType: readWord({ 0: "room", 1: "centre" }),
  roomNumber: readIdOrNull(),
  userId: readIdOrNull(),
  personId: readIdOrNull(),
  deviceId: readIdOrNull(),
  deviceName: readTextOrNull(),
  deviceSerial: readIdOrNull(),
  doorInfos: readRows(record({ doorId: readId(), doorName: readText() })),
  deviceTimeStamp: readDate(),
}).transform((row) => ({
  id: row.msgId,
  state: row.msgType,
  /** Who is called: a room or the management centre. */
  to: row.callType,
  room: row.roomNumber,
  userId: row.userId,
  personId: row.personId,
  deviceId: row.deviceId,
  deviceName: row.deviceName,
  deviceSerial: row.deviceSerial,
  doors: row.doorInfos.items.map(({ doorId, doorName }) => ({ id: doorId, name: doorName })),
  deviceTime: row.deviceTimeStamp,
}));

/** A call of an intercom (A.3.75). */
export type IntercomCall = z.output<typeof Call>;

export const readCall = () => readObjectOrNull(Call);
