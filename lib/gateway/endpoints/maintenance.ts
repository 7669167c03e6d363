import { z } from "zod";
import { endpoint } from "../endpoint";
import { bitText, gatewayId, nonEmpty, pageFields, present, text } from "../strict";
import {
  isRecord,
  pageOf,
  pick,
  readBoolean,
  readDate,
  readId,
  readIdOrNull,
  readInteger,
  readNumber,
  readObjectOrNull,
  readOnline,
  readRows,
  readText,
  readTextOrNull,
  readWord,
  readWords,
  record,
  toNumber,
} from "../tolerant";

const resourceTypes = {
  2001: "encodingDevice",
  2002: "accessControllerDevice",
  2005: "alarmDevice",
  2008: "videoIntercomDevice",
  2010: "networkDevice",
  2020: "broadcastDevice",
  2021: "mobileDevice",
  2031: "cloudStorageBox",
  1001: "camera",
  1002: "door",
  1003: "alarmInput",
} as const;

const OfflineRecord = record({
  id: readId(),
  name: readText(),
  deviceSerial: readIdOrNull(),
  areaId: readIdOrNull(),
  areaName: readTextOrNull(),
  resourceType: readWord(resourceTypes),
  offlineCount: readInteger(),
  offlineDuration: readNumber(),
}).transform((row) => ({
  id: row.id,
  name: row.name,
  deviceSerial: row.deviceSerial,
  areaId: row.areaId,
  areaName: row.areaName,
  /** "alarmInput" is an alarm input or a zone of a panel: the gateway has one number for both. */
  type: row.resourceType,
  /** How often it went offline in the time asked for, and for how long altogether. */
  outages: row.offlineCount,
  offlineSeconds: row.offlineDuration === null ? null : row.offlineDuration / 1000,
}));

/** A device, camera, door or alarm input that was offline for a time. */
export type OfflineRecord = z.output<typeof OfflineRecord>;

const orders = { device: 0, outages: 1, duration: 2 } as const;

/**
 * What was offline between two moments, devices or what hangs on them, up to 100 a page, of the whole account unless an
 * area is named. Times go as milliseconds. Guide 5.11.1, A.3.73.
 */
export const listOffline = endpoint({
  name: "maintenance.offline",
  path: "POST /maintain/v1/offline/info/list",
  section: "5.11.1",
  kind: "read",
  paging: { style: "page", max: 100 },
  timeoutMs: 30_000,
  input: z
    .strictObject({
      ...pageFields(100),
      of: z.enum(["devices", "resources"]),
      from: z.date(),
      to: z.date(),
      areaId: gatewayId().optional(),
      orderBy: z.enum(["device", "outages", "duration"]).default("device"),
    })
    .refine((input) => input.from <= input.to, { path: ["to"], message: "must not be before the beginning" })
    .transform((input) =>
      present({
        areaId: input.areaId,
        startTime: input.from.getTime(),
        endTime: input.to.getTime(),
        orderBy: orders[input.orderBy],
        pageSize: input.pageSize,
        page: input.page,
        queryType: input.of === "devices" ? 0 : 1,
      }),
    ),
  output: pageOf("rows", OfflineRecord),
});

/** A size or share; -1 says that the device does not tell. */
const readAmount = () =>
  z.unknown().transform((value) => {
    const amount = toNumber(value);
    return amount === null || amount < 0 ? null : amount;
  });

const bytesOf: Readonly<Record<number, number>> = { 1: 1e6, 2: 1e9, 3: 1e12 };

const Awake = record({
  chargeValue: readAmount(),
  flowTotal: readAmount(),
  flowType: readInteger(),
  lastChargeTime: readDate(),
}).transform((row) => ({
  chargePercent: row.chargeValue,
  dataUsedBytes:
    row.flowTotal === null ? null : Math.round(row.flowTotal * (bytesOf[row.flowType ?? 0] ?? Number.NaN)) || null,
  reportedAt: row.lastChargeTime,
}));

const Solar = record({
  temperature: readNumber(),
  batteryPercentage: readAmount(),
  state: readWord({ discharging: "discharging", charging: "charging", idle: "idle", abnormal: "abnormal" }),
  current: readNumber(),
  sleepStatus: readWord({ 1: "awake", 2: "asleep" }),
}).transform((row) => ({
  temperature: row.temperature,
  batteryPercent: row.batteryPercentage,
  battery: row.state,
  current: row.current,
  sleep: row.sleepStatus,
}));

const Drive = record({
  hddNo: readInteger(),
  temperature: readNumber(),
  powerOnday: readInteger(),
  selfEvaluatingStatus: readInteger(),
  selfEvaluatingExceptionTime: readDate(),
  allEvaluatingStatus: readInteger(),
  allEvaluatingExceptionTime: readDate(),
}).transform((row) => ({
  no: row.hddNo,
  temperature: row.temperature,
  daysOfOperation: row.powerOnday,
  /** Self-test and evaluation as the device numbers them; the guide does not say what they mean. */
  selfTest: row.selfEvaluatingStatus,
  selfTestFailedAt: row.selfEvaluatingExceptionTime,
  evaluation: row.allEvaluatingStatus,
  evaluationFailedAt: row.allEvaluatingExceptionTime,
}));

const DriveAttribute = record({
  hddNo: readInteger(),
  attributeId: readIdOrNull(),
  status: readWord({ 0: "normal", 1: "abnormal" }),
  statusExceptionTime: readDate(),
}).transform((row) => ({
  no: row.hddNo,
  attributeId: row.attributeId,
  state: row.status,
  failedAt: row.statusExceptionTime,
}));

const MaintainedDevice = z.preprocess(
  (row) => {
    const base = isRecord(row) ? pick(row, "baseStatus") : undefined;
    return isRecord(row) && isRecord(base) ? { ...row, ...base } : row;
  },
  record(
    {
      id: readId(),
      deviceName: readText(),
      deviceSerial: readIdOrNull(),
      serialNo: readTextOrNull(),
      deviceType: readTextOrNull(),
      deviceCategory: readWord(resourceTypes),
      deviceVersion: readTextOrNull(),
      status: readOnline(),
      updateTime: readDate(),
      exceptionTime: readDate(),
      offlineTime: readDate(),
      expireTime: readDate(),
      upstreamBandwidth: readAmount(),
      lastUpstreamBWTime: readDate(),
      area: readObjectOrNull(record({ id: readIdOrNull(), name: readTextOrNull() })),
      areaId: readIdOrNull(),
      areaName: readTextOrNull(),
      diskStatus: readObjectOrNull(
        record({
          status: readWord({ 1: "normal", 2: "none", 3: "error", 4: "full" }),
          usage: readAmount(),
          num: readAmount(),
          loopEnable: readBoolean(),
          freeCapacity: readAmount(),
          maxCapacity: readAmount(),
        }).transform((disk) => ({
          state: disk.status,
          /** Free space divided by all space, although the guide calls it usage. */
          freeShare: disk.usage,
          disks: disk.num,
          overwrites: disk.loopEnable,
          /** Free and total space, in a unit the guide does not name. */
          free: disk.freeCapacity,
          total: disk.maxCapacity,
        })),
      ),
      deviceRecordStatus: readObjectOrNull(
        record({
          overallRecordStatus: readWord({ 0: "normal", 1: "abnormal", [-1]: "notSupported" }),
          channelName: readWords(),
        }).transform((recording) => ({
          state: recording.overallRecordStatus,
          abnormalChannels: recording.channelName,
        })),
      ),
      awake: readObjectOrNull(Awake),
      videoInfo: readObjectOrNull(record({ playBackNumber: readInteger() })),
      authRecord: readObjectOrNull(
        record({ supportLog: readBoolean(), authStatus: readBoolean(), endTime: readDate() }).transform((record_) => ({
          uploadsLogs: record_.supportLog,
          authorised: record_.authStatus,
          endsAt: record_.endTime,
        })),
      ),
      hddStausList: readRows(Drive),
      hddAttributeList: readRows(DriveAttribute),
      solarEnergyRecord: readObjectOrNull(Solar),
    },
    { deviceName: ["name"], deviceCategory: ["resourceType"], hddStausList: ["hddStatusList"] },
  ).transform((row) => ({
    id: row.id,
    name: row.deviceName,
    serial: row.deviceSerial,
    longSerial: row.serialNo,
    type: row.deviceType,
    category: row.deviceCategory,
    version: row.deviceVersion,
    online: row.status,
    updatedAt: row.updateTime,
    exceptionAt: row.exceptionTime,
    offlineSince: row.offlineTime,
    serviceEndsAt: row.expireTime,
    uplinkMegabitsPerSecond: row.upstreamBandwidth,
    uplinkMeasuredAt: row.lastUpstreamBWTime,
    areaId: row.area?.id ?? row.areaId,
    areaName: row.area?.name ?? row.areaName,
    disk: row.diskStatus,
    recording: row.deviceRecordStatus,
    battery: row.awake,
    /** How many channels play back; 0 means that none does. */
    playbackChannels: row.videoInfo?.playBackNumber ?? null,
    authorisation: row.authRecord,
    drives: row.hddStausList.items,
    driveAttributes: row.hddAttributeList.items,
    solar: row.solarEnergyRecord,
  })),
);

/** How a recorder or camera fares: connection, disks, recording, battery. */
export type MaintainedDevice = z.output<typeof MaintainedDevice>;

const exceptions = { offline: 1, disk: 2, recording: 3 } as const;

/**
 * How encoding devices (the only category it knows) fare, up to 100 a page; `exceptions` keeps those with one of these.
 * The area's default would find nothing, so the whole account is asked for unless an area is named. The example is a copy
 * of 5.11.1's: `rows` with flat facts are read as well. Guide 5.11.2, A.3.41, A.3.66, A.3.77.
 */
export const listDeviceMaintenance = endpoint({
  name: "maintenance.devices",
  path: "POST /maintenance/v1/list/device/detail",
  section: "5.11.2",
  kind: "read",
  paging: { style: "page", max: 100 },
  timeoutMs: 30_000,
  input: z
    .strictObject({
      ...pageFields(100),
      areaId: gatewayId().optional(),
      includeSubAreas: z.boolean().optional(),
      exceptions: nonEmpty(z.enum(["offline", "disk", "recording"]), 3).optional(),
      /** Part of a device's name, serial number or version, or of its area's name. */
      search: text(64).optional(),
    })
    .transform((input) =>
      present({
        page: input.page,
        pageSize: input.pageSize,
        areaId: input.areaId ?? "-1",
        includeSubArea: bitText(input.includeSubAreas ?? true),
        exceptions: input.exceptions?.map((exception) => exceptions[exception]),
        filterName: input.search,
        deviceCategory: 2001,
      }),
    ),
  output: z.preprocess(
    (data) => (isRecord(data) ? { ...data, devices: pick(data, "devices", "rows") } : data),
    pageOf("devices", MaintainedDevice),
  ),
});
