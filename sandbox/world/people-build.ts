import type { People } from "./people";
import { ROOT_GROUP } from "./person";
import type { Group, Level, Person } from "./person";
import { DEMO_GROUPS, DEMO_LEVELS, HOSTILE_PERSONS, nameOf, SCHEDULES } from "./people-names";
import type { World } from "./world";

const SIZES = {
  small: { persons: 60, groups: 0, levels: 0 },
  large: { persons: 2_000, groups: 60, levels: 40 },
  huge: { persons: 10_000, groups: 200, levels: 120 },
} as const;

const YEAR_2022 = Date.UTC(2022, 0, 1);
const YEAR_2032 = Date.UTC(2032, 0, 1);
const EXPIRED = Date.UTC(2024, 11, 31);
const DAY_MS = 24 * 3600_000;

const FINGERS = ["Left thumb", "Left index", "Right thumb", "Right index"] as const;

/** Fills a world that has its doors with departments, access levels and persons, by random numbers of their own. */
export function buildPeople(world: World): void {
  const { people } = world;
  const size = SIZES[world.dataset];
  const root = world.dataset === "small" ? "Harbour Logistics Group" : "Group of companies";
  people.addGroup(root, "", "", ROOT_GROUP);
  const homes = world.dataset === "small" ? buildDemo(world) : buildCompany(world, size);
  const hires = new Hires(people);
  for (let n = 0; n < size.persons; n++) {
    const home = homes[n % homes.length];
    if (home) hires.hire(n, home.group, home.levels);
  }
  people.swipes.enrol();
}

interface Home {
  group: Group;
  levels: readonly Level[];
}

function buildDemo(world: World): Home[] {
  const { people } = world;
  const levels = DEMO_LEVELS.map(([name, schedule, names]) => {
    const doors = names.flatMap((wanted) => world.lists.door.find(({ resource }) => resource.name === wanted) ?? []);
    return addLevel(
      people,
      name,
      schedule,
      doors.map(({ resource }) => resource.id),
    );
  });
  const management = world.lists.door.map(({ resource }) => resource.id);
  addLevel(people, "Everywhere", "All-day", management);
  const groups: Group[] = [];
  return DEMO_GROUPS.map(([name, parent, held]) => {
    const group = people.addGroup(name, groups[parent]?.id ?? ROOT_GROUP);
    groups.push(group);
    return { group, levels: levels.filter((level) => held.includes(level.name)) };
  });
}

function buildCompany(world: World, size: { groups: number; levels: number }): Home[] {
  const { people } = world;
  const { random } = people;
  const doors = world.lists.door.map(({ resource }) => resource.id);
  const levels = Array.from({ length: size.levels }, (_, n) => {
    const from = Math.floor((n * doors.length) / size.levels);
    const own = doors.slice(from, from + random.between(3, 12));
    const area = world.areas.get(world.resources.get(own[0] ?? "")?.resource.areaId ?? "");
    return addLevel(people, `${area?.name.slice(0, 40) ?? "Doors"} ${n + 1}`, random.pick(SCHEDULES), own);
  });
  const groups: Group[] = [];
  for (let n = 0; n < size.groups; n++) {
    const parent = n < 8 ? ROOT_GROUP : random.pick(groups).id;
    groups.push(people.addGroup(`${random.pick(DEMO_GROUPS)[0]} ${n + 1}`, parent));
  }
  return groups.map((group) => ({ group, levels: [random.pick(levels), random.pick(levels)] }));
}

const scheduleId = (name: string) => String(SCHEDULES.findIndex((schedule) => schedule === name) + 1);

export function addLevel(people: People, name: string, schedule: string, doorIds: string[]): Level {
  const areaId = people.site.resources.get(doorIds[0] ?? "")?.resource.areaId ?? "";
  return people.addLevel({
    name,
    remark: "",
    usageType: 0,
    areaId,
    schedule: { id: scheduleId(schedule), name: schedule },
    doorIds,
  });
}

/** Takes on persons whose numbers, cards and PINs nobody else has. */
export class Hires {
  #cards = new Set<string>();
  #pins = new Set<string>();

  constructor(private readonly people: People) {}

  hire(n: number, group: Group, levels: readonly Level[]): Person {
    const { random } = this.people;
    const hostile = n % 10 === 7 ? HOSTILE_PERSONS[Math.floor(n / 10)] : undefined;
    const [firstName, lastName] = hostile ?? nameOf(random);
    const startsAt = YEAR_2022 + random.between(0, 900) * DAY_MS;
    const number = String(this.people.persons.size + 1);
    const person = this.people.addPerson({
      groupId: group.id,
      code: `E${number.padStart(5, "0")}`,
      firstName,
      lastName,
      gender: random.between(0, 2),
      phone: random.chance(0.8) ? `+44 20 7946 ${String(random.between(0, 999)).padStart(4, "0")}` : "",
      email: random.chance(0.8) ? `person${number}@example.invalid` : "",
      description: "",
      startsAt,
      endsAt: random.chance(0.03) ? EXPIRED : YEAR_2032 + random.between(0, 1500) * DAY_MS,
    });
    for (const level of levels) person.levelIds.add(level.id);
    this.#equip(person, n);
    return person;
  }

  /** Every 23rd has nothing at all, every 19th a picture no door can use: both fail at the doors. */
  #equip(person: Person, n: number): void {
    const { random } = this.people;
    if (n % 23 === 22) return;
    if (n % 19 === 18) {
      person.photo = { bytes: null, usable: false };
      return;
    }
    for (let count = random.pick([1, 1, 1, 2]); count > 0; count--) {
      person.cards.push({ id: random.digits(18), cardNo: this.#fresh(this.#cards, 10) });
    }
    if (random.chance(0.6)) person.photo = { bytes: null, usable: true };
    if (random.chance(0.25)) {
      person.fingers.push({ id: random.digits(18), name: random.pick(FINGERS), data: random.hex(128).toUpperCase() });
    }
    if (random.chance(0.2)) person.pin = this.#fresh(this.#pins, 6);
  }

  #fresh(taken: Set<string>, digits: number): string {
    let word: string;
    do word = this.people.random.digits(digits);
    while (taken.has(word));
    taken.add(word);
    return word;
  }
}
