import { z } from "zod";
import { endpoint } from "../endpoint";
import { outcomeOfAll } from "../outcome";
import { bit, bitText, gatewayId, nonEmpty, nonEmptyIds, pageFields, present, text } from "../strict";
import {
  nothing,
  pageOf,
  readBoolean,
  readId,
  readIdOrNull,
  readInnerCode,
  readInteger,
  readObjectOrNull,
  readOnline,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  readWords,
  record,
} from "../tolerant";
import { readCategory } from "./resource-devices";

const ALL_AREAS = "-1";

const AreaElement = record(
  {
    id: readId(),
    name: readText(),
    abilitySet: readWords(),
    online: readOnline(),
    area: readObjectOrNull(record({ id: readIdOrNull(), name: readTextOrNull() })),
    device: readObjectOrNull(
      record({
        devInfo: readObjectOrNull(record({ id: readIdOrNull(), category: readCategory(), serialNo: readIdOrNull() })),
        channelInfo: readObjectOrNull(record({ id: readIdOrNull(), no: readInteger() })),
      }),
    ),
  },
  { online: ["onlineStatus"] },
).transform((row) => ({
  id: row.id,
  name: row.name,
  online: row.online,
  /** Codes of A.1.8 and codecs' own: "2002" is motion detection. Empty for everything but cameras. */
  abilities: row.abilitySet,
  areaId: row.area?.id ?? null,
  areaName: row.area?.name ?? null,
  deviceId: row.device?.devInfo?.id ?? null,
  deviceSerial: row.device?.devInfo?.serialNo ?? null,
  channelId: row.device?.channelInfo?.id ?? null,
  channelNo: row.device?.channelInfo?.no ?? null,
}));

/** Something in an area that hangs on a channel of a device. Rows may come without area or device. */
export type AreaElement = z.output<typeof AreaElement>;
export type Camera = AreaElement;
export type Door = AreaElement;
export type AlarmInput = AreaElement;
export type AlarmOutput = AreaElement;

const filterFields = {
  ...pageFields(500),
  areaId: gatewayId(32).optional(),
  includeSubAreas: z.boolean().optional(),
  deviceSerial: text(32).optional(),
};

interface AreaOrDevice {
  readonly areaId?: string | undefined;
  readonly includeSubAreas?: boolean | undefined;
  readonly deviceId?: string | undefined;
  readonly deviceSerial?: string | undefined;
}

// A device turns sub-areas off, and together with an area it finds nothing.
const areaOrDevice = (input: AreaOrDevice) =>
  (input.deviceId ?? input.deviceSerial) === undefined || (input.areaId ?? input.includeSubAreas) === undefined;
const EXCLUSIVE = { path: ["areaId"], message: "must not be given together with a device" };

function elementFilter(input: AreaOrDevice) {
  const byDevice = (input.deviceId ?? input.deviceSerial) !== undefined;
  return {
    areaID: byDevice ? "" : (input.areaId ?? ALL_AREAS),
    includeSubArea: bitText(!byDevice && (input.includeSubAreas ?? true)),
    deviceID: input.deviceId ?? "",
    deviceSerialNo: input.deviceSerial ?? "",
  };
}

const elementInput = z
  .strictObject({ ...filterFields, deviceId: gatewayId(32).optional() })
  .refine(areaOrDevice, EXCLUSIVE);

/**
 * Cameras, up to 500 a page: of the whole account, of an area, of a device, or by id. includeSubArea is sent as "1" as
 * real servers take it (the table says -1, the example is lost). `online` comes as a string here. Guide 5.2.2, A.3.48.
 */
export const listCameras = endpoint({
  name: "cameras.list",
  path: "POST /resource/v1/areas/cameras/get",
  section: "5.2.2",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({ ...filterFields, cameraIds: nonEmptyIds(500, 32).optional() })
    .refine(areaOrDevice, EXCLUSIVE)
    .transform(({ page, pageSize, cameraIds, ...filter }) => {
      const { areaID, includeSubArea, deviceSerialNo } = elementFilter(filter);
      const serial = deviceSerialNo || undefined;
      return {
        pageIndex: page,
        pageSize,
        filter: present({ areaID, includeSubArea, deviceSerialNo: serial, cameraID: cameraIds }),
      };
    }),
  output: pageOf("camera", AreaElement),
});

/** Doors, up to 500 a page. Pages are numbers, includeSubArea "1", as in the example. Guide 5.2.2, A.3.15. */
export const listDoors = endpoint({
  name: "doors.list",
  path: "POST /resource/v1/areas/doors/get",
  section: "5.2.2",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: elementInput.transform((input) => ({
    pageIndex: input.page,
    pageSize: input.pageSize,
    filter: elementFilter(input),
  })),
  output: pageOf("door", AreaElement),
});

/** Alarm inputs, up to 500 a page. Pages are strings, as in the example. Guide 5.2.2, A.3.15. */
export const listAlarmInputs = endpoint({
  name: "alarmInputs.list",
  path: "POST /resource/v1/areas/alarminputs/get",
  section: "5.2.2",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: elementInput.transform((input) => ({
    pageIndex: String(input.page),
    pageSize: String(input.pageSize),
    filter: elementFilter(input),
  })),
  output: pageOf("alarmInput", AreaElement),
});

/** Alarm outputs, up to 500 a page. Pages are strings, as in the example. Guide 5.2.2, A.3.15. */
export const listAlarmOutputs = endpoint({
  name: "alarmOutputs.list",
  path: "POST /resource/v1/areas/alarmoutputs/get",
  section: "5.2.2",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: elementInput.transform((input) => ({
    pageIndex: String(input.page),
    pageSize: String(input.pageSize),
    filter: elementFilter(input),
  })),
  output: pageOf("alarmOutput", AreaElement),
});

const AddedResource = record({
  id: readIdOrNull(),
  name: readText(),
  resourceType: readTextOrNull(),
  channelID: readId(),
  errorCode: readInnerCode(),
}).transform((row) => ({
  id: row.id,
  name: row.name,
  type: row.resourceType,
  channelId: row.channelID,
  code: row.errorCode,
}));

/**
 * Puts channels of devices into an area; channel ids come from `getDevice`. Every channel has its own result; one that is
 * there already is refused with LAP000026 or OPEN000511, which callers may take for done. Guide 5.2.2, A.1.2, A.3.143.
 */
export const addResources = endpoint({
  name: "resources.add",
  path: "POST /resource/v1/areas/resources/add",
  section: "5.2.2",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({
      areaId: gatewayId(32),
      resources: nonEmpty(
        z.strictObject({
          name: text(64),
          type: z.enum(["camera", "alarmInput", "alarmOutput", "door"]),
          channelId: gatewayId(32),
        }),
      ),
    })
    .transform(({ areaId, resources }) => ({
      areaID: areaId,
      devChannel: resources.map(({ name, type, channelId }) => ({
        resourceName: name,
        resourceType: type,
        channelID: channelId,
      })),
    })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ resource: readRows(AddedResource) }).transform(({ resource }) => ({ resources: resource.items })),
  ),
  outcome: (data, input) =>
    outcomeOfAll(
      input.resources.map(({ channelId }) => channelId),
      data.resources.map((row) => ({ id: row.channelId, name: row.name, code: row.code })),
    ),
});

/**
 * Takes cameras, doors, alarm inputs and outputs out of their areas, by their own ids (the table's "Area ID" is a slip).
 * Needs at least one id. Guide 5.2.2.
 */
export const deleteResources = endpoint({
  name: "resources.delete",
  path: "POST /resource/v1/areas/resources/delete",
  section: "5.2.2",
  kind: "command",
  timeoutMs: 30_000,
  input: z.strictObject({ resourceIds: nonEmptyIds(500, 32) }).transform(({ resourceIds }) => ({ ids: resourceIds })),
  output: nothing(),
});

const AlarmInputStatus = record({
  id: readId(),
  status: readWord({ 1: "active", 2: "inactive" }),
  errorCode: readInnerCode(),
}).transform((row) => ({ id: row.id, state: row.status, code: row.errorCode }));

/** State of an alarm input; `code` says why it could not be read. */
export type AlarmInputStatus = z.output<typeof AlarmInputStatus>;

/**
 * States of up to 8 alarm inputs, asked of the devices. Ids that do not exist are left out of the answer. The parameter
 * is sent as alarmInputID, as in the example (the table misspells it); the rows may stand under alarmOutput, as a newer
 * guide prints. Guide 5.2.2, A.3.17.
 */
export const getAlarmInputStatus = endpoint({
  name: "alarmInputs.status",
  path: "POST /resource/v1/areas/alarminputs/status/get",
  section: "5.2.2",
  kind: "read",
  timeoutMs: 30_000,
  input: z
    .strictObject({ alarmInputIds: nonEmptyIds(8, 32) })
    .transform(({ alarmInputIds }) => ({ alarmInputID: alarmInputIds })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ alarmInput: readRows(AlarmInputStatus) }, { alarmInput: ["alarmOutput"] }).transform(
      ({ alarmInput }) => alarmInput.items,
    ),
  ),
});

const outputStates = { 0: "off", 1: "on" } as const;

const AlarmOutputStatus = record({
  id: readId(),
  status: readWord(outputStates),
  errorCode: readInnerCode(),
}).transform((row) => ({ id: row.id, state: row.status, code: row.errorCode }));

/** State of an alarm output: "on" is what the guide calls open; `code` says why it could not be read. */
export type AlarmOutputStatus = z.output<typeof AlarmOutputStatus>;

/** States of alarm outputs, asked of the devices. Guide 5.2.2, A.3.23. */
export const getAlarmOutputStatus = endpoint({
  name: "alarmOutputs.status",
  path: "POST /resource/v1/areas/alarmoutputs/status/get",
  section: "5.2.2",
  kind: "read",
  timeoutMs: 30_000,
  input: z
    .strictObject({ alarmOutputIds: nonEmptyIds(500, 32) })
    .transform(({ alarmOutputIds }) => ({ alarmOutputID: alarmOutputIds })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ alarmOutput: readRows(AlarmOutputStatus) }).transform(({ alarmOutput }) => alarmOutput.items),
  ),
});

// The table prints 0 and -1 and the example is lost; the states that come back are 0 and 1.
const SWITCH_ON = -1;
const SWITCH_OFF = 0;

const AlarmOutputResult = record(
  { alarmOutputID: readId(), alarmOutputState: readWord(outputStates), errorCode: readInnerCode() },
  { alarmOutputID: ["id"], alarmOutputState: ["status"] },
).transform((row) => ({ id: row.alarmOutputID, state: row.alarmOutputState, code: row.errorCode }));

/**
 * Switches alarm outputs (sirens, lamps, gates) on or off. Every output has its own result. Sends -1 for on as the table
 * says: the example is lost in the scan. Needs at least one output. Guide 5.2.2, A.3.22.
 */
export const controlAlarmOutputs = endpoint({
  name: "alarmOutputs.control",
  path: "POST /resource/v1/areas/alarmoutputs/control",
  section: "5.2.2",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ outputs: nonEmpty(z.strictObject({ id: gatewayId(32), on: z.boolean() })) })
    .transform(({ outputs }) => ({
      alarmOutputOperation: outputs.map(({ id, on }) => ({
        alarmOutputID: id,
        operation: on ? SWITCH_ON : SWITCH_OFF,
      })),
    })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ alarmOutputOperation: readRows(AlarmOutputResult) }).transform((data) => ({
      outputs: data.alarmOutputOperation.items,
    })),
  ),
  outcome: (data, input) =>
    outcomeOfAll(
      input.outputs.map(({ id }) => id),
      data.outputs,
    ),
});

/** A camera's small picture. `url` dies after a day; null when there is none. */
export interface Thumbnail {
  readonly url: string | null;
  /** An encrypted picture cannot be shown. */
  readonly encrypted: boolean;
}

/**
 * A camera's small picture; with `refresh` the camera takes a new one. The URL sometimes has a host before a whole URL
 * and is repaired. Offline cameras: VMS021314. Guide 5.2.2.
 */
export const getThumbnail = endpoint({
  name: "cameras.thumbnail",
  path: "POST /resource/v1/areas/cameras/thumbnail/get",
  section: "5.2.2",
  kind: "read",
  timeoutMs: 30_000,
  input: z
    .strictObject({ cameraId: gatewayId(32), refresh: z.boolean() })
    .transform(({ cameraId, refresh }) => ({ cameraID: cameraId, refresh: bit(refresh) })),
  output: z.preprocess(
    (data) => data ?? {},
    record({ pictureURL: readUrl(), isEncrypted: readBoolean() }).transform(
      ({ pictureURL, isEncrypted }): Thumbnail => {
        return { url: pictureURL, encrypted: isEncrypted ?? false };
      },
    ),
  ),
});
