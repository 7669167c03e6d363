/** One event stream to the server, in a SharedWorker for all windows, or in a window where there is none. */

/** A stream that says nothing for this long is dead, whatever the socket claims. */
export const SILENCE_MS = 30_000;
/** A short break, as when the server restarts, is no news. */
const GRACE_MS = 3_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 15_000] as const;

export type Connection = { state: "connecting" } | { state: "live" } | { state: "lost"; since: number };

export type LiveMessage =
  | { type: "connection"; connection: Connection }
  /** One entry of the bus: `data` is its JSON. */
  | { type: "event"; data: string }
  /** Something may have been missed: read everything anew. */
  | { type: "reset" }
  /** The session is over. */
  | { type: "ended" };

export class LiveSource {
  private stream: EventSource | undefined;
  private connection: Connection = { state: "connecting" };
  private heardAt = Date.now();
  private beats = false;
  /** Position in the bus, for a stream that takes up where another ended. */
  private lastId = "";
  private attempts = 0;
  private grace: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly watchdog: ReturnType<typeof setInterval>;

  constructor(
    private readonly url: string,
    private readonly tell: (message: LiveMessage) => void,
  ) {
    this.watchdog = setInterval(() => this.watch(), 5_000);
    this.open();
  }

  get present(): Connection {
    return this.connection;
  }

  /** Tries at once, where a retry was still waiting. */
  nudge(): void {
    if (this.stream === undefined) this.open();
  }

  close(): void {
    clearInterval(this.watchdog);
    clearTimeout(this.grace);
    clearTimeout(this.retry);
    this.stream?.close();
    this.stream = undefined;
  }

  private open(): void {
    clearTimeout(this.retry);
    this.stream?.close();
    this.beats = false;
    const stream = new EventSource(this.lastId === "" ? this.url : `${this.url}?lastEventId=${this.lastId}`);
    this.stream = stream;
    stream.onopen = () => {
      this.heard();
      this.attempts = 0;
      clearTimeout(this.grace);
      this.grace = undefined;
      this.become({ state: "live" });
    };
    stream.onmessage = (message: MessageEvent<string>) => {
      this.heard(message);
      this.tell({ type: "event", data: message.data });
    };
    stream.addEventListener("hello", (message) => {
      // Whoever says hello beats from then on: one that falls silent right after it is missed too.
      this.beats = true;
      this.heard(message);
    });
    stream.addEventListener("heartbeat", (message) => {
      this.beats = true;
      this.heard(message);
    });
    stream.addEventListener("reset", (message) => {
      this.heard(message);
      this.tell({ type: "reset" });
    });
    stream.addEventListener("ended", () => {
      this.tell({ type: "ended" });
      this.close();
    });
    stream.onerror = () => {
      this.falter();
      // Refused rather than interrupted: the browser does not try again by itself.
      if (stream.readyState === EventSource.CLOSED) this.again();
    };
  }

  private again(): void {
    this.stream?.close();
    this.stream = undefined;
    const wait = RETRY_MS[Math.min(this.attempts, RETRY_MS.length - 1)] ?? 15_000;
    this.attempts += 1;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), wait);
  }

  private heard(message?: MessageEvent): void {
    this.heardAt = Date.now();
    if (message !== undefined && message.lastEventId !== "") this.lastId = message.lastEventId;
    if (this.connection.state === "lost") this.become({ state: "live" });
  }

  private falter(): void {
    if (this.connection.state === "lost" || this.grace !== undefined) return;
    this.grace = setTimeout(() => {
      this.grace = undefined;
      this.become({ state: "lost", since: this.heardAt });
    }, GRACE_MS);
  }

  /** Only a server that sends heartbeats can be missed by their absence. */
  private watch(): void {
    if (!this.beats || this.connection.state !== "live" || Date.now() - this.heardAt < SILENCE_MS) return;
    this.become({ state: "lost", since: this.heardAt });
    this.again();
  }

  private become(connection: Connection): void {
    if (connection.state === this.connection.state) return;
    this.connection = connection;
    this.tell({ type: "connection", connection });
  }
}
