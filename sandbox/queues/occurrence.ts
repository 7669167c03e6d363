import type { Driver } from "../world/drivers";
import type { VehicleFacts } from "../world/fleet";
import type { Person } from "../world/person";
import { factsOf, seatOf } from "../world/seats";
import type { Swipe } from "../world/swipes";
import { idOfZone } from "../world/timezones";
import type { Channel, Device, Imported, Kind, World } from "../world/world";

/** The device that reports. */
export type Reporter = Pick<Device, "id" | "name" | "category" | "serialNo" | "timeZoneId">;

/** Where something happens, as messages name it. */
export interface Subject {
  /** A word of A.1.6, or "door". */
  type: string;
  id: string;
  name: string;
  areaId: string;
  areaName: string;
  device: Reporter | null;
  channel: Channel | null;
}

/** Kind of an alarm message: "0" end, "1" start or pulse, "2" confirm, "3" mark (A.3.20). */
export type Stage = "start" | "pulse" | "end" | "confirm" | "mark";

/** One thing that happened, and what is told of it in one message of each queue. */
export interface Occurrence {
  guid: string;
  /** Alarm type of A.1.4 or A.1.5; "" for what only the message queue knows. */
  code: string;
  subject: Subject;
  /** Epoch ms; `endsAt` null while it goes on. */
  at: number;
  endsAt: number | null;
  stage: Stage;
  /** Cameras whose pictures come along; `linked` when another camera was told to take them. */
  pictures: readonly Channel[];
  linked: boolean;
  /** Told again with what was missing at first. */
  again: boolean;
  /** Kept by the device while it had no connection. */
  delayed: boolean;
  /** "armed": an alarm unless the rule for it is off or out of its schedule. Only the other queues hear of "never". */
  alarm: "armed" | "always" | "never";
  swipe: Swipe | null;
  driving: { message: string | null; ride: Ride } | null;
  call: { id: string; room: number | null; state: number; person: Person | null; doors: readonly Imported[] } | null;
  plate: { number: string; list: 0 | 1 } | null;
  queueing: { waitSeconds: number; threshold: number } | null;
}

/** A vehicle with who drives it. */
export interface Ride {
  id: string;
  plate: string;
  facts: VehicleFacts;
  drivers: readonly Driver[];
}

const SITE_ZONE = idOfZone("Europe/London");

type Needed = Pick<Occurrence, "guid" | "code" | "subject" | "at">;

export function occurrence(facts: Needed & Partial<Occurrence>): Occurrence {
  return {
    endsAt: null,
    stage: "start",
    pictures: [],
    linked: false,
    again: false,
    delayed: false,
    alarm: "armed",
    swipe: null,
    driving: null,
    call: null,
    plate: null,
    queueing: null,
    ...facts,
  };
}

export function subjectOf(world: World, channel: Imported): Subject {
  const { areaId } = channel.resource;
  return {
    type: channel.kind,
    id: channel.resource.id,
    name: channel.resource.name,
    areaId,
    areaName: world.areas.get(areaId)?.name ?? "",
    device: channel.device,
    channel,
  };
}

/** A device is where its first resource is. */
export function deviceSubject(world: World, device: Device): Subject {
  const areaId = device.channels.find((channel) => channel.resource !== null)?.resource?.areaId ?? "";
  return {
    type: device.category,
    id: device.id,
    name: device.name,
    areaId,
    areaName: world.areas.get(areaId)?.name ?? "",
    device,
    channel: null,
  };
}

/** The vehicle of an id; null when there is none. */
export function rideOf(world: World, id: string): Ride | null {
  const plate = world.vehicles.get(id);
  if (plate === undefined) return null;
  const drivers = [...world.drivers.byId.values()].filter(({ vehicleIds }) => vehicleIds.includes(id));
  return { id, plate, facts: factsOf(world, id), drivers };
}

/** A vehicle is in the area it was added to; its device goes by its serial number. */
export function rideSubject(world: World, { id, plate, facts }: Ride): Subject {
  const seat = seatOf(world, id);
  return {
    type: "vehicle",
    id,
    name: plate,
    areaId: facts.areaId,
    areaName: world.areas.get(facts.areaId)?.name ?? "",
    device: seat && {
      id: seat.id,
      name: seat.serialNo,
      category: "mobileDevice",
      serialNo: seat.serialNo,
      timeZoneId: SITE_ZONE,
    },
    channel: null,
  };
}

/** The clocks of what reports; those of the first site for what has none. */
export const zoneOf = ({ device }: Subject) => device?.timeZoneId ?? SITE_ZONE;

/** A camera near a resource: of its area, else of its device, else none. */
export function cameraNear(world: World, subject: Subject): Channel | null {
  const cameras: readonly Imported[] = world.lists.camera;
  return (
    cameras.find(({ resource }) => resource.areaId === subject.areaId) ??
    cameras.find(({ device }) => device === subject.device) ??
    null
  );
}

/** Which kind of resource an alarm type comes from when nobody says and it is not of a door. */
export function kindFor(code: string): Kind {
  return code === "50000" || code === "20008" || /^700|^10030/.test(code) ? "alarmInput" : "camera";
}
