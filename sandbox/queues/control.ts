import { z } from "zod";
import { ControlError } from "../controlcall";
import type { ControlRoute } from "../controlcall";
import type { Sandbox } from "../parts";
import { Random } from "../random";
import type { JsonObject } from "../validate";
import { seatOf } from "../world/seats";
import type { Channel, Device, Kind, World } from "../world/world";
import { tellCall } from "./calls";
import { cameraNear, deviceSubject, kindFor, occurrence, rideOf, rideSubject, subjectOf } from "./occurrence";
import type { Occurrence, Ride, Subject } from "./occurrence";
import { passing } from "./passing";
import { QUEUE_NAMES } from "./queues";
import { SCENARIO_NAMES } from "./scenarios";
import { tell, tellExactly } from "./telling";
import type { Collected } from "./telling";
import { doorEvent, vehicleEvent } from "./types";
import { REFUSALS_FROM } from "../world/swipes";

const queue = z.enum(QUEUE_NAMES);
const count = z.int().min(1).max(100_000).default(1);

/** An exact message for one queue, as many times as told. */
const Exact = z.strictObject({ queue, message: z.record(z.string(), z.json()), count });

/** Exact messages for one queue, in their order. */
const Several = z.strictObject({ queue, messages: z.array(z.record(z.string(), z.json())).max(1_000) });

/** Something that happens, told to every queue or to one. */
const Happening = z.strictObject({
  type: z.string(),
  queue: queue.optional(),
  count,
  /** Id of a resource, serial number of a device, or nothing: the first of a fitting kind. */
  source: z.string().optional(),
  stage: z.enum(["start", "pulse", "end", "confirm", "mark"]).default("start"),
  guid: z.string().optional(),
  /** Epoch ms or ISO; default: now. */
  at: z.coerce.date().optional(),
  pictures: z.boolean().default(false),
  delayed: z.boolean().default(false),
});

const Order = z.strictObject({
  name: z.enum(SCENARIO_NAMES),
  seed: z.string().optional(),
  speed: z.number().positive().max(10_000).optional(),
  agoMinutes: z
    .number()
    .min(0)
    .max(3 * 24 * 60)
    .default(0),
  timers: z.boolean().optional(),
});

/** Control calls for the queues and what happens by itself. */
export const queueRoutes: readonly ControlRoute[] = [
  ["GET", /^\/queues$/, ({ sandbox }) => states(sandbox)],
  ["POST", /^\/queues\/emit$/, ({ sandbox, body }) => emit(sandbox, body)],
  [
    "POST",
    /^\/queues\/lapse$/,
    ({ sandbox, body }) => {
      const { queue: only } = z.strictObject({ queue: queue.optional() }).parse(body);
      for (const name of only ? [only] : QUEUE_NAMES) sandbox.world.queues[name].lapse();
      return states(sandbox);
    },
  ],
  ["GET", /^\/scenario$/, ({ sandbox }) => sandbox.player.state()],
  [
    "POST",
    /^\/scenario$/,
    ({ sandbox, body }) => {
      const { agoMinutes, ...order } = Order.parse(body);
      sandbox.player.start({ ...order, agoMs: agoMinutes * 60_000 });
      return { ...sandbox.player.state(), queues: states(sandbox) };
    },
  ],
  [
    "POST",
    /^\/scenario\/tick$/,
    ({ sandbox }) => {
      sandbox.player.tick();
      return { ...sandbox.player.state(), queues: states(sandbox) };
    },
  ],
  ["DELETE", /^\/scenario$/, ({ sandbox }) => void sandbox.player.stop()],
];

function states({ world, clock }: Sandbox): JsonObject {
  const now = clock.now();
  return Object.fromEntries(QUEUE_NAMES.map((name) => [name, world.queues[name].state(now)]));
}

function emit(sandbox: Sandbox, body: unknown) {
  const { world, clock } = sandbox;
  const collected: Collected = { alarm: 0, combine: 0, rawmsg: 0 };
  if (typeof body === "object" && body !== null && "messages" in body) {
    const several = Several.parse(body);
    for (const message of several.messages) {
      collected[several.queue] += tellExactly(world, several.queue, message, clock.now());
    }
    return { collected };
  }
  if (typeof body === "object" && body !== null && "message" in body) {
    const exact = Exact.parse(body);
    for (let n = 0; n < exact.count; n++) {
      collected[exact.queue] += tellExactly(world, exact.queue, exact.message, clock.now());
    }
    return { collected };
  }
  const happening = Happening.parse(body);
  const guids: string[] = [];
  for (let n = 0; n < happening.count; n++) {
    const { guid, ...told } = happen(sandbox, happening);
    guids.push(guid);
    for (const name of QUEUE_NAMES) collected[name] += told[name];
  }
  return { collected, guids: guids.slice(0, 1000) };
}

type Wanted = z.output<typeof Happening>;

/** Makes it happen now: somebody rings, comes to a door, drives, or anything else. */
function happen(sandbox: Sandbox, wanted: Wanted): Collected & { guid: string } {
  const { world, clock, pictures } = sandbox;
  const random = new Random(`${world.seed}/emit/${++world.queues.emitted}`);
  const type = wanted.type.replace(/^Msg\s*/, "");
  const now = clock.now();
  const at = wanted.at?.getTime() ?? now;
  if (type === "140001") {
    const [room] = world.intercom.rooms.keys();
    const { serialNo: deviceSerial } = stationFor(world, wanted.source);
    const rung = { id: wanted.guid ?? random.hex(32), deviceSerial, roomId: room ?? "", startedAt: at };
    const call = world.intercom.ring(rung);
    return { guid: call.id, ...tellCall(world, pictures, call, "rings", { at, now, only: wanted.queue }) };
  }
  const what = occurrenceOf(world, wanted, type, at, random);
  return { guid: what.guid, ...tell(world, pictures, what, now, wanted.queue) };
}

function occurrenceOf(world: World, wanted: Wanted, type: string, at: number, random: Random): Occurrence {
  const [door, driving] = [doorEvent(type), vehicleEvent(type)];
  const ride = driving ? rideFor(world, wanted.source) : null;
  const subject = ride
    ? rideSubject(world, ride)
    : subjectFor(world, door ? "door" : kindFor(type), type, wanted.source);
  const ended = wanted.stage === "end";
  const startedAt = ended ? at - 1000 : at;
  const facts = {
    // Ordered is ordered, whatever the rules say; positions are no alarms.
    alarm: type === "330001" ? ("never" as const) : ("always" as const),
    endsAt: ended ? at : null,
    stage: wanted.stage,
    pictures: wanted.pictures ? cameraOf(world, subject) : [],
    linked: subject.channel?.kind !== "camera",
    again: wanted.guid !== undefined && wanted.pictures,
    delayed: wanted.delayed,
    driving: driving && ride ? { message: driving.message, ride } : null,
    ...(wanted.guid !== undefined && { guid: wanted.guid }),
  };
  const resource = door?.message ? world.resources.get(subject.id) : undefined;
  if (door?.message && resource?.kind === "door") {
    const persons = [...world.people.persons.values()];
    const person = persons[world.queues.emitted % Math.max(1, persons.length)] ?? null;
    const eventType = Number(door.message);
    const order = { person, door: resource, eventType, ok: eventType < REFUSALS_FROM };
    const swipe = world.people.swipes.swipe(order, startedAt);
    const what = swipe && passing(world, swipe, facts);
    if (what) return what;
  }
  const code = (door ?? driving ?? { alarm: type }).alarm ?? "";
  return occurrence({ guid: random.hex(32), code, subject, at: startedAt, ...facts });
}

/** A vehicle by its id, else the first that has a device. */
function rideFor(world: World, source: string | undefined): Ride {
  const id = source ?? [...world.vehicles.keys()].find((each) => seatOf(world, each));
  const ride = rideOf(world, id ?? "");
  if (!ride) throw new ControlError(404, `no such vehicle: ${source ?? "with a device"}`);
  return ride;
}

/** An intercom by its serial number, else the first. */
export function stationFor(world: World, serialNo: string | undefined): Device {
  const station =
    serialNo === undefined
      ? [...world.devices.values()].find(({ category }) => category === "videoIntercomDevice")
      : world.devicesBySerial.get(serialNo);
  if (!station) throw new ControlError(404, `no such intercom: ${serialNo ?? "any"}`);
  return station;
}

function cameraOf(world: World, subject: Subject): Channel[] {
  const camera = subject.channel?.kind === "camera" ? subject.channel : cameraNear(world, subject);
  return camera ? [camera] : [];
}

function subjectFor(world: World, kind: Kind, type: string, source: string | undefined): Subject {
  if (source !== undefined) {
    const channel = world.resources.get(source);
    if (channel) return subjectOf(world, channel);
    const device = world.devicesBySerial.get(source) ?? world.devices.get(source);
    if (device) return deviceSubject(world, device);
    throw new ControlError(404, `no such resource or device: ${source}`);
  }
  const [first] = world.lists[kind];
  if (!first) throw new ControlError(409, `the world has nothing that could send ${type}`);
  return subjectOf(world, first);
}
