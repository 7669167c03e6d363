import { z } from "zod";
import { endpoint } from "../endpoint";
import { DONE, itemOf, itemUnknown, outcomeOf } from "../outcome";
import { bit, bitText, gatewayId, nonEmptyIds, present, secret, text } from "../strict";
import {
  nothing,
  readIdOrNull,
  readInnerCode,
  readInteger,
  readObjectOrNull,
  readRows,
  readText,
  record,
} from "../tolerant";
import { deviceCategories } from "./resource-devices";

const category = z.enum(deviceCategories);
const timeZone = z
  .strictObject({ id: gatewayId(8), applyToDevice: z.boolean() })
  .transform(({ id, applyToDevice }) => ({ id, applyToDevice: bitText(applyToDevice) }));

const vehicle = z.union([
  z.strictObject({ vehicleId: gatewayId() }).transform(({ vehicleId }) => ({ vehicleID: vehicleId })),
  z.strictObject({
    licensePlateNo: text(64),
    vehicleType: z
      .enum(["other", "car", "truck", "bus"])
      .transform((type) => ({ other: 0, car: 1, truck: 2, bus: 3 })[type])
      .optional(),
    driverFirstName: text(64).optional(),
    driverLastName: text(64).optional(),
    driverPhoneNo: text(64).optional(),
    pictureKey: text(512).optional(),
    extend: text(512).optional(),
  }),
]);

const AddedDevice = record(
  { deviceId: readIdOrNull(), deviceSerial: readIdOrNull(), alias: readText(), errorCode: readInnerCode() },
  { deviceSerial: ["serialNo"] },
).transform((row) => ({ id: row.deviceId, serial: row.deviceSerial, name: row.alias, code: row.errorCode }));

/**
 * Adds a device by serial number and verification code, and if wanted puts its channels into an area: `importTo` with an
 * area id uses that area, "new" makes one named after the device. An on-board device needs `vehicle`. A refusal hides in
 * the inner list under an outer success. Blank user name, password and stream key are sent as the example shows. Guide
 * 5.2.1, A.3.8, A.3.70, A.3.72, A.3.105, A.3.161, A.3.168.
 */
export const addDevice = endpoint({
  name: "devices.add",
  path: "POST /resource/v1/devices/add",
  section: "5.2.1",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({
      category,
      name: text(64),
      serial: text(30),
      verifyCode: secret(30),
      userName: text(32).optional(),
      password: secret(16).optional(),
      streamSecretKey: secret(64).optional(),
      importTo: z.union([z.literal("new"), z.strictObject({ areaId: gatewayId(32) })]).optional(),
      timeZone,
      vehicle: vehicle.optional(),
    })
    .refine((input) => input.category !== "mobileDevice" || input.vehicle !== undefined, {
      path: ["vehicle"],
      message: "is needed for an on-board device",
    })
    .transform((input) =>
      present({
        deviceCategory: input.category,
        deviceInfo: {
          name: input.name,
          ezvizSerialNo: input.serial,
          ezvizVerifyCode: input.verifyCode,
          userName: input.userName ?? "",
          password: input.password ?? "",
          streamSecretKey: input.streamSecretKey ?? "",
        },
        importToArea: {
          areaID: typeof input.importTo === "object" ? input.importTo.areaId : "",
          enable: bitText(input.importTo !== undefined),
        },
        timeZone: input.timeZone,
        vehicleInfo: input.vehicle && present(input.vehicle),
      }),
    ),
  output: z.preprocess(
    (data) => data ?? {},
    record({
      addDeviceResponse: readObjectOrNull(
        record({
          succeeded: readInteger(),
          failed: readInteger(),
          total: readInteger(),
          deviceList: readRows(AddedDevice),
        }),
      ),
    }).transform(({ addDeviceResponse: answer }) => ({
      succeeded: answer?.succeeded ?? null,
      failed: answer?.failed ?? null,
      devices: answer?.deviceList.items ?? [],
    })),
  ),
  outcome: (data, { serial }) => {
    const rows = data.devices.map((device) => itemOf({ ...device, id: device.serial ?? device.id ?? serial }));
    if (rows.length > 0) return outcomeOf(rows);
    return (data.succeeded ?? 0) > 0 && (data.failed ?? 0) === 0 ? DONE : outcomeOf([itemUnknown(serial)]);
  },
});

/**
 * Changes a device's name, sign-in or time zone. What is left out stays as it is. The name may have 32 characters here
 * but 64 when adding. Guide 5.2.1, A.3.71, A.3.161.
 */
export const updateDevice = endpoint({
  name: "devices.update",
  path: "POST /resource/v1/devices/update",
  section: "5.2.1",
  kind: "idempotent",
  timeoutMs: 30_000,
  input: z
    .strictObject({
      id: gatewayId(32),
      name: text(32),
      userName: text(32).optional(),
      password: secret(16).optional(),
      timeZone: timeZone.optional(),
    })
    .transform(({ id, name, userName, password, timeZone: zone }) =>
      present({ deviceInfo: present({ id, name, userName, password }), timeZone: zone }),
    ),
  output: nothing(),
});

/**
 * Deletes devices of one category, and with `deleteVehicle` the vehicles they sit in. Needs at least one id: the type,
 * the schema and the wire never carry an empty list. Guide 5.2.1.
 */
export const deleteDevices = endpoint({
  name: "devices.delete",
  path: "POST /resource/v1/devices/delete",
  section: "5.2.1",
  kind: "command",
  timeoutMs: 30_000,
  input: z
    .strictObject({ deviceIds: nonEmptyIds(500, 32), category, deleteVehicle: z.boolean().optional() })
    .transform(({ deviceIds, category: deviceCategory, deleteVehicle }) =>
      present({
        deviceID: deviceIds,
        deviceCategory,
        deleteVehicle: deleteVehicle === undefined ? undefined : bit(deleteVehicle),
      }),
    ),
  output: nothing(),
});
