import { z } from "zod";
import { queueNames, type QueueName, type QueueRunState } from "./terms";

/** Queues that are pulled from; the access records are searched. */
export type PumpedQueue = Exclude<QueueName, "access-records">;

/** Name of the duty that reads a queue. */
export const dutyOf = (queue: QueueName) => (queue === "access-records" ? "events.access-records" : `queue.${queue}`);

/** `PATCH /api/queues`; null: as it is without a choice. */
export const QueueSwitch = z.strictObject({ queue: z.enum(queueNames), on: z.boolean().nullable() });
export type QueueSwitch = z.output<typeof QueueSwitch>;

/** How one queue stands. Times are ISO. */
export interface QueueItem {
  queue: QueueName;
  /** Whether it is read at all, as somebody chose or as it is without a choice. */
  on: boolean;
  state: QueueRunState;
  since: string;
  /** Of the last failure, a sentence and its code; null while all is well. */
  reason: string | null;
  code: string | null;
  /** When the gateway last answered. */
  pulledAt: string | null;
  receivedAt: string | null;
  received: number;
  /** Messages among them that nobody could read; they are kept all the same. */
  unreadable: number;
  /** What waits at the gateway; null where the queue does not say. */
  remaining: number | null;
}

/** A time in which alarms may have been missed. */
export interface GapItem {
  id: string;
  queue: QueueName;
  cause: "lapsed" | "outage";
  fromAt: string;
  toAt: string;
  state: "open" | "recovered" | "lost";
  readTo: string | null;
  recovered: number;
  reason: string | null;
  code: string | null;
}

/** Answer of `GET /api/queues`. */
export interface QueueStates {
  items: QueueItem[];
  /** Open ones, and those of the last three days. */
  gaps: GapItem[];
  /** Whether the worker pumps: no sign of life of it for longer than ten seconds is "dead". */
  worker: { state: "alive" | "dead"; lastSeenAt: string | null };
}
