import type { Pictures } from "../pictures";
import type { Random } from "../random";
import { movement } from "../world/fleet";
import type { Person } from "../world/person";
import { seatOf } from "../world/seats";
import { isImported, isOnline } from "../world/world";
import type { Channel, Device, Imported, Kind, World } from "../world/world";
import { tellCall } from "./calls";
import { cameraNear, deviceSubject, occurrence, rideOf, rideSubject, subjectOf } from "./occurrence";
import type { Occurrence, Reporter, Ride, Subject } from "./occurrence";
import { passing } from "./passing";
import { tell } from "./telling";
import { DOOR, DRIVING, vehicleEvent } from "./types";

/** How an alarm goes on after its start. */
interface Course {
  /** Milliseconds until it ends; null while it goes on. */
  lasts?: number | null;
  /** Pulses, one every three seconds. */
  pulses?: number;
  /** Milliseconds until its pictures follow under the same guid; 0: at once; null: it has none. */
  picturesAfter?: number | null;
}

/** What a scenario plays with: the world with its people, chance, and what can happen. `now` is the moment played. */
export class Play {
  /** Whether rules have a say in what becomes an alarm, or the story is told at any hour. */
  alarms: "armed" | "always" = "armed";
  #cut = new Set<Device>();
  #held: Occurrence[] = [];

  constructor(
    readonly world: World,
    readonly pictures: Pictures,
    readonly random: Random,
    readonly now: () => number,
    readonly later: (ms: number, run: () => void) => void,
  ) {}

  /** One of the resources that can report; by name if one is called so. */
  choose(kind: Kind, name?: RegExp): Imported | null {
    const all: readonly Imported[] = this.world.lists[kind];
    const named = name && all.find((channel) => name.test(channel.resource.name) && isOnline(channel));
    return named ?? this.random.pickWhere(all, isOnline);
  }

  alarmAt(code: string, channel: Imported | null, course: Course = {}, facts: Partial<Occurrence> = {}): void {
    if (channel) this.alarm(code, subjectOf(this.world, channel), course, facts);
  }

  alarm(code: string, subject: Subject, course: Course = {}, facts: Partial<Occurrence> = {}): void {
    const { picturesAfter = 4_000 } = course;
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
      alarm: this.alarms,
      ...facts,
    });
    this.#course(bare, pictures, course);
  }

  #course(bare: Occurrence, pictures: readonly Channel[], course: Course): void {
    const { lasts = null, pulses = 0, picturesAfter = 4_000 } = course;
    this.tell(picturesAfter === 0 ? { ...bare, pictures } : bare);
    if (pictures.length > 0 && picturesAfter) {
      this.later(picturesAfter, () => this.tell({ ...bare, pictures, again: true }));
    }
    for (let n = 1; n <= pulses; n++) {
      this.later(n * 3_000, () => this.tell({ ...bare, stage: "pulse", at: bare.at + n * 3_000 }));
    }
    if (lasts !== null) this.later(lasts, () => this.tell({ ...bare, stage: "end", endsAt: bare.at + lasts }));
  }

  /** Anybody of the account, or anybody of those who pass the test; null when there is nobody. */
  person(test: (person: Person) => boolean = () => true): Person | null {
    return this.random.pickWhere([...this.world.people.persons.values()], test);
  }

  /** A living door the person may, or may not, pass. */
  doorOf(person: Person, may = true): Imported | null {
    const own = new Set(this.world.people.doorsOf(person).map(({ id }) => id));
    const doors = this.world.lists.door.filter((door) => own.has(door.id) === may && isOnline(door));
    return doors.length === 0 ? null : this.random.pick(doors);
  }

  /** Somebody, or somebody unknown, at a door; without an event in the way they have. Only some of it is an alarm. */
  pass(door: Imported | null, event: keyof typeof DOOR | null, person: Person | null, attendance = 0): void {
    if (!door) return;
    const swipe = this.world.people.swipes.swipe(
      {
        door,
        person,
        attendance,
        ...(event && { eventType: Number(DOOR[event]) }),
        ...(!person && { cardNo: this.random.digits(10) }),
      },
      this.now(),
    );
    const what = swipe && passing(this.world, swipe);
    if (!what) return;
    const camera = what.alarm === "never" ? null : cameraNear(this.world, what.subject);
    const pictures = camera && isOnline(camera) ? [camera] : [];
    const alarm = what.alarm === "never" ? "never" : this.alarms;
    this.#course({ ...what, alarm, linked: pictures.length > 0 }, pictures, {});
  }

  /** A call from an intercom to one of its rooms or to the management centre, and what becomes of it. */
  ring(station: Device, toRoom: boolean, ends: "answered" | "hungUp" | "missed"): void {
    const { intercom } = this.world;
    const homes = [...intercom.buildings.values()].filter(({ deviceNames }) => deviceNames.includes(station.name));
    const rooms = [...intercom.rooms.values()].filter(
      ({ buildId }) => homes.length === 0 || homes.some(({ id }) => id === buildId),
    );
    const roomId = toRoom && rooms.length > 0 ? this.random.pick(rooms).id : "";
    const rung = { id: this.random.hex(32), deviceSerial: station.serialNo, roomId, startedAt: this.now() };
    const call = intercom.ring(rung);
    tellCall(this.world, this.pictures, call, "rings", { at: this.now() });
    this.later(this.random.between(8_000, 30_000), () => {
      if (call.state !== "ringing") return;
      call.state = ends === "answered" ? "answered" : "cancelled";
      if (ends === "answered") call.answeredBy = this.world.users[0]?.id ?? null;
      tellCall(this.world, this.pictures, call, ends, { at: this.now() });
    });
  }

  /** A vehicle whose device is there, and one that drives if told so; null when there is none. */
  ride(driving: boolean): Ride | null {
    const ids = [...this.world.vehicles.keys()];
    const from = this.random.between(0, Math.max(0, ids.length - 1));
    for (const id of [...ids.slice(from), ...ids.slice(0, from)]) {
      const ride = seatOf(this.world, id)?.online ? rideOf(this.world, id) : null;
      if (ride && (!driving || movement(ride.facts, this.now()).driving)) return ride;
    }
    return null;
  }

  drive(event: keyof typeof DRIVING): void {
    const ride = this.ride(event !== "position");
    if (!ride) return;
    const message = DRIVING[event];
    const facts = { alarm: event === "position" ? "never" : this.alarms, driving: { message, ride } } as const;
    this.alarm(vehicleEvent(message)?.alarm ?? "", rideSubject(this.world, ride), { picturesAfter: null }, facts);
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
    if (device && this.#isCut(device)) this.#held.push(what);
    else this.#say(what);
  }

  #isCut(reporter: Reporter): boolean {
    return (this.#cut as ReadonlySet<Reporter>).has(reporter);
  }

  #say(what: Occurrence): void {
    tell(this.world, this.pictures, what, this.now());
  }

  #at(code: string) {
    return { guid: this.random.hex(32), code, at: this.now(), alarm: this.alarms };
  }
}
