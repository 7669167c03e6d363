import { GatewayError } from "../errors";
import type { Input, Json, JsonObject } from "../validate";
import { ROOT_GROUP } from "../world/person";
import type { People } from "../world/people";
import type { Group, Person } from "../world/person";
import { storePhoto, storePin } from "./credentials";
import type { Context, Handler } from "./handler";
import { carry, give, personOr } from "./levels";

const LAST_YEAR = 2037;
const LONGEST_NAME = 255;
const PHOTO_SECONDS = 24 * 3600;
const QR_SECONDS = 60;

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;

/** Epoch ms of an ISO time with offset, null when blank. Throws the code for anything else. */
export function parseTime(text: string, code: string): number | null {
  if (text.trim() === "") return null;
  const at = ISO.test(text.trim()) ? Date.parse(text.trim()) : NaN;
  if (Number.isNaN(at)) throw new GatewayError(code);
  return at;
}

/** Guide 5.8.1. Ids exclude the other criteria; an empty list of ids finds nobody. CCF038064 without a match. */
const searchGroups: Handler = ({ world: { people } }, input) => {
  const byId = input.has("groupIdList");
  const name = byId ? "" : input.text("groupName").toLowerCase();
  const found = byId
    ? input.texts("groupIdList").flatMap((id) => people.groups.get(id) ?? [])
    : below(people, input.text("parentGroupId"), input.flag("depthTraversal"));
  const shown = found.filter((group) => group.name.toLowerCase().includes(name));
  if (shown.length === 0) throw new GatewayError("CCF038064");
  return {
    personGroupList: shown.map((group) => ({
      groupId: group.id,
      groupName: group.name,
      parentId: group.parentId,
      childNodeExist: people.childrenOf(group.id).length > 0,
      permissionState: 1,
      description: group.description,
      areaList: [],
      groupFullPath: people.pathOf(group.id),
    })),
  };
};

/** A department with those below it: all of them, or one level. */
function below(people: People, parentId: string, deep: boolean): Group[] {
  const top = people.groups.get(parentId === "" ? ROOT_GROUP : parentId);
  if (!top) return [];
  if (!deep) return [top, ...people.childrenOf(top.id)];
  const found = [top];
  for (const group of found) found.push(...people.childrenOf(group.id));
  return found;
}

type Facts = Pick<
  Person,
  "groupId" | "code" | "firstName" | "lastName" | "gender" | "phone" | "email" | "description" | "startsAt" | "endsAt"
>;

/** What a request says about a person. Throws the code of guide A.4 that belongs to the field. */
function factsOf({ world: { people }, settings }: Context, input: Input, known: Person | null): Facts {
  const code = input.text("personCode");
  const [firstName, lastName] = [input.text("firstName").trim(), input.text("lastName").trim()];
  const [email, phone] = [input.text("email").trim(), input.text("phone").trim()];
  const refuse = (when: boolean, error: string) => {
    if (when) throw new GatewayError(error);
  };
  refuse(!people.groups.has(input.text("groupId")), "CCF038009");
  refuse(!/^[0-9A-Za-z]+$/.test(code), "CCF038016");
  refuse(known !== null && known.code !== code, "CCF000001");
  refuse(
    people.another(known, (person) => person.code === code),
    "CCF038024",
  );
  refuse(lastName === "" && settings.lastName === "required", "CCF038015");
  refuse(firstName.length + lastName.length > LONGEST_NAME, "CCF038017");
  refuse(email !== "" && !/^[^\s@]+@[^\s@]+$/.test(email), "CCF038019");
  refuse(email !== "" && people.another(known, (person) => person.email === email), "CCF038052");
  refuse(phone !== "" && !/^[\d+() -]+$/.test(phone), "CCF038020");
  const startsAt = parseTime(input.text("startDate"), "CCF038022") ?? 0;
  const endsAt = parseTime(input.text("endDate"), "CCF038022") ?? 0;
  refuse(endsAt <= startsAt || Number(input.text("endDate").trim().slice(0, 4)) > LAST_YEAR, "CCF038022");
  return {
    groupId: input.text("groupId"),
    code,
    firstName,
    lastName,
    gender: input.integer("gender"),
    phone: input.has("phone") ? phone : (known?.phone ?? ""),
    email: input.has("email") ? email : (known?.email ?? ""),
    description: input.has("description") ? input.text("description") : (known?.description ?? ""),
    startsAt,
    endsAt,
  };
}

function create(context: Context, input: Input): Person {
  const { world, settings } = context;
  const facts = factsOf(context, input, null);
  const full = settings.personLimit !== null && world.people.persons.size >= settings.personLimit;
  if (full) throw new GatewayError("CCF038029");
  return world.people.addPerson(facts);
}

/** Guide 5.8.2. */
const addPerson: Handler = (context, input) => {
  const person = create(context, input);
  return { personId: person.id, personCode: person.code };
};

/** Guide 5.8.3. Doors get the change too. */
const updatePerson: Handler = (context, input) => {
  const { world, clock, settings } = context;
  const person = personOr(world, input.text("personId"));
  Object.assign(person, factsOf(context, input, person));
  world.people.applications.apply(person, world.people.doorsOf(person), clock.now(), settings.applyDelayMs);
  return undefined;
};

/** Guide 5.8.12. The person is made first; PIN, picture and levels fail each by itself. */
const quickAdd: Handler = (context, input) => {
  const { people } = context.world;
  const person = create(context, input.object("personInfo"));
  const attempt = (wanted: string, act: (value: string) => void): JsonObject | null => {
    if (wanted === "") return null;
    try {
      act(wanted);
      return null;
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return { personId: person.id, message: error.message, errorCode: error.code };
    }
  };
  const pinCodeFailed = attempt(input.text("pinCode"), (pin) => storePin(context, person, pin));
  const photoFailed = attempt(input.text("photoData"), (photo) => storePhoto(context, person, photo));
  const ids = input.texts("aceessLevelList");
  const failed = (id: string, errorCode: string) => ({
    personId: person.id,
    personName: person.firstName,
    accessLevelId: id,
    accessLevelName: people.levels.get(id)?.name ?? "",
    errorCode,
  });
  const unknown = ids.filter((id) => !people.levels.has(id)).map((id) => failed(id, "VMS040016"));
  const levels = ids.flatMap((id) => people.levels.get(id) ?? []);
  const refused = give(context, person, levels).map(({ level, code }) => failed(level.id, code));
  carry(context, person, []);
  const list = [...unknown, ...refused];
  return {
    personId: person.id,
    ...(list.length > 0 && { accessLevelFailed: { errorCode: "0", message: "", personAccessLevelFailedList: list } }),
    ...(pinCodeFailed && { pinCodeFailed }),
    ...(photoFailed && { photoFailed }),
  };
};

/** Guide 5.8.11. Ids parted by commas, all or nothing: CCF038023 for an unknown one. */
const deletePersons: Handler = ({ world }, input) => {
  const ids = input
    .text("personId")
    .split(",")
    .flatMap((id) => id.trim() || []);
  const persons = ids.map((id) => personOr(world, id));
  for (const person of persons) world.people.removePerson(person);
  return undefined;
};

/** A person as persons/get and persons/list show it: validity in epoch ms, fingerprints with their data. */
function row({ pictures, clock, origin }: Context, person: Person): JsonObject {
  return {
    personInfo: {
      personId: person.id,
      groupId: person.groupId,
      firstName: person.firstName,
      lastName: person.lastName,
      gender: person.gender,
      phone: person.phone,
      email: person.email,
      description: person.description,
      startDate: person.startsAt,
      endDate: person.endsAt,
      personCode: person.code,
      headPicUrl: person.photo
        ? pictures.signedUrl(origin, `/image/access/face/${person.id}`, clock.now(), PHOTO_SECONDS)
        : "",
    },
    cardList: person.cards.map((card) => ({ ...card })),
    fingerList: person.fingers.map((finger) => ({ ...finger })),
    pinCode: person.pin ?? "",
  };
}

/** Guide 5.8.10. */
const getPerson: Handler = (context, input) => row(context, personOr(context.world, input.text("personId")));

/** Guide 5.8.13. Parts of names, e-mail addresses and phone numbers. There is no total. */
const listPersons: Handler = (context, input) => {
  const { world, settings } = context;
  const filter = input.object("filter");
  const [name, email, phone] = ["name", "email", "phone"].map((key) => filter.text(key).trim().toLowerCase());
  const has = (text: string, part = "") => text.toLowerCase().includes(part);
  const found = [...world.people.persons.values()].filter(
    (person) =>
      has(`${person.firstName} ${person.lastName}`, name) && has(person.email, email) && has(person.phone, phone),
  );
  const shown = settings.pageLimitTotal === null ? found : found.slice(0, settings.pageLimitTotal);
  const start = (input.integer("pageIndex") - 1) * input.integer("pageSize");
  return {
    personList: shown.slice(start, start + input.integer("pageSize")).map((person): Json => row(context, person)),
  };
};

/**
 * Guide 5.8.14. A PNG of a text nobody can guess; a dynamic one is another every minute. OPEN000026 for a time without
 * offset.
 */
const getQrCode: Handler = async ({ world, clock, settings }, input) => {
  const person = personOr(world, input.text("personId"));
  parseTime(input.text("clientLocalTime"), "OPEN000026");
  const moment = settings.qrCode === "dynamic" ? Math.floor(clock.now() / (QR_SECONDS * 1000)) : 0;
  const { default: qrcode } = await import("qrcode");
  const png = await qrcode.toBuffer(`hcc:${world.systemGuid}:${person.id}:${moment}`, { margin: 2, width: 240 });
  return { qrCodeData: png.toString("base64") };
};

export const personHandlers: Record<string, Handler> = {
  "/person/v1/groups/search": searchGroups,
  "/person/v1/persons/add": addPerson,
  "/person/v1/persons/update": updatePerson,
  "/person/v1/persons/quick/add": quickAdd,
  "/person/v1/persons/delete": deletePersons,
  "/person/v1/persons/get": getPerson,
  "/person/v1/persons/list": listPersons,
  "/person/v1/persons/qrcode": getQrCode,
};
