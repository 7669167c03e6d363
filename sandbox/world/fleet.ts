import type { Json } from "../validate";

/** A point of a route, degrees. */
export type Point = readonly [latitude: number, longitude: number];

/** What the platform knows of a vehicle besides its plate, which stands in `World.vehicles`. */
export interface VehicleFacts {
  /** The area it was added to. */
  areaId: string;
  type: number;
  driverFirstName: string;
  driverLastName: string;
  driverPhoneNo: string;
  pictureKey: string;
  extend: string;
  /** cm/h. */
  speedLimit: number;
  /** The demo's on-board devices, which are no devices of the account; null: looked for there. */
  device: { id: string; serialNo: string } | null;
  online: boolean;
  /** "auto" follows the drive. */
  ignition: "auto" | "on" | "off";
  route: readonly Point[];
  /** Where in its round it was at the epoch, ms. */
  offsetMs: number;
}

const DRIVING_MS = 35 * 60_000;
const ROUND_MS = 50 * 60_000;
const EARTH_METRES = 6_371_000;
const rad = (degrees: number) => (degrees * Math.PI) / 180;

interface Movement {
  point: Point;
  /** Degrees clockwise from north. */
  direction: number;
  metresPerSecond: number;
  driving: boolean;
}

/** Where a vehicle is: 35 minutes around its route at an even pace, then a quarter of an hour parked. */
export function movement({ route, offsetMs }: VehicleFacts, now: number): Movement {
  const phase = (((now + offsetMs) % ROUND_MS) + ROUND_MS) % ROUND_MS;
  const legs = route.map((from, index) => ({ from, to: route[(index + 1) % route.length] ?? from }));
  const lengths = legs.map(({ from, to }) => metres(from, to));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const home = route[0] ?? [0, 0];
  if (phase >= DRIVING_MS || whole === 0) return { point: home, direction: 0, metresPerSecond: 0, driving: false };
  let left = (whole * phase) / DRIVING_MS;
  for (const [index, leg] of legs.entries()) {
    const length = lengths[index] ?? 0;
    if (left > length) {
      left -= length;
      continue;
    }
    const share = length === 0 ? 0 : left / length;
    const point = [between(leg.from[0], leg.to[0], share), between(leg.from[1], leg.to[1], share)] as const;
    return { point, direction: bearing(leg.from, leg.to), metresPerSecond: (whole / DRIVING_MS) * 1000, driving: true };
  }
  return { point: home, direction: 0, metresPerSecond: 0, driving: true };
}

const between = (from: number, to: number, share: number) => from + (to - from) * share;

function metres([lat1, lng1]: Point, [lat2, lng2]: Point): number {
  const x = rad(lng2 - lng1) * Math.cos(rad((lat1 + lat2) / 2));
  return EARTH_METRES * Math.hypot(x, rad(lat2 - lat1));
}

function bearing([lat1, lng1]: Point, [lat2, lng2]: Point): number {
  const x = (lng2 - lng1) * Math.cos(rad((lat1 + lat2) / 2));
  return Math.round(((Math.atan2(x, lat2 - lat1) * 180) / Math.PI + 360) % 360);
}

/** GPSInfo as the guide has it (A.3.100): degrees without a sign, cm, cm/h. */
export function gpsInfo(facts: VehicleFacts, now: number): Record<string, Json> {
  const { point, direction, metresPerSecond } = movement(facts, now);
  const [latitude, longitude] = point;
  return {
    ew: longitude < 0 ? "W" : "E",
    lng: Math.abs(longitude).toFixed(6),
    ns: latitude < 0 ? "S" : "N",
    lat: Math.abs(latitude).toFixed(6),
    direction,
    height: 1200,
    speed: Math.round(metresPerSecond * 360_000),
  };
}

/** ACC status: -1 unknown, 0 off, 1 on. */
export function accStatus(facts: VehicleFacts, online: boolean, now: number): number {
  if (!online) return -1;
  if (facts.ignition !== "auto") return facts.ignition === "on" ? 1 : 0;
  return movement(facts, now).driving ? 1 : 0;
}
