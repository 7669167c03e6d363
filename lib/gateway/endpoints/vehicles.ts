import { z } from "zod";
import { endpoint } from "../endpoint";
import { Secret } from "../secret";
import { bitText, gatewayId, nonEmpty, nonEmptyIds, pageFields, present, text } from "../strict";
import {
  isRecord,
  nothing,
  pageOf,
  pick,
  readId,
  readIdOrNull,
  readObjectOrNull,
  readOnline,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  record,
  toUrl,
} from "../tolerant";
import { readSpeedLimit, readVehicleType, vehicleTypeNumbers } from "../vehicle-info";

const ALL_AREAS = "-1";

const IdAndName = record({ id: readIdOrNull(), name: readTextOrNull() });

const Vehicle = z.preprocess(
  (row) => {
    const inner = isRecord(row) ? pick(row, "vehicleInfo") : undefined;
    // The vehicle's own facts stand beside its id or in an object of their own, which may have a blank id.
    return isRecord(row) && isRecord(inner) ? { ...row, ...inner, id: pick(row, "id") ?? pick(inner, "id") } : row;
  },
  record(
    {
      id: readId(),
      name: readText(),
      online: readOnline(),
      area: readObjectOrNull(IdAndName),
      device: readObjectOrNull(
        record({ devInfo: readObjectOrNull(record({ id: readIdOrNull(), serialNo: readIdOrNull() })) }),
      ),
      licensePlateNo: readText(),
      vehicleType: readVehicleType(),
      driverFirstName: readTextOrNull(),
      driverLastName: readTextOrNull(),
      driverPhoneNo: readTextOrNull(),
      pictureUrl: readUrl(),
      extend: readTextOrNull(),
      speedLimit: readSpeedLimit(),
    },
    { online: ["onlineStatus"], licensePlateNo: ["licensePlate", "plateLicense"] },
  ).transform((row) => ({
    id: row.id,
    name: row.name,
    plate: row.licensePlateNo || row.name,
    type: row.vehicleType,
    online: row.online,
    areaId: row.area?.id ?? null,
    areaName: row.area?.name ?? null,
    /** The on-board device in it, one at most. */
    deviceId: row.device?.devInfo?.id ?? null,
    deviceSerial: row.device?.devInfo?.serialNo ?? null,
    driverFirstName: row.driverFirstName,
    driverLastName: row.driverLastName,
    driverPhone: row.driverPhoneNo,
    /** Signed, and over after a time the guide does not name. */
    pictureUrl: row.pictureUrl,
    note: row.extend,
    speedLimitMetresPerSecond: row.speedLimit,
  })),
);

/** A vehicle; it shares its id with the area made for it. */
export type Vehicle = z.output<typeof Vehicle>;

/**
 * Vehicles, up to 500 a page: of the whole account, of an area, or by id. Their facts come flat or under `vehicleInfo`;
 * the speed limit (cm/h) is metres per second here. Guide 5.9.3, A.3.166.
 */
export const listVehicles = endpoint({
  name: "vehicles.list",
  path: "POST /resource/v1/areas/vehicles/get",
  section: "5.9.3",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      areaId: gatewayId(64).optional(),
      includeSubAreas: z.boolean().optional(),
      vehicleIds: nonEmptyIds().optional(),
    })
    .transform(({ page, pageSize, areaId, includeSubAreas, vehicleIds }) => ({
      pageIndex: page,
      pageSize,
      filter: present({
        areaID: areaId ?? ALL_AREAS,
        includeSubArea: bitText(includeSubAreas ?? true),
        vehicleID: vehicleIds,
      }),
    })),
  output: pageOf("vehicle", Vehicle),
});

const vehicleFields = {
  plate: text(64),
  type: z.enum(["other", "car", "truck", "bus"]),
  driverFirstName: text(64).optional(),
  driverLastName: text(64).optional(),
  driverPhone: text(64).optional(),
  /** From `getPictureUpload`, after the picture was sent there. */
  pictureKey: text(512).optional(),
  deviceSerial: text(32).optional(),
  note: text(512).optional(),
};

type VehicleGiven = z.output<z.ZodObject<typeof vehicleFields>>;

const vehicleOnWire = (vehicle: VehicleGiven) =>
  present({
    licensePlateNo: vehicle.plate,
    driverFirstName: vehicle.driverFirstName,
    driverLastName: vehicle.driverLastName,
    driverPhoneNo: vehicle.driverPhone,
    pictureKey: vehicle.pictureKey,
    deviceSerial: vehicle.deviceSerial,
    vehicleType: vehicleTypeNumbers[vehicle.type],
    extend: vehicle.note,
  });

/**
 * Adds a vehicle to an area; an area of its own with the same id comes with it, and `deleteResources` takes both away.
 * The free plan has ten. Plate taken: VMS021108; device in another vehicle: VMS021109. Guide 5.9.1, 4.9.
 */
export const addVehicle = endpoint({
  name: "vehicles.add",
  path: "POST /resource/v1/areas/vehicles/add",
  section: "5.9.1",
  kind: "command",
  input: z
    .strictObject({ ...vehicleFields, areaId: gatewayId(64) })
    .transform(({ areaId, ...vehicle }) => ({ areaId, ...vehicleOnWire(vehicle) })),
  output: record({ id: readId() }).transform(({ id }) => ({ vehicleId: id })),
});

/**
 * Changes a vehicle; its area stays. The guide does not say what becomes of optional facts that are left out: give all
 * that are known. The type goes as a number, as in the example (the table says String). Guide 5.9.2.
 */
export const updateVehicle = endpoint({
  name: "vehicles.update",
  path: "POST /resource/v1/areas/vehicles/{id}/update",
  section: "5.9.2",
  kind: "idempotent",
  input: z
    .strictObject({ ...vehicleFields, id: gatewayId(64) })
    .transform(({ id, ...vehicle }) => ({ id, ...vehicleOnWire(vehicle) })),
  output: nothing(),
});

/**
 * Where to send a vehicle's picture (JPEG only), and the key that names it afterwards. Whoever has the address may store
 * there, so it is a Secret; it is good for 15 minutes (its own query says a day: do not trust that). Guide 5.9.4.
 */
export const getPictureUpload = endpoint({
  name: "vehicles.pictureUpload",
  path: "POST /resource/v1/picture/uploadparam/get",
  section: "5.9.4",
  kind: "read",
  input: z.strictObject({}).transform(() => ({ format: "jpg" })),
  output: record({
    key: readId(),
    url: z
      .unknown()
      .transform(toUrl)
      .pipe(z.string())
      .transform((url) => new Secret(url)),
  }),
});

const AccStatus = record({
  idOrDeviceSerial: readId(),
  accStatus: readWord({ 0: "off", 1: "on", [-1]: "unknown" }),
}).transform((row) => ({ id: row.idOrDeviceSerial, ignition: row.accStatus }));

/** Whether a vehicle's ignition is on; `id` is a vehicle id or a serial number, as was asked. */
export type AccStatus = z.output<typeof AccStatus>;

const asOneText = (ids: readonly string[]) => [...new Set(ids)].join(",");
const commaFree = <S extends z.ZodType<string>>(id: S) =>
  id.refine((value) => !value.includes(","), "must not contain a comma");

/**
 * Ignition of vehicles, by vehicle ids or by the serial numbers of their devices. Not more often than once a minute, the
 * guide asks. Unknown means that the device has not said. Names no most; we ask for 500 at once. Guide 5.9.5.
 */
export const getAccStatus = endpoint({
  name: "vehicles.accStatus",
  path: "POST /resource/v1/accstatus/search",
  section: "5.9.5",
  kind: "read",
  timeoutMs: 30_000,
  input: z.union([
    z
      .strictObject({ vehicleIds: nonEmpty(commaFree(gatewayId())) })
      .transform(({ vehicleIds }) => ({ vehicleIds: asOneText(vehicleIds) })),
    z
      .strictObject({ deviceSerials: nonEmpty(commaFree(gatewayId(32))) })
      .transform(({ deviceSerials }) => ({ deviceSerials: asOneText(deviceSerials) })),
  ]),
  output: z.preprocess(
    (data) => (Array.isArray(data) ? { accStatusInfos: data } : (data ?? {})),
    record({ accStatusInfos: readRows(AccStatus) }).transform(({ accStatusInfos }) => accStatusInfos.items),
  ),
});
