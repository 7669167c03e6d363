import { z } from "zod";
import { endpoint } from "../endpoint";
import { itemOf, outcomeOf } from "../outcome";
import { gatewayId, pageFields, present, text } from "../strict";
import {
  centimetresPerHourToMetresPerSecond,
  pageOf,
  readBoolean,
  readDate,
  readId,
  readIdOrNull,
  readInnerCode,
  readInteger,
  readNumber,
  readObjectOrNull,
  readOnline,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  record,
  toText,
} from "../tolerant";

/** Device categories as requests name them. A.1.3. */
export const deviceCategories = [
  "encodingDevice",
  "accessControllerDevice",
  "alarmDevice",
  "videoIntercomDevice",
  "mobileDevice",
] as const;
export type DeviceCategory = (typeof deviceCategories)[number];

const categoryNumbers: Readonly<Record<string, DeviceCategory>> = {
  2001: "encodingDevice",
  2002: "accessControllerDevice",
  2005: "alarmDevice",
  2008: "videoIntercomDevice",
  2021: "mobileDevice",
};

/** A category by its name, or by the number some answers use; "0" says nothing and is null. */
export const readCategory = () =>
  z.unknown().transform((value): string | null => {
    const word = toText(value)?.trim() ?? "";
    return categoryNumbers[word] ?? (word === "" || word === "0" ? null : word);
  });

const category = z.enum(deviceCategories);

const Device = record(
  {
    id: readId(),
    name: readText(),
    category: readCategory(),
    type: readTextOrNull(),
    serialNo: readIdOrNull(),
    version: readTextOrNull(),
    timeZone: readIdOrNull(),
    onlineStatus: readOnline(),
    addTime: readDate(),
  },
  { onlineStatus: ["online"], serialNo: ["deviceSerial"], timeZone: ["timeZoneID"] },
).transform((row) => ({
  id: row.id,
  name: row.name,
  category: row.category,
  model: row.type,
  serial: row.serialNo,
  firmware: row.version,
  timeZoneId: row.timeZone,
  online: row.onlineStatus,
  addedAt: row.addTime,
}));

/** A physical device. `addedAt` comes without a zone and is read as UTC, so it may be off by the site's offset. */
export type Device = z.output<typeof Device>;

/**
 * Devices of the account, up to 500 a page; `match` looks in name, serial number and firmware and needs a category (real
 * servers refuse it otherwise). `areaId`, and several categories, only together with `jobNumber`. The area is written
 * areaID as in the example. Guide 5.2.1, A.3.65, A.3.99.
 */
export const listDevices = endpoint({
  name: "devices.list",
  path: "POST /resource/v1/devices/get",
  section: "5.2.1",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      category: z.union([category, z.tuple([category], category)]).optional(),
      match: text(64).optional(),
      jobNumber: text(128).optional(),
      areaId: gatewayId(32).optional(),
    })
    .refine((input) => input.match === undefined || input.category !== undefined, {
      path: ["category"],
      message: "is needed to search by text",
    })
    .refine(
      (input) => input.jobNumber !== undefined || (input.areaId === undefined && !Array.isArray(input.category)),
      {
        path: ["jobNumber"],
        message: "is needed for an area or for several categories",
      },
    )
    .transform(({ page, pageSize, category: wanted, match, jobNumber, areaId }) =>
      present({
        pageIndex: page,
        pageSize,
        deviceCategory: Array.isArray(wanted) ? wanted.join(",") : wanted,
        areaID: areaId,
        filter: (match ?? jobNumber) ? present({ matchKey: match, jobNumber }) : undefined,
      }),
    ),
  output: pageOf("device", Device),
});

const areaOfChannel = readObjectOrNull(record({ id: readIdOrNull(), name: readTextOrNull() }));

const Channel = record({
  id: readId(),
  name: readText(),
  no: readInteger(),
  online: readOnline(),
  area: areaOfChannel,
}).transform((row) => ({
  id: row.id,
  name: row.name,
  channelNo: row.no,
  online: row.online,
  areaId: row.area?.id ?? null,
  areaName: row.area?.name ?? null,
}));

/** A channel of a device; its id is a channel id, not the id of the camera or door made from it. */
export type Channel = z.output<typeof Channel>;

const RelatedVehicle = record({
  id: readIdOrNull(),
  licensePlateNo: readTextOrNull(),
  speedLimit: readNumber(),
}).transform((row) => ({
  id: row.id,
  licensePlateNo: row.licensePlateNo,
  speedLimitMetresPerSecond: centimetresPerHourToMetresPerSecond(row.speedLimit),
}));

const DeviceDetail = record(
  {
    baseInfo: record({
      id: readId(),
      name: readText(),
      category: readCategory(),
      serialNo: readIdOrNull(),
      version: readTextOrNull(),
      type: readTextOrNull(),
      streamEncryptEnable: readBoolean(),
      availableCameraChannelNum: readInteger(),
      availableAlarmInputChannelNum: readInteger(),
      availableAlarmOutputChannelNum: readInteger(),
    }),
    cameraChannel: readRows(Channel),
    alarmInputChannel: readRows(Channel),
    alarmOutputChannel: readRows(Channel),
    doorChannel: readRows(Channel),
    relatedVehicleInfo: readObjectOrNull(RelatedVehicle),
    onlineStatus: readOnline(),
    timeZoneID: readIdOrNull(),
  },
  { onlineStatus: ["online"], timeZoneID: ["timeZone"] },
).transform(({ baseInfo, ...row }) => ({
  id: baseInfo.id,
  name: baseInfo.name,
  category: baseInfo.category,
  model: baseInfo.type,
  serial: baseInfo.serialNo,
  firmware: baseInfo.version,
  timeZoneId: row.timeZoneID,
  online: row.onlineStatus,
  /** Whether video and pictures of the whole device are encrypted; null when the device does not say. */
  streamEncrypted: baseInfo.streamEncryptEnable,
  availableCameraChannels: baseInfo.availableCameraChannelNum,
  availableAlarmInputChannels: baseInfo.availableAlarmInputChannelNum,
  availableAlarmOutputChannels: baseInfo.availableAlarmOutputChannelNum,
  cameras: row.cameraChannel.items,
  alarmInputs: row.alarmInputChannel.items,
  alarmOutputs: row.alarmOutputChannel.items,
  doors: row.doorChannel.items,
  vehicle: row.relatedVehicleInfo,
  skipped: [row.cameraChannel, row.alarmInputChannel, row.alarmOutputChannel, row.doorChannel].reduce(
    (sum, rows) => sum + rows.skipped,
    0,
  ),
}));

/** A device with its channels, and the only place that tells whether its video is encrypted. */
export type DeviceDetail = z.output<typeof DeviceDetail>;

/**
 * One device by serial number. The table allows 16 characters where adding allows 30, so 30 pass; the trailing blank of
 * the example is a slip. Guide 5.2.1, A.3.67, A.3.98, A.3.166.
 */
export const getDevice = endpoint({
  name: "devices.detail",
  path: "POST /resource/v1/devicedetail/get",
  section: "5.2.1",
  kind: "read",
  input: z.strictObject({ serial: text(30) }).transform(({ serial }) => ({ deviceSerialNo: serial })),
  output: record({ device: DeviceDetail }).transform(({ device }) => device),
});

/** A picture just taken. `url` dies after 15 minutes and is null when the device took none. */
export interface Capture {
  readonly url: string | null;
  /** An encrypted picture cannot be shown. */
  readonly encrypted: boolean;
}

/**
 * Takes a picture with a channel's camera: 4 s with an awake camera, no answer from a sleeping one. A success may come
 * without a URL: then no picture was taken. The serial number is sent as a string as in the example (the table says a
 * list). Guide 5.2.1.
 */
export const capturePicture = endpoint({
  name: "devices.capture",
  path: "POST /resource/v1/device/capturePic",
  section: "5.2.1",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z
    .strictObject({ serial: text(32), channelNo: z.int().min(0) })
    .transform(({ serial, channelNo }) => ({ deviceSerial: serial, channelNo })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ captureUrl: readUrl(), isEncrypted: readBoolean() }).transform(({ captureUrl, isEncrypted }): Capture => {
      return { url: captureUrl, encrypted: isEncrypted ?? false };
    }),
  ),
  outcome: ({ url }, { serial }) => outcomeOf([itemOf({ id: serial, code: url === null ? "OPEN000556" : null })]),
});

/**
 * Asks a device for its present network state and stores it in the cloud. A failure hides inside the success as an
 * errorCode with blanks around it (" CCF021307"). The id stands in the path. Guide 5.2.1.
 */
export const refreshDevice = endpoint({
  name: "devices.refresh",
  path: "POST /resource/v1/device/{deviceId}/refresh",
  section: "5.2.1",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z.strictObject({ deviceId: gatewayId() }),
  output: z.preprocess(
    (data) => data ?? {},
    record({ deviceId: readIdOrNull(), status: readOnline(), errorCode: readInnerCode() }).transform((row) => ({
      deviceId: row.deviceId,
      online: row.status,
      code: row.errorCode,
    })),
  ),
  outcome: ({ code }, { deviceId }) => outcomeOf([itemOf({ id: deviceId, code })]),
});
