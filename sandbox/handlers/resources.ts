import { GatewayError } from "../errors";
import type { Input, Json } from "../validate";
import { isOnline, ROOT } from "../world/world";
import type { Channel, Imported, Kind, World } from "../world/world";
import type { Context, Handler } from "./handler";
import { deviceDelay, page } from "./handler";

/** A resource row as areas/cameras|doors|alarm…/get show it (A.3.15, A.3.48); online is a text. */
function row(world: World, channel: Imported): Json {
  const { device, resource } = channel;
  return {
    id: resource.id,
    name: resource.name,
    ...(channel.kind === "door" ? {} : { abilitySet: channel.abilitySet }),
    online: isOnline(channel) ? "1" : "0",
    area: { id: resource.areaId, name: world.areas.get(resource.areaId)?.name ?? "" },
    device: {
      devInfo: { id: device.id, category: "0", serialNo: device.serialNo, streamSecretKey: "" },
      channelInfo: { id: channel.id, no: String(channel.no) },
    },
  };
}

/**
 * Picks resources as the gateway does: naming a device turns sub areas off, so that together with area "-1"
 * nothing is left. Throws OPEN000031 for an unknown area; an unknown device simply has no resources.
 */
function select({ world }: Context, kind: Kind, filter: Input): readonly Imported[] {
  const all = world.lists[kind];
  const [areaId, serialNo, deviceId] = [
    filter.text("areaID"),
    filter.text("deviceSerialNo").trim(),
    filter.text("deviceID"),
  ];
  const byDevice = serialNo !== "" || deviceId !== "";
  const subAreas = !byDevice && filter.text("includeSubArea") !== "0" && filter.text("includeSubArea") !== "";
  const tests: ((channel: Imported) => boolean)[] = [];
  if (serialNo !== "") tests.push((channel) => channel.device.serialNo === serialNo);
  if (deviceId !== "") tests.push((channel) => channel.device.id === deviceId);
  if (filter.has("cameraID") && filter.texts("cameraID").length > 0) {
    const wanted = new Set(filter.texts("cameraID"));
    tests.push((channel) => wanted.has(channel.resource.id));
  }
  if (areaId === ROOT) {
    if (byDevice || filter.text("includeSubArea") === "0") return [];
  } else if (areaId !== "") {
    if (!world.areas.has(areaId)) throw new GatewayError("OPEN000031");
    const areas = subAreas ? world.below(areaId) : new Set([areaId]);
    tests.push((channel) => areas.has(channel.resource.areaId));
  }
  return tests.length === 0 ? all : all.filter((channel) => tests.every((test) => test(channel)));
}

function lister(kind: Kind): Handler {
  return (context, input) =>
    page(context, input, select(context, kind, input.object("filter")), kind, (channel) => row(context.world, channel));
}

/** Resource and channel ids are both accepted: the guide's examples use either. */
function find(world: World, kind: Kind, id: string): Channel | undefined {
  const channel = world.resources.get(id) ?? world.channels.get(id);
  return channel?.kind === kind ? channel : undefined;
}

/** Guide 5.2.2, A.3.17: 0 unknown, 1 activated, 2 not. Unknown ids are left out. */
const getInputStatus: Handler = ({ world }, input) => ({
  alarmInput: input.texts("alarmInputID").flatMap((id): Json[] => {
    const channel = find(world, "alarmInput", id);
    if (!channel) return [];
    const status = !isOnline(channel) ? 0 : channel.active ? 1 : 2;
    return [{ id, status, errorCode: "0" }];
  }),
});

/** Guide 5.2.2, A.3.22. Each output succeeds or fails by itself: VMS000003 unknown, VMS021314 offline. */
const controlOutputs: Handler = async (context, input) => {
  await deviceDelay(context);
  return {
    alarmOutputOperation: input.objects("alarmOutputOperation").map((wanted): Json => {
      const id = wanted.text("alarmOutputID");
      const channel = find(context.world, "alarmOutput", id);
      if (!channel) return { alarmOutputID: id, alarmOutputState: "", errorCode: "VMS000003" };
      const online = isOnline(channel);
      if (online) channel.active = wanted.integer("operation") !== 0;
      return { alarmOutputID: id, alarmOutputState: channel.active ? "1" : "0", errorCode: online ? "0" : "VMS021314" };
    }),
  };
};

/** Guide 5.2.2, A.3.23: 0 closed, 1 open. */
const getOutputStatus: Handler = ({ world }, input) => ({
  alarmOutput: input.texts("alarmOutputID").map((id): Json => {
    const channel = find(world, "alarmOutput", id);
    if (!channel) return { id, status: 0, errorCode: "VMS000003" };
    return { id, status: channel.active ? 1 : 0, errorCode: isOnline(channel) ? "0" : "VMS021314" };
  }),
});

/**
 * Guide 5.2.2; the URL lives a day. An offline camera answers VMS021314, except that without refresh
 * the last picture is served while there is one.
 */
const getThumbnail: Handler = async (context, input) => {
  const { world, clock, pictures, settings, origin } = context;
  const channel = world.resources.get(input.text("cameraID"));
  if (channel?.kind !== "camera") throw new GatewayError("VMS000003");
  const refresh = input.integer("refresh") === 1;
  if (refresh) await deviceDelay(context);
  if (isOnline(channel)) {
    if (refresh || channel.pictureAt === null) channel.pictureAt = clock.now();
  } else if (refresh || channel.pictureAt === null) throw new GatewayError("VMS021314");
  const isEncrypted = channel.device.encrypted ? 1 : 0;
  if (settings.thumbnail === "empty" || channel.pictureAt === null) return { pictureURL: "", isEncrypted };
  const url = pictures.thumbnailUrl(origin, channel, channel.pictureAt);
  return { pictureURL: settings.thumbnail === "doubled" ? `${origin}/${url}` : url, isEncrypted };
};

export const resourceHandlers: Record<string, Handler> = {
  "/resource/v1/areas/cameras/get": lister("camera"),
  "/resource/v1/areas/doors/get": lister("door"),
  "/resource/v1/areas/alarminputs/get": lister("alarmInput"),
  "/resource/v1/areas/alarmoutputs/get": lister("alarmOutput"),
  "/resource/v1/areas/alarminputs/status/get": getInputStatus,
  "/resource/v1/areas/alarmoutputs/control": controlOutputs,
  "/resource/v1/areas/alarmoutputs/status/get": getOutputStatus,
  "/resource/v1/areas/cameras/thumbnail/get": getThumbnail,
};
