import { badArgument, GatewayError } from "../errors";
import type { Random } from "../random";
import type { JsonObject } from "../validate";

const DAY = 24 * 3600 * 1000;
/** Messages are kept three days (guide 1.2.2). */
export const KEPT_MS = 3 * DAY;
/** A subscription ends two days after the last pull (guide 4.2, 4.4). */
export const LAPSE_MS = 2 * DAY;
/** More than this and the oldest go: the sandbox's own limit. */
export const MOST = 150_000;

/** How a message is written when it is pulled: URLs begin with the address the client used. */
export interface Pen {
  origin: string;
  /** Times of devices without a zone, as the guide's example of the message queue shows. */
  zoneless: boolean;
}

/** A message that waits. It is written when it is pulled first, so that a hundred thousand of them stay small. */
export interface Waiting {
  /** Event or message type, without "Msg". */
  type: string;
  write: (pen: Pen) => JsonObject;
}

interface Kept extends Waiting {
  at: number;
}

interface Pulled {
  /** "0" when there is nothing. */
  batchId: string;
  rows: JsonObject[];
  remaining: number;
}

interface Subscription {
  /** Null is every type. */
  types: ReadonlySet<string> | null;
  pulledAt: number;
}

/**
 * One message queue of the gateway. Without a subscription nothing is collected. A pull gives the same batch until it is
 * confirmed; a confirmed one never comes again. What waits survives a lapse, but not three days, nor an unsubscription.
 */
export class Queue {
  #waiting: Kept[] = [];
  #head = 0;
  #batch: { id: string; rows: { at: number; row: JsonObject }[] } | null = null;
  #subscription: Subscription | null = null;
  /** Messages that died of age or of the limit, and subscriptions that lapsed. */
  lost = 0;
  lapses = 0;

  constructor(private readonly random: Random) {}

  /** `types` null is all; a later subscription replaces an earlier one. */
  subscribe(types: readonly string[] | null, now: number): void {
    this.#subscription = { types: types === null ? null : new Set(types), pulledAt: now };
  }

  /** Takes the types away, or everything (null): then what waits goes too. */
  unsubscribe(types: readonly string[] | null): void {
    const subscribed = this.#subscription?.types ?? null;
    if (types !== null && subscribed !== null) {
      const left = [...subscribed].filter((type) => !types.includes(type));
      if (left.length > 0 && this.#subscription) {
        this.#subscription.types = new Set(left);
        return;
      }
    }
    this.clear();
  }

  clear(): void {
    this.#subscription = null;
    this.#waiting = [];
    this.#head = 0;
    this.#batch = null;
  }

  /** Answers whether the message was collected: somebody must be subscribed to its type. */
  put(message: Waiting, now: number): boolean {
    const subscription = this.#current(now);
    if (!subscription || (subscription.types !== null && !subscription.types.has(message.type))) return false;
    this.#expire(now);
    if (this.depth >= MOST) {
      this.#head++;
      this.lost++;
      this.#compact();
    }
    this.#waiting.push({ type: message.type, at: now, write: message.write });
    return true;
  }

  /** Throws OPEN000016 without a subscription. */
  pull(most: number, now: number, pen: Pen): Pulled {
    const subscription = this.#required(now);
    subscription.pulledAt = now;
    this.#expire(now);
    if (!this.#batch && this.depth > 0) {
      const taken = this.#waiting.slice(this.#head, this.#head + most);
      this.#head += taken.length;
      this.#compact();
      this.#batch = { id: this.random.hex(96), rows: taken.map(({ at, write }) => ({ at, row: write(pen) })) };
    }
    const batch = this.#batch;
    return { batchId: batch?.id ?? "0", rows: batch?.rows.map(({ row }) => row) ?? [], remaining: this.depth };
  }

  /** Throws OPEN000012 for anything but the batch that is out, OPEN000016 without a subscription. */
  complete(batchId: string, now: number): void {
    this.#required(now);
    this.#expire(now);
    if (batchId !== this.#batch?.id) throw new GatewayError("OPEN000012");
    this.#batch = null;
  }

  /** Ends the subscription as if nobody had pulled for two days. */
  lapse(): void {
    if (this.#subscription) this.lapses++;
    this.#subscription = null;
  }

  /** Messages that wait behind the batch that is out. */
  get depth(): number {
    return this.#waiting.length - this.#head;
  }

  state(now: number): JsonObject {
    this.#expire(now);
    const subscription = this.#current(now);
    return {
      depth: this.depth,
      unconfirmed: this.#batch ? { batchId: this.#batch.id, messages: this.#batch.rows.length } : null,
      subscription: subscription && {
        types: subscription.types === null ? "all" : [...subscription.types],
        lapsesAt: new Date(subscription.pulledAt + LAPSE_MS).toISOString(),
      },
      lost: this.lost,
      lapses: this.lapses,
    };
  }

  #current(now: number): Subscription | null {
    if (this.#subscription && now - this.#subscription.pulledAt > LAPSE_MS) this.lapse();
    return this.#subscription;
  }

  #required(now: number): Subscription {
    const subscription = this.#current(now);
    if (!subscription) throw new GatewayError("OPEN000016");
    return subscription;
  }

  #expire(now: number): void {
    const oldest = now - KEPT_MS;
    for (let first = this.#waiting[this.#head]; first && first.at < oldest; first = this.#waiting[this.#head]) {
      this.#head++;
      this.lost++;
    }
    this.#compact();
    if (!this.#batch) return;
    const kept = this.#batch.rows.filter(({ at }) => at >= oldest);
    this.lost += this.#batch.rows.length - kept.length;
    this.#batch = kept.length === 0 ? null : { id: this.#batch.id, rows: kept };
  }

  #compact(): void {
    if (this.#head < 1000 || this.#head < this.#waiting.length / 2) return;
    this.#waiting = this.#waiting.slice(this.#head);
    this.#head = 0;
  }
}

/** Types of a subscription: null for all. Throws OPEN000010 when types are wanted and none is named. */
export function wantedTypes(all: boolean, types: readonly string[], field: string): readonly string[] | null {
  if (all) return null;
  if (types.length === 0) throw badArgument(field);
  return types.map((type) => type.replace(/^Msg\s*/, ""));
}
