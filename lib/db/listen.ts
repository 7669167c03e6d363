/** One LISTEN connection that comes back by itself; short statements may share it. */
import type pg from "pg";
import { log } from "@/lib/log";
import { directClient } from "./client";

const firstPause = 100;
const longestPause = 5_000;

export interface ListenOptions {
  /** Shown by the server as the connection's application name. */
  name: string;
  channel: string;
  /** After each connection, also a renewed one: notifications may have been missed before it. */
  onConnect(): void;
  onNotify(payload: string): void;
}

/** The connection is down at the moment; it is being renewed. */
export class NotConnectedError extends Error {
  constructor(name: string) {
    super(`The database connection "${name}" is down and is being renewed.`);
    this.name = "NotConnectedError";
  }
}

export class Listener {
  readonly #options: ListenOptions;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #pause = firstPause;
  #closed = false;
  /** The statement before: one connection answers one at a time, in order. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(options: ListenOptions) {
    this.#options = options;
    void this.#connect();
  }

  get connected(): boolean {
    return this.#client !== null;
  }

  /**
   * Runs one short statement on this connection. Throws NotConnectedError while it is down. A connection that
   * does not answer within `timeoutMs` is given up and renewed: only so is a silently dead line noticed.
   */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[], timeoutMs: number): Promise<Row[]> {
    const client = this.#client;
    if (client === null) throw new NotConnectedError(this.#options.name);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#lose(client, new Error(`No answer within ${timeoutMs} ms.`));
    }, timeoutMs);
    const mine = this.#before.then(() => client.query<Row>(text, values));
    this.#before = mine.catch(() => undefined);
    try {
      return (await mine).rows;
    } catch (error) {
      throw late ? new NotConnectedError(this.#options.name) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    const { name, channel } = this.#options;
    let client: pg.Client | undefined;
    try {
      const made = await directClient(name);
      client = made;
      made.on("error", (error) => this.#lose(made, error));
      made.on("end", () => this.#lose(made, new Error("The server closed the connection.")));
      made.on("notification", (message) => this.#options.onNotify(message.payload ?? ""));
      await made.query(`LISTEN ${made.escapeIdentifier(channel)}`);
      if (this.#closed) return void made.end().catch(() => undefined);
      this.#client = made;
      this.#pause = firstPause;
      this.#options.onConnect();
    } catch (err) {
      void client?.end().catch(() => undefined);
      if (!this.#closed) log.warn({ err, name }, "cannot listen to the database; trying again");
      this.#again();
    }
  }

  /** An ended query of a dead connection never answers by itself; ending the client makes it fail. */
  #lose(client: pg.Client, err: Error): void {
    if (this.#client !== client) return;
    this.#client = null;
    void client.end().catch(() => undefined);
    if (this.#closed) return;
    log.warn({ err, name: this.#options.name }, "lost the connection that listens; renewing it");
    this.#again();
  }

  #again(): void {
    if (this.#closed) return;
    const wait = this.#pause * (0.5 + Math.random() / 2);
    this.#pause = Math.min(this.#pause * 2, longestPause);
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }
}
