import { createHash } from "node:crypto";
import { Random } from "../random";
import type { Applications } from "./applications";
import type { Door, Person, Site } from "./person";
import { offsetOf } from "./timezones";

const DAY_MS = 24 * 3600_000;
/** Days of history; what is older is not kept. */
const HISTORY_DAYS = 30;
/** Persons of whom a day of history tells, so that a huge world fits into memory. */
const MOST_PERSONS = 1_500;

/** Event types of guide A.1. */
export const BY_CARD = 110003;
const BY_FINGERPRINT = 110005;
const BY_FACE = 110013;
const BY_PIN = 110020;

/** A door as it was when somebody came to it; it may be gone by now. */
export interface Place {
  resource: Door["resource"];
  device: Door["device"];
  channelId: string;
}

/** Somebody at a door. */
export interface Swipe {
  /** Unlike every other one's, the same in every run for what is history. */
  key: string;
  /** Epoch ms. */
  at: number;
  door: Place;
  /** Null when the device knew nobody. */
  person: Person | null;
  cardNo: string;
  eventType: number;
  ok: boolean;
  /** 0 undefined, 1 on work, 2 off work, 3 break starts, 4 break ends, 5 and 6 overtime. */
  attendance: number;
  /** The device's counter of events. */
  serial: number;
  pictured: boolean;
}

/** What a test or a queue wants of a swipe; what it leaves open is made up. */
export interface SwipeOrder {
  person?: Person | null;
  door?: Door;
  cardNo?: string;
  ok?: boolean;
  eventType?: number;
  attendance?: number;
}

/** Those whom swipes are about. */
interface Crowd {
  readonly site: Site;
  readonly persons: ReadonlyMap<string, Person>;
  readonly applications: Applications;
  doorsOf(person: Person): Door[];
}

/**
 * Swipes of the last 30 days, made up day by day when somebody asks, and those that were ordered. A day's swipes appear
 * as it goes on. Persons and doors are those of the start, so that history stays what it was.
 */
export class Swipes {
  #roster: { person: Person; doors: Place[] }[] = [];
  #days = new Map<number, Swipe[]>();
  #live: Swipe[] = [];
  #random: Random | null = null;

  constructor(private readonly people: Crowd) {}

  /** Remembers who is there now as those whom history is about. */
  enrol(): void {
    const everybody = [...this.people.persons.values()].slice(0, MOST_PERSONS);
    this.#roster = everybody.map((person) => ({ person, doors: this.people.doorsOf(person).map(place) }));
  }

  /** Swipes in (from, to] that have happened by `now`, oldest first; all times epoch ms. */
  between(from: number, to: number, now: number): Swipe[] {
    const first = Math.max(from, now - HISTORY_DAYS * DAY_MS);
    const last = Math.min(to, now);
    const found: Swipe[] = [];
    // A day begins at midnight of its door, so a neighbouring one reaches into this.
    for (let day = Math.floor(first / DAY_MS) - 1; day <= Math.floor(last / DAY_MS) + 1; day++) {
      for (const swipe of this.#day(day)) if (swipe.at > first && swipe.at <= last) found.push(swipe);
    }
    for (const swipe of this.#live) if (swipe.at > first && swipe.at <= last) found.push(swipe);
    return found.sort((a, b) => a.at - b.at);
  }

  /** Somebody comes to a door now. Without an order it is a random person at a door of theirs. */
  swipe(order: SwipeOrder, now: number): Swipe | null {
    const { people } = this;
    const random = (this.#random ??= new Random(`${people.site.seed}/swipes/live`));
    const everybody = [...people.persons.values()];
    const person = order.person === undefined ? (everybody.length > 0 ? random.pick(everybody) : null) : order.person;
    const own = person ? people.doorsOf(person) : [];
    const any = people.site.lists.door;
    const door = order.door ?? (own.length > 0 ? random.pick(own) : any.length > 0 ? random.pick(any) : null);
    if (!door) return null;
    const number = this.#live.length + 1;
    const swipe: Swipe = {
      key: `live-${number}`,
      at: now,
      door: place(door),
      person,
      ...means(person, random),
      ok: order.ok ?? (person !== null && people.applications.opens(person, door, now)),
      attendance: order.attendance ?? 0,
      serial: 9_000_000 + number,
      pictured: true,
    };
    if (order.cardNo !== undefined) Object.assign(swipe, { cardNo: order.cardNo, eventType: BY_CARD });
    if (order.eventType !== undefined) swipe.eventType = order.eventType;
    this.#live.push(swipe);
    return swipe;
  }

  /** The id under which a record stands in the cloud. */
  guidOf({ key }: Swipe): string {
    return createHash("md5").update(`${this.people.site.seed}/${this.people.site.dataset}/${key}`).digest("hex");
  }

  #day(day: number): readonly Swipe[] {
    const known = this.#days.get(day);
    if (known) return known;
    const swipes = this.#roster.flatMap(({ person, doors }, index) => this.#ofPerson(day, person, doors, index));
    swipes.push(...this.#strangers(day));
    this.#days.set(day, swipes);
    if (this.#days.size > HISTORY_DAYS + 6) this.#days.delete(Math.min(...this.#days.keys()));
    return swipes;
  }

  #ofPerson(day: number, person: Person, doors: readonly Place[], index: number): Swipe[] {
    const [entrance] = doors;
    if (!entrance) return [];
    const random = new Random(`${this.people.site.seed}/swipes/${day}/${index}`);
    const weekend = [0, 6].includes(new Date(day * DAY_MS).getUTCDay());
    if (!random.chance(weekend ? 0.1 : 0.87)) return [];
    const midnight = day * DAY_MS - offsetOf(entrance.device.timeZoneId, day * DAY_MS) * 60_000;
    const arrives = 7 * 60 + random.between(0, 150);
    const leaves = arrives + 8 * 60 + random.between(-45, 75);
    const visits: [minute: number, door: Place, attendance: number][] = [[arrives, entrance, 1]];
    if (random.chance(0.4)) {
      const lunch = 12 * 60 + random.between(-20, 50);
      visits.push([lunch, entrance, 3], [lunch + random.between(20, 50), entrance, 4]);
    }
    for (let n = random.between(0, 2); n > 0; n--) {
      visits.push([random.between(arrives + 10, leaves - 10), random.pick(doors), 0]);
    }
    visits.push([leaves, entrance, 2]);
    return visits.map(([minute, door, attendance], n) => ({
      key: `${day}-${index}-${n}`,
      at: midnight + minute * 60_000 + random.between(0, 59_000),
      door,
      person,
      ...means(person, random),
      ok: !random.chance(0.03),
      attendance,
      serial: (day % 10_000) * 400 + (index % 400),
      pictured: random.chance(0.7),
    }));
  }

  /** Cards that nobody holds. */
  #strangers(day: number): Swipe[] {
    const doors = this.#roster[0]?.doors ?? [];
    if (doors.length === 0) return [];
    const random = new Random(`${this.people.site.seed}/swipes/${day}/strangers`);
    return Array.from({ length: random.between(1, 3) }, (_, n) => ({
      key: `${day}-stranger-${n}`,
      at: day * DAY_MS + random.between(5 * 3600_000, 22 * 3600_000),
      door: random.pick(doors),
      person: null,
      cardNo: random.digits(10),
      eventType: BY_CARD,
      ok: false,
      attendance: 0,
      serial: (day % 10_000) * 400 + 399 - n,
      pictured: true,
    }));
  }
}

function place({ resource, device, id }: Door): Place {
  return { resource, device, channelId: id };
}

/** One of the ways a person has. */
function means(person: Person | null, random: Random): { cardNo: string; eventType: number } {
  const card = person?.cards[0]?.cardNo ?? "";
  const ways = [
    ...(card === "" ? [] : [BY_CARD, BY_CARD]),
    ...(person?.photo ? [BY_FACE] : []),
    ...(person && person.fingers.length > 0 ? [BY_FINGERPRINT] : []),
    ...(person && person.pin !== null ? [BY_PIN] : []),
  ];
  const eventType = ways.length === 0 ? BY_CARD : random.pick(ways);
  return { eventType, cardNo: eventType === BY_CARD ? card : "" };
}
