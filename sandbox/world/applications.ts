import { hash } from "../random";
import type { Door, Person, Site } from "./person";

/** 0 applied, 1 to apply, 2 failed, 3 deleting failed (guide A.3.90). */
type Status = 0 | 1 | 2 | 3;

/** What a door made of one credential: 0 card, 1 fingerprint, 2 face, 3 person (guide A.3.53). */
interface Trouble {
  id: string;
  type: number;
  code: string;
}

export interface Applied {
  door: Door;
  status: Status;
  /** Code of the door itself, empty when a credential is the trouble. */
  code: string;
  troubles: Trouble[];
}

interface Result {
  code: string;
  troubles: Trouble[];
}

interface Task {
  deleting: boolean;
  /** Epoch ms. */
  dueAt: number;
  result: Result | null;
}

const FACE_MODEL_FAILED = "THD_ISAPI_0x60000037";
const NO_CREDENTIAL = "VMS040018";
const NO_FINGERPRINTS_HERE = "VMS040116";
const SIX_DIGITS_ONLY = "VMS040122";
/** Every so many doors is slow. */
const SLOW_DOORS = 7;
const SLOWER = 4;

/**
 * Carries levels and credentials to the doors. That takes its time, and a door that is offline waits until it is back.
 * Only what changed since the start is kept: the rest was applied long ago, or failed for a reason that still holds.
 */
export class Applications {
  #tasks = new Map<string, Map<Door, Task>>();
  /** Codes that doors answer everything with, by resource id, as tests order. */
  readonly failing = new Map<string, string>();

  constructor(private readonly people: { readonly site: Site; doorsOf(person: Person): Door[] }) {}

  /** Applies a person to doors anew, from `now` on. */
  apply(person: Person, doors: readonly Door[], now: number, delayMs: number): void {
    for (const door of doors) this.#put(person, door, now, delayMs, false);
  }

  /** Takes a person from doors. */
  withdraw(person: Person, doors: readonly Door[], now: number, delayMs: number): void {
    for (const door of doors) this.#put(person, door, now, delayMs, true);
  }

  forget(person: Person): void {
    this.#tasks.delete(person.id);
  }

  /** How far the person has got at each door. */
  of(person: Person, now: number): Applied[] {
    const tasks = this.#tasks.get(person.id);
    const doors = new Set([...this.people.doorsOf(person), ...(tasks?.keys() ?? [])]);
    return [...doors].flatMap((door) => {
      const task = tasks?.get(door);
      if (!this.people.site.resources.has(place(door))) {
        tasks?.delete(door);
        return [];
      }
      if (!task) return settled(door, this.#try(person, door), 2);
      if (!task.result) {
        if (now < task.dueAt || !isOnline(door)) return [{ door, status: 1 as const, code: "", troubles: [] }];
        task.result = task.deleting ? this.#remove(door) : this.#try(person, door);
        if (task.deleting && isGood(task.result)) {
          tasks?.delete(door);
          return [];
        }
      }
      return settled(door, task.result, task.deleting ? 3 : 2);
    });
  }

  /** Whether the door lets the person in now. */
  opens(person: Person, door: Door, now: number): boolean {
    if (now < person.startsAt || now > person.endsAt) return false;
    return this.of(person, now).some((applied) => applied.door === door && applied.status === 0);
  }

  #put(person: Person, door: Door, now: number, delayMs: number, deleting: boolean): void {
    let tasks = this.#tasks.get(person.id);
    if (!tasks) this.#tasks.set(person.id, (tasks = new Map()));
    const slow = hash(`${person.id}/${door.resource.id}`) % SLOW_DOORS === 0;
    tasks.set(door, { deleting, dueAt: now + delayMs * (slow ? SLOWER : 1), result: null });
  }

  #remove(door: Door): Result {
    return { code: this.failing.get(door.resource.id) ?? "", troubles: [] };
  }

  #try(person: Person, door: Door): Result {
    const ordered = this.failing.get(door.resource.id);
    const { photo, pin, cards, fingers } = person;
    if (ordered !== undefined) {
      const byDevice = ordered.startsWith("THD_") || ordered.startsWith("0x");
      if (!byDevice) return { code: ordered, troubles: [] };
      return { code: "", troubles: [{ id: person.id, type: photo ? 2 : 3, code: ordered }] };
    }
    if (!photo && pin === null && cards.length + fingers.length === 0) return { code: NO_CREDENTIAL, troubles: [] };
    const intercom = door.device.category === "videoIntercomDevice";
    const troubles: Trouble[] = [];
    if (photo && !photo.usable) troubles.push({ id: person.id, type: 2, code: FACE_MODEL_FAILED });
    if (intercom) {
      for (const { id } of fingers) troubles.push({ id, type: 1, code: NO_FINGERPRINTS_HERE });
      if (pin !== null && pin.length !== 6) troubles.push({ id: person.id, type: 3, code: SIX_DIGITS_ONLY });
    }
    return { code: "", troubles };
  }
}

/** A door that was taken out of its area has no resource any more. */
const place = (door: Door) => (door.resource as Door["resource"] | null)?.id ?? "";

const isOnline = ({ linked, device }: Door) => linked && device.online;

const isGood = ({ code, troubles }: Result) => code === "" && troubles.length === 0;

function settled(door: Door, result: Result, failure: Status): Applied[] {
  return [{ door, status: isGood(result) ? 0 : failure, ...result }];
}
