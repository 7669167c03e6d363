import { badArgument, GatewayError } from "../errors";
import type { Input, Json } from "../validate";
import type { Resident, Room } from "../world/intercom";
import type { World } from "../world/world";
import { has, pageAs, span, within } from "./asked";
import { roomFacts } from "./intercom";
import type { Context, Handler } from "./handler";

/** Guide 5.6.3, A.3.120. Only persons with rooms are residents; criteria under another name are not seen. */
const searchResidents: Handler = (context, input) => {
  const { world, clock } = context;
  const found = input.has("searchRequest") ? select(context, input.object("searchRequest")) : everybody(world);
  return pageAs(context, input, { page: "pageNum", total: "totalNum", list: "personList" }, found, (one): Json => ({
    personId: one.id,
    firstName: one.firstName,
    lastName: one.lastName,
    phone: one.phone,
    email: one.email,
    isExpired: clock.now() >= one.endDate ? 1 : 0,
    photoUrl: "",
    headPicUrl: "",
    roomList: [...one.rooms].flatMap(([roomId, accountType]): Json[] => {
      const room = world.intercom.rooms.get(roomId);
      return room ? [{ ...roomFacts(world, room), accountType }] : [];
    }),
  }));
};

const everybody = (world: World) => [...world.intercom.residents.values()].filter((one) => one.rooms.size > 0);

function select({ world, clock }: Context, request: Input): Resident[] {
  const filter = request.object("filter");
  const inside = within(world, request.text("areaId"), request.integer("isContainSubArea") === 1);
  const [buildId, number, type, expired] = [
    request.text("buildId"),
    filter.text("roomNum").trim(),
    filter.text("type"),
    filter.text("isExpired"),
  ];
  const isThere = ([roomId, account]: [string, number]) => {
    const room = world.intercom.rooms.get(roomId);
    const areaId = world.intercom.buildings.get(room?.buildId ?? "")?.areaId ?? "";
    const asked = ["", room?.buildId].includes(buildId) && ["", String(room?.number)].includes(number);
    return asked && inside(areaId) && ["", String(account)].includes(type);
  };
  return everybody(world).filter(
    (one) =>
      [...one.rooms].some(isThere) &&
      has(`${one.firstName} ${one.lastName}`, filter.text("name")) &&
      has(one.email, filter.text("email")) &&
      has(one.phone, filter.text("phone")) &&
      ["", clock.now() >= one.endDate ? "1" : "0"].includes(expired),
  );
}

interface Wanted {
  room: Room;
  accountType: number;
}

function wantedRooms(world: World, input: Input): Wanted[] {
  return input.objects("roomList").map((each) => {
    const room = world.intercom.rooms.get(each.text("roomId"));
    if (!room) throw new GatewayError("VMS000003");
    return { room, accountType: each.integer("accountType") };
  });
}

/** Throws VMS038011: a room has one householder, and a family only under one. */
function checkRoles(world: World, wanted: readonly Wanted[], self: string): void {
  for (const { room, accountType } of wanted) {
    const householder = world.intercom.householderOf(room.id);
    const taken = householder !== undefined && householder.id !== self;
    if (accountType === 1 ? taken : !taken) throw new GatewayError("VMS038011");
  }
}

const isFull = (world: World, room: Room) => world.intercom.residentsOf(room.id).length >= room.capacity;

const failure = (world: World, { room }: Wanted): Json => ({
  buildName: world.intercom.buildings.get(room.buildId)?.name ?? "",
  roomNum: room.number,
  roomName: room.name,
  errorCode: "VMS038005",
});

function facts(world: World, input: Input, self: string) {
  const person = input.object("personBaseInfo");
  const { from, to } = span(person, "startDate", "endDate");
  if (new Date(to).getUTCFullYear() > 2037) throw new GatewayError("CCF038022");
  const email = person.text("email").trim();
  const others = [...world.intercom.residents.values()].filter((one) => one.id !== self);
  if (others.some((one) => one.email.toLowerCase() === email.toLowerCase())) throw new GatewayError("VMS038026");
  return {
    firstName: person.text("firstName"),
    lastName: person.text("lastName"),
    gender: person.integer("gender"),
    phone: person.text("phone"),
    email,
    description: person.text("description"),
    startDate: from,
    endDate: to,
    ...(person.text("groupId") !== "" && { groupId: person.text("groupId") }),
    ...(input.has("alIds") && { accessLevelIds: input.texts("alIds") }),
    ...(input.text("language") !== "" && { language: input.text("language") }),
  };
}

/**
 * Guide 5.6.3, A.3.94, A.3.123. Full rooms stand in an inner list of an outer success; if all are, nobody is added.
 * Throws VMS038014 (lives there), VMS038011, VMS038026, CCF038023 (no such person), CCF038022.
 */
const addResident: Handler = ({ world }, input) => {
  const base = input.object("personBaseInfo");
  const [id, code] = [base.text("id"), base.text("personCode")];
  const known = id === "" ? undefined : world.intercom.residents.get(id);
  if (id !== "" && known?.personCode !== code) throw new GatewayError(code === "" ? "CCF038025" : "CCF038023");
  if (id === "" && code !== "") throw badArgument("personBaseInfo.personCode");
  const wanted = wantedRooms(world, input);
  if (wanted.some(({ room }) => known?.rooms.has(room.id))) throw new GatewayError("VMS038014");
  checkRoles(world, wanted, id);
  const given = facts(world, input, id);
  const free = wanted.filter(({ room }) => !isFull(world, room));
  const failedResultList = wanted.filter((each) => !free.includes(each)).map((each) => failure(world, each));
  if (free.length === 0) return { personId: "", failedResultList };
  const number = 80_000 + world.intercom.residents.size;
  const resident: Resident = {
    ...{ groupId: "1", accessLevelIds: [], language: "en" },
    ...(known ?? { id: world.random.digits(18), personCode: String(number), rooms: new Map<string, number>() }),
    ...given,
  };
  for (const { room, accountType } of free) resident.rooms.set(room.id, accountType);
  world.intercom.residents.set(resident.id, resident);
  return { personId: resident.id, ...(failedResultList.length > 0 && { failedResultList }) };
};

/** Guide 5.6.3, 4.15: every room that is not sent is gone. Throws VMS038028, VMS038011, VMS038026, CCF038022. */
const updateResident: Handler = ({ world }, input) => {
  const base = input.object("personBaseInfo");
  const resident = world.intercom.residents.get(base.text("id"));
  if (!resident) throw new GatewayError("VMS038028");
  if (base.text("personCode") !== "") throw badArgument("personBaseInfo.personCode");
  const wanted = wantedRooms(world, input);
  checkRoles(world, wanted, resident.id);
  const given = facts(world, input, resident.id);
  const full = wanted.filter(({ room }) => !resident.rooms.has(room.id) && isFull(world, room));
  Object.assign(resident, given);
  resident.rooms = new Map(
    wanted.filter((each) => !full.includes(each)).map(({ room, accountType }) => [room.id, accountType]),
  );
  return full.length === 0 ? undefined : { failedResultList: full.map((each) => failure(world, each)) };
};

/** Guide 5.6.3: the persons stay, without rooms. All or nothing; throws VMS038028. */
const deleteResidents: Handler = ({ world }, input) => {
  const residents = input.texts("deleteList").map((id) => world.intercom.residents.get(id));
  if (residents.some((one) => one === undefined || one.rooms.size === 0)) throw new GatewayError("VMS038028");
  for (const resident of residents) resident?.rooms.clear();
  return undefined;
};

export const residentHandlers: Record<string, Handler> = {
  "/vims/v1/person/search": searchResidents,
  "/vims/v1/person/add": addResident,
  "/vims/v1/person/update": updateResident,
  "/vims/v1/person/delete": deleteResidents,
};
