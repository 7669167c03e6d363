import { z } from "zod";
import { ControlError } from "../controlcall";
import type { ControlRoute } from "../controlcall";
import type { Sandbox } from "../parts";
import { passing } from "../queues/passing";
import { tell } from "../queues/telling";
import { addLevel, Hires } from "./people-build";
import { ROOT_GROUP } from "./person";
import type { Group, Level, Person } from "./person";
import type { Swipe } from "./swipes";
import type { Imported, World } from "./world";

const SAMPLE = 5;

const SwipeOrder = z.strictObject({
  personId: z.string().nullable().optional(),
  doorId: z.string().optional(),
  cardNo: z.string().optional(),
  ok: z.boolean().optional(),
  eventType: z.int().optional(),
  attendance: z.int().min(0).max(6).optional(),
});
const Presented = z
  .strictObject({ cardNo: z.string().optional(), fingerQuality: z.int().min(1).max(100).optional() })
  .refine((body) => (body.cardNo === undefined) !== (body.fingerQuality === undefined), "a card or a finger");
const NewPersons = z.strictObject({ add: z.int().min(1).max(5_000), groupId: z.string().optional() });
const PersonPatch = z.strictObject({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  groupId: z.string().optional(),
});
const NewGroup = z.strictObject({ name: z.string().min(1), parentId: z.string().default(ROOT_GROUP) });
const GroupPatch = z.strictObject({ name: z.string().min(1).optional(), parentId: z.string().optional() });
const NewLevel = z.strictObject({
  name: z.string().min(1),
  doorIds: z.array(z.string()).min(1),
  schedule: z.string().default("All-day"),
});
const LevelPatch = z.strictObject({ name: z.string().min(1).optional(), doorIds: z.array(z.string()).optional() });

/** Control calls that look at or change people, levels and what happens at doors. */
export const peopleRoutes: readonly ControlRoute[] = [
  ["GET", /^\/people\/summary$/, ({ sandbox }) => summary(sandbox.world)],
  ["POST", /^\/people\/swipes$/, ({ sandbox, body }) => swipe(sandbox, body)],
  ["POST", /^\/people\/present$/, ({ sandbox, body }) => present(sandbox, body)],
  [
    "POST",
    /^\/people\/doors\/([^/]+)\/failure$/,
    ({ sandbox: { world }, params, body }) => {
      const { id } = doorOf(world, params[0]).resource;
      const { code } = z.strictObject({ code: z.string().min(1).nullable() }).parse(body);
      if (code === null) world.people.applications.failing.delete(id);
      else world.people.applications.failing.set(id, code);
    },
  ],
  [
    "GET",
    /^\/people\/doors\/([^/]+)$/,
    ({ sandbox: { world }, params }) => {
      const { id, name } = doorOf(world, params[0]).resource;
      return { id, name, state: world.people.doorStates.get(id) ?? null };
    },
  ],
  [
    "POST",
    /^\/people\/persons$/,
    ({ sandbox: { world }, body }) => {
      const { add, groupId = ROOT_GROUP } = NewPersons.parse(body);
      const group = groupOf(world, groupId);
      const hires = new Hires(world.people);
      return { ids: Array.from({ length: add }, () => hires.hire(world.people.persons.size, group, []).id) };
    },
  ],
  [
    "PATCH",
    /^\/people\/persons\/([^/]+)$/,
    ({ sandbox: { world }, params, body }) => {
      const patch = PersonPatch.parse(body);
      if (patch.groupId !== undefined) groupOf(world, patch.groupId);
      Object.assign(personOf(world, params[0]), patch);
    },
  ],
  [
    "DELETE",
    /^\/people\/persons\/([^/]+)$/,
    ({ sandbox: { world }, params }) => void world.people.removePerson(personOf(world, params[0])),
  ],
  [
    "POST",
    /^\/people\/groups$/,
    ({ sandbox: { world }, body }) => {
      const { name, parentId } = NewGroup.parse(body);
      return { id: world.people.addGroup(name, groupOf(world, parentId).id).id };
    },
  ],
  [
    "PATCH",
    /^\/people\/groups\/([^/]+)$/,
    ({ sandbox: { world }, params, body }) => patchGroup(world, params[0], body),
  ],
  [
    "DELETE",
    /^\/people\/groups\/([^/]+)$/,
    ({ sandbox: { world }, params }) => {
      const { id } = groupOf(world, params[0]);
      const used = [...world.people.persons.values()].some((person) => person.groupId === id);
      if (id === ROOT_GROUP || used || world.people.childrenOf(id).length > 0) {
        throw new ControlError(409, "only an empty department can be deleted");
      }
      world.people.groups.delete(id);
    },
  ],
  [
    "POST",
    /^\/people\/levels$/,
    ({ sandbox: { world }, body }) => {
      const { name, doorIds, schedule } = NewLevel.parse(body);
      for (const id of doorIds) doorOf(world, id);
      return { id: addLevel(world.people, name, schedule, doorIds).id };
    },
  ],
  [
    "PATCH",
    /^\/people\/levels\/([^/]+)$/,
    ({ sandbox: { world }, params, body }) => {
      const patch = LevelPatch.parse(body);
      for (const id of patch.doorIds ?? []) doorOf(world, id);
      Object.assign(levelOf(world, params[0]), patch);
    },
  ],
  [
    "DELETE",
    /^\/people\/levels\/([^/]+)$/,
    ({ sandbox: { world }, params }) => void world.people.removeLevel(levelOf(world, params[0])),
  ],
];

function summary({ people, devices }: World) {
  const persons = [...people.persons.values()];
  const collectors = [...devices.values()].filter(({ category }) =>
    ["accessControllerDevice", "videoIntercomDevice"].includes(category),
  );
  return {
    counts: { persons: persons.length, groups: people.groups.size, levels: people.levels.size },
    samples: {
      persons: persons.slice(0, SAMPLE).map(({ id, code, firstName, lastName, groupId, levelIds }) => {
        return { id, code, firstName, lastName, groupId, levelIds: [...levelIds] };
      }),
      groups: [...people.groups.values()].slice(0, SAMPLE),
      levels: [...people.levels.values()].slice(0, SAMPLE).map(({ id, name, doorIds }) => ({ id, name, doorIds })),
      collectors: collectors.slice(0, SAMPLE).map(({ serialNo, name, online }) => ({ serialNo, name, online })),
    },
  };
}

/** Somebody at a door, of whom records and queues tell alike. */
function swipe({ world, clock, pictures }: Sandbox, body: unknown) {
  const { personId, doorId, cardNo, ok, eventType, attendance } = SwipeOrder.parse(body);
  const made = world.people.swipes.swipe(
    {
      ...(personId !== undefined && { person: personId === null ? null : personOf(world, personId) }),
      ...(doorId !== undefined && { door: doorOf(world, doorId) }),
      ...(cardNo !== undefined && { cardNo }),
      ...(ok !== undefined && { ok }),
      ...(eventType !== undefined && { eventType }),
      ...(attendance !== undefined && { attendance }),
    },
    clock.now(),
  );
  const what = made && passing(world, made);
  if (!what) throw new ControlError(409, "the world has no door");
  tell(world, pictures, what, clock.now());
  return describe(world, made);
}

function describe(world: World, made: Swipe) {
  const { at, door, person, cardNo, ok, eventType } = made;
  const guid = world.people.swipes.guidOf(made);
  return { guid, at, doorId: door.resource.id, personId: person?.id ?? null, cardNo, ok, eventType };
}

function present({ world }: Sandbox, body: unknown) {
  const { cardNo, fingerQuality } = Presented.parse(body);
  world.people.presented.push(cardNo === undefined ? { fingerQuality: fingerQuality ?? 90 } : { cardNo });
}

function patchGroup(world: World, id: string | undefined, body: unknown) {
  const group = groupOf(world, id);
  const { name, parentId } = GroupPatch.parse(body);
  group.name = name ?? group.name;
  if (parentId === undefined) return;
  for (let at: Group | undefined = groupOf(world, parentId); at; at = world.people.groups.get(at.parentId)) {
    if (at === group) throw new ControlError(409, "a department cannot be below itself");
  }
  group.parentId = parentId;
}

function doorOf(world: World, id = ""): Imported {
  const door = world.resources.get(id);
  if (door?.kind !== "door") throw new ControlError(404, `no such door: ${id}`);
  return door;
}

const found = <T>(thing: T | undefined, kind: string, id: string): T => {
  if (!thing) throw new ControlError(404, `no such ${kind}: ${id}`);
  return thing;
};
const personOf = ({ people }: World, id = ""): Person => found(people.persons.get(id), "person", id);
const groupOf = ({ people }: World, id = ""): Group => found(people.groups.get(id), "department", id);
const levelOf = ({ people }: World, id = ""): Level => found(people.levels.get(id), "access level", id);
