import { z } from "zod";
import { ControlError } from "../controlcall";
import type { ControlRoute } from "../controlcall";
import type { Sandbox } from "../parts";
import { Random } from "../random";
import type { JsonObject } from "../validate";
import { isImported } from "../world/world";
import type { Channel, Kind, World } from "../world/world";
import { rideOf } from "./cast";
import type { Holder } from "./cast";
import { cameraNear, deviceSubject, kindFor, occurrence, rideSubject, subjectOf } from "./occurrence";
import type { Occurrence, Subject } from "./occurrence";
import { QUEUE_NAMES } from "./queues";
import { SCENARIO_NAMES } from "./scenarios";
import { tell, tellExactly } from "./telling";
import type { Collected } from "./telling";
import { doorEvent, vehicleEvent } from "./types";

const queue = z.enum(QUEUE_NAMES);
const count = z.int().min(1).max(100_000).default(1);

/** An exact message for one queue, as many times as told. */
const Exact = z.strictObject({ queue, message: z.record(z.string(), z.json()), count });

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
  if (typeof body === "object" && body !== null && "message" in body) {
    const exact = Exact.parse(body);
    for (let n = 0; n < exact.count; n++) {
      collected[exact.queue] += tellExactly(world, exact.queue, exact.message, clock.now());
    }
    return { collected };
  }
  const happening = Happening.parse(body);
  const guids: string[] = [];
  const people = sandbox.player.cast();
  for (let n = 0; n < happening.count; n++) {
    const what = happen(sandbox, happening, people[n % people.length] ?? null);
    guids.push(what.guid);
    const told = tell(world, sandbox.pictures, what, clock.now(), happening.queue);
    for (const name of QUEUE_NAMES) collected[name] += told[name];
  }
  return { collected, guids: guids.slice(0, 1000) };
}

/** Calls and positions are events of V2 and messages, never alarms. */
const NO_ALARMS = new Set(["140001", "330001"]);

function happen({ world, clock }: Sandbox, wanted: z.output<typeof Happening>, person: Holder | null): Occurrence {
  const random = new Random(`${world.seed}/emit/${++world.queues.emitted}`);
  const type = wanted.type.replace(/^Msg\s*/, "");
  const [door, driving] = [doorEvent(type), vehicleEvent(type)];
  const ride = driving ? rideOf(random.hex(32), "LX21 KFO", person?.firstName ?? "", random) : null;
  const subject = ride
    ? rideSubject(world, ride)
    : subjectFor(world, door ? "door" : kindFor(type), type, wanted.source);
  const at = wanted.at?.getTime() ?? clock.now();
  const ended = wanted.stage === "end";
  const pictures = wanted.pictures ? cameraOf(world, subject) : [];
  return occurrence({
    guid: wanted.guid ?? random.hex(32),
    code: (door ?? driving ?? { alarm: type }).alarm ?? "",
    alarm: !NO_ALARMS.has(type),
    subject,
    at: ended ? at - 1000 : at,
    endsAt: ended ? at : null,
    stage: wanted.stage,
    pictures,
    linked: subject.channel?.kind !== "camera",
    again: wanted.guid !== undefined && wanted.pictures,
    delayed: wanted.delayed,
    door: door ? { message: door.message, person, serialNo: world.queues.emitted, attendance: 0 } : null,
    driving: driving && ride ? { message: driving.message, ride } : null,
    call:
      type === "140001"
        ? { room: 1, state: 0, person, doors: subject.device?.channels.filter(isImported) ?? [] }
        : null,
  });
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
  if (type === "140001") {
    const intercom = [...world.devices.values()].find(({ category }) => category === "videoIntercomDevice");
    if (intercom) return deviceSubject(world, intercom);
  }
  const [first] = world.lists[kind];
  if (!first) throw new ControlError(409, `the world has nothing that could send ${type}`);
  return subjectOf(world, first);
}
