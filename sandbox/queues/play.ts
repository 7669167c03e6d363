import type { Pictures } from "../pictures";
import { Random } from "../random";
import { isImported, isOnline } from "../world/world";
import type { Channel, Device, Imported, Kind, World } from "../world/world";
import { rideOf } from "./cast";
import type { Holder, Ride } from "./cast";
import { cameraNear, deviceSubject, occurrence, rideSubject, subjectOf } from "./occurrence";
import type { Occurrence, Subject } from "./occurrence";
import { tell } from "./telling";
import { DOOR, doorEvent, DRIVING, vehicleEvent } from "./types";

/** How an alarm goes on after its start. */
interface Course {
  /** Milliseconds until it ends; null while it goes on. */
  lasts?: number | null;
  /** Pulses, one every three seconds. */
  pulses?: number;
  /** Milliseconds until its pictures follow under the same guid; 0: at once; null: it has none. */
  picturesAfter?: number | null;
}

/** What a scenario plays with: the world, chance, people, and what can happen. `now` is the moment being played. */
export class Play {
  readonly rides: readonly Ride[];
  #serialNo = 10_000;
  #cut = new Set<Device>();
  #held: Occurrence[] = [];

  constructor(
    readonly world: World,
    readonly pictures: Pictures,
    readonly random: Random,
    readonly cast: readonly Holder[],
    readonly now: () => number,
    readonly later: (ms: number, run: () => void) => void,
  ) {
    this.rides = this.#ridesOf(world);
  }

  /** One of the resources that can report; by name if one is called so. */
  choose(kind: Kind, name?: RegExp): Imported | null {
    const alive = this.world.lists[kind].filter(isOnline);
    const named = name ? alive.filter(({ resource }) => name.test(resource.name)) : [];
    const [first] = named;
    if (first) return first;
    return alive.length === 0 ? null : this.random.pick(alive);
  }

  alarmAt(code: string, channel: Imported | null, course: Course = {}, facts: Partial<Occurrence> = {}): void {
    if (channel) this.alarm(code, subjectOf(this.world, channel), course, facts);
  }

  alarm(code: string, subject: Subject, course: Course = {}, facts: Partial<Occurrence> = {}): void {
    const { lasts = null, pulses = 0, picturesAfter = 4_000 } = course;
    const own = subject.channel?.kind === "camera" ? subject.channel : null;
    const camera = picturesAfter === null ? null : (own ?? cameraNear(this.world, subject));
    const pictures = camera && (own || isOnline(camera)) ? [camera] : [];
    const at = this.now();
    const bare = occurrence({
      guid: this.random.hex(32),
      code,
      subject,
      at,
      linked: !own && pictures.length > 0,
      ...facts,
    });
    this.tell(picturesAfter === 0 ? { ...bare, pictures } : bare);
    if (pictures.length > 0 && picturesAfter) {
      this.later(picturesAfter, () => this.tell({ ...bare, pictures, again: true }));
    }
    for (let n = 1; n <= pulses; n++) this.later(n * 3_000, () => this.tell({ ...bare, stage: "pulse" }));
    if (lasts !== null) this.later(lasts, () => this.tell({ ...bare, stage: "end", endsAt: at + lasts }));
  }

  /** Somebody, or somebody unknown, at a door. Only what is worth an alarm becomes one. */
  pass(door: Imported | null, event: keyof typeof DOOR, person: Holder | null, attendance = 0): void {
    if (!door) return;
    const alarm = ["duress", "tooManyAttempts", "noLevel", "unknownCard"].includes(event);
    this.alarmAt(
      doorEvent(DOOR[event])?.alarm ?? "",
      door,
      { picturesAfter: alarm ? 4_000 : null },
      { alarm, door: { message: DOOR[event], person, serialNo: ++this.#serialNo, attendance } },
    );
  }

  /** A call from an intercom to a room (0: to the management centre), and what becomes of it. */
  ring(intercom: Device, room: number, ends: 1 | 2 | 3): void {
    const subject = deviceSubject(this.world, intercom);
    const doors = intercom.channels.filter(
      (channel): channel is Imported => channel.kind === "door" && isImported(channel),
    );
    const person = room > 0 ? this.random.pick(this.cast) : null;
    const facts = { guid: this.random.hex(32), code: "140001", subject, alarm: false };
    this.tell(occurrence({ ...facts, at: this.now(), call: { room, state: 0, person, doors } }));
    this.later(this.random.between(8_000, 30_000), () =>
      this.tell(occurrence({ ...facts, at: this.now(), call: { room, state: ends, person, doors } })),
    );
  }

  drive(ride: Ride, event: keyof typeof DRIVING): void {
    const subject = rideSubject(this.world, ride);
    const code = vehicleEvent(DRIVING[event])?.alarm ?? "";
    this.alarm(
      code,
      subject,
      { picturesAfter: null },
      { alarm: event !== "position", driving: { message: DRIVING[event], ride } },
    );
  }

  /** A device or one of its cameras went or came back. */
  connection(subject: Device | Channel, online: boolean): void {
    if ("serialNo" in subject) {
      const code = online ? "50120" : "50101";
      return this.#say(occurrence({ ...this.#at(code), subject: deviceSubject(this.world, subject) }));
    }
    if (!isImported(subject)) return;
    const code = online ? "10056" : "10057";
    this.#say(occurrence({ ...this.#at(code), subject: subjectOf(this.world, subject) }));
  }

  /** The network to these devices is gone: they keep what happens to themselves. */
  cut(devices: readonly Device[]): void {
    for (const device of devices) {
      if (!device.online) continue;
      this.#cut.add(device);
      device.online = false;
      this.connection(device, false);
    }
  }

  /** The network is back; answers what the devices have kept, to be told by `tellDelayed`. */
  restore(): Occurrence[] {
    const held = this.#held;
    this.#held = [];
    for (const device of this.#cut) {
      device.online = true;
      this.connection(device, true);
    }
    this.#cut.clear();
    return held;
  }

  /** A cut that is called off: devices are back, nothing is told. */
  abandon(): void {
    for (const device of this.#cut) device.online = true;
    this.#cut.clear();
    this.#held = [];
  }

  tellDelayed(what: Occurrence): void {
    this.#say({ ...what, delayed: true });
  }

  tell(what: Occurrence): void {
    const { device } = what.subject;
    if (device && this.#cut.has(device)) this.#held.push(what);
    else this.#say(what);
  }

  #say(what: Occurrence): void {
    tell(this.world, this.pictures, what, this.now());
  }

  #at(code: string) {
    return { guid: this.random.hex(32), code, at: this.now() };
  }

  // Vehicle and area share an id, so that the area's name is its plate.
  #ridesOf(world: World): readonly Ride[] {
    const random = new Random(`${world.seed}/rides`);
    const known = [...world.devices.values()].flatMap(({ vehicleId }) => vehicleId ?? []);
    const plates = known.map((id) => [id, world.areas.get(id)?.name ?? id] as const);
    const drawn = ["LX21 KFO", "В 417 ОР 54"].map((plate) => [random.hex(32), plate] as const);
    return (plates.length > 0 ? plates : drawn).map(([id, plate], index) => {
      const driver = this.cast[index % this.cast.length];
      return rideOf(id, plate, `${driver?.firstName ?? ""} ${driver?.lastName ?? ""}`.trim(), random);
    });
  }
}
