import { GatewayError } from "../errors";
import type { Input, Json, JsonObject } from "../validate";
import type { Driver, FaceJob } from "../world/drivers";
import { seatOf } from "../world/seats";
import type { World } from "../world/world";
import { has } from "./asked";
import type { Context, Handler } from "./handler";

const nameOf = (driver: Driver) => `${driver.firstName} ${driver.lastName}`.trim();

/** The vehicles of a driver that are still there. */
const vehiclesOf = (world: World, driver: Driver) =>
  driver.vehicleIds.flatMap((id) => {
    const plate = world.vehicles.get(id);
    return plate === undefined ? [] : [{ id, plate, seat: seatOf(world, id) }];
  });

/** Guide 5.9.6, A.3.85. The answer tells no total. */
const queryDrivers: Handler = (context, input) => {
  const { world, clock } = context;
  const [ids, groupId, search] = [new Set(input.texts("driverIds")), input.text("groupId"), input.text("fuzzySearch")];
  const status = input.has("distributionStatus") ? input.integer("distributionStatus") : -1;
  const linked = input.integer("relatedVehicle");
  const found = [...world.drivers.byId.values()].filter((driver) => {
    const vehicles = vehiclesOf(world, driver);
    return (
      (ids.size === 0 || ids.has(driver.id)) &&
      ["", driver.groupId].includes(groupId) &&
      (status < 0 || world.drivers.faceStatus(driver, clock.now()) === status) &&
      (linked <= 0 || (linked === 2) === vehicles.length > 0) &&
      [nameOf(driver), driver.code, ...vehicles.map(({ plate }) => plate)].some((text) => has(text, search))
    );
  });
  const from = (input.integer("pageIndex") - 1) * input.integer("pageSize");
  return { drivers: found.slice(from, from + input.integer("pageSize")).map((driver) => row(context, driver)) };
};

function row({ world, clock, origin }: Context, driver: Driver): JsonObject {
  const now = clock.now();
  const failed = world.drivers.jobsOf(driver.id).filter((job) => job.dueAt <= now && job.code !== null);
  return {
    driverGroupId: driver.groupId,
    driverGroupName: world.drivers.groups.get(driver.groupId)?.name ?? "",
    driverId: driver.id,
    facepicUrl: world.uploads.pictureUrl(origin, driver.photoKey, now),
    driverName: nameOf(driver),
    driverCode: driver.code,
    gender: String(driver.gender),
    phone: driver.phone,
    email: driver.email,
    description: driver.description,
    distributionStatus: world.drivers.faceStatus(driver, now),
    distributionInfo: {
      errorInfo: failed.map((job) => ({
        vehicleId: job.vehicleId,
        vehicleName: job.plate,
        errorCode: job.code,
        deviceSerial: job.deviceSerial,
      })),
    },
    relatedVehicles: vehiclesOf(world, driver).map(({ id, plate, seat }) => ({
      plateLicense: plate,
      vehicleId: id,
      deviceSerial: seat?.serialNo ?? "",
    })),
    driverLicenseInfo: {
      validTime: driver.licence.validTime,
      licenseNo: driver.licence.no,
      imageUrl: world.uploads.pictureUrl(origin, driver.licence.imageKey, now),
    },
  };
}

/** Stores base64 of a JPEG and answers its key; "" for none. Throws the code for anything else. */
function keep({ world, clock }: Context, data: string, code: string): string {
  if (data === "") return "";
  const bytes = Buffer.from(data, "base64");
  if (bytes.subarray(0, 3).toString("hex") !== "ffd8ff") throw new GatewayError(code);
  const key = world.uploads.newKey(world, clock.now());
  world.uploads.pictures.set(key, bytes);
  return key;
}

/** What was sent of a driver. Throws the code for a missing name, a code that is taken, an unknown group or vehicle. */
function given(context: Context, input: Input, self: string, code: string) {
  const { world } = context;
  const [firstName, lastName, driverCode] = ["firstName", "lastName", "driverCode"].map((key) =>
    input.text(key).trim(),
  );
  const vehicleIds = [...new Set(input.texts("relateVehicleIds"))];
  const taken = [...world.drivers.byId.values()].some((other) => other.id !== self && other.code === driverCode);
  const strange = vehicleIds.some((id) => !world.vehicles.has(id)) || !world.drivers.groups.has(input.text("groupId"));
  if (`${firstName}${lastName}` === "" || taken || strange) throw new GatewayError(code);
  const licence = input.object("driverLicenseInfo");
  return {
    firstName: firstName ?? "",
    lastName: lastName ?? "",
    code: driverCode ?? "",
    gender: input.integer("gender"),
    groupId: input.text("groupId"),
    phone: input.text("phone"),
    email: input.text("email"),
    description: input.text("description"),
    vehicleIds,
    licence: {
      no: licence.text("licenseNo"),
      validTime: licence.text("validTime"),
      imageKey: keep(context, licence.text("imageData"), code),
    },
  };
}

/** Guide 5.9.7. Throws OPEN010001. */
const addDriver: Handler = (context, input) => {
  const { world } = context;
  const facts = given(context, input, "", "OPEN010001");
  const photoKey = keep(context, input.text("photoData"), "OPEN010001");
  const id = world.random.digits(18);
  world.drivers.byId.set(id, { id, ...facts, photoKey, faceError: null, faceBefore: 0 });
  return { driverId: id };
};

/** Guide 5.9.8. Vehicles that are not sent are unlinked; a photo that is not sent stays. Throws OPEN010002. */
const updateDriver: Handler = (context, input) => {
  const driver = context.world.drivers.byId.get(input.text("driverId"));
  if (!driver) throw new GatewayError("OPEN010002");
  const facts = given(context, input, driver.id, "OPEN010002");
  const photoKey = keep(context, input.text("photoData"), "OPEN010002") || driver.photoKey;
  const imageKey = facts.licence.imageKey || driver.licence.imageKey;
  Object.assign(driver, facts, { photoKey, licence: { ...facts.licence, imageKey } });
  return undefined;
};

/** Takes entries out, all or none. Throws VMS000003. */
function removeAll(map: Map<string, unknown>, ids: readonly string[]): undefined {
  if (ids.some((id) => !map.has(id))) throw new GatewayError("VMS000003");
  for (const id of ids) map.delete(id);
}

/** Guide 5.9.10: a bare list. */
const queryGroups: Handler = ({ world }, input) => {
  const wanted = new Set(input.texts("driverGroupIdList"));
  const drivers = [...world.drivers.byId.values()];
  return [...world.drivers.groups.values()]
    .filter(({ id }) => wanted.size === 0 || wanted.has(id))
    .map((group) => ({
      groupId: group.id,
      groupName: group.name,
      areaId: group.areaId,
      areaName: world.areas.get(group.areaId)?.name ?? "",
      peopleCount: drivers.filter((driver) => driver.groupId === group.id).length,
    }));
};

function groupGiven(world: World, input: Input, self: string, code: string) {
  const [name, areaId] = [input.text("driverGroupName").trim(), input.text("relatedAreaId")];
  if (!world.areas.has(areaId)) throw new GatewayError("OPEN000031");
  if ([...world.drivers.groups.values()].some((group) => group.id !== self && group.name === name)) {
    throw new GatewayError(code);
  }
  return { name, areaId };
}

/** Guide 5.9.11. Throws OPEN010004 (name taken), OPEN000031. */
const addGroup: Handler = ({ world }, input) => {
  const id = world.random.digits(18);
  world.drivers.groups.set(id, { id, ...groupGiven(world, input, "", "OPEN010004") });
  return { id };
};

/** Guide 5.9.12. Throws OPEN010005 (no such group, name taken), OPEN000031. */
const updateGroup: Handler = ({ world }, input) => {
  const group = world.drivers.groups.get(input.text("id"));
  if (!group) throw new GatewayError("OPEN010005");
  Object.assign(group, groupGiven(world, input, group.id, "OPEN010005"));
  return undefined;
};

/** Guide 5.9.13. Drivers of a deleted group are in none. */
const deleteGroups: Handler = ({ world }, input) => {
  const ids = input.texts("driverGroupIdList");
  removeAll(world.drivers.groups, ids);
  for (const driver of world.drivers.byId.values()) if (ids.includes(driver.groupId)) driver.groupId = "";
  return undefined;
};

function faceJob(world: World, driver: Driver, vehicle: ReturnType<typeof vehiclesOf>[0], dueAt: number): FaceJob {
  const missing = driver.photoKey === "" ? "THD_ISAPI_0x6000603a" : null;
  return {
    driverId: driver.id,
    vehicleId: vehicle.id,
    plate: vehicle.plate,
    deviceSerial: vehicle.seat?.serialNo ?? "",
    dueAt,
    code: vehicle.seat?.online ? (driver.faceError ?? missing) : "EVZ20007",
  };
}

/** Guide 5.9.14. One task for each driver and vehicle with a device; none: no guid. Throws OPEN010007. */
const distributeFaces: Handler = ({ world, clock, settings }, input) => {
  const drivers = [...new Set(input.texts("driverIds"))].map((id) => world.drivers.byId.get(id));
  const jobs = drivers.flatMap((driver) => {
    if (!driver) throw new GatewayError("OPEN010007");
    return vehiclesOf(world, driver).flatMap((vehicle) => (vehicle.seat ? [{ driver, vehicle }] : []));
  });
  if (jobs.length === 0) return {};
  const guid = world.random.hex(32);
  const now = clock.now();
  world.drivers.tasks.set(
    guid,
    jobs.map(({ driver, vehicle }, index) =>
      faceJob(world, driver, vehicle, now + settings.driverFaceMs * (index + 1)),
    ),
  );
  return { guid };
};

/** Guide 5.9.15: counts what has ended so far. Throws OPEN010007 for an unknown task. */
const queryFaces: Handler = ({ world, clock }, input) => {
  const jobs = world.drivers.tasks.get(input.text("guid"));
  if (!jobs) throw new GatewayError("OPEN010007");
  const ended = jobs.filter((job) => job.dueAt <= clock.now());
  return {
    totalCount: jobs.length,
    successCount: ended.filter((job) => job.code === null).length,
    distributionFailedStatus: ended.flatMap((job): Json[] => {
      if (job.code === null) return [];
      const driver = world.drivers.byId.get(job.driverId);
      return [
        {
          driverId: job.driverId,
          driverName: driver ? nameOf(driver) : "",
          licensePlate: job.plate,
          errorCode: job.code,
          message: new GatewayError(job.code).message,
          deviceSerial: job.deviceSerial,
        },
      ];
    }),
  };
};

export const driverHandlers: Record<string, Handler> = {
  "/vehicle/v1/driver/batchquery": queryDrivers,
  "/vehicle/v1/driver/add": addDriver,
  "/vehicle/v1/driver/update": updateDriver,
  "/vehicle/v1/driver/batchdel": ({ world }, input) => removeAll(world.drivers.byId, input.texts("driverIdList")),
  "/vehicle/v1/driverGroup/batchquery": queryGroups,
  "/vehicle/v1/driverGroup/add": addGroup,
  "/vehicle/v1/driverGroup/update": updateGroup,
  "/vehicle/v1/driverGroup/batchdel": deleteGroups,
  "/vehicle/v1/driverFace/distribution": distributeFaces,
  "/vehicle/v1/driverFace/status/query": queryFaces,
};
