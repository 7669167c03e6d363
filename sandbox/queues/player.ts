import type { Clock } from "../clock";
import type { Pictures } from "../pictures";
import { Random } from "../random";
import type { JsonObject } from "../validate";
import type { Change } from "../world/life";
import type { World } from "../world/world";
import { Play } from "./play";
import { SCENARIOS } from "./scenarios";
import type { ScenarioName, Step } from "./scenarios";

interface Order {
  name: ScenarioName;
  /** Another seed, another course. Default: that of the world. */
  seed?: string | undefined;
  /** How many times faster than the clock. */
  speed?: number | undefined;
  /** Starts this long ago; what happened since is told at once, with its own times. */
  agoMs?: number | undefined;
  /** False: plays on only when `tick` is called. */
  timers?: boolean | undefined;
}

interface Due {
  at: number;
  run: () => void;
}

interface Running {
  order: Order;
  play: Play;
  steps: Generator<Step>;
  next: Due | null;
  /** What follows from what happened, earliest first. */
  following: Due[];
  /** The moment being played, epoch ms. */
  moment: number;
}

/** Longest wait of the timer, so that a clock moved forward is noticed. */
const MOST_MS = 500;

/** Plays one scenario at a time. The same world, seed and name give the same course. */
export class Player {
  #running: Running | null = null;
  #timer: NodeJS.Timeout | null = null;
  #connections = 0;

  constructor(
    private readonly world: () => World,
    private readonly pictures: Pictures,
    private readonly clock: Clock,
  ) {}

  start(order: Order): void {
    this.stop();
    const { name, agoMs = 0 } = order;
    const world = this.world();
    const moment = this.clock.now() - agoMs;
    const random = new Random(`${order.seed ?? world.seed}/scenario/${name}`);
    const play: Play = new Play(
      world,
      this.pictures,
      random,
      () => running.moment,
      (ms, run) => follow(running, { at: running.moment + this.#scaled(ms), run }),
    );
    const running: Running = { order, play, steps: SCENARIOS[name](play), next: null, following: [], moment };
    this.#running = running;
    this.#advance(running);
    this.tick();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#running?.play.abandon();
    this.#running = null;
  }

  /** Plays everything due by now. */
  tick(): void {
    const running = this.#running;
    if (!running) return;
    const now = this.clock.now();
    for (let due = earliest(running); due !== null && due.at <= now; due = earliest(running)) {
      running.moment = Math.max(running.moment, due.at);
      if (due === running.next) {
        due.run();
        this.#advance(running);
      } else {
        running.following.shift();
        due.run();
      }
    }
    const next = earliest(running);
    if (next === null) this.stop();
    else if (running.order.timers !== false) this.#wait(Math.min(MOST_MS, Math.max(5, next.at - now)));
  }

  /** Tells that a device or camera went or came back. */
  connection({ subject, id, online }: Change): void {
    const world = this.world();
    const what = subject === "device" ? world.devicesBySerial.get(id) : world.resources.get(id);
    if (!what) return;
    const random = new Random(`${world.seed}/connection/${++this.#connections}`);
    const now = this.clock.now();
    new Play(
      world,
      this.pictures,
      random,
      () => now,
      () => undefined,
    ).connection(what, online);
  }

  state(): JsonObject {
    const running = this.#running;
    return running
      ? { scenario: running.order.name, playing: new Date(running.moment).toISOString() }
      : { scenario: null, playing: null };
  }

  #advance(running: Running): void {
    const { value, done } = running.steps.next();
    running.next = done ? null : { at: running.moment + this.#scaled(value.afterMs), run: value.run };
  }

  #scaled(ms: number): number {
    return ms / (this.#running?.order.speed ?? 1);
  }

  #wait(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tick(), ms);
    this.#timer.unref();
  }
}

function earliest({ next, following: [first] }: Running): Due | null {
  if (!first) return next;
  return next === null || first.at < next.at ? first : next;
}

/** Puts it where its time is; from the end, where most belong. */
function follow({ following }: Running, due: Due): void {
  let place = following.length;
  for (let before = following[place - 1]; before && before.at > due.at; before = following[place - 1]) place--;
  following.splice(place, 0, due);
}
