import { z } from "zod";
import { ControlError } from "../controlcall";
import type { ControlRoute } from "../controlcall";
import { stateOf } from "./clips";
import { canMove } from "./ptz";
import type { World } from "./world";

const ClipPatch = z.strictObject({ state: z.enum(["ready", "failed", "expired", "deleted"]) });

/** Control calls for video and alarm rules: what the gateway itself cannot show or make happen. */
export const videoRoutes: readonly ControlRoute[] = [
  ["GET", /^\/world\/clips$/, ({ sandbox: { world, clock } }) => ({ clips: clips(world, clock.now()) })],
  [
    "PATCH",
    /^\/world\/clips\/([^/]+)$/,
    ({ sandbox: { world, clock }, params: [taskId = ""], body }) => {
      const clip = world.clips.all.get(taskId);
      if (!clip) throw new ControlError(404, `no such clip: ${taskId}`);
      const { state } = ClipPatch.parse(body);
      clip.readyAt = Math.min(clip.readyAt, clock.now());
      clip.fate = state === "ready" ? null : state;
      return { taskId, state: stateOf(clip, clock.now()) };
    },
  ],
  [
    "GET",
    /^\/world\/heads\/([^/]+)$/,
    ({ sandbox: { world, clock }, params: [cameraId = ""] }) => {
      const channel = world.resources.get(cameraId);
      if (channel?.kind !== "camera") throw new ControlError(404, `no such camera: ${cameraId}`);
      if (!canMove(channel)) return { canMove: false };
      const head = world.heads.of(channel.id);
      return {
        canMove: true,
        moving: head.moving,
        position: head.at(clock.now()),
        presets: [...head.presets].map(([number, { name }]) => ({ number, name })),
        auxiliaries: [...head.auxiliaries],
      };
    },
  ],
  ["GET", /^\/world\/movable$/, ({ sandbox: { world } }) => ({ cameras: movable(world) })],
  [
    "GET",
    /^\/world\/linkages$/,
    ({ sandbox: { world } }) => ({ linkages: world.alarmRules.linkages, lowBattery: world.alarmRules.lowBattery }),
  ],
];

const clips = (world: World, now: number) =>
  [...world.clips.all.values()].map((clip) => ({ ...clip, state: stateOf(clip, now) }));

const movable = (world: World) =>
  world.lists.camera.filter(canMove).map(({ resource, device, no }) => ({
    id: resource.id,
    name: resource.name,
    deviceId: device.id,
    channelNo: no,
    online: device.online,
  }));
