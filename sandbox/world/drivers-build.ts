import { Random } from "../random";
import { HOSTILE_PERSONS, nameOf } from "./people-names";
import type { World } from "./world";

const GROUPS = ["Day shift", "Ночная смена", "长途司机", "Agency <drivers> & relief"];
const SIZES = { small: 9, large: 240, huge: 1_200 } as const;

/** Makes the drivers of a world out of dice of its own, and puts them into the vehicles, which come first. */
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
    const [firstName, lastName] = (n % 40 === 38 ? HOSTILE_PERSONS[Math.floor(n / 40)] : undefined) ?? nameOf(random);
    const id = random.digits(18);
    const vehicle = vehicles[n % (vehicles.length + 1)];
    const phone = `+44 7700 901${String(n % 1000).padStart(3, "0")}`;
    world.drivers.byId.set(id, {
      id,
      groupId: groups[n % groups.length]?.id ?? "",
      firstName,
      lastName: lastName === "--" ? "" : lastName,
      code: `D${1000 + n}`,
      gender: random.between(0, 2),
      phone,
      email: `driver${n + 1}@example.com`,
      description: n % 4 === 0 ? "Forklift licence" : "",
      vehicleIds: vehicle === undefined ? [] : [vehicle],
      licence: { no: `GB${random.digits(8)}`, validTime: `${2027 + (n % 6)}-05-31T23:59:59`, imageKey: "" },
      // A photo taken at the portal: it is known, but not shown.
      photoKey: n % 3 === 0 ? "" : `msvehicle/faces/${id}.jpg`,
      faceError: null,
      faceBefore: n % 3 === 0 ? 0 : 2,
    });
    const facts = world.fleet.get(vehicle ?? "");
    if (!facts || facts.device === null || facts.driverPhoneNo !== "") continue;
    Object.assign(facts, { driverFirstName: firstName, driverLastName: lastName, driverPhoneNo: phone });
  }
}
