import { Random } from "../random";
import { mailOf, personName } from "./fleet-names";
import type { World } from "./world";

const GROUPS = ["Day shift", "Ночная смена", "长途司机", "Agency <drivers> & relief"];
const SIZES = { small: 9, large: 240, huge: 1_200 } as const;

/** Makes the drivers of a world out of dice of its own; vehicles come first. */
export function buildDrivers(world: World): void {
  const random = new Random(`${world.seed}/drivers/${world.dataset}`);
  const areas = [...world.areas.values()];
  const groups = GROUPS.map((name, index) => ({
    id: random.digits(18),
    name,
    areaId: areas[(index * 5) % areas.length]?.id ?? "",
  }));
  for (const group of groups) world.drivers.groups.set(group.id, group);
  const vehicles = [...world.vehicles.keys()];
  for (let n = 0; n < SIZES[world.dataset]; n++) {
    const { first, last, gender } = personName(n, random);
    const id = random.digits(18);
    const vehicle = vehicles[n % (vehicles.length + 1)];
    world.drivers.byId.set(id, {
      id,
      groupId: groups[n % groups.length]?.id ?? "",
      firstName: first,
      lastName: last,
      code: `D${1000 + n}`,
      gender: { x: 0, m: 1, f: 2 }[gender],
      phone: `+44 7700 901${String(n % 1000).padStart(3, "0")}`,
      email: mailOf(5_000 + n),
      description: n % 4 === 0 ? "Forklift licence" : "",
      vehicleIds: vehicle === undefined ? [] : [vehicle],
      licence: { no: `GB${random.digits(8)}`, validTime: `${2027 + (n % 6)}-05-31T23:59:59`, imageKey: "" },
      // A photo taken at the portal: it is known, but not shown.
      photoKey: n % 3 === 0 ? "" : `msvehicle/faces/${id}.jpg`,
      faceError: null,
      faceBefore: n % 3 === 0 ? 0 : 2,
    });
  }
}
