import { GatewayError } from "../errors";
import { giveUpCalls, tellCall } from "../queues/calls";
import type { Json, JsonObject } from "../validate";
import type { Room } from "../world/intercom";
import type { World } from "../world/world";
import { has, pageAs, within } from "./asked";
import type { Handler } from "./handler";

const names = (list: string) => ({ page: "pageNum", total: "totalNum", list });

/** Guide 5.6.1, A.3.45. */
const searchBuildings: Handler = (context, input) => {
  const { world } = context;
  const criteria = input.object("searchCriteria");
  const inside = within(world, criteria.text("areaId"), criteria.integer("isContainSubArea") === 1);
  const found = [...world.intercom.buildings.values()].filter(
    (building) => inside(building.areaId) && has(building.name, criteria.text("filterName")),
  );
  return pageAs(context, input, names("buildList"), found, (building): Json => {
    const rooms = [...world.intercom.rooms.values()].filter((room) => room.buildId === building.id);
    const homes = new Set(rooms.map((room) => room.id));
    const residents = world.intercom.residents().filter((one) => [...one.rooms.keys()].some((id) => homes.has(id)));
    return {
      buildId: building.id,
      buildName: building.name,
      areaId: building.areaId,
      areaName: world.areas.get(building.areaId)?.name ?? "",
      totalRoom: rooms.length,
      totalPerson: residents.length,
      deviceNames: building.deviceNames.join(","),
    };
  });
};

/** Facts of a room that residents and rooms share. */
export function roomFacts(world: World, room: Room): JsonObject {
  const building = world.intercom.buildings.get(room.buildId);
  return {
    roomId: room.id,
    roomName: room.name,
    roomNum: room.number,
    buildId: room.buildId,
    buildName: building?.name ?? "",
    areaId: building?.areaId ?? "",
    areaName: world.areas.get(building?.areaId ?? "")?.name ?? "",
  };
}

/** Guide 5.6.1, A.3.146, A.3.147. Blank criteria are none. */
const searchRooms: Handler = (context, input) => {
  const { world } = context;
  const criteria = input.object("searchCriteria");
  const filter = criteria.object("filter");
  const inside = within(world, criteria.text("areaId"), criteria.integer("isContainSubArea") === 1);
  const occupants = world.intercom.occupants();
  const rows = [...world.intercom.rooms.values()].map((room) => {
    const residents = occupants.get(room.id) ?? [];
    const householder = residents.find((one) => one.rooms.get(room.id) === 1)?.person;
    return {
      ...roomFacts(world, room),
      personAmount: residents.length,
      mainAccount: householder ? `${householder.firstName} ${householder.lastName}`.trim() : "",
      email: householder?.email ?? "",
      phone: householder?.phone ?? "",
    } satisfies JsonObject as JsonObject;
  });
  const same = (row: JsonObject, key: string) => ["", String(row[key])].includes(filter.text(key).trim());
  const found = rows.filter(
    (row) =>
      inside(String(row["areaId"])) &&
      ["", row["buildId"]].includes(criteria.text("buildId")) &&
      same(row, "roomNum") &&
      same(row, "personAmount") &&
      ["roomName", "email", "mainAccount"].every((key) => has(String(row[key]), filter.text(key))),
  );
  return pageAs(context, input, names("roomList"), found, (row) => row);
};

const [ANSWER, DECLINE] = [1, 2];

/**
 * Guide 5.6.5. Throws VMS038019 (no such call), VMS003002 (no such user), VMS038029 (given up), VMS038027 (answered by
 * somebody), VMS022553 (nothing to hang up). That it was answered is told to the queues.
 */
const receiveCall: Handler = ({ world, pictures, clock }, input) => {
  const call = world.intercom.calls.get(input.text("recordId"));
  const user = input.text("userId");
  if (!call) throw new GatewayError("VMS038019");
  if (!world.users.some(({ id }) => id === user)) throw new GatewayError("VMS003002");
  giveUpCalls(world, pictures, clock.now());
  const status = input.integer("status");
  if (call.state === "cancelled") throw new GatewayError("VMS038029");
  if (status === ANSWER || status === DECLINE) {
    if (call.state !== "ringing") throw new GatewayError(call.state === "answered" ? "VMS038027" : "VMS022553");
    call.state = status === ANSWER ? "answered" : "declined";
    call.answeredBy = status === ANSWER ? user : null;
    if (status === ANSWER) tellCall(world, pictures, call, "answered", { at: clock.now() });
    return undefined;
  }
  if (call.state !== "answered") throw new GatewayError("VMS022553");
  if (call.answeredBy !== user) throw new GatewayError("VMS038027");
  call.state = "ended";
  return undefined;
};

export const intercomHandlers: Record<string, Handler> = {
  "/vims/v1/build/search": searchBuildings,
  "/vims/v1/room/search": searchRooms,
  "/devcall/v1/call/receive": receiveCall,
};
