import { Random } from "../random";
import { isOnline } from "./world";
import type { Channel, Dataset, Device, World } from "./world";

/** One thing that happened: a device with all its channels, or one camera, went or came back. */
export interface Change {
  subject: "device" | "camera";
  /** Serial number of the device, or resource id of the camera. */
  id: string;
  name: string;
  online: boolean;
}

const PACE_MS: Record<Dataset, number> = { small: 30_000, large: 10_000, huge: 5_000 };
const MOST_AWAY = 6;

/** Lets devices and cameras drop out and come back, one change every `intervalMs` give or take a third. */
export class Life {
  #world: World;
  #random: Random;
  #timer: NodeJS.Timeout | null = null;
  #away: (Device | Channel)[] = [];
  paused = false;
  /** Hears of every change. */
  heard: (change: Change) => void = () => undefined;
  intervalMs: number;

  constructor(world: World) {
    this.#world = world;
    this.#random = new Random(`${world.seed}/life`);
    this.intervalMs = PACE_MS[world.dataset];
    this.#schedule();
  }

  /** Starts over with another world. */
  inhabit(world: World): void {
    this.#world = world;
    this.#random = new Random(`${world.seed}/life`);
    this.#away = [];
    this.configure({ paused: this.paused, intervalMs: PACE_MS[world.dataset] });
  }

  configure(settings: { paused?: boolean | undefined; intervalMs?: number | undefined }): void {
    this.paused = settings.paused ?? this.paused;
    this.intervalMs = settings.intervalMs ?? this.intervalMs;
    this.#schedule();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Makes one change now. Whatever was forced by hand is left alone. */
  step(): Change | null {
    this.#away = this.#away.filter((gone) => this.#isStillThere(gone));
    const full = this.#away.length >= MOST_AWAY;
    if (this.#away.length > 0 && (full || this.#random.chance(0.5))) {
      const back = this.#random.pick(this.#away);
      this.#away = this.#away.filter((gone) => gone !== back);
      return this.#told(set(back, true));
    }
    const candidate = this.#candidate();
    if (!candidate) return null;
    this.#away.push(candidate);
    return this.#told(set(candidate, false));
  }

  #told(change: Change): Change {
    this.heard(change);
    return change;
  }

  #candidate(): Device | Channel | null {
    const { devices, lists } = this.#world;
    const camera = this.#random.chance(0.6) ? this.#random.pickWhere(lists.camera, isOnline) : null;
    return camera ?? this.#random.pickWhere([...devices.values()], ({ online }) => online);
  }

  #isStillThere(gone: Device | Channel): boolean {
    if ("serialNo" in gone) return this.#world.devices.has(gone.id) && !gone.online;
    return gone.resource !== null && this.#world.resources.has(gone.resource.id) && !gone.linked;
  }

  #schedule(): void {
    this.stop();
    if (this.paused) return;
    const wait = this.intervalMs * (0.67 + this.#random.next() * 0.66);
    this.#timer = setTimeout(() => {
      this.step();
      this.#schedule();
    }, wait);
    this.#timer.unref();
  }
}

function set(subject: Device | Channel, online: boolean): Change {
  if ("serialNo" in subject) {
    subject.online = online;
    return { subject: "device", id: subject.serialNo, name: subject.name, online };
  }
  subject.linked = online;
  return {
    subject: "camera",
    id: subject.resource?.id ?? subject.id,
    name: subject.resource?.name ?? subject.name,
    online,
  };
}
