import type pg from "pg";
import { permit, type Actor } from "@/lib/auth/actor";
import { command, itemFailed, judged, rereadEach, resultOf } from "@/lib/domains/commands/mirror";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { askForChannels, deviceForChange, type KnownDevice } from "@/lib/domains/devices/read";
import type { DeviceChannel, ResourceType } from "@/lib/domains/devices/schema";
import { elementMirrors, rereadElements } from "@/lib/domains/elements/mirror";
import type { ElementKind } from "@/lib/domains/elements/schema";
import { elementNouns } from "@/lib/domains/elements/terms";
import { storeRows } from "@/lib/domains/sync/mirror";
import { InvalidInputError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { addResources as addResourcesEndpoint } from "@/lib/gateway/endpoints";
import { outcomeOf, type ItemOutcome } from "@/lib/gateway/outcome";
import { areaForChange } from "../read";
import type { AddResources } from "../schema";

const kindOf: Readonly<Record<ResourceType, ElementKind>> = {
  camera: "cameras",
  door: "doors",
  alarmInput: "alarm-inputs",
  alarmOutput: "alarm-outputs",
};

interface Wanted extends DeviceChannel {
  /** The name it shall have in the area. */
  wantedName: string;
}

function chosen(channels: readonly DeviceChannel[], asked: AddResources["channels"]): Wanted[] {
  const byId = new Map(channels.map((channel) => [channel.id, channel]));
  return asked.map(({ id, name }, index) => {
    const channel = byId.get(id);
    if (channel !== undefined) return { ...channel, wantedName: name };
    const message = "The device has no such channel, or no longer: choose again.";
    throw new InvalidInputError(message, { fields: [{ field: `channels.${index}.id`, message }] });
  });
}

interface Added {
  items: ItemOutcome[];
  /** Resource ids by channel id. */
  ids: ReadonlyMap<string, string>;
}

async function send(areaId: string, wanted: readonly Wanted[], signal: AbortSignal): Promise<Added> {
  const [first, ...rest] = wanted.map(({ id, type, wantedName }) => ({ channelId: id, type, name: wantedName }));
  if (first === undefined) return { items: [], ids: new Map() };
  const request = { areaId, resources: [first, ...rest] as [typeof first, ...(typeof first)[]] };
  try {
    const answer = await gateway().call(addResourcesEndpoint, request, { lane: "interactive", signal });
    const items = addResourcesEndpoint.outcome?.(answer, request).items ?? [];
    const ids = answer.resources.flatMap(({ id, channelId, code }) =>
      id === null || id === "" || code !== null ? [] : [[channelId, id] as const],
    );
    return { items: [...items], ids: new Map(ids) };
  } catch (error) {
    return { items: wanted.map(({ id }) => itemFailed(id, error)), ids: new Map() };
  }
}

async function store(
  tx: pg.PoolClient,
  area: { id: string; name: string },
  device: KnownDevice,
  wanted: readonly Wanted[],
  { ids }: Added,
): Promise<void> {
  for (const [type, kind] of Object.entries(kindOf) as [ResourceType, ElementKind][]) {
    const rows = wanted.flatMap((channel) => {
      const id = ids.get(channel.id);
      if (channel.type !== type || id === undefined) return [];
      const { wantedName: name, state: online, id: channel_id, no: channel_no } = channel;
      const place = { area_id: area.id, area_name: area.name, device_id: device.id, device_serial: device.serial };
      return [{ id, name, online, ...place, channel_id, channel_no, ...(kind === "cameras" ? { abilities: [] } : {}) }];
    });
    if (rows.length > 0) await storeRows(tx, elementMirrors[kind], rows);
  }
}

/**
 * Puts channels of a device into an area; each has its own result, under its channel's id. Throws NotFoundError for the
 * area or device, ForbiddenError also for somebody limited to areas (a channel in no area is nobody's part of the site),
 * InvalidInputError for a channel the device has not, and GatewayError when the device cannot be read. Guide 5.2.2.
 */
export async function addResources(
  actor: Actor,
  { areaId, deviceId, channels }: AddResources & { areaId: string },
  signal: AbortSignal,
): Promise<CommandResult> {
  permit(actor, "areas:write");
  const area = await areaForChange(actor, areaId);
  const device = await deviceForChange(actor, deviceId);
  const wanted = chosen(await askForChannels(device, signal), channels);
  const objects = [
    { kind: "area", ...area },
    { kind: "device", id: device.id, name: device.name },
  ];
  const details = { channels: wanted.map(({ id, type, wantedName }) => ({ id, type, name: wantedName })) };
  const kinds = [...new Set(wanted.map(({ type }) => kindOf[type]))];
  const { items } = await command(actor, { action: "area.resources.add", objects, details }, kinds, {
    send: () => send(areaId, wanted, signal),
    judge: (added) => {
      const judgement = judged(outcomeOf(added.items));
      const resources = wanted.flatMap(({ id, type, wantedName }) => {
        const resource = added.ids.get(id);
        return resource === undefined ? [] : [{ kind: elementNouns[kindOf[type]], id: resource, name: wantedName }];
      });
      return { ...judgement, objects: [...objects, ...resources] };
    },
    store: (tx, added) => store(tx, area, device, wanted, added),
    reread: (again) =>
      rereadEach(
        kinds.map((kind) => (device.serial === null ? null : { kind, serial: device.serial })),
        kinds,
        ({ kind, serial }) => rereadElements(kind, { serial, ids: [] }, again),
      ),
  });
  return resultOf(items, new Map(wanted.map(({ id, wantedName }) => [id, wantedName])));
}
