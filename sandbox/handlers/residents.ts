import { badArgument, GatewayError } from "../errors";
import type { Input, Json } from "../validate";
import type { Resident, Room } from "../world/intercom";
import { ROOT_GROUP } from "../world/person";
import type { Person } from "../world/person";
import type { World } from "../world/world";
import { has, pageAs, span, within } from "./asked";
import { roomFacts } from "./intercom";
import type { Context, Handler } from "./handler";
import { carry, give } from "./levels";

/** Guide 5.6.3, A.3.120. Only persons with rooms are residents; criteria under another name are not seen. */
const searchResidents: Handler = (context, input) => {
  const { world, clock } = context;
  const everybody = world.intercom.residents();
  const found = input.has("searchRequest") ? select(context, input.object("searchRequest"), everybody) : everybody;
  const names = { page: "pageNum", total: "totalNum", list: "personList" };
  return pageAs(context, input, names, found, ({ person, rooms }): Json => ({
    personId: person.id,
    firstName: person.firstName,
    lastName: person.lastName,
    phone: person.phone,
    email: person.email,
    isExpired: clock.now() >= person.endsAt ? 1 : 0,
    photoUrl: "",
    headPicUrl: "",
    roomList: [...rooms].flatMap(([roomId, accountType]): Json[] => {
      const room = world.intercom.rooms.get(roomId);
      return room ? [{ ...roomFacts(world, room), accountType }] : [];
    }),
  }));
};

function select({ world, clock }: Context, request: Input, everybody: readonly Resident[]): Resident[] {
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
  return everybody.filter(
    ({ person, rooms }) =>
      [...rooms].some(isThere) &&
      has(`${person.firstName} ${person.lastName}`, filter.text("name")) &&
      has(person.email, filter.text("email")) &&
      has(person.phone, filter.text("phone")) &&
      ["", clock.now() >= person.endsAt ? "1" : "0"].includes(expired),
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
    const taken = householder !== undefined && householder.person.id !== self;
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

/** What is said of a person. Throws CCF038022, VMS038026 (somebody's e-mail address), CCF038009 (no such department). */
function facts({ people }: World, input: Input, self: Person | null) {
  const base = input.object("personBaseInfo");
  const { from, to } = span(base, "startDate", "endDate");
  if (new Date(to).getUTCFullYear() > 2037) throw new GatewayError("CCF038022");
  const email = base.text("email").trim();
  if (people.another(self, (person) => person.email.toLowerCase() === email.toLowerCase())) {
    throw new GatewayError("VMS038026");
  }
  const groupId = base.text("groupId") || (self?.groupId ?? ROOT_GROUP);
  if (!people.groups.has(groupId)) throw new GatewayError("CCF038009");
  return {
    groupId,
    firstName: base.text("firstName"),
    lastName: base.text("lastName"),
    gender: base.integer("gender"),
    phone: base.text("phone"),
    email,
    description: base.text("description"),
    startsAt: from,
    endsAt: to,
  };
}

/** A person nobody knew yet, with an employee number of their own. Throws CCF038029 when there may be no more. */
function newcomer({ world: { people }, settings }: Context, given: ReturnType<typeof facts>): Person {
  const full = settings.personLimit !== null && people.persons.size >= settings.personLimit;
  if (full) throw new GatewayError("CCF038029");
  let number = 80_000 + people.persons.size;
  while (people.another(null, ({ code }) => code === String(number))) number++;
  return people.addPerson({ ...given, code: String(number) });
}

/** Where levels are named they are all the person holds from now on; unknown ones open nothing. */
function level(context: Context, input: Input, person: Person): void {
  if (!input.has("alIds")) return;
  const { people } = context.world;
  const before = people.doorsOf(person);
  person.levelIds.clear();
  give(
    context,
    person,
    input.texts("alIds").flatMap((id) => people.levels.get(id) ?? []),
  );
  carry(context, person, before);
}

/**
 * Guide 5.6.3, A.3.94, A.3.123. Full rooms stand in an inner list of an outer success; if all are, nobody is added.
 * Throws VMS038014 (lives there), VMS038011, VMS038026, CCF038023 (no such person), CCF038022.
 */
const addResident: Handler = (context, input) => {
  const { world } = context;
  const base = input.object("personBaseInfo");
  const [id, code] = [base.text("id"), base.text("personCode")];
  const known = world.people.persons.get(id) ?? null;
  if (id !== "" && known?.code !== code) throw new GatewayError(code === "" ? "CCF038025" : "CCF038023");
  if (id === "" && code !== "") throw badArgument("personBaseInfo.personCode");
  const wanted = wantedRooms(world, input);
  const held = known ? world.intercom.roomsOf(known) : new Map<string, number>();
  if (wanted.some(({ room }) => held.has(room.id))) throw new GatewayError("VMS038014");
  checkRoles(world, wanted, id);
  const given = facts(world, input, known);
  const free = wanted.filter(({ room }) => !isFull(world, room));
  const failedResultList = wanted.filter((each) => !free.includes(each)).map((each) => failure(world, each));
  if (free.length === 0) return { personId: "", failedResultList };
  const person = known ? Object.assign(known, given) : newcomer(context, given);
  world.intercom.house(person, [...held, ...free.map((each) => [each.room.id, each.accountType] as const)]);
  level(context, input, person);
  return { personId: person.id, ...(failedResultList.length > 0 && { failedResultList }) };
};

/** Guide 5.6.3, 4.15: every room that is not sent is gone. Throws VMS038028, VMS038011, VMS038026, CCF038022. */
const updateResident: Handler = (context, input) => {
  const { world } = context;
  const base = input.object("personBaseInfo");
  const person = world.people.persons.get(base.text("id"));
  if (!person) throw new GatewayError("VMS038028");
  if (base.text("personCode") !== "") throw badArgument("personBaseInfo.personCode");
  const wanted = wantedRooms(world, input);
  checkRoles(world, wanted, person.id);
  const given = facts(world, input, person);
  const held = world.intercom.roomsOf(person);
  const full = wanted.filter(({ room }) => !held.has(room.id) && isFull(world, room));
  Object.assign(person, given);
  const free = wanted.filter((each) => !full.includes(each));
  world.intercom.house(
    person,
    free.map(({ room, accountType }) => [room.id, accountType] as const),
  );
  level(context, input, person);
  return full.length === 0 ? undefined : { failedResultList: full.map((each) => failure(world, each)) };
};

/** Guide 5.6.3: the persons stay, without rooms. All or nothing; throws VMS038028. */
const deleteResidents: Handler = ({ world }, input) => {
  const persons = input.texts("deleteList").map((id) => {
    const person = world.people.persons.get(id);
    if (!person || world.intercom.roomsOf(person).size === 0) throw new GatewayError("VMS038028");
    return person;
  });
  for (const person of persons) world.intercom.house(person, []);
  return undefined;
};

export const residentHandlers: Record<string, Handler> = {
  "/vims/v1/person/search": searchResidents,
  "/vims/v1/person/add": addResident,
  "/vims/v1/person/update": updateResident,
  "/vims/v1/person/delete": deleteResidents,
};
