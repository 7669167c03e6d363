import { z } from "zod";
import { endpoint } from "../endpoint";
import { offsetTime, utcOffset } from "../local-time";
import { moment, nonEmpty, nonEmptyPlainIds, pageFields, plainId, present, text } from "../strict";
import {
  pageOf,
  readBoolean,
  readDate,
  readId,
  readIdOrNull,
  readInteger,
  readName,
  readNumber,
  readObjectOrNull,
  readRows,
  readTextOrNull,
  readUrl,
  readWord,
  readWords,
  record,
  toInteger,
  toText,
} from "../tolerant";

const RESULT_FILTER = { all: 0, success: 1, failure: 2 } as const;
const TEMPERATURE_FILTER = { all: 0, normal: 1, exception: 2, unknown: 3 } as const;
const MASK_FILTER = { all: 0, unknown: 1, "no mask": 2, mask: 3 } as const;

const keys = <T extends object>(table: T) => z.enum(Object.keys(table) as [keyof T & string]);

// The number stands alone in records and after "Msg" in messages.
const readEventType = () =>
  z.unknown().transform((value) => toInteger(toText(value)?.replace(/^\s*Msg\s*/i, "") ?? null));

const Person = record({
  id: readIdOrNull(),
  baseInfo: readObjectOrNull(
    record({
      fullPath: readTextOrNull(),
      firstName: readName(),
      lastName: readName(),
      personCode: readIdOrNull(),
      phoneNum: readTextOrNull(),
      photoUrl: readUrl(),
    }),
  ),
}).transform(({ id, baseInfo }) =>
  id === null && Object.values(baseInfo ?? {}).every((value) => value === null)
    ? null
    : {
        id,
        firstName: baseInfo?.firstName ?? null,
        lastName: baseInfo?.lastName ?? null,
        departmentPath: baseInfo?.fullPath ?? null,
        personCode: baseInfo?.personCode ?? null,
        phone: baseInfo?.phoneNum ?? null,
        photoUrl: baseInfo?.photoUrl ?? null,
      },
);

const ZERO_CELSIUS_IN_KELVIN = 273.15;

const Temperature = record({
  temperatureData: readNumber(),
  temperatureStatus: readWord({ 1: "normal", 2: "exception", 3: "unknown" }),
  temperatureUnit: readInteger(),
}).transform(({ temperatureData: value, temperatureStatus, temperatureUnit: unit }) => ({
  celsius:
    value === null ? null : unit === 1 ? ((value - 32) * 5) / 9 : unit === 2 ? value - ZERO_CELSIUS_IN_KELVIN : value,
  state: temperatureStatus,
}));

const Snapshot = record({
  snapPicUrl: readUrl(),
  snapPicType: readWord({ 0: "visible", 1: "thermal" }),
}).transform(({ snapPicUrl, snapPicType }) => ({ url: snapPicUrl, kind: snapPicType }));

const AccessRecord = record(
  {
    recordGuid: readId(),
    elementId: readIdOrNull(),
    elementName: readTextOrNull(),
    elementPicUrl: readUrl(),
    elementType: readWord({ 1002: "door", 2002: "device", 2008: "intercom" }),
    areaId: readIdOrNull(),
    areaName: readTextOrNull(),
    deviceId: readIdOrNull(),
    deviceName: readTextOrNull(),
    acsSnapPicList: readRows(Snapshot),
    associatedCameraList: readWords(),
    cardReaderId: readIdOrNull(),
    cardReaderName: readTextOrNull(),
    occurTime: readDate(),
    deviceTime: readDate(),
    recordTime: readDate(),
    eventType: readEventType(),
    swipeAuthResult: readWord({ 0: "failure", 1: "success" }),
    eventMainType: readWord({ 0: "normal", 1: "temperature" }),
    devSerialNo: readInteger(),
    hasCameraSnapPic: readBoolean(),
    hasDevVideoRecord: readBoolean(),
    cardNumber: readIdOrNull(),
    personInfo: readObjectOrNull(Person),
    temperatureInfo: readObjectOrNull(Temperature),
    masksStatus: readWord({ 2: "no mask", 3: "mask" }),
    attendanceStatus: readWord({
      0: "undefined",
      1: "on work",
      2: "off work",
      3: "break starts",
      4: "break ends",
      5: "overtime starts",
      6: "overtime ends",
    }),
  },
  { recordGuid: ["id"], masksStatus: ["maskStatus"] },
).transform((row) => ({
  id: row.recordGuid,
  doorId: row.elementId,
  doorName: row.elementName,
  doorPictureUrl: row.elementPicUrl,
  elementType: row.elementType,
  areaId: row.areaId,
  areaName: row.areaName,
  deviceId: row.deviceId,
  deviceName: row.deviceName,
  cardReaderId: row.cardReaderId,
  cardReaderName: row.cardReaderName,
  occurredAt: row.occurTime,
  deviceAt: row.deviceTime,
  recordedAt: row.recordTime,
  eventType: row.eventType,
  temperatureEvent: row.eventMainType === "temperature",
  result: row.swipeAuthResult,
  eventNo: row.devSerialNo,
  cardNo: row.cardNumber,
  person: row.personInfo,
  attendance: row.attendanceStatus === "undefined" ? null : row.attendanceStatus,
  temperature: row.temperatureInfo,
  mask: row.masksStatus,
  cameraIds: row.associatedCameraList,
  hasCameraPicture: row.hasCameraSnapPic ?? false,
  hasRecording: row.hasDevVideoRecord ?? false,
  snapshots: row.acsSnapPicList.items.flatMap(({ url, kind }) => (url === null ? [] : [{ url, kind }])),
}));

/**
 * Somebody at a door. `eventType` is the number of A.1 without "Msg" (110003: by card); `eventNo` counts the device's
 * events and is no serial number; `person` is null where the device knew nobody. `snapshots` die after 24 h, the door's
 * picture after 2 h: what must last is fetched at once. `occurredAt` and `recordedAt` are the cloud's, `deviceAt` is the
 * device's own clock.
 */
export type AccessRecord = z.output<typeof AccessRecord>;

/**
 * Access records, up to 200 a page. Times are written with an offset, which `utcOffsetMinutes` gives; "device" times are
 * steadier where devices were offline. Persons by id or by part of a name; with `cardNo` neither counts. The filter's
 * codes for the result are not those of a record. Criteria the gateway does not know are ignored without a word, so check
 * what comes back. Guide 5.7.3, A.3.134, A.3.126, A.3.121, A.3.156.
 */
export const searchAccessRecords = endpoint({
  name: "accessRecords.search",
  path: "POST /acs/v1/event/certificaterecords/search",
  section: "5.7.3",
  kind: "read",
  paging: { style: "pageIndex", max: 200 },
  timeoutMs: 30_000,
  input: z
    .strictObject({
      ...pageFields(200),
      from: moment().optional(),
      to: moment().optional(),
      utcOffsetMinutes: utcOffset().default(0),
      clock: z.enum(["client", "device"]).default("client"),
      eventTypes: nonEmpty(z.int().positive()).optional(),
      result: keys(RESULT_FILTER).default("all"),
      doorIds: nonEmptyPlainIds(500, 64).optional(),
      personIds: nonEmptyPlainIds().optional(),
      personName: text(255).optional(),
      cardNo: plainId(20).optional(),
      temperature: keys(TEMPERATURE_FILTER).optional(),
      mask: keys(MASK_FILTER).optional(),
    })
    .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
      path: ["to"],
      message: "must not be before `from`",
    })
    .refine(({ personIds, personName }) => personIds === undefined || personName === undefined, {
      path: ["personName"],
      message: "must not be given together with personIds",
    })
    .refine(({ cardNo, personIds, personName }) => cardNo === undefined || (personIds ?? personName) === undefined, {
      path: ["cardNo"],
      message: "must not be given together with a person",
    })
    .transform((input) => ({
      pageIndex: input.page,
      pageSize: input.pageSize,
      searchCriteria: present({
        beginTime: input.from && offsetTime(input.from, input.utcOffsetMinutes),
        endTime: input.to && offsetTime(input.to, input.utcOffsetMinutes),
        type: input.clock === "device" ? 1 : 0,
        eventTypes: input.eventTypes?.join(","),
        swipeAuthResult: RESULT_FILTER[input.result],
        elementIDs: input.doorIds?.join(","),
        searchType: input.cardNo === undefined ? 0 : 1,
        personCondition:
          (input.personIds ?? input.personName) === undefined
            ? undefined
            : present({ personIds: input.personIds?.join(","), personName: input.personName }),
        cardNumber: input.cardNo,
        temperatureStatus: input.temperature && TEMPERATURE_FILTER[input.temperature],
        maskStatus: input.mask && MASK_FILTER[input.mask],
      }),
    })),
  output: pageOf("recordList", AccessRecord),
});
