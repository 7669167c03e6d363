import type { QueueName, QueueRunState } from "./terms";

/** How one queue stands. Times are ISO. */
export interface QueueItem {
  queue: QueueName;
  state: QueueRunState;
  since: string;
  /** Of the last failure, a sentence and its code; null while all is well. */
  reason: string | null;
  code: string | null;
  /** When the gateway last answered. */
  pulledAt: string | null;
  receivedAt: string | null;
  received: number;
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
