import { Random } from "../random";
import type { Point, VehicleFacts } from "./fleet";
import type { World } from "./world";

/** Vehicles of the demo: plate, type, index of the area, where it drives, note. */
const DEMO = [
  ["KX21 HHC", 2, 0, [51.955, 1.313], ""],
  ["KX70 VAN", 1, 0, [51.962, 1.351], "Site manager's van"],
  ["AB68 <BUS>", 3, 0, [51.948, 1.284], "Staff shuttle; driver's seat reserved 👷"],
  ["В417ОР 154", 2, 12, [55.03, 82.92], ""],
  ["沪A·88F21", 2, 15, [31.23, 121.47], "夜间班车"],
  ["دبي 48213", 0, 18, [25.2, 55.27], ""],
  ["FRT-4C71", 2, 0, [-23.96, -46.33], "Hired in Santos"],
  ["No device yet", 1, 0, [51.95, 1.3], ""],
] as const;

const SIZES = { small: DEMO.length, large: 200, huge: 1_000 } as const;

/** Eight corners around a place, five kilometres or so away. */
function loop(random: Random, [lat, lng]: Point): Point[] {
  return Array.from({ length: 8 }, (_, corner) => {
    const angle = (corner / 8) * 2 * Math.PI;
    const reach = 0.02 + random.next() * 0.03;
    return [lat + reach * Math.sin(angle), lng + reach * Math.cos(angle)] as const;
  });
}

/** Makes the vehicles of a world out of dice of its own. They bring no area and no device into the account's lists;
 * their drivers come later. */
export function buildFleet(world: World): void {
  const random = new Random(`${world.seed}/fleet/${world.dataset}`);
  const areas = [...world.areas.values()];
  for (let n = 0; n < SIZES[world.dataset]; n++) {
    const [plate, type, area, place, note] = DEMO[n % DEMO.length] ?? DEMO[0];
    const home = world.dataset === "small" ? areas[area] : random.pick(areas);
    const bare = n % DEMO.length === DEMO.length - 1;
    const id = random.hex(32);
    const facts: VehicleFacts = {
      areaId: home?.id ?? "",
      type,
      driverFirstName: "",
      driverLastName: "",
      driverPhoneNo: "",
      pictureKey: "",
      extend: note,
      speedLimit: type === 2 ? 9_000_000 : type === 3 ? 8_000_000 : 0,
      device: bare ? null : { id: random.hex(32), serialNo: `CB${random.digits(7)}` },
      online: n % DEMO.length !== 5,
      ignition: "auto",
      route: loop(random, place),
      offsetMs: random.between(0, 3_000_000),
    };
    world.vehicles.set(id, n < DEMO.length ? plate : `${plate.slice(0, 8)} ${n + 1}`);
    world.fleet.set(id, facts);
  }
}

/** What is known of a vehicle nobody said anything about. */
export function newFacts(areaId: string): VehicleFacts {
  return {
    areaId,
    type: 0,
    driverFirstName: "",
    driverLastName: "",
    driverPhoneNo: "",
    pictureKey: "",
    extend: "",
    speedLimit: 0,
    device: null,
    online: true,
    ignition: "auto",
    route: [[51.955, 1.313]],
    offsetMs: 0,
  };
}
