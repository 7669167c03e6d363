import { DEMO_AREAS, DEMO_DEVICES } from "./demo";
import { HOSTILE, Namer } from "./names";
import { buildDrivers } from "./drivers-build";
import { buildFleet } from "./fleet-build";
import { buildIntercom } from "./intercom-build";
import { buildOutages } from "./outages-build";
import { buildPasses } from "./passes-build";
import { buildPeople } from "./people-build";
import { Random } from "../random";
import { buildRules } from "./rules-build";
import { idOfZone } from "./timezones";
import { KINDS, ROOT, World } from "./world";
import type { Area, Channel, Dataset, Device, Kind } from "./world";

const SIZES = {
  large: { areas: 300, cameras: 5_000, sites: 11 },
  huge: { areas: 1_000, cameras: 20_000, sites: 22 },
} as const;

const ABILITIES = [
  "1,21,22,2002,2021,2022",
  "1,21,22,2001,2002,2005,2006,2007",
  "1,21,22,2002,2015,2016,2021,2022,2023,2024,2027,2029,2030",
  "1,21,2000,2001,2002,2004",
];

/** Models by the number of camera channels a recorder has. */
const RECORDERS = { 8: "DS-7608NXI-K2/8P", 16: "DS-7716NXI-I4/S", 32: "DS-9632NI-I8" } as const;
const CAMERAS = ["DS-2CD2386G2-IU", "DS-2CD2146G2-I", "DS-2DE4425IWG-E", "DS-2CD2T87G2-L", "iDS-2CD7A46G0/P-IZHSY"];

/** Serial numbers `devices/add` knows besides the account's own, with the code on their label. */
const BOXED = [
  ["G81652987", "hcc12345", "encodingDevice", RECORDERS[8], 8, 0, "0"],
  ["S10000001", "ABCDEF", "encodingDevice", "DS-2CD2386G2-IU", 1, 0, "0"],
  ["S10000002", "GHIJKL", "encodingDevice", RECORDERS[16], 16, 0, "0"],
  ["S10000003", "MNOPQR", "accessControllerDevice", "DS-K2604T", 0, 4, "0"],
  ["S10000004", "STUVWX", "videoIntercomDevice", "DS-KD8003-IME1", 1, 1, "0"],
  ["S10000005", "YZABCD", "mobileDevice", "AE-MD5043", 4, 0, "0"],
  ["S10000006", "EFGHIJ", "alarmDevice", "DS-PWA96-M-WE", 0, 0, "0"],
  ["S10000007", "KLMNOP", "encodingDevice", "DS-2CD2146G2-I", 1, 0, "0"],
  ["S20007001", "ABCDEF", "encodingDevice", "DS-2CD2146G2-I", 1, 0, "EVZ20007"],
  ["S20008001", "ABCDEF", "encodingDevice", "DS-2CD2146G2-I", 1, 0, "EVZ20008"],
  ["S20013001", "ABCDEF", "encodingDevice", "DS-2CD2146G2-I", 1, 0, "EVZ20013"],
] as const;

/** Makes the world of a dataset; the same dataset and seed give the same ids, names and states, at any time. */
export function buildWorld(dataset: Dataset, seed: string, now = Date.now()): World {
  const random = new Random(`${seed}/${dataset}`);
  const world = new World(dataset, seed, random, random.hex(32));
  world.madeAt = now;
  for (const [serialNo, verifyCode, category, type, cameras, doors, outcome] of BOXED) {
    world.boxed.set(serialNo, { serialNo, verifyCode, category, type, cameras, doors, outcome });
  }
  const names = ["admin", "Amara Okafor", "J. Müller", "Светлана Иванова", "王伟", "reception-north", HOSTILE[1] ?? ""];
  for (const name of names) world.users.push({ id: random.hex(32), name });
  if (dataset === "small") buildDemo(world);
  else buildLarge(world, SIZES[dataset]);
  for (const build of [buildPeople, buildIntercom, buildPasses, buildFleet, buildDrivers, buildRules, buildOutages]) {
    build(world);
  }
  return world;
}

/** Adds a device whose serial number nobody has; firmware, code and time of adding are made up. */
function makeDevice(world: World, name: string, category: string, type: string, zone: string): Device {
  const { random } = world;
  let serialNo: string;
  do serialNo = random.pick([..."DEFGHJKL"]) + random.digits(8);
  while (world.devicesBySerial.has(serialNo));
  const minor = `V${random.between(4, 5)}.${random.between(2, 8)}.${random.between(0, 99)}`;
  return world.addDevice({
    name,
    category,
    type,
    serialNo,
    version: `${minor} build 2${random.between(1, 4)}0${random.between(1, 9)}${random.between(10, 28)}`,
    timeZoneId: idOfZone(zone),
    online: true,
    encrypted: false,
    verifyCode: Array.from({ length: 6 }, () => String.fromCharCode(random.between(65, 90))).join(""),
    addTime: new Date(Date.UTC(2023, 0, 1) + random.between(0, 90_000_000) * 1000)
      .toISOString()
      .slice(0, 19)
      .replace("T", " "),
  });
}

/** Adds a channel and imports it into an area, both under the same name. */
function addResource(world: World, device: Device, kind: Kind, no: number, name: string, areaId: string): Channel {
  const channel = world.addChannel(device, kind, no, name, kind === "camera" ? world.random.pick(ABILITIES) : "");
  return world.importChannel(channel, areaId, name);
}

/** Adds `count` cameras to an area, in recorders of up to 16 channels, and answers their resource ids. */
export function addCameras(world: World, count: number, area: Area): string[] {
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(count - ids.length, 16);
    const type = size === 1 ? world.random.pick(CAMERAS) : RECORDERS[16];
    const device = makeDevice(world, `Added ${world.devices.size + 1}`, "encodingDevice", type, "Europe/London");
    for (let no = 1; no <= size; no++) {
      const channel = addResource(
        world,
        device,
        "camera",
        no,
        `Added camera ${world.lists.camera.length + 1}`,
        area.id,
      );
      if (channel.resource) ids.push(channel.resource.id);
    }
  }
  return ids;
}

function buildDemo(world: World): void {
  const areas: Area[] = [];
  for (const [name, parent] of DEMO_AREAS) areas.push(world.addArea(name, areas[parent]?.id ?? ROOT));
  for (const plan of DEMO_DEVICES) {
    const device = makeDevice(world, plan.name, plan.category, plan.type, plan.zone);
    device.encrypted = plan.encrypted === true;
    device.online = plan.offline !== true;
    const planned = { camera: plan.cameras, door: plan.doors, alarmInput: plan.inputs, alarmOutput: plan.outputs };
    for (const kind of KINDS) {
      (planned[kind] ?? []).forEach(([name, area], index) => {
        const no = kind === "alarmInput" && plan.cameras ? 201 + index : index + 1;
        addResource(world, device, kind, no, name, areas[area]?.id ?? ROOT);
      });
    }
    const used = plan.cameras?.length ?? 0;
    for (let n = 1; n <= (plan.spare ?? 0); n++) {
      world.addChannel(device, "camera", used + n, `IPCamera ${String(used + n).padStart(2, "0")}`);
    }
  }
}

interface Site {
  tongue: number;
  areas: Area[];
}

function buildLarge(world: World, size: { areas: number; cameras: number; sites: number }): void {
  const namer = new Namer(world.random, 0.01);
  const sites = buildSites(world, namer, size);
  for (let n = 0; world.lists.camera.length < size.cameras; n++) {
    const site = world.random.pick(sites);
    const left = size.cameras - world.lists.camera.length;
    buildVideo(world, namer, site, left);
    if (n % 3 === 0) buildDoors(world, namer, site);
  }
}

function buildSites(world: World, namer: Namer, size: { areas: number; sites: number }): Site[] {
  const { random } = world;
  const sites: Site[] = [];
  for (let n = 0; n < size.sites; n++) {
    const tongue = namer.tongue(n);
    sites.push({ tongue, areas: [world.addArea(namer.area(tongue, 0, ROOT), ROOT)] });
  }
  const depth = new Map<string, number>(sites.flatMap((site) => site.areas.map((area) => [area.id, 0] as const)));
  while (world.areas.size < size.areas) {
    const site = random.pick(sites);
    const parent = random.pick(site.areas);
    const below = (depth.get(parent.id) ?? 0) + 1;
    if (below > 4 || world.childrenOf(parent.id).length > 6 + below) continue;
    const area = world.addArea(namer.area(site.tongue, below, parent.id), parent.id);
    depth.set(area.id, below);
    site.areas.push(area);
  }
  return sites;
}

function buildVideo(world: World, namer: Namer, site: Site, left: number): void {
  const { random } = world;
  const ports = random.chance(0.6) && left > 1 ? random.pick([8, 16, 32] as const) : 1;
  const type = ports === 1 ? random.pick(CAMERAS) : RECORDERS[ports];
  const home = random.pick(site.areas);
  const device = makeDevice(world, deviceName(namer, home, type), "encodingDevice", type, namer.zoneOf(site.tongue));
  device.encrypted = random.chance(0.08);
  device.online = !random.chance(0.02);
  const used = Math.min(left, ports === 1 ? 1 : random.between(Math.ceil(ports / 2), ports));
  let area = home;
  for (let no = 1; no <= used; no++) {
    if (no % 6 === 0) area = random.pick(site.areas);
    const channel = addResource(world, device, "camera", no, namer.camera(site.tongue, area.id), area.id);
    channel.linked = !random.chance(0.01);
  }
  if (ports === 1) return;
  for (let no = used + 1; no <= Math.min(ports, used + 2); no++)
    world.addChannel(device, "camera", no, `IPCamera ${no}`);
  for (let n = 1; n <= 4; n++) addResource(world, device, "alarmInput", 200 + n, `D ${200 + n}`, home.id);
  addResource(world, device, "alarmOutput", 1, "A 1", home.id);
}

function buildDoors(world: World, namer: Namer, site: Site): void {
  const { random } = world;
  const area = random.pick(site.areas);
  const intercom = random.chance(0.2);
  const [category, type] = intercom
    ? ["videoIntercomDevice", "DS-KD8003-IME1"]
    : ["accessControllerDevice", random.pick(["DS-K2602T", "DS-K2604T"])];
  const device = makeDevice(world, deviceName(namer, area, type), category, type, namer.zoneOf(site.tongue));
  device.online = !random.chance(0.02);
  const doors = intercom ? 1 : Number(type.at(-2));
  for (let no = 1; no <= doors; no++) addResource(world, device, "door", no, namer.door(site.tongue, area.id), area.id);
}

function deviceName(namer: Namer, area: Area, type: string): string {
  return namer.device(`${[...area.name].slice(0, 24).join("")} ${type}`);
}
