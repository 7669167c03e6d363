import { hash } from "../random";

export interface Position {
  /** Degrees, 0 to 360. */
  pan: number;
  /** Degrees, -15 (up) to 90 (down). */
  tilt: number;
  /** Times, 1 to 30. */
  zoom: number;
}

/** At full speed a head turns this far a second. */
const TURN: Position = { pan: 60, tilt: 40, zoom: 4 };
const STILL: Position = { pan: 0, tilt: 0, zoom: 0 };
const RECORDER = /^(DS|iDS)-[789]\d/;

interface Camera {
  id: string;
  kind: string;
  device: { type: string };
}

/** Domes can move, and so can what hangs on every third channel of a recorder. */
export function canMove({ id, kind, device }: Camera): boolean {
  if (kind !== "camera") return false;
  return device.type.includes("2DE") || (RECORDER.test(device.type) && hash(`${id}/ptz`) % 3 === 0);
}

/** A camera's head: where it points, where it is going, what it remembers. */
export class Head {
  readonly presets = new Map<number, Position & { name: string }>();
  /** "LIGHT/1" and the like that are on. */
  readonly auxiliaries = new Set<string>();
  #position: Position;
  #speed: Position = STILL;
  #since = 0;

  constructor(channelId: string) {
    this.#position = { pan: hash(channelId) % 360, tilt: 10, zoom: 1 };
    this.presets.set(1, { name: "Home", ...this.#position });
    this.presets.set(2, { name: "Entrance & exit", pan: (this.#position.pan + 90) % 360, tilt: 20, zoom: 4 });
  }

  get moving(): boolean {
    return Object.values(this.#speed).some((speed) => speed !== 0);
  }

  /** Where it points at a moment, epoch ms. */
  at(now: number): Position {
    const seconds = Math.max(0, now - this.#since) / 1_000;
    const moved = (axis: keyof Position) =>
      this.#position[axis] + (this.#speed[axis] / 100) * TURN[axis] * (this.moving ? seconds : 0);
    return {
      pan: ((moved("pan") % 360) + 360) % 360,
      tilt: Math.min(90, Math.max(-15, moved("tilt"))),
      zoom: Math.min(30, Math.max(1, moved("zoom"))),
    };
  }

  /** Goes on at these speeds, hundredths of the full one, until told otherwise. */
  move(speed: Position, now: number): void {
    this.#position = this.at(now);
    this.#speed = speed;
    this.#since = now;
  }

  /** Points there at once, and stands still. */
  point({ pan, tilt, zoom }: Position): void {
    this.#position = { pan, tilt, zoom };
    this.#speed = STILL;
  }
}

/** Heads by channel id, made when somebody first turns to them. */
export class Heads {
  #heads = new Map<string, Head>();

  of(channelId: string): Head {
    let head = this.#heads.get(channelId);
    if (!head) this.#heads.set(channelId, (head = new Head(channelId)));
    return head;
  }
}
