import { badArgument, GatewayError } from "../errors";
import type { Json, JsonObject } from "../validate";
import { isImported, KINDS, ROOT } from "../world/world";
import type { Area, Channel, World } from "../world/world";
import type { Context, Handler } from "./handler";
import { page } from "./handler";

/** Levels an area tree may have. */
const DEEPEST = 5;

/** Guide 5.2.2. Throws OPEN000031 (no such parent), VMS021105 (too deep), CCF021103 or VMS021103 (name taken). */
const addArea: Handler = ({ world, settings }, input) => {
  const [parentId, name] = [input.text("parentAreaID"), input.text("areaName")];
  if (parentId !== ROOT) {
    const parent = world.areas.get(parentId);
    if (!parent) throw new GatewayError("OPEN000031");
    if (world.pathOf(parent).length >= DEEPEST) throw new GatewayError("VMS021105");
  }
  if (world.childrenOf(parentId).some((area) => area.name === name)) throw new GatewayError(settings.duplicateArea);
  return { areaID: world.addArea(name, parentId).id };
};

/** Guide 5.2.2. Without a parent, or with "-1", every area; an explicit includeSubArea "0" keeps one level. */
const getAreas: Handler = (context, input) =>
  page(
    context,
    input,
    selectAreas(
      context.world,
      input.object("filter").text("parentAreaID"),
      input.object("filter").text("includeSubArea"),
    ),
    "area",
    (area) => ({
      id: area.id,
      name: area.name,
      parentAreaID: area.parentId,
      existSubArea: context.world.childrenOf(area.id).length > 0 ? "1" : "0",
    }),
  );

function selectAreas(world: World, parentId: string, includeSubArea: string): readonly Area[] {
  const whole = parentId === "" || parentId === ROOT;
  if (whole) return includeSubArea === "0" ? world.childrenOf(ROOT) : [...world.areas.values()];
  if (!world.areas.has(parentId)) throw new GatewayError("OPEN000031");
  if (includeSubArea === "" || includeSubArea === "0") return world.childrenOf(parentId);
  const below = world.below(parentId);
  return [...world.areas.values()].filter((area) => area.id !== parentId && below.has(area.id));
}

/** Guide 5.2.2. Unknown ids come back as rows with VMS021101 inside a success. */
const getAreaDetail: Handler = ({ world }, input) => ({
  area: input.texts("areaID").map((id): JsonObject => {
    const area = world.areas.get(id);
    if (!area) return { id, message: `Area is not exist([id=${id}]){VMS021101}`, errorCode: "VMS021101" };
    return {
      id,
      name: area.name,
      parentAreaID: area.parentId,
      existSubArea: world.childrenOf(id).length > 0 ? 1 : 0,
      areaPath: world
        .pathOf(area)
        .map((above) => above.name)
        .join("->"),
    };
  }),
});

/** Guide 5.2.2. Each channel succeeds or fails by itself: VMS000003 unknown, OPEN000511 imported already. */
const addResources: Handler = ({ world }, input) => {
  const areaId = input.text("areaID");
  if (!world.areas.has(areaId)) throw new GatewayError("OPEN000031");
  return {
    resource: input.objects("devChannel").map((wanted): Json => {
      const [name, resourceType, channelID] = ["resourceName", "resourceType", "channelID"].map((key) =>
        wanted.text(key),
      );
      const result = importOne(world, areaId, channelID ?? "", resourceType ?? "", name ?? "");
      return { id: "", name: name ?? "", resourceType: resourceType ?? "", channelID: channelID ?? "", ...result };
    }),
  };
};

function importOne(world: World, areaId: string, channelId: string, type: string, name: string) {
  const channel = world.channels.get(channelId);
  if (!channel || channel.kind !== type) return { errorCode: "VMS000003" };
  if (isImported(channel)) return { id: channel.resource.id, errorCode: "OPEN000511" };
  return { id: world.importChannel(channel, areaId, name).resource.id, errorCode: "0" };
}

/** Guide 5.2.2. All or nothing; a vehicle's id takes its area along. Throws VMS000003 for an unknown id. */
const deleteResources: Handler = ({ world }, input) => {
  const ids = [...new Set(input.texts("ids"))];
  const vehicles = ids.filter((id) => world.vehicles.has(id));
  const channels = ids.map((id) => world.resources.get(id)).filter((channel) => channel !== undefined);
  if (channels.length + vehicles.length < ids.length) throw new GatewayError("VMS000003");
  world.removeResources(channels);
  for (const id of vehicles) removeVehicle(world, id);
  return undefined;
};

/** Removes a vehicle and the area that shares its id. */
export function removeVehicle(world: World, vehicleId: string): void {
  for (const device of world.devices.values()) if (device.vehicleId === vehicleId) device.vehicleId = null;
  const area = world.areas.get(vehicleId);
  if (area) world.removeArea(area);
  // The demo's vehicles came without an area.
  world.vehicles.delete(vehicleId);
  world.fleet.delete(vehicleId);
}

/** Imports every channel of a device into an area under the channel's own name. */
export function importAll(context: Context, channels: readonly Channel[], areaId: string): void {
  for (const kind of KINDS) {
    for (const channel of channels) {
      if (channel.kind === kind && !isImported(channel)) context.world.importChannel(channel, areaId, channel.name);
    }
  }
}

/** The area of that id, or a first-level one of that name when the id is empty. Throws OPEN000031. */
export function areaFor(world: World, areaId: string, name: string): Area {
  if (areaId === ROOT) throw badArgument("importToArea.areaID");
  if (areaId === "") return world.childrenOf(ROOT).find((area) => area.name === name) ?? world.addArea(name, ROOT);
  const area = world.areas.get(areaId);
  if (!area) throw new GatewayError("OPEN000031");
  return area;
}

export const areaHandlers: Record<string, Handler> = {
  "/resource/v1/areas/add": addArea,
  "/resource/v1/areas/get": getAreas,
  "/resource/v1/areadetail/get": getAreaDetail,
  "/resource/v1/areas/resources/add": addResources,
  "/resource/v1/areas/resources/delete": deleteResources,
};
