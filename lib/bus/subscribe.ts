/** The live bus as one process sees it: a single LISTEN connection, fanned out to listeners in the process. */
import { Listener } from "@/lib/db/listen";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/process";
import type { BusEntry } from "./events";
import { replay, type Read } from "./replay";

/** Entries read at once. */
const page = 1_000;
/** Notices a lost notification and a dead line. */
const pollEvery = 5_000;
const answerWithin = 4_000;

/** Called at once and never awaited: a listener that fails or is slow holds up no other. */
export interface BusListener {
  /** Committed entries, each exactly once, in order, without gaps. */
  onEntries(entries: readonly BusEntry[]): void | Promise<void>;
  /** Continuity is lost (this process was away for too long): read everything anew, go on from `head`. */
  onReset(head: number): void | Promise<void>;
}

export interface Subscription {
  /** Position from which on the listener gets every entry. Waits while the database is out of reach. */
  ready: Promise<number>;
  close(): void;
}

class LiveBus {
  readonly #listeners = new Set<BusListener>();
  #listener: Listener | null = null;
  #poll: NodeJS.Timeout | undefined;
  #seq: number | null = null;
  #waiting: ((seq: number) => void)[] = [];
  #reading = false;
  #again = false;

  subscribe(listener: BusListener): Subscription {
    this.#listeners.add(listener);
    this.#start();
    const seq = this.#seq;
    return {
      ready: seq === null ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(seq),
      close: () => void this.#listeners.delete(listener),
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#poll);
    const listener = this.#listener;
    this.#listener = null;
    this.#seq = null;
    await listener?.close();
  }

  #start(): void {
    if (this.#listener !== null) return;
    const catchUp = () => void this.#catchUp();
    this.#listener = new Listener({ name: "bus", channel: "gatehouse_bus", onConnect: catchUp, onNotify: catchUp });
    this.#poll = setInterval(catchUp, pollEvery);
  }

  /** A burst of notifications becomes one more reading after the one under way. */
  async #catchUp(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    try {
      while (this.#again && this.#listener?.connected === true) {
        this.#again = false;
        await this.#readOnce(this.#listener);
      }
    } catch (err) {
      log.debug({ err }, "the live bus could not be read; reading again soon");
    } finally {
      this.#reading = false;
    }
  }

  async #readOnce(listener: Listener): Promise<void> {
    const read: Read = (text, values) => listener.query(text, values, answerWithin);
    if (this.#seq === null) {
      const rows = await listener.query<{ seq: string }>("SELECT seq FROM bus_head WHERE id = 1", [], answerWithin);
      if (listener !== this.#listener) return;
      const seq = Number(rows[0]?.seq ?? 0);
      this.#seq = seq;
      for (const resolve of this.#waiting.splice(0)) resolve(seq);
      return;
    }
    const result = await replay(this.#seq, page, read);
    if (listener !== this.#listener) return;
    if (result.kind === "reset") {
      this.#seq = result.head;
      this.#tell((each) => each.onReset(result.head));
      return;
    }
    this.#seq = result.through;
    this.#again ||= result.through < result.head;
    if (result.entries.length > 0) this.#tell((each) => each.onEntries(result.entries));
  }

  #tell(what: (listener: BusListener) => void | Promise<void>): void {
    const failed = (err: unknown) => log.error({ err }, "a listener of the live bus failed");
    for (const listener of [...this.#listeners]) {
      try {
        what(listener)?.catch(failed);
      } catch (err) {
        failed(err);
      }
    }
  }
}

const bus = () => oncePerProcess("bus", () => new LiveBus());

/** Hears the live bus from now on. The first subscription of a process opens its one connection. */
export function subscribe(listener: BusListener): Subscription {
  return bus().subscribe(listener);
}

/** Ends the process's connection; a later subscription opens it anew. */
export function closeBus(): Promise<void> {
  return bus().close();
}
