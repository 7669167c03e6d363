import { GatewayError } from "../errors";
import type { Input, Json, JsonObject } from "../validate";
import type { Door, Level, Person } from "../world/person";
import type { World } from "../world/world";
import type { Context, Handler } from "./handler";

const DEFAULT_PAGE = 20;

/** The person of an id, or the refusal. */
export function personOr(world: World, id: string): Person {
  const person = world.people.persons.get(id);
  if (!person) throw new GatewayError("CCF038023");
  return person;
}

/** Guide 5.7.4. The page stands inside accessLevelResponse; page 0 is the first. */
const getLevels: Handler = ({ world, settings }, input) => {
  const request = input.object("accessLevelSearchRequest");
  const criteria = request.object("searchCriteria");
  const name = criteria.text("accessLevelName").toLowerCase();
  const doors = new Set(criteria.objects("associateResInfoList").map((row) => row.text("resId")));
  const schedules = new Set(criteria.texts("timeScheduleIdList"));
  const areas = new Set(criteria.texts("aresIdList"));
  if (criteria.integer("depthTraversal") === 1) {
    for (const id of [...areas]) for (const below of world.below(id)) areas.add(below);
  }
  const found = [...world.people.levels.values()].filter(
    (level) =>
      level.name.toLowerCase().includes(name) &&
      (doors.size === 0 || level.doorIds.some((id) => doors.has(id))) &&
      (schedules.size === 0 || schedules.has(level.schedule.id)) &&
      (areas.size === 0 || areas.has(level.areaId)),
  );
  const shown = settings.pageLimitTotal === null ? found : found.slice(0, settings.pageLimitTotal);
  const pageIndex = Math.max(1, request.integer("pageIndex"));
  const pageSize = request.has("pageSize") ? request.integer("pageSize") : DEFAULT_PAGE;
  const start = (pageIndex - 1) * pageSize;
  const accessLevelList = shown.slice(start, start + pageSize).map((level) => levelRow(world, level));
  return { accessLevelResponse: { pageIndex, pageSize, totalNum: shown.length, accessLevelList } };
};

function levelRow(world: World, level: Level): JsonObject {
  const area = (id: string) => ({ id, name: world.areas.get(id)?.name ?? "" });
  return {
    id: level.id,
    name: level.name,
    remark: level.remark,
    usageType: level.usageType,
    areaInfo: { ...area(level.areaId), area: [] },
    timeSchedule: { ...level.schedule },
    associateResList: world.people.doorsOfLevel(level).map(({ resource }) => ({
      id: resource.id,
      name: resource.name,
      type: 0,
      areaInfo: area(resource.areaId),
    })),
  };
}

/** Guide 5.7.5. Applied rows only on request; credentials are listed after a failure, their status as text. */
const getApplication: Handler = ({ world, clock, params }, input) => {
  const person = personOr(world, params["id"] ?? "");
  const all = input.flag("returnSuccess");
  const applied = world.people.applications.of(person, clock.now()).filter(({ status }) => all || status !== 0);
  return {
    elementDetailList: applied.map(({ door, status, code, troubles }) => ({
      id: door.resource.id,
      name: door.resource.name,
      type: 0,
      elementStatus: { status, errorCode: code },
      ...(troubles.length > 0 && {
        certificateStatusList: troubles.map((trouble) => ({
          id: trouble.id,
          status: String(status),
          type: trouble.type,
          errorCode: trouble.code,
        })),
      }),
    })),
  };
};

/** Schedules one person may have at one door. */
const MOST_SCHEDULES = 4;

/** Changes what the persons of a list hold; what failed is told inside a success. */
function changeLevels(change: (context: Context, person: Person, row: Input, levels: Level[]) => Failure[]): Handler {
  return (context, input) => {
    const { world } = context;
    const accessLevelFailed = input.objects("personList").flatMap((row): Json[] => {
      const personId = row.text("personId");
      const person = world.people.persons.get(personId);
      const ids = [...new Set(row.texts("accessLevelIdList"))];
      if (!person) return ids.map((id) => failedLevel(personId, "", id, "", "CCF038023"));
      const levels = ids.flatMap((id) => world.people.levels.get(id) ?? []);
      const name = `${person.firstName} ${person.lastName}`.trim();
      const unknown = row.flag("deleteAll") ? [] : ids.filter((id) => !world.people.levels.has(id));
      const before = world.people.doorsOf(person);
      const failures = change(context, person, row, levels);
      carry(context, person, before);
      return [
        ...unknown.map((id) => failedLevel(personId, name, id, "", "VMS040016")),
        ...failures.map(({ level, code }) => failedLevel(personId, name, level.id, level.name, code)),
      ];
    });
    return accessLevelFailed.length > 0 ? { accessLevelFailed } : undefined;
  };
}

interface Failure {
  level: Level;
  code: string;
}

function failedLevel(
  personId: string,
  personName: string,
  accessLevelId: string,
  accessLevelName: string,
  errorCode: string,
) {
  return { personId, personName, accessLevelId, accessLevelName, errorCode };
}

/** Sends the difference to the doors. */
export function carry({ world: { people }, clock, settings }: Context, person: Person, before: readonly Door[]): void {
  const after = people.doorsOf(person);
  const added = after.filter((door) => !before.includes(door));
  const gone = before.filter((door) => !after.includes(door));
  people.applications.apply(person, added, clock.now(), settings.applyDelayMs);
  people.applications.withdraw(person, gone, clock.now(), settings.applyDelayMs);
}

/** Gives levels, unless one door would have more schedules than it may. */
export function give({ world: { people } }: Context, person: Person, levels: readonly Level[]): Failure[] {
  return levels.flatMap((level) => {
    const held = [...person.levelIds].flatMap((id) => people.levels.get(id) ?? []).filter((each) => each !== level);
    const full = level.doorIds.some(
      (id) => held.filter(({ doorIds }) => doorIds.includes(id)).length >= MOST_SCHEDULES,
    );
    if (full) return [{ level, code: "VMS040017" }];
    person.levelIds.add(level.id);
    return [];
  });
}

const addLevels = changeLevels((context, person, _row, levels) => give(context, person, levels));

/** With deleteAll the list does not count. A level that is not held answers CCF038007. */
const deleteLevels = changeLevels((_context, person, row, levels) => {
  if (row.flag("deleteAll")) {
    person.levelIds.clear();
    return [];
  }
  return levels.flatMap((level) => (person.levelIds.delete(level.id) ? [] : [{ level, code: "CCF038007" }]));
});

/** The list is the whole of what the person holds; an empty one takes everything away. */
const modifyLevels = changeLevels((context, person, row, levels) => {
  person.levelIds.clear();
  return row.flag("deleteAll") ? [] : give(context, person, levels);
});

export const levelHandlers: Record<string, Handler> = {
  "/acspm/v1/accesslevel/list": getLevels,
  "/acspm/v1/maintain/overview/person/{id}/elementdetail": getApplication,
  "/acspm/v1/accesslevel/person/add": addLevels,
  "/acspm/v1/accesslevel/person/delete": deleteLevels,
  "/acspm/v1/accesslevel/person/modify": modifyLevels,
};
