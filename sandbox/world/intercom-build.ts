import { Random } from "../random";
import type { Building } from "./intercom";
import type { World } from "./world";

/** Buildings of the small world: name, index of the area, rooms, door station. */
const DEMO = [
  ["Harbour House – Crew Lodgings", 0, 8, "North Gate intercom"],
  ["Общежитие водителей", 12, 5, ""],
  ["一号宿舍楼", 15, 5, ""],
  ['Gate Lodge <img src=x onerror=alert(1)> "West"', 10, 2, "Cổng phụ Bình Dương"],
] as const;

const SIZES = { large: [40, 20], huge: [120, 40] } as const;
const CAPACITY = 4;
const DAY_MS = 86_400_000;

/** Makes the buildings of a world out of dice of its own; persons, who move in, come first. */
export function buildIntercom(world: World): void {
  const random = new Random(`${world.seed}/intercom/${world.dataset}`);
  const areas = [...world.areas.values()];
  if (world.dataset === "small") {
    for (const [name, area, rooms, station] of DEMO) {
      addBuilding(world, random, { name, areaId: areas[area]?.id ?? "", deviceNames: station ? [station] : [] }, rooms);
    }
  } else {
    const [buildings, rooms] = SIZES[world.dataset];
    for (let n = 0; n < buildings; n++) {
      const area = random.pick(areas);
      addBuilding(
        world,
        random,
        { name: `${area.name.slice(0, 48)} Residence ${n + 1}`, areaId: area.id, deviceNames: [] },
        rooms,
      );
    }
  }
  settle(world, random);
}

function addBuilding(world: World, random: Random, plan: Omit<Building, "id">, rooms: number): void {
  const building = { id: random.hex(32), ...plan };
  world.intercom.buildings.set(building.id, building);
  for (let n = 1; n <= rooms; n++) {
    const number = (1 + Math.floor((n - 1) / 4)) * 100 + 1 + ((n - 1) % 4);
    const id = random.hex(32);
    world.intercom.rooms.set(id, { id, name: `Room ${number}`, number, buildId: building.id, capacity: CAPACITY });
  }
}

/**
 * The first room is full, every fifth stands empty, the others have a householder and perhaps a family: persons with an
 * e-mail address, those hired last before the others. Every seventh has moved out without anybody telling the platform.
 */
function settle(world: World, random: Random): void {
  const thisHour = Math.floor(world.madeAt / 3_600_000) * 3_600_000;
  const candidates = [...world.people.persons.values()].filter(({ email }) => email !== "");
  let n = 0;
  [...world.intercom.rooms.values()].forEach((room, index) => {
    const people = index === 0 ? CAPACITY : index % 5 === 4 ? 0 : random.between(1, 3);
    for (let member = 0; member < people; member++, n++) {
      const person = candidates.pop();
      if (!person) return;
      world.intercom.house(person, [[room.id, member === 0 ? 1 : 0]]);
      if (n % 7 === 6) person.endsAt = thisHour - 10 * DAY_MS;
    }
  });
}
