import type { Channel, Device, Imported, Kind, World } from "../world/world";
import type { Holder, Ride } from "./cast";

/** Where something happens, as messages name it. */
export interface Subject {
  /** A word of A.1.6, or "door". */
  type: string;
  id: string;
  name: string;
  areaId: string;
  areaName: string;
  device: Device | null;
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
  /** Whether a rule makes an alarm of it; without one only the other queues hear of it. */
  alarm: boolean;
  door: { message: string | null; person: Holder | null; serialNo: number; attendance: number } | null;
  driving: { message: string | null; ride: Ride } | null;
  call: { room: number; state: number; person: Holder | null; doors: readonly Imported[] } | null;
  plate: { number: string; list: 0 | 1 } | null;
  queueing: { waitSeconds: number; threshold: number } | null;
}

type Needed = Pick<Occurrence, "guid" | "code" | "subject" | "at">;

export function occurrence(facts: Needed & Partial<Occurrence>): Occurrence {
  return {
    endsAt: null,
    stage: "start",
    pictures: [],
    linked: false,
    again: false,
    delayed: false,
    alarm: true,
    door: null,
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

export function rideSubject(world: World, ride: Ride): Subject {
  const device = [...world.devices.values()].find(({ vehicleId }) => vehicleId === ride.id) ?? null;
  const areaName = world.areas.get(ride.id)?.name ?? ride.plate;
  return { type: "vehicle", id: ride.id, name: ride.plate, areaId: ride.id, areaName, device, channel: null };
}

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
