import { z } from "zod";
import { ControlError } from "../controlcall";
import type { ControlRoute } from "../controlcall";
import type { Sandbox } from "../parts";
import { giveUpCalls, tellCall } from "../queues/calls";
import { stationFor } from "../queues/control";
import { gpsInfo, movement } from "./fleet";
import type { Call } from "./intercom";

const NewCall = z.strictObject({ roomId: z.string().optional(), deviceSerial: z.string().optional() });
const CallPatch = z.strictObject({ state: z.enum(["cancelled", "answered", "ended"]), userId: z.string().optional() });
const RoomPatch = z.strictObject({ capacity: z.int().nonnegative() });
const VehiclePatch = z.strictObject({
  online: z.boolean().optional(),
  ignition: z.enum(["auto", "on", "off"]).optional(),
  speedLimit: z.int().nonnegative().optional(),
});
const DriverPatch = z.strictObject({ faceError: z.string().nullable() });

/** Control calls for intercom, passes, vehicles and drivers. */
export const fleetRoutes: readonly ControlRoute[] = [
  ["POST", /^\/intercom\/calls$/, ({ sandbox, body }) => ring(sandbox, body)],
  ["GET", /^\/intercom\/calls$/, ({ sandbox }) => ({ calls: calls(sandbox) })],
  ["PATCH", /^\/intercom\/calls\/([^/]+)$/, ({ sandbox, params, body }) => changeCall(sandbox, params[0], body)],
  ["GET", /^\/intercom\/residents$/, ({ sandbox }) => ({ residents: residents(sandbox) })],
  [
    "PATCH",
    /^\/intercom\/rooms\/([^/]+)$/,
    ({ sandbox: { world }, params, body }) =>
      Object.assign(found(world.intercom.rooms, params[0], "room"), RoomPatch.parse(body)),
  ],
  ["POST", /^\/passes\/scan$/, ({ sandbox, body }) => scan(sandbox, body)],
  ["GET", /^\/passes\/([^/]+)$/, ({ sandbox: { world }, params }) => found(world.passes.byId, params[0], "pass")],
  ["GET", /^\/vehicles$/, ({ sandbox }) => ({ vehicles: vehicles(sandbox) })],
  [
    "PATCH",
    /^\/vehicles\/([^/]+)$/,
    ({ sandbox: { world }, params, body }) =>
      Object.assign(found(world.fleet, params[0], "vehicle"), VehiclePatch.parse(body)),
  ],
  [
    "PATCH",
    /^\/drivers\/([^/]+)$/,
    ({ sandbox: { world }, params, body }) =>
      Object.assign(found(world.drivers.byId, params[0], "driver"), DriverPatch.parse(body)),
  ],
];

function found<T>(map: ReadonlyMap<string, T>, id = "", what: string): T {
  const item = map.get(id);
  if (!item) throw new ControlError(404, `no such ${what}: ${id}`);
  return item;
}

function ring({ world, clock, pictures }: Sandbox, body: unknown): Call {
  const { roomId, deviceSerial } = NewCall.parse(body);
  const { intercom } = world;
  const room = roomId === undefined ? intercom.rooms.values().next().value : found(intercom.rooms, roomId, "room");
  const now = clock.now();
  const call = intercom.ring({
    id: world.random.hex(32),
    deviceSerial: stationFor(world, deviceSerial).serialNo,
    roomId: room?.id ?? "",
    startedAt: now,
  });
  tellCall(world, pictures, call, "rings", { at: now });
  return call;
}

function calls({ world, clock, pictures }: Sandbox) {
  giveUpCalls(world, pictures, clock.now());
  return [...world.intercom.calls.values()];
}

/** The device hangs up, somebody else answers, or it is over. */
function changeCall({ world, clock, pictures }: Sandbox, id: string | undefined, body: unknown): Call {
  const { state, userId = null } = CallPatch.parse(body);
  const call = found(world.intercom.calls, id, "call");
  if (call.state !== state) {
    tellCall(world, pictures, call, state === "answered" ? "answered" : "hungUp", { at: clock.now() });
  }
  return Object.assign(call, { state, answeredBy: userId });
}

const residents = ({ world }: Sandbox) =>
  world.intercom.residents().map(({ person: { id, code, firstName, lastName, email }, rooms }) => {
    return { id, personCode: code, firstName, lastName, email, rooms: Object.fromEntries(rooms) };
  });

function scan({ world, clock }: Sandbox, body: unknown) {
  const { code } = z.strictObject({ code: z.string().min(1) }).parse(body);
  return world.passes.scan(code, clock.now());
}

function vehicles({ world, clock }: Sandbox) {
  return [...world.fleet].map(([id, facts]) => ({
    id,
    plate: world.vehicles.get(id),
    deviceSerial: facts.device?.serialNo ?? null,
    online: facts.online,
    ignition: facts.ignition,
    driving: movement(facts, clock.now()).driving,
    gpsInfo: gpsInfo(facts, clock.now()),
  }));
}
