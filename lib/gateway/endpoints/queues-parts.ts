import { z } from "zod";
import {
  centimetresPerHourToMetresPerSecond,
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

/** Objects of A.3 that messages of more than one queue carry. Codes of A.1 stay codes: see ../dictionary. */

/** Whether a message came when it happened or was kept by the device while it had no connection. */
export type Delivery = "realTime" | "delayed" | "unknown";

/** A moment as a device wrote it. */
export interface Moment {
  /** Without a zone the site's own time is taken for UTC, and `utcOffsetMinutes` is null: only the caller knows the site. */
  readonly at: Date | null;
  /** Minutes east of UTC of the device's clock, as far as the message tells. */
  readonly utcOffsetMinutes: number | null;
}

/** The first value with a zone, else the first readable one; `local` values only add the device's own offset. */
export function toMoment(values: readonly unknown[], local: unknown = null): Moment {
  const readable = [...values, local].filter((value) => toDate(value) !== null);
  const chosen = readable.find((value) => toUtcOffset(value) !== null) ?? readable[0];
  return { at: toDate(chosen), utcOffsetMinutes: toUtcOffset(local) ?? toUtcOffset(chosen) };
}

const deviceFields = {
  devID: readIdOrNull(),
  devName: readTextOrNull(),
  devCategory: readIdOrNull(),
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
  /** A word of A.1.3 or its number. */
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

/** Degrees with a sign, out of an unsigned number and a letter. */
function signed(value: number | null, letter: string | null, negative: string): number | null {
  if (value === null) return null;
  return letter?.trim().toUpperCase() === negative ? 0 - Math.abs(value) : value;
}

// Degrees by the table; the guide's example 32759 shows hundredths.
function heading(value: number | null): number | null {
  if (value === null || value < 0) return null;
  const degrees = value > 360 ? value / 100 : value;
  return degrees <= 360 ? degrees : null;
}

const Position = record(
  {
    ew: readTextOrNull(),
    lng: readNumber(),
    ns: readTextOrNull(),
    lat: readNumber(),
    direction: readNumber(),
    height: readNumber(),
    speed: readNumber(),
  },
  { lng: ["lon"] },
).transform((row) => {
  const [longitude, latitude] = [signed(row.lng, row.ew, "W"), signed(row.lat, row.ns, "S")];
  // Without satellites a device reports zeros.
  if (longitude === null || latitude === null || (longitude === 0 && latitude === 0)) return null;
  return {
    /** Degrees, north and east positive. */
    latitude,
    longitude,
    /** Degrees clockwise from north. */
    heading: heading(row.direction),
    altitudeMetres: row.height === null ? null : row.height / 100,
    /** Metres a second. */
    speed: centimetresPerHourToMetresPerSecond(row.speed),
  };
});

const Licence = record({
  licenseNo: readIdOrNull(),
  invalidTime: readDate(),
  imageUrl: readUrl(),
}).transform((row) => ({ number: row.licenseNo, validUntil: row.invalidTime, pictureUrl: row.imageUrl }));

const Driver = record({
  id: readIdOrNull(),
  driverCode: readIdOrNull(),
  driverName: readTextOrNull(),
  driverPhone: readTextOrNull(),
  driverFacePic: readUrl(),
  licenseInfo: readObjectOrNull(Licence),
}).transform((row) => ({
  id: row.id,
  code: row.driverCode,
  name: row.driverName?.trim() ?? null,
  phone: row.driverPhone,
  pictureUrl: row.driverFacePic,
  licence: row.licenseInfo,
}));

const VehicleInfo = record(
  {
    id: readIdOrNull(),
    licensePlate: readTextOrNull(),
    speedLimit: readNumber(),
    driverInfos: readRows(Driver),
    driverName: readTextOrNull(),
    driverPhone: readTextOrNull(),
  },
  { licensePlate: ["licensePlateNo", "plateLicense"] },
).transform((row) => ({
  id: row.id,
  plate: row.licensePlate,
  /** Metres a second. */
  speedLimit: centimetresPerHourToMetresPerSecond(row.speedLimit),
  drivers:
    row.driverInfos.items.length > 0 || row.driverName === null
      ? row.driverInfos.items.filter((driver) => driver.id !== null || driver.name !== null)
      : [
          {
            id: null,
            code: null,
            name: row.driverName.trim(),
            phone: row.driverPhone,
            pictureUrl: null,
            licence: null,
          },
        ],
}));

const Vehicle = record({
  gpsInfo: readObjectOrNull(Position),
  vehicleInfo: readObjectOrNull(VehicleInfo),
}).transform(({ gpsInfo, vehicleInfo }) =>
  gpsInfo === null && vehicleInfo === null
    ? null
    : {
        id: vehicleInfo?.id ?? null,
        plate: vehicleInfo?.plate ?? null,
        speedLimit: vehicleInfo?.speedLimit ?? null,
        drivers: vehicleInfo?.drivers ?? [],
        /** Null when the device had no fix. */
        position: gpsInfo,
      },
);

/** VehicleRelatedInfo (A.3.169): null when it says nothing. Speeds come as cm/h, heights as cm, degrees unsigned. */
export const readVehicle = () => readObjectOrNull(Vehicle);

const Queue = record({
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
  startedAt: toDate(row.startTime),
  endedAt: toDate(row.endTime),
}));

/** QueueRelatedInfo (A.3.131): null when it says nothing. */
export const readQueue = () =>
  readObjectOrNull(record({ queueInfo: readObjectOrNull(Queue) }).transform(({ queueInfo }) => queueInfo));

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
