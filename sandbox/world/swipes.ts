import { createHash } from "node:crypto";
import { Random } from "../random";
import type { Applications } from "./applications";
import type { Door, Person, Site } from "./person";
import { offsetOf } from "./timezones";
import { workDay } from "./work-day";
import type { WorkDay } from "./work-day";

const DAY_MS = 24 * 3600_000;
/** Days of history; what is older is not kept. */
const HISTORY_DAYS = 30;
/** Persons of whom a day of history tells, so that a huge world fits into memory. */
const MOST_PERSONS = 1_500;

/** Swipes beyond the made-up ones that are kept; then the oldest go. */
const MOST_LIVE = 20_000;

/** Event types of guide A.1.7; from `REFUSALS_FROM` on somebody is not let in. */
export const BY_CARD = 110003;
const BY_FINGERPRINT = 110005;
const BY_FACE = 110013;
const BY_PIN = 110020;
export const REFUSALS_FROM = 110_500;
const UNKNOWN_CARD = 110515;
const NO_LEVEL = 110514;
const REFUSED: Readonly<Record<number, number>> = {
  [BY_CARD]: NO_LEVEL,
  [BY_FINGERPRINT]: 110518,
  [BY_FACE]: 110531,
  [BY_PIN]: 110555,
};

/** What somebody does without a card. */
const WITHOUT_CARD: ReadonlySet<number> = new Set([
  ...[BY_FINGERPRINT, 110006, 110008, 110009, 110011, BY_FACE, BY_PIN, 110023],
  ...[110517, 110518, 110519, 110520, 110521, 110522, 110523, 110524, 110527, 110528, 110531, 110533, 110555],
]);

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
  #live = new Map<string, Swipe>();
  #ordered = 0;
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
    for (const swipe of this.#live.values()) if (swipe.at > first && swipe.at <= last) found.push(swipe);
    return found.sort((a, b) => a.at - b.at);
  }

  /**
   * Somebody comes to a door. Without an order it is a random person at a door of theirs. There is no record of it before
   * it is told.
   */
  swipe(order: SwipeOrder, now: number): Swipe | null {
    const { people } = this;
    const random = (this.#random ??= new Random(`${people.site.seed}/swipes/live`));
    const person = order.person === undefined ? anybody(people.persons, random) : order.person;
    const own = person ? people.doorsOf(person) : [];
    const any = people.site.lists.door;
    const door = order.door ?? (own.length > 0 ? random.pick(own) : any.length > 0 ? random.pick(any) : null);
    if (!door) return null;
    const number = ++this.#ordered;
    const way = means(person, random);
    if (order.eventType !== undefined)
      way.cardNo = WITHOUT_CARD.has(order.eventType) ? "" : (person?.cards[0]?.cardNo ?? "");
    if (order.cardNo !== undefined) Object.assign(way, { cardNo: order.cardNo, eventType: BY_CARD });
    const refusal = order.eventType !== undefined && order.eventType >= REFUSALS_FROM;
    const ok = order.ok ?? (!refusal && person !== null && people.applications.opens(person, door, now));
    return {
      key: `live-${number}`,
      at: now,
      door: place(door),
      person,
      cardNo: way.cardNo,
      eventType: order.eventType ?? (ok ? way.eventType : refused(way.eventType, person)),
      ok,
      attendance: order.attendance ?? 0,
      serial: 9_000_000 + number,
      pictured: true,
    };
  }

  /** Writes a swipe down among the records, once. */
  record(swipe: Swipe): void {
    this.#live.set(swipe.key, swipe);
    const [oldest] = this.#live.keys();
    if (this.#live.size > MOST_LIVE && oldest !== undefined) this.#live.delete(oldest);
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
    const { site } = this.people;
    const random = new Random(`${site.seed}/swipes/${day}/${index}`);
    const midnight = day * DAY_MS - offsetOf(entrance.device.timeZoneId, day * DAY_MS) * 60_000;
    const visits = [0, 6].includes(new Date(day * DAY_MS).getUTCDay())
      ? weekend(entrance, random)
      : workday(workDay(site.seed, person.id, day), entrance, doors, random);
    return visits.map(({ minute, door, attendance }, n) => {
      const at = midnight + Math.round(minute * 60) * 1_000;
      const ok = at < person.endsAt && (attendance !== 0 || !random.chance(0.06));
      const way = means(person, random);
      return {
        key: `${day}-${index}-${n}`,
        at,
        door,
        person,
        cardNo: way.cardNo,
        eventType: ok ? way.eventType : refused(way.eventType, person),
        ok,
        attendance: ok ? attendance : 0,
        serial: (day % 10_000) * 400 + (index % 400),
        pictured: random.chance(0.7),
      };
    });
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
      eventType: UNKNOWN_CARD,
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

/** Somebody at a door on a day: minutes after midnight, fractions count. */
interface Visit {
  minute: number;
  door: Place;
  attendance: number;
}

/** Comes and goes as the report of attendance says, perhaps out for lunch, and to other doors in between. */
function workday(work: WorkDay | null, entrance: Place, doors: readonly Place[], random: Random): Visit[] {
  // Corrections and mobile punches are in the report alone.
  if (work === null || work.in === null || work.source !== 1) return [];
  const visits: Visit[] = [{ minute: work.in + work.seconds / 60, door: entrance, attendance: 1 }];
  const lunch = 12 * 60 + random.between(-20, 50);
  if (random.chance(0.4)) {
    const back = lunch + random.between(20, 50);
    visits.push({ minute: lunch, door: entrance, attendance: 3 }, { minute: back, door: entrance, attendance: 4 });
  }
  for (let n = random.between(0, 2); n > 0; n--) {
    visits.push({ minute: random.between(work.in + 10, 15 * 60), door: random.pick(doors), attendance: 0 });
  }
  if (work.out !== null) visits.push({ minute: work.out + work.seconds / 60, door: entrance, attendance: 2 });
  return visits;
}

/** A few look in for a while; that is no attendance. */
function weekend(entrance: Place, random: Random): Visit[] {
  if (!random.chance(0.1)) return [];
  const minute = 9 * 60 + random.between(0, 240) + random.between(0, 59) / 60;
  return [{ minute, door: entrance, attendance: 0 }];
}

function anybody(persons: ReadonlyMap<string, Person>, random: Random): Person | null {
  return persons.size > 0 ? random.pick([...persons.values()]) : null;
}

/** What the device says when it does not let somebody in who came this way. */
function refused(eventType: number, person: Person | null): number {
  return person ? (REFUSED[eventType] ?? NO_LEVEL) : UNKNOWN_CARD;
}

/** The id of the reader at a door. */
export const readerOf = (channelId: string) => createHash("md5").update(`${channelId}/reader`).digest("hex");

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
