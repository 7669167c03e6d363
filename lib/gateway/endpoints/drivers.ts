import { z } from "zod";
import { endpoint } from "../endpoint";
import { readLocalDate } from "../local-time";
import { gatewayId, nonEmptyIds, pageFields, present, secret, text } from "../strict";
import {
  isRecord,
  nothing,
  pageOf,
  pick,
  readId,
  readIdOrNull,
  readInteger,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  record,
  toText,
} from "../tolerant";

// The opposite of a person's, where 0 is female and 2 unknown.
const genders = { 0: "unknown", 1: "male", 2: "female" } as const;
const genderNumbers = { unknown: 0, male: 1, female: 2 } as const;
const faceStates = { 0: "notApplied", 1: "applying", 2: "applied", 3: "failed" } as const;
const faceStateNumbers = { notApplied: 0, applying: 1, applied: 2, failed: 3 } as const;

/** Base64 of at most 5 MB. */
const picture = () => secret(Math.ceil((5 * 1024 * 1024) / 3) * 4);

const FaceError = record({
  vehicleId: readIdOrNull(),
  vehicleName: readTextOrNull(),
  deviceSerial: readIdOrNull(),
  errorCode: readIdOrNull(),
}).transform((row) => ({
  vehicleId: row.vehicleId,
  vehicleName: row.vehicleName,
  deviceSerial: row.deviceSerial,
  code: row.errorCode,
}));

const LinkedVehicle = record(
  { vehicleId: readId(), plateLicense: readText(), deviceSerial: readIdOrNull() },
  { plateLicense: ["licensePlateNo", "licensePlate"] },
).transform((row) => ({ id: row.vehicleId, plate: row.plateLicense, deviceSerial: row.deviceSerial }));

const Driver = record(
  {
    driverId: readId(),
    driverGroupId: readIdOrNull(),
    driverGroupName: readTextOrNull(),
    driverName: readText(),
    driverCode: readText(),
    gender: readWord(genders),
    phone: readTextOrNull(),
    email: readTextOrNull(),
    description: readTextOrNull(),
    facepicUrl: readUrl(),
    distributionStatus: readWord(faceStates),
    distributionInfo: readObjectOrNull(record({ errorInfo: readRows(FaceError) })),
    relatedVehicles: readRows(LinkedVehicle),
    driverLicenseInfo: readObjectOrNull(
      record(
        { licenseNo: readTextOrNull(), validTime: readLocalDate(), imageUrl: readUrl() },
        { validTime: ["invalidTime"] },
      ),
    ),
  },
  { driverId: ["id"] },
).transform((row) => ({
  id: row.driverId,
  name: row.driverName,
  code: row.driverCode,
  gender: row.gender,
  groupId: row.driverGroupId,
  groupName: row.driverGroupName,
  phone: row.phone,
  email: row.email,
  description: row.description,
  photoUrl: row.facepicUrl,
  /** What became of the face picture on the devices of the driver's vehicles. */
  faceState: row.distributionStatus,
  faceErrors: row.distributionInfo?.errorInfo.items ?? [],
  vehicles: row.relatedVehicles.items,
  licence: {
    number: row.driverLicenseInfo?.licenseNo ?? null,
    /** The last day, "2027-05-31". */
    validUntil: row.driverLicenseInfo?.validTime ?? null,
    pictureUrl: row.driverLicenseInfo?.imageUrl ?? null,
  },
}));

/** A driver of on-board monitoring; no person of the access chapters. */
export type Driver = z.output<typeof Driver>;

/**
 * Drivers, up to 500 a page; `search` looks into names, codes and plates. The answer has no total: a short page is the
 * last. The guide's "data" is printed as a list and shown as an object. Guide 5.9.6, A.3.85, A.3.137.
 */
export const listDrivers = endpoint({
  name: "drivers.list",
  path: "POST /vehicle/v1/driver/batchquery",
  section: "5.9.6",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      groupId: gatewayId().optional(),
      driverIds: nonEmptyIds().optional(),
      faceState: z.enum(["notApplied", "applying", "applied", "failed"]).optional(),
      search: text(64).optional(),
      /** Whether they have a vehicle. */
      linked: z.boolean().optional(),
    })
    .transform((input) =>
      present({
        groupId: input.groupId ?? "",
        driverIds: input.driverIds,
        distributionStatus: input.faceState === undefined ? -1 : faceStateNumbers[input.faceState],
        fuzzySearch: input.search ?? "",
        relatedVehicle: input.linked === undefined ? -1 : input.linked ? 2 : 1,
        pageIndex: input.page,
        pageSize: input.pageSize,
      }),
    ),
  output: pageOf("drivers", Driver),
});

const driverFields = {
  firstName: text(64).optional(),
  lastName: text(64).optional(),
  code: text(64),
  gender: z.enum(["unknown", "male", "female"]),
  groupId: gatewayId(),
  phone: text(32).optional(),
  email: z.email().max(64).optional(),
  description: text(128).optional(),
  licence: z.strictObject({
    number: text(64),
    /** The last day, "2027-05-31". */
    validUntil: z.iso.date(),
    picture: picture().optional(),
  }),
};

type DriverGiven = z.output<z.ZodObject<typeof driverFields>>;

const named = (input: { readonly firstName?: string | undefined; readonly lastName?: string | undefined }) =>
  (input.firstName ?? input.lastName) !== undefined;
const NAMED = { path: ["firstName"], message: "or lastName is needed" };

const driverOnWire = (driver: DriverGiven, relateVehicleIds: readonly string[]) => ({
  firstName: driver.firstName ?? "",
  lastName: driver.lastName ?? "",
  driverCode: driver.code,
  groupId: driver.groupId,
  gender: genderNumbers[driver.gender],
  phone: driver.phone ?? "",
  email: driver.email ?? "",
  description: driver.description ?? "",
  relateVehicleIds,
  driverLicenseInfo: present({
    licenseNo: driver.licence.number,
    validTime: `${driver.licence.validUntil}T23:59:59`,
    imageData: driver.licence.picture,
  }),
});

/**
 * Adds a driver, with up to 100 vehicles or none. First or last name is needed. Photo and licence picture are base64 of
 * at most 5 MB each. Unlike with persons, the wire's gender 2 is female. Guide 5.9.7, A.3.87.
 */
export const addDriver = endpoint({
  name: "drivers.add",
  path: "POST /vehicle/v1/driver/add",
  section: "5.9.7",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ ...driverFields, photo: picture(), vehicleIds: nonEmptyIds(100).optional() })
    .refine(named, NAMED)
    .transform(({ photo, vehicleIds, ...driver }) => ({
      ...driverOnWire(driver, vehicleIds ?? []),
      photoData: photo,
    })),
  output: record({ driverId: readId() }, { driverId: ["id"] }),
});

const changed = z.strictObject({ ...driverFields, driverId: gatewayId(), photo: picture().optional() });

const changeOnWire = ({ driverId, photo, ...driver }: z.output<typeof changed>, vehicleIds: readonly string[]) =>
  present({ driverId, ...driverOnWire(driver, vehicleIds), photoData: photo });

/**
 * Changes a driver and says which vehicles he has, one at least: those not named are unlinked. Leaving all of them is
 * `updateDriverWithoutVehicles`. Without a photo the one stored stays, as the example has none (the table wants it).
 * Guide 5.9.8.
 */
export const updateDriver = endpoint({
  name: "drivers.update",
  path: "POST /vehicle/v1/driver/update",
  section: "5.9.8",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z
    .strictObject({ ...changed.shape, vehicleIds: nonEmptyIds(100) })
    .refine(named, NAMED)
    .transform(({ vehicleIds, ...driver }) => changeOnWire(driver, vehicleIds)),
  output: nothing(),
});

/** Changes a driver and takes every vehicle from him. Guide 5.9.8. */
export const updateDriverWithoutVehicles = endpoint({
  name: "drivers.updateWithoutVehicles",
  path: "POST /vehicle/v1/driver/update",
  section: "5.9.8",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: changed.refine(named, NAMED).transform((driver) => changeOnWire(driver, [])),
  output: nothing(),
});

/** Deletes drivers. Needs at least one id. Guide 5.9.9. */
export const deleteDrivers = endpoint({
  name: "drivers.delete",
  path: "POST /vehicle/v1/driver/batchdel",
  section: "5.9.9",
  kind: "command",
  timeoutMs: 30_000,
  input: z.strictObject({ driverIds: nonEmptyIds() }).transform(({ driverIds }) => ({ driverIdList: driverIds })),
  output: nothing(),
});

const DriverGroup = record(
  {
    groupId: readId(),
    groupName: readText(),
    areaId: readIdOrNull(),
    areaName: readTextOrNull(),
    peopleCount: readInteger(),
  },
  { groupId: ["id"], groupName: ["driverGroupName"] },
).transform((row) => ({
  id: row.groupId,
  name: row.groupName,
  areaId: row.areaId,
  areaName: row.areaName,
  drivers: row.peopleCount,
}));

/** A group of drivers, linked with an area. */
export type DriverGroup = z.output<typeof DriverGroup>;

/** Driver groups, all of them at once unless some are named. Guide 5.9.10, A.3.83. */
export const listDriverGroups = endpoint({
  name: "driverGroups.list",
  path: "POST /vehicle/v1/driverGroup/batchquery",
  section: "5.9.10",
  kind: "read",
  input: z
    .strictObject({ groupIds: nonEmptyIds().optional() })
    .transform(({ groupIds }) => present({ driverGroupIdList: groupIds })),
  output: pageOf("driverGroupInfo", DriverGroup).transform(({ items, skipped }) => ({ items, skipped })),
});

const groupFields = { name: text(64), areaId: gatewayId() };

/** Adds a driver group; its name is unique. Guide 5.9.11. */
export const addDriverGroup = endpoint({
  name: "driverGroups.add",
  path: "POST /vehicle/v1/driverGroup/add",
  section: "5.9.11",
  kind: "command",
  input: z
    .strictObject(groupFields)
    .transform(({ name, areaId }) => ({ driverGroupName: name, relatedAreaId: areaId })),
  output: record({ id: readId() }).transform(({ id }) => ({ groupId: id })),
});

/** Changes a driver group. Guide 5.9.12. */
export const updateDriverGroup = endpoint({
  name: "driverGroups.update",
  path: "POST /vehicle/v1/driverGroup/update",
  section: "5.9.12",
  kind: "idempotent",
  input: z
    .strictObject({ ...groupFields, groupId: gatewayId() })
    .transform(({ groupId, name, areaId }) => ({ id: groupId, driverGroupName: name, relatedAreaId: areaId })),
  output: nothing(),
});

/** Deletes driver groups; the guide does not say what becomes of their drivers. Needs at least one id. Guide 5.9.13. */
export const deleteDriverGroups = endpoint({
  name: "driverGroups.delete",
  path: "POST /vehicle/v1/driverGroup/batchdel",
  section: "5.9.13",
  kind: "command",
  input: z.strictObject({ groupIds: nonEmptyIds() }).transform(({ groupIds }) => ({ driverGroupIdList: groupIds })),
  output: nothing(),
});

/**
 * Starts to send drivers' face pictures to the devices of their vehicles. `taskId` is for `getDriverFaceStatus`, a second
 * or two later; null when there is nothing to wait for, the outer code being the result. `distributeDriverFaces` does
 * both. Guide 5.9.14.
 */
export const startDriverFaces = endpoint({
  name: "driverFaces.start",
  path: "POST /vehicle/v1/driverFace/distribution",
  section: "5.9.14",
  kind: "command",
  timeoutMs: 30_000,
  input: z.strictObject({ driverIds: nonEmptyIds() }).transform(({ driverIds }) => ({ driverIds })),
  output: z.preprocess(
    (data) => (isRecord(data) ? data : {}),
    record({ guid: readIdOrNull() }).transform(({ guid }) => ({ taskId: guid })),
  ),
});

const FaceFailure = record({
  driverId: readId(),
  driverName: readText(),
  licensePlate: readTextOrNull(),
  deviceSerial: readIdOrNull(),
  errorCode: z.unknown().transform((value) => toText(value)?.trim() ?? ""),
}).transform((row) => ({
  driverId: row.driverId,
  driverName: row.driverName,
  plate: row.licensePlate,
  deviceSerial: row.deviceSerial,
  code: row.errorCode,
}));

/** A face picture that did not reach the device of one vehicle. */
export type DriverFaceFailure = z.output<typeof FaceFailure>;

/**
 * How far a distribution of face pictures is. There is no "in progress": `done` once successes and failures add up to the
 * total, which counts tasks (a driver and a vehicle), not drivers. Guide 5.9.15, A.3.82.
 */
export const getDriverFaceStatus = endpoint({
  name: "driverFaces.status",
  path: "POST /vehicle/v1/driverFace/status/query",
  section: "5.9.15",
  kind: "read",
  input: z.strictObject({ taskId: gatewayId() }).transform(({ taskId }) => ({ guid: taskId })),
  output: z.preprocess(
    (data) => (isRecord(data) ? { ...data, failures: pick(data, "distributionFailedStatus") } : {}),
    record({ totalCount: readInteger(), successCount: readInteger(), failures: readRows(FaceFailure) }).transform(
      ({ totalCount, successCount, failures }) => ({
        total: totalCount,
        succeeded: successCount,
        failures: failures.items,
        done: totalCount !== null && (successCount ?? 0) + failures.items.length + failures.skipped >= totalCount,
      }),
    ),
  ),
});
