/** What answers and messages about vehicles share: kinds of vehicle, speed limits, positions. */
import { z } from "zod";
import {
  centimetresPerHourToMetresPerSecond,
  readDate,
  readIdOrNull,
  readNumber,
  readObjectOrNull,
  readRows,
  readTextOrNull,
  readUrl,
  readWord,
  record,
  toNumber,
  toText,
} from "./tolerant";

export const vehicleTypes = { 0: "other", 1: "car", 2: "truck", 3: "bus" } as const;
export type VehicleType = (typeof vehicleTypes)[keyof typeof vehicleTypes];
export const vehicleTypeNumbers = { other: 0, car: 1, truck: 2, bus: 3 } as const;

export const readVehicleType = () => readWord(vehicleTypes);

/** A speed limit, cm/h there, metres per second here; zero stands for none and is null. */
export const readSpeedLimit = () =>
  z.unknown().transform((value) => centimetresPerHourToMetresPerSecond(toNumber(value) || null));

/** Degrees without a sign and the letter of their half become signed degrees; null beyond the globe. */
function signed(value: unknown, half: unknown, negative: string, most: number): number | null {
  const degrees = toNumber(value);
  if (degrees === null || Math.abs(degrees) > most) return null;
  const letter = toText(half)?.trim().toUpperCase() ?? "";
  return letter === negative ? 0 - Math.abs(degrees) : degrees;
}

// Degrees by the table; the guide's example 32759 shows hundredths.
function heading(value: number | null): number | null {
  if (value === null || value < 0) return null;
  const degrees = value > 360 ? value / 100 : value;
  return degrees <= 360 ? degrees : null;
}

const GpsInfo = record(
  {
    ew: z.unknown(),
    lng: z.unknown(),
    ns: z.unknown(),
    lat: z.unknown(),
    direction: readNumber(),
    height: readNumber(),
    speed: readNumber(),
  },
  // The scanned guide prints a capital I where lng begins.
  { lng: ["Ing", "lon"] },
).transform((row) => ({
  /** Degrees, north and east positive. */
  latitude: signed(row.lat, row.ns, "S", 90),
  longitude: signed(row.lng, row.ew, "W", 180),
  /** Degrees clockwise from north. */
  heading: heading(row.direction),
  altitudeMetres: row.height === null ? null : row.height / 100,
  metresPerSecond: centimetresPerHourToMetresPerSecond(row.speed),
}));

/** Where a vehicle is and how it moves. A device without a fix says 0/0, which is null here. A.3.100. */
export type GpsPosition = z.output<typeof GpsInfo> & { readonly longitude: number; readonly latitude: number };

export const readGps = () =>
  readObjectOrNull(GpsInfo).transform((gps): GpsPosition | null => {
    const { longitude = null, latitude = null } = gps ?? {};
    if (gps === null || longitude === null || latitude === null) return null;
    return longitude === 0 && latitude === 0 ? null : { ...gps, longitude, latitude };
  });

const Licence = record({
  licenseNo: readIdOrNull(),
  invalidTime: readDate(),
  imageUrl: readUrl(),
}).transform((row) => ({ number: row.licenseNo, validUntil: row.invalidTime, pictureUrl: row.imageUrl }));

const DriverOfVehicle = record({
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
  photoUrl: row.driverFacePic,
  licence: row.licenseInfo,
}));

const VehicleOfMessage = record(
  {
    id: readIdOrNull(),
    licensePlateNo: readTextOrNull(),
    speedLimit: readSpeedLimit(),
    driverInfos: readRows(DriverOfVehicle),
    driverName: readTextOrNull(),
    driverPhone: readTextOrNull(),
  },
  { id: ["vehicleId"], licensePlateNo: ["licensePlate", "plateLicense"] },
).transform((row) => {
  const alone = { id: null, code: null, phone: row.driverPhone, photoUrl: null, licence: null };
  const drivers = row.driverInfos.items.filter((driver) => driver.id !== null || driver.name !== null);
  return {
    id: row.id,
    plate: row.licensePlateNo,
    speedLimitMetresPerSecond: row.speedLimit,
    drivers:
      row.driverInfos.items.length > 0 || row.driverName === null
        ? drivers
        : [{ ...alone, name: row.driverName.trim() }],
  };
});

const NO_VEHICLE: z.output<typeof VehicleOfMessage> = {
  id: null,
  plate: null,
  speedLimitMetresPerSecond: null,
  drivers: [],
};

/**
 * `vehicleRelatedInfo` of alarms and messages: the vehicle with its drivers, and where it was (`position`, null without a
 * fix). Null when it says nothing. Drivers come as a list or as two flat fields. A.3.84 (its meanings are shifted by a
 * slip), A.3.100, A.3.167, A.3.169.
 */
export const readVehicleRelatedInfo = () =>
  readObjectOrNull(record({ gpsInfo: readGps(), vehicleInfo: readObjectOrNull(VehicleOfMessage) })).transform((info) =>
    info === null || (info.gpsInfo === null && info.vehicleInfo === null)
      ? null
      : { ...(info.vehicleInfo ?? NO_VEHICLE), position: info.gpsInfo },
  );
