import type { Person } from "./person";

/** A building with rooms; both are made in the vendor's portal only. */
export interface Building {
  id: string;
  name: string;
  areaId: string;
  deviceNames: string[];
}

export interface Room {
  id: string;
  name: string;
  number: number;
  buildId: string;
  /** How many residents it takes. */
  capacity: number;
}

/** A person of the account with rooms: room id to account type, 1 householder, 0 family. */
export interface Resident {
  person: Person;
  rooms: ReadonlyMap<string, number>;
}

/** A call of a door station. It is given up after a minute of ringing. */
export interface Call {
  id: string;
  deviceSerial: string;
  /** "" when the management centre is called. */
  roomId: string;
  state: "ringing" | "answered" | "declined" | "cancelled" | "ended";
  startedAt: number;
  answeredBy: string | null;
}

const RINGING_MS = 60_000;
/** Calls that are remembered. */
const MOST_CALLS = 1_000;

/** Buildings, rooms, which persons live there, and who is at the door. */
export class Intercom {
  readonly buildings = new Map<string, Building>();
  readonly rooms = new Map<string, Room>();
  readonly calls = new Map<string, Call>();
  #homes = new Map<string, Map<string, number>>();

  constructor(private readonly people: { readonly persons: ReadonlyMap<string, Person> }) {}

  /** Everybody with rooms; a person who was deleted has none any more. */
  residents(): Resident[] {
    return [...this.#homes].flatMap(([id, rooms]) => {
      const person = this.people.persons.get(id);
      if (!person) this.#homes.delete(id);
      return person && rooms.size > 0 ? [{ person, rooms }] : [];
    });
  }

  roomsOf(person: Person): ReadonlyMap<string, number> {
    return this.#homes.get(person.id) ?? new Map<string, number>();
  }

  /** Gives a person these rooms, room id to account type, and no others. */
  house(person: Person, rooms: Iterable<readonly [string, number]>): void {
    this.#homes.set(person.id, new Map(rooms));
  }

  /** Everybody in a room, as of now. */
  residentsOf(roomId: string): Resident[] {
    return this.residents().filter(({ rooms }) => rooms.has(roomId));
  }

  /** Everybody by room: for lists, where asking for each room takes too long. */
  occupants(): Map<string, Resident[]> {
    const byRoom = new Map<string, Resident[]>();
    for (const resident of this.residents()) {
      for (const roomId of resident.rooms.keys()) byRoom.set(roomId, [...(byRoom.get(roomId) ?? []), resident]);
    }
    return byRoom;
  }

  householderOf(roomId: string): Resident | undefined {
    return this.residentsOf(roomId).find(({ rooms }) => rooms.get(roomId) === 1);
  }

  /** Somebody rings; the oldest call is forgotten for it once there are very many. */
  ring(call: Pick<Call, "id" | "deviceSerial" | "roomId" | "startedAt">): Call {
    const [oldest] = this.calls.keys();
    if (this.calls.size >= MOST_CALLS && oldest !== undefined) this.calls.delete(oldest);
    const made: Call = { ...call, state: "ringing", answeredBy: null };
    this.calls.set(made.id, made);
    return made;
  }

  /** Ends the calls that have rung for a minute, and answers which these are. */
  giveUp(now: number): Call[] {
    const over = [...this.calls.values()].filter(
      ({ state, startedAt }) => state === "ringing" && now - startedAt >= RINGING_MS,
    );
    for (const call of over) call.state = "cancelled";
    return over;
  }
}

/** When a call that nobody answers ends, epoch ms. */
export const givenUpAt = ({ startedAt }: Call) => startedAt + RINGING_MS;
