/** Runs duties in this process: those whose lease it holds. Leases are renewed and contended every second. */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { Listener, NotConnectedError } from "@/lib/db/listen";
import { log } from "@/lib/log";
import type { Duty } from "./define";
import { contend, register, release, renew, type Query } from "./leases";
import { DutyLoop } from "./loop";

const tickEvery = 1_000;
const answerWithin = 2_000;

export class Runner {
  readonly holder = `${hostname()}/${process.pid}/${randomBytes(4).toString("hex")}`;
  readonly #loops: readonly DutyLoop[];
  #listener: Listener | null = null;
  #registered = false;
  #ticking: Promise<void> | null = null;
  #tickTimer: NodeJS.Timeout | undefined;
  #renewing = false;
  #renewAgain = false;
  #ready: (() => void) | undefined;
  #stopped: Promise<boolean> | null = null;

  /** Throws RangeError when two duties share a name. */
  constructor(duties: readonly Duty[]) {
    const names = new Set(duties.map((each) => each.name));
    if (names.size < duties.length) throw new RangeError("Two duties have the same name.");
    this.#loops = duties.map((each) => new DutyLoop(each, this.holder));
  }

  /** Begins; resolves once this process has taken part for the first time. Waits while the database is away. */
  start(): Promise<void> {
    const ready = new Promise<void>((resolve) => (this.#ready = resolve));
    this.#listener = new Listener({
      name: "leases",
      channel: "gatehouse_wake",
      onConnect: () => {
        this.#registered = false;
        this.#tickNow();
      },
      onNotify: (name) => {
        if (this.#loops.some((loop) => loop.duty.name === name && loop.fence !== null)) void this.#renew();
      },
    });
    this.#tickNow();
    return ready;
  }

  /**
   * Aborts all runs, waits up to `graceMs` for their end and gives each lease up as its run ends. False when a run
   * did not end; its lease then ends by itself after the process has.
   */
  stop(graceMs = 10_000): Promise<boolean> {
    return (this.#stopped ??= this.#stop(graceMs));
  }

  async #stop(graceMs: number): Promise<boolean> {
    const ended = Promise.all(
      this.#loops.map(async (loop) => {
        const fence = await loop.stop();
        if (fence === null) return;
        await release(this.#query, fence).catch((err: unknown) => log.debug({ err }, "a lease was not released"));
        loop.released();
      }),
    ).then(() => true);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), graceMs)));
    const inTime = await Promise.race([ended, late]);
    clearTimeout(timer);
    await this.#ticking;
    clearTimeout(this.#tickTimer);
    const listener = this.#listener;
    this.#listener = null;
    await listener?.close();
    this.#ready?.();
    return inTime;
  }

  readonly #query: Query = (text, values) => {
    if (this.#listener === null) throw new NotConnectedError("leases");
    return this.#listener.query(text, values, answerWithin);
  };

  #tickNow(): void {
    clearTimeout(this.#tickTimer);
    if (this.#ticking !== null || this.#listener === null) return;
    const begun = performance.now();
    this.#ticking = this.#tick().finally(() => {
      this.#ticking = null;
      const pause = Math.max(0, tickEvery - (performance.now() - begun));
      if (this.#listener !== null) this.#tickTimer = setTimeout(() => this.#tickNow(), pause);
    });
  }

  /** Never throws: without the database the loops end themselves at their deadlines. */
  async #tick(): Promise<void> {
    if (this.#listener?.connected !== true) return;
    await this.#renew();
    try {
      if (!this.#registered) {
        const duties = this.#loops.map((loop) => loop.duty);
        await register(this.#query, duties);
        this.#registered = true;
      }
      await this.#contend();
      this.#ready?.();
    } catch (err) {
      log.warn({ err }, "leases could not be contended for; trying again");
    }
  }

  async #contend(): Promise<void> {
    const wanting = this.#loops.filter((loop) => loop.wantsLease);
    if (wanting.length === 0) return;
    const sentAt = performance.now();
    const taken = await contend(
      this.#query,
      this.holder,
      wanting.map((loop) => loop.duty),
    );
    for (const { name, fence, dueMs } of taken) {
      const number = Number(fence);
      if (this.#stopped !== null) await release(this.#query, { name, number });
      else wanting.find((each) => each.duty.name === name)?.acquired(number, sentAt, dueMs);
    }
  }

  /** Also called when a duty was woken: the answer says which duties are due. */
  async #renew(): Promise<void> {
    this.#renewAgain = true;
    if (this.#renewing) return;
    this.#renewing = true;
    try {
      while (this.#renewAgain) {
        this.#renewAgain = false;
        await this.#renewOnce();
      }
    } catch (err) {
      log.warn({ err }, "leases could not be renewed; trying again");
    } finally {
      this.#renewing = false;
    }
  }

  async #renewOnce(): Promise<void> {
    const held = this.#loops.flatMap((loop) =>
      loop.fence === null ? [] : [{ loop, duty: loop.duty, fence: loop.fence, version: loop.version }],
    );
    if (held.length === 0) return;
    const sentAt = performance.now();
    const renewed = new Map((await renew(this.#query, held)).map((due) => [due.name, due.dueMs]));
    for (const { loop, fence, version } of held) {
      if (loop.fence !== fence) continue;
      const dueMs = renewed.get(fence.name);
      if (dueMs === undefined) {
        loop.lost();
        // Perhaps the rows themselves are gone, as after a restore of the database.
        this.#registered = false;
      } else loop.renewed(sentAt, dueMs, version);
    }
  }
}
