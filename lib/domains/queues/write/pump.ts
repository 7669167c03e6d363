/** One turn of a pump: pull, store, commit, and only then confirm. */
import { LeaseLostError, type DutyRun, type Fence } from "@/lib/jobs/define";
import { pool } from "@/lib/db/client";
import { favourAlarms, gateway } from "@/lib/gateway";
import {
  confirmAlarms,
  confirmCombined,
  confirmMessages,
  pullAlarms,
  pullCombined,
  pullMessages,
  subscribeAlarms,
  subscribeCombined,
  subscribeMessages,
} from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";
import { nameOf, noteEmpty, storeApart, storeBatch, type QueueMessages } from "../mirror";
import { isOfMessage } from "./failure";
import { noteGap, noteSubscribed, type Standing } from "./subscription";

type Pumped = QueueMessages["queue"];

interface Calls {
  subscribe(signal: AbortSignal): Promise<unknown>;
  pull(signal: AbortSignal): Promise<QueueMessages | null>;
  confirm(batchId: string, signal: AbortSignal): Promise<unknown>;
}

const all = { types: "all" } as const;

const calls: Readonly<Record<Pumped, Calls>> = {
  alarms: {
    subscribe: (signal) => gateway().call(subscribeAlarms, all, { lane: "alarms", signal }),
    async pull(signal) {
      const batch = await gateway().call(pullAlarms, { most: 500 }, { lane: "alarms", signal });
      return batch && { queue: "alarms", batch };
    },
    confirm: (batchId, signal) => gateway().call(confirmAlarms, { batchId }, { lane: "alarms", signal }),
  },
  messages: {
    subscribe: (signal) => gateway().call(subscribeMessages, all, { lane: "messages", signal }),
    async pull(signal) {
      const batch = await gateway().call(pullMessages, {}, { lane: "messages", signal });
      return batch && { queue: "messages", batch };
    },
    confirm: (batchId, signal) => gateway().call(confirmMessages, { batchId }, { lane: "messages", signal }),
  },
  events: {
    subscribe: (signal) => gateway().call(subscribeCombined, all, { lane: "messages", signal }),
    async pull(signal) {
      const batch = await gateway().call(pullCombined, { most: 500 }, { lane: "messages", signal });
      return batch && { queue: "events", batch };
    },
    confirm: (batchId, signal) => gateway().call(confirmCombined, { batchId }, { lane: "messages", signal }),
  },
};

/** Not subscribed, or no longer: nobody pulled for two days. */
const lapsedCode = "OPEN000016";
/** Confirmed already; a confirmation whose answer was lost is told so the second time. */
const unknownBatch = "OPEN000012";
/** Messages are kept by the gateway for three days. */
const messagesLiveMs = 3 * 86_400_000;
const noteEveryMs = 2_000;
const draining = 500;

const hasCode = (error: unknown, code: string) => error instanceof GatewayError && error.code === code;

/** What this process knows of a queue while it holds its lease. */
export interface Memory {
  /** Of the lease under which all this holds. */
  fence: number;
  /** The subscription was made or renewed by this holder. */
  subscribed: boolean;
  /** On this process's monotonic clock. */
  heardAt: number;
  notedAt: number;
  failures: number;
  /** The batch that could not be stored, and how often it was tried. */
  stuck: { batch: string; attempts: number } | null;
}

export const newMemory = (fence: number): Memory => ({
  ...{ fence, subscribed: false, failures: 0, stuck: null, heardAt: -Infinity, notedAt: -Infinity },
});

export interface Turn {
  /** Messages in the batch, whether they were new or not. */
  count: number;
  /** What waits behind it; null where the queue does not say. */
  remaining: number | null;
  /** False for a batch without an id: it comes again whatever we do. */
  confirmed: boolean;
  tookMs: number;
}

async function subscribe(queue: Pumped, memory: Memory, { fence, signal }: DutyRun): Promise<void> {
  await calls[queue].subscribe(signal);
  await noteSubscribed(fence, queue);
  memory.subscribed = true;
}

/** The next batch. A lapsed subscription is noted as a gap before it is made again. */
async function next(queue: Pumped, memory: Memory, standing: Standing, run: DutyRun): Promise<QueueMessages | null> {
  const { subscribedAt, pulledAt, silentMs } = standing;
  if (subscribedAt === null) await subscribe(queue, memory, run);
  try {
    const batch = await calls[queue].pull(run.signal);
    if (pulledAt !== null && silentMs !== null && silentMs > messagesLiveMs) {
      await noteGap(run.fence, queue, { cause: "outage", from: pulledAt, keptMs: messagesLiveMs });
    }
    return batch;
  } catch (error) {
    if (!hasCode(error, lapsedCode)) throw error;
    const from = pulledAt ?? subscribedAt;
    if (from !== null) {
      run.log.warn({ queue, since: from }, "the subscription to a queue has lapsed; what was missed is read elsewhere");
      await noteGap(run.fence, queue, { cause: "lapsed", from, keptMs: 0 });
    }
    await subscribe(queue, memory, run);
    return calls[queue].pull(run.signal);
  }
}

/** Throws LeaseLostError when another process may hold the lease by now. */
async function requireLease({ signal, fence }: { signal: AbortSignal; fence: Fence }): Promise<void> {
  signal.throwIfAborted();
  const { rowCount } = await pool().query("SELECT 1 FROM lease WHERE name = $1 AND fence = $2", [
    fence.name,
    fence.number,
  ]);
  if (rowCount === 0) throw new LeaseLostError(fence);
}

async function confirm(queue: Pumped, batchId: string, run: DutyRun): Promise<void> {
  await requireLease(run);
  try {
    await calls[queue].confirm(batchId, run.signal);
  } catch (error) {
    if (!hasCode(error, unknownBatch)) throw error;
  }
}

/** So often a batch is tried whole, a few seconds in all. */
const wholeAttempts = 4;

/** Stores a batch; one that some message of it keeps from being stored is taken apart, so that it does not block the rest. */
async function store(pulled: QueueMessages, memory: Memory, { fence, signal }: DutyRun): Promise<void> {
  const name = nameOf(pulled.batch);
  try {
    if (memory.stuck?.batch === name && memory.stuck.attempts >= wholeAttempts) await storeApart(fence, pulled);
    else await storeBatch(fence, pulled);
    memory.stuck = null;
  } catch (error) {
    if (isOfMessage(error) && !signal.aborted) {
      const attempts = memory.stuck?.batch === name ? memory.stuck.attempts : 0;
      memory.stuck = { batch: name, attempts: attempts + 1 };
    }
    throw error;
  }
}

/**
 * Pulls and keeps one batch. Killed anywhere, the batch comes again and is stored once. Throws GatewayError; LeaseLostError
 * when another process pumps: then nothing more was stored or confirmed.
 */
export async function turn(queue: Pumped, memory: Memory, standing: Standing, run: DutyRun): Promise<Turn> {
  const began = performance.now();
  const pulled = await next(queue, memory, standing, run);
  const took = () => performance.now() - began;
  if (pulled === null) {
    if (performance.now() - memory.notedAt > noteEveryMs || standing.state !== "running") {
      await noteEmpty(run.fence, queue);
      memory.notedAt = performance.now();
    }
    if (!memory.subscribed) await subscribe(queue, memory, run);
    return { count: 0, remaining: 0, confirmed: true, tookMs: took() };
  }
  const { batch } = pulled;
  const count = batch.messages.length;
  if (queue === "alarms") await favourAlarms({ draining: (batch.remaining ?? 0) >= draining });
  run.signal.throwIfAborted();
  await store(pulled, memory, run);
  memory.heardAt = performance.now();
  if (batch.id !== null) await confirm(queue, batch.id, run);
  // All types are wanted, whatever another program with our keys has chosen.
  if (!memory.subscribed) await subscribe(queue, memory, run);
  return { count, remaining: batch.remaining, confirmed: batch.id !== null, tookMs: took() };
}

const activeForMs = 10_000;
const manyMessages = 100;
const unconfirmableMs = 5_000;

/** What the pause after a turn depends on. */
export interface Pace extends Turn {
  queue: Pumped;
  /** Since the last message, milliseconds. */
  idleMs: number;
  /** People use the allowance at this moment. */
  busy: boolean;
}

/**
 * Milliseconds from the end of a turn to the next. The guide advises 500 ms; alarms are asked for at least once a second,
 * messages at least every two seconds, and what waits behind a batch at once.
 */
export function pauseAfter({ queue, count, remaining, confirmed, tookMs, idleMs, busy }: Pace): number {
  if (!confirmed) return unconfirmableMs;
  if ((remaining ?? 0) > 0) return 0;
  if (queue !== "alarms" && remaining === null && count >= manyMessages) return 0;
  const within = (ms: number) => Math.max(500, ms - tookMs);
  if (queue !== "alarms" && busy) return within(2_000);
  return idleMs < activeForMs && !busy ? 500 : within(1_000);
}
