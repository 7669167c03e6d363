import { badArgument, GatewayError } from "../errors";
import type { Input, Json } from "../validate";
import { accStatus } from "../world/fleet";
import { newFacts } from "../world/fleet-build";
import { factsOf, seatOf } from "../world/seats";
import type { World } from "../world/world";
import { within } from "./asked";
import type { Context, Handler } from "./handler";
import { page } from "./handler";

/** Guide 5.9.3, A.3.166. Unknown ids have no rows. Throws OPEN000031. */
const getVehicles: Handler = (context, input) => {
  const { world, origin, clock } = context;
  const filter = input.object("filter");
  const wanted = new Set(filter.texts("vehicleID"));
  const inside = within(world, filter.text("areaID") || "-1", filter.text("includeSubArea") !== "0");
  const found = [...world.vehicles].filter(
    ([id]) => (wanted.size === 0 || wanted.has(id)) && (inside(factsOf(world, id).areaId) || inside(id)),
  );
  return page(context, input, found, "vehicle", ([id, plate]): Json => {
    const facts = factsOf(world, id);
    const seat = seatOf(world, id);
    const area = world.areas.get(facts.areaId);
    return {
      id,
      name: plate,
      abilitySet: "",
      online: seat?.online ? "1" : "0",
      area: area ? { id: area.id, name: area.name } : {},
      device: {
        devInfo: { id: seat?.id ?? "", category: "0", serialNo: seat?.serialNo ?? "", streamSecretKey: "" },
        channelInfo: {},
      },
      vehicleInfo: {
        licensePlateNo: plate,
        vehicleType: facts.type,
        driverFirstName: facts.driverFirstName,
        driverLastName: facts.driverLastName,
        driverPhoneNo: facts.driverPhoneNo,
        pictureUrl: world.uploads.pictureUrl(origin, facts.pictureKey, clock.now()),
        extend: facts.extend,
        speedLimit: facts.speedLimit,
      },
    };
  });
};

/** Throws VMS021108 (plate taken), VMS021307 (no such on-board device), VMS021109 (it sits in another vehicle). */
function check(world: World, input: Input, self: string) {
  const plate = input.text("licensePlateNo").trim();
  if ([...world.vehicles].some(([id, other]) => id !== self && other === plate)) throw new GatewayError("VMS021108");
  const serialNo = input.text("deviceSerial").trim();
  if (serialNo === "") return { plate, device: null };
  if (seatOf(world, self)?.serialNo === serialNo) return { plate, device: null };
  const taken = [...world.vehicles.keys()].some((id) => id !== self && seatOf(world, id)?.serialNo === serialNo);
  if (taken) throw new GatewayError("VMS021109");
  const device = world.devicesBySerial.get(serialNo);
  if (device?.category !== "mobileDevice") throw new GatewayError("VMS021307");
  return { plate, device };
}

function store({ world }: Context, input: Input, id: string): void {
  const { plate, device } = check(world, input, id);
  const facts = factsOf(world, id);
  world.vehicles.set(id, plate);
  facts.type = input.integer("vehicleType");
  for (const key of ["driverFirstName", "driverLastName", "driverPhoneNo", "pictureKey", "extend"] as const) {
    if (input.has(key)) facts[key] = input.text(key);
  }
  if (!device) return;
  for (const other of world.devices.values()) if (other.vehicleId === id) other.vehicleId = null;
  device.vehicleId = id;
  facts.device = null;
}

/** Guide 5.9.1. The vehicle's area has its id. Throws OPEN000031, VMS021108, VMS021307, VMS021109. */
const addVehicle: Handler = (context, input) => {
  const { world } = context;
  const areaId = input.text("areaId");
  if (!world.areas.has(areaId)) throw new GatewayError("OPEN000031");
  const { plate } = check(world, input, "");
  const { id } = world.addArea(plate, areaId);
  world.fleet.set(id, newFacts(areaId));
  store(context, input, id);
  return { id };
};

/** Guide 5.9.2. Throws VMS021110 (no such vehicle) and the codes of adding. */
const updateVehicle: Handler = (context, input) => {
  const id = context.params["id"] ?? "";
  if (!context.world.vehicles.has(id)) throw new GatewayError("VMS021110");
  store(context, input, id);
  return undefined;
};

/** Guide 5.9.4. */
const getUpload: Handler = ({ world, clock, origin }) => {
  const key = world.uploads.newKey(world, clock.now());
  return { key, url: world.uploads.uploadUrl(origin, key, clock.now()) };
};

/** Guide 5.9.5: by vehicles if there are any, else by devices; who is not known is left out. */
const getAccStatus: Handler = ({ world, clock }, input) => {
  const list = (name: string) =>
    input.text(name) === ""
      ? []
      : input
          .text(name)
          .split(",")
          .map((id) => id.trim());
  const [vehicleIds, serials] = [list("vehicleIds"), list("deviceSerials")];
  if (vehicleIds.length + serials.length === 0) throw badArgument("vehicleIds");
  const bySerial = new Map([...world.vehicles.keys()].map((id) => [seatOf(world, id)?.serialNo, id]));
  const asked = vehicleIds.length > 0 ? vehicleIds.map((id) => [id, id]) : serials.map((no) => [no, bySerial.get(no)]);
  return {
    accStatusInfos: asked.flatMap(([name = "", id = ""]): Json[] => {
      if (!world.vehicles.has(id)) return [];
      const status = accStatus(factsOf(world, id), seatOf(world, id)?.online === true, clock.now());
      return [{ idOrDeviceSerial: name, accStatus: status }];
    }),
  };
};

export const vehicleHandlers: Record<string, Handler> = {
  "/resource/v1/areas/vehicles/add": addVehicle,
  "/resource/v1/areas/vehicles/{id}/update": updateVehicle,
  "/resource/v1/areas/vehicles/get": getVehicles,
  "/resource/v1/picture/uploadparam/get": getUpload,
  "/resource/v1/accstatus/search": getAccStatus,
};
