import { Random } from "../random";
import type { World } from "./world";

const HOUR_MS = 3_600_000;

/** Passes of the demo: name, hours from now to begin and end, openings, access levels. */
const DEMO = [
  ["Parcel courier", -1, 8, 3, 1],
  ["Lift maintenance – Kone", -24, 72, 20, 2],
  ["Уборка, ночная смена", -200, 400, 200, 1],
  ["消防检查", 20, 28, 5, 2],
  ["Forgotten access level", -2, 40, 1, 0],
  ["زيارة الموردين", -72, -48, 2, 1],
  ["<script>alert(1)</script> O'Neil", -1, 1, 1, 1],
] as const;

/** Access levels visitors of the small company get. */
const USUAL = new Set(["Gates", "Warehouse"]);

const SIZES = { small: DEMO.length, large: 400, huge: 2_000 } as const;

/** Makes the temporary passes of a world out of dice of its own; access levels come first. */
export function buildPasses(world: World): void {
  const random = new Random(`${world.seed}/passes/${world.dataset}`);
  const everyLevel = [...world.people.levels.values()];
  const usual = everyLevel.filter(({ name }) => USUAL.has(name));
  const levels = usual.length > 0 ? usual : everyLevel;
  const thisHour = Math.floor(world.madeAt / HOUR_MS) * HOUR_MS;
  for (let n = 0; n < SIZES[world.dataset]; n++) {
    const [name, from, to, openCount, count] = DEMO[n % DEMO.length] ?? DEMO[0];
    const id = random.digits(18);
    const creator = random.pick(world.users);
    world.passes.byId.set(id, {
      id,
      name: n < DEMO.length ? name : `${name.slice(0, 24)} ${n + 1}`,
      openCount,
      startTime: thisHour + from * HOUR_MS,
      endTime: thisHour + to * HOUR_MS,
      creatorId: creator.id,
      creatorName: creator.name,
      creatorEmail: "desk@example.com",
      pin: String(random.between(0, 999_999)).padStart(6, "0"),
      accessLevelIds: levels.slice(0, count).map((level) => level.id),
      opened: 0,
      codes: [],
    });
  }
}
