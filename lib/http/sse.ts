/** The live bus as server-sent events: one hub a process feeds all open streams. */
import { replay } from "@/lib/bus/replay";
import { subscribe, type Subscription } from "@/lib/bus/subscribe";
import type { BusEntry, BusEvent } from "@/lib/bus/events";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/process";

/** Seconds between heartbeats, and between checks, of one stream. */
const round = 15;
/** Who missed more than this is quicker reading everything anew. */
const replayLimit = 1_000;
/** Bytes that may wait for a client that does not read; they are shared by all streams. */
const patience = 512 * 1024;

export interface LiveStreamOptions {
  /** Asked every 15 s; false ends the stream with `event: ended`. An error is logged and counts as true. */
  stillAllowed: () => Promise<boolean>;
  /** Events after which `stillAllowed` is asked at once. */
  checkAfter?: (event: BusEvent) => boolean;
  /** Which events this stream may show; all unless given. */
  filter?: (event: BusEvent) => boolean;
}

interface Frame {
  seq: number;
  event: BusEvent;
  bytes: Uint8Array;
}

interface Batch {
  frames: readonly Frame[];
  /** All frames in one piece, for streams that show them all. */
  whole: Uint8Array;
}

const encoder = new TextEncoder();

function control(name: "hello" | "reset" | "ended", data: unknown, fields: { id?: number; retry?: number } = {}) {
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}\n`);
  return encoder.encode(`${lines.join("")}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

const wholeOf = (frames: readonly Frame[]) => Buffer.concat(frames.map((frame) => frame.bytes));

function batchOf(entries: readonly BusEntry[]): Batch {
  const frames = entries.map(({ seq, event }) => ({
    seq,
    event,
    bytes: encoder.encode(`id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`),
  }));
  return { frames, whole: wholeOf(frames) };
}

class Stream {
  /** Held as long as the stream: a request nobody holds is collected, and then its signal never tells of the end. */
  readonly request: Request;
  readonly body: ReadableStream<Uint8Array>;
  readonly #options: LiveStreamOptions;
  readonly #onEnd: (stream: Stream) => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  /** What arrives while older entries are still being replayed; null once the stream is live. */
  #early: Frame[] | null = [];
  #earlyReset: Uint8Array | null = null;
  /** Last entry that a replay has shown; the bus may come to it later. */
  #through = 0;
  #checking = false;
  /** Asked for while a check was under way, which may have read what was true before. */
  #checkAgain = false;

  constructor(request: Request, options: LiveStreamOptions, onEnd: (stream: Stream) => void) {
    this.request = request;
    this.#options = options;
    this.#onEnd = onEnd;
    this.body = new ReadableStream<Uint8Array>(
      { start: (controller) => void (this.#controller = controller), cancel: () => this.drop() },
      new ByteLengthQueuingStrategy({ highWaterMark: 16 * 1024 }),
    );
  }

  get open(): boolean {
    return this.#controller !== null;
  }

  /** Replays what came after `after` up to now, then goes live. */
  async resume(after: number): Promise<void> {
    const past = await replay(after, replayLimit);
    if (!this.open) return;
    if (past.kind === "entries" && past.through === past.head) {
      this.#show(batchOf(past.entries));
      this.goLive(past.through);
    } else {
      this.send(control("reset", { seq: past.head }, { id: past.head }));
      this.goLive(past.head);
    }
  }

  /** From here on entries pass straight through, beginning with those that came early. */
  goLive(through: number): void {
    const early = this.#early ?? [];
    const reset = this.#earlyReset;
    this.#early = null;
    this.#earlyReset = null;
    this.#through = reset === null ? through : 0;
    if (reset !== null) this.send(reset);
    if (early.length > 0) this.deliver({ frames: early, whole: wholeOf(early) });
  }

  deliver(batch: Batch): void {
    if (this.#early !== null) this.#early.push(...batch.frames);
    else if ((batch.frames[0]?.seq ?? 0) > this.#through) this.#show(batch);
    else {
      const frames = batch.frames.filter((frame) => frame.seq > this.#through);
      this.#show({ frames, whole: wholeOf(frames) });
    }
  }

  reset(bytes: Uint8Array): void {
    if (this.#early === null) {
      this.#through = 0;
      return this.send(bytes);
    }
    this.#early = [];
    this.#earlyReset = bytes;
  }

  /** `beat` names the bus's position, which is this stream's unless a replay is under way or has got ahead. */
  beat(beat: Uint8Array, idle: Uint8Array, seq: number): void {
    this.send(this.#early === null && seq >= this.#through ? beat : idle);
  }

  #show({ frames, whole }: Batch): void {
    const { filter, checkAfter } = this.#options;
    const shown = filter === undefined ? frames : frames.filter((frame) => filter(frame.event));
    if (shown.length === frames.length && whole.length > 0) this.send(whole);
    else for (const frame of shown) this.send(frame.bytes);
    if (checkAfter !== undefined && frames.some(({ event }) => checkAfter(event))) void this.check();
  }

  send(bytes: Uint8Array): void {
    const controller = this.#controller;
    if (controller === null) return;
    if ((controller.desiredSize ?? 0) >= -patience) return controller.enqueue(bytes);
    this.drop();
    controller.error(new Error("The client of a live stream does not read; it was cut off."));
  }

  async check(): Promise<void> {
    this.#checkAgain = this.#checking;
    if (this.#checking) return;
    this.#checking = true;
    try {
      if (await this.#options.stillAllowed()) return;
      this.send(control("ended", { reason: "signed-out" }));
      this.close();
    } catch (err) {
      log.warn({ err }, "a live stream could not be checked; it is asked again");
    } finally {
      this.#checking = false;
      if (this.#checkAgain && this.open) void this.check();
    }
  }

  /** Ends the stream for the client; what waits is still sent. */
  close(): void {
    const controller = this.#controller;
    this.drop();
    controller?.close();
  }

  /** The client is gone: forgets the stream. */
  drop(): void {
    this.#controller = null;
    this.#early = [];
    this.#onEnd(this);
  }
}

class Hub {
  /** Streams with the second of the round in which each has its turn, so that checks are spread out. */
  readonly #streams = new Map<Stream, number>();
  #subscription: Subscription | null = null;
  #seq: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #second = 0;
  #next = 0;

  open(request: Request, options: LiveStreamOptions): Stream {
    const after = positionOf(request);
    const stream = new Stream(request, options, (ended) => this.#remove(ended));
    this.#streams.set(stream, this.#next++ % round);
    const { ready } = (this.#subscription ??= this.#start());
    void this.#begin(stream, ready, after).catch((err: unknown) => {
      log.warn({ err }, "a live stream could not begin; its client will come again");
      stream.close();
    });
    return stream;
  }

  async #begin(stream: Stream, ready: Promise<number>, after: number | null): Promise<void> {
    const began = await ready;
    const seq = this.#seq ?? began;
    if (!stream.open) return;
    // Spread, so that not everybody comes back in the same instant after a restart.
    const retry = 1_000 + Math.floor(Math.random() * 2_000);
    // With older entries still to come, the client's position must not jump ahead.
    stream.send(control("hello", { seq }, after === null ? { id: seq, retry } : { retry }));
    if (after === null) stream.goLive(seq);
    else await stream.resume(after);
  }

  #start(): Subscription {
    this.#timer = setInterval(() => this.#beat(), 1_000);
    const subscription = subscribe({
      onEntries: (entries) => {
        const batch = batchOf(entries);
        this.#seq = entries.at(-1)?.seq ?? this.#seq;
        this.#each((stream) => stream.deliver(batch));
      },
      onReset: (head) => {
        this.#seq = head;
        const bytes = control("reset", { seq: head }, { id: head });
        this.#each((stream) => stream.reset(bytes));
      },
    });
    void subscription.ready.then((seq) => (this.#seq ??= seq));
    return subscription;
  }

  #remove(stream: Stream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    clearInterval(this.#timer);
    this.#subscription?.close();
    this.#subscription = null;
    this.#seq = null;
  }

  #each(what: (stream: Stream) => void): void {
    for (const stream of [...this.#streams.keys()]) {
      try {
        what(stream);
      } catch (err) {
        log.error({ err }, "a live stream failed");
        stream.close();
      }
    }
  }

  /** Scripts see an event, not a comment: its absence tells a page that it has gone stale. The id moves its place on. */
  #beat(): void {
    const turn = this.#second++ % round;
    const idle = encoder.encode("event: heartbeat\ndata: 1\n\n");
    const seq = this.#seq ?? -1;
    const beat = encoder.encode(`event: heartbeat\nid: ${seq}\ndata: 1\n\n`);
    this.#each((stream) => {
      if (this.#streams.get(stream) !== turn) return;
      stream.beat(beat, idle, seq);
      void stream.check();
    });
  }
}

/** Position the client names, null when it names none. One that is no number leads to a reset. */
function positionOf(request: Request): number | null {
  // The header is newer: a browser that reconnects repeats the address as it was.
  const text = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("lastEventId");
  if (text === null || text === "") return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER;
}

/**
 * A stream of live events for one browser. First `event: hello` with `{ seq }`, how far this process has heard, then
 * each BusEvent as a message with its sequence number as id. A client that names its last id (`Last-Event-ID` or `?lastEventId=`) gets what it missed,
 * or `event: reset` with `{ seq }` when that is no longer possible: it then reads everything anew.
 */
export function liveStream(request: Request, options: LiveStreamOptions): Response {
  const hub = oncePerProcess("live.hub", () => new Hub());
  const stream = hub.open(request, options);
  if (request.signal.aborted) stream.close();
  else request.signal.addEventListener("abort", () => stream.close(), { once: true });
  return new Response(stream.body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache, no-transform",
      "X-Accel-Buffering": "no",
    },
  });
}
