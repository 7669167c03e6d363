import { z } from "zod";
import { addCameras } from "./build";
import { ControlError } from "../controlcall";
import { isTimeZone } from "./timezones";
import type { ControlRoute } from "../controlcall";
import type { Sandbox } from "../parts";
import { isOnline, KINDS, ROOT } from "./world";
import type { Area, Device, Imported, Kind, World } from "./world";

const KIND_OF: Record<string, Kind> = {
  cameras: "camera",
  doors: "door",
  alarminputs: "alarmInput",
  alarmoutputs: "alarmOutput",
};
const RESOURCE = /^\/world\/(cameras|doors|alarminputs|alarmoutputs)\/([^/]+)$/;

const NewWorld = z.strictObject({
  dataset: z.enum(["small", "large", "huge"]).optional(),
  seed: z.string().optional(),
});
const NewCameras = z.strictObject({ add: z.int().min(1).max(20_000), areaId: z.string().optional() });
const NewAreas = z.strictObject({
  add: z.int().min(1).max(5_000),
  parentId: z.string().optional(),
  name: z.string().optional(),
});
const ResourcePatch = z.strictObject({
  name: z.string().optional(),
  online: z.boolean().optional(),
  areaId: z.string().optional(),
  active: z.boolean().optional(),
});
const AreaPatch = z.strictObject({ name: z.string().optional(), parentId: z.string().optional() });
const DevicePatch = z.strictObject({
  name: z.string().optional(),
  online: z.boolean().optional(),
  encrypted: z.boolean().optional(),
  timeZoneId: z.string().refine(isTimeZone, "no such time zone").optional(),
});

/** Control calls that look at or change the world behind the gateway's back. */
export const worldRoutes: readonly ControlRoute[] = [
  [
    "POST",
    /^\/world$/,
    ({ sandbox, body }) => {
      const { dataset, seed } = NewWorld.parse(body);
      sandbox.replaceWorld(dataset ?? sandbox.world.dataset, seed ?? sandbox.world.seed);
      return summary(sandbox.world);
    },
  ],
  ["GET", /^\/world\/summary$/, ({ sandbox }) => summary(sandbox.world)],
  [
    "POST",
    /^\/world\/cameras$/,
    ({ sandbox: { world }, body }) => {
      const { add, areaId } = NewCameras.parse(body);
      const area = areaId === undefined ? world.areas.values().next().value : areaOf(world, areaId);
      if (!area) throw new ControlError(409, "the world has no area");
      return { ids: addCameras(world, add, area) };
    },
  ],
  ["GET", RESOURCE, ({ sandbox, params }) => describe(resourceOf(sandbox.world, params))],
  [
    "PATCH",
    RESOURCE,
    ({ sandbox, params, body }) => patchResource(sandbox.world, resourceOf(sandbox.world, params), body),
  ],
  [
    "DELETE",
    RESOURCE,
    ({ sandbox, params }) => void sandbox.world.removeResources([resourceOf(sandbox.world, params)]),
  ],
  ["POST", /^\/cameras\/([^/]+)\/(offline|online)$/, ({ sandbox, params }) => switchCamera(sandbox, params)],
  ["POST", /^\/devices\/([^/]+)\/(offline|online)$/, ({ sandbox, params }) => switchDevice(sandbox, params)],
  [
    "POST",
    /^\/world\/areas$/,
    ({ sandbox: { world }, body }) => {
      const { add, parentId = ROOT, name = "Added area" } = NewAreas.parse(body);
      if (parentId !== ROOT) areaOf(world, parentId);
      const number = world.areas.size;
      const nameOf = (n: number) => (add === 1 ? name : `${name} ${number + n}`);
      return { ids: Array.from({ length: add }, (_, n) => world.addArea(nameOf(n + 1), parentId).id) };
    },
  ],
  [
    "PATCH",
    /^\/world\/areas\/([^/]+)$/,
    ({ sandbox, params, body }) => patchArea(sandbox.world, areaOf(sandbox.world, params[0]), body),
  ],
  [
    "DELETE",
    /^\/world\/areas\/([^/]+)$/,
    ({ sandbox, params }) => void sandbox.world.removeArea(areaOf(sandbox.world, params[0])),
  ],
  [
    "PATCH",
    /^\/world\/devices\/([^/]+)$/,
    ({ sandbox: { world }, params, body }) => {
      const device = deviceOf(world, params[0]);
      Object.assign(device, DevicePatch.parse(body));
      return describeDevice(device);
    },
  ],
  [
    "DELETE",
    /^\/world\/devices\/([^/]+)$/,
    ({ sandbox: { world }, params }) => void world.removeDevice(deviceOf(world, params[0])),
  ],
];

const SAMPLE = 5;

/** Counts, and a few ids of everything a test may want to take hold of. */
function summary(world: World) {
  const devices = [...world.devices.values()];
  const cameras = world.lists.camera;
  const sample = (list: readonly Imported[]) => list.slice(0, SAMPLE).map(describe);
  return {
    dataset: world.dataset,
    seed: world.seed,
    counts: {
      areas: world.areas.size,
      devices: world.devices.size,
      devicesOffline: devices.filter((device) => !device.online).length,
      camerasOffline: cameras.filter((camera) => !isOnline(camera)).length,
      ...Object.fromEntries(Object.entries(KIND_OF).map(([plural, kind]) => [plural, world.lists[kind].length])),
      channels: world.channels.size,
      users: world.users.length,
    },
    samples: {
      areas: [...world.areas.values()].slice(0, SAMPLE),
      devices: devices.slice(0, SAMPLE).map(describeDevice),
      ...Object.fromEntries(Object.entries(KIND_OF).map(([plural, kind]) => [plural, sample(world.lists[kind])])),
      offlineCameras: sample(cameras.filter((camera) => !isOnline(camera))),
      encryptedCameras: sample(cameras.filter((camera) => camera.device.encrypted)),
      freeChannels: [...world.channels.values()]
        .filter((channel) => !channel.resource)
        .slice(0, SAMPLE)
        .map((channel) => ({
          id: channel.id,
          kind: channel.kind,
          no: channel.no,
          serialNo: channel.device.serialNo,
        })),
    },
    addable: [...world.boxed.values()],
  };
}

function describe(channel: Imported) {
  const { kind, no, device, resource, linked, active } = channel;
  return {
    ...resource,
    kind,
    no,
    channelId: channel.id,
    serialNo: device.serialNo,
    online: isOnline(channel),
    linked,
    active,
    encrypted: device.encrypted,
  };
}

function describeDevice({ id, name, category, serialNo, verifyCode, online, encrypted, channels }: Device) {
  const counts = KINDS.map((kind) => [kind, channels.filter((channel) => channel.kind === kind).length] as const);
  return { id, name, category, serialNo, verifyCode, online, encrypted, channels: Object.fromEntries(counts) };
}

function resourceOf(world: World, [plural = "", id = ""]: string[]): Imported {
  const channel = world.resources.get(id);
  if (channel?.kind !== KIND_OF[plural]) throw new ControlError(404, `no such resource: ${plural} ${id}`);
  return channel as Imported;
}

function areaOf(world: World, id = ""): Area {
  const area = world.areas.get(id);
  if (!area) throw new ControlError(404, `no such area: ${id}`);
  return area;
}

function deviceOf(world: World, serialNo = ""): Device {
  const device = world.devicesBySerial.get(serialNo);
  if (!device) throw new ControlError(404, `no such device: ${serialNo}`);
  return device;
}

function patchResource(world: World, channel: Imported, body: unknown) {
  const { name, online, areaId, active } = ResourcePatch.parse(body);
  channel.resource.name = name ?? channel.resource.name;
  channel.resource.areaId = areaId === undefined ? channel.resource.areaId : areaOf(world, areaId).id;
  channel.linked = online ?? channel.linked;
  channel.active = active ?? channel.active;
  return describe(channel);
}

function patchArea(world: World, area: Area, body: unknown) {
  const { name, parentId } = AreaPatch.parse(body);
  area.name = name ?? area.name;
  if (parentId !== undefined) {
    if (parentId !== ROOT && world.below(area.id).has(areaOf(world, parentId).id))
      throw new ControlError(409, "an area cannot be below itself");
    world.moveArea(area, parentId);
  }
  return area;
}

function switchCamera({ world }: Sandbox, [id = "", state]: string[]) {
  const camera = resourceOf(world, ["cameras", id]);
  camera.linked = state === "online";
  return describe(camera);
}

function switchDevice({ world }: Sandbox, [serialNo, state]: string[]) {
  const device = deviceOf(world, serialNo);
  device.online = state === "online";
  return describeDevice(device);
}
