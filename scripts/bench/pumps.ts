/**
 * The queues' pumps as the worker will run them, in a process of their own: pull, confirm, wait. It tells
 * its parent that it is ready, begins when told for how long, and answers how long each lane waited for its turns.
 */
import { once } from "node:events";
import { z } from "zod";
import { closeDatabase, pool } from "@/lib/db/client";
import { required } from "@/lib/env";
import type { Lane } from "@/lib/gateway";
import { Budget } from "@/lib/gateway/budget";
import { Circuit } from "@/lib/gateway/circuit";
import { Gateway } from "@/lib/gateway/client";
import {
  confirmAlarms,
  confirmMessages,
  pullAlarms,
  pullMessages,
  subscribeAlarms,
  subscribeMessages,
} from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";
import { TokenStore } from "@/lib/gateway/token";
import { sleep } from "@/lib/time";

/** Half a second is the guide's advice; as the product does while people ask for things, a little more. */
const pauseMs = 800;

const Task = z.object({ seconds: z.number() });

export interface Pumped {
  /** Milliseconds each call waited for its turn, by lane. */
  waits: Partial<Record<Lane, number[]>>;
  messages: number;
  failures: Record<string, number>;
}

const pumped: Pumped = { waits: {}, messages: 0, failures: {} };

class WatchedBudget extends Budget {
  override async acquire(...[lane, signal]: Parameters<Budget["acquire"]>) {
    const began = performance.now();
    const grant = await super.acquire(lane, signal);
    (pumped.waits[lane] ??= []).push(performance.now() - began);
    return grant;
  }
}

const account = required("gateway");
const gateway = new Gateway({
  account,
  budget: new WatchedBudget(pool()),
  tokens: new TokenStore(pool(), account),
  circuit: new Circuit(pool(), () => Promise.resolve()),
});

/** Carries on after failures, as a pump does; how often each happened is told in the end. */
async function trying<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const what = error.code ?? error.reason ?? error.kind;
    pumped.failures[what] = (pumped.failures[what] ?? 0) + 1;
    return null;
  }
}

async function pumpAlarms(): Promise<void> {
  const lane = "alarms";
  const batch = await trying(() => gateway.call(pullAlarms, { most: 500 }, { lane }));
  if (batch === null) return;
  pumped.messages += batch.messages.length;
  const { id } = batch;
  if (id !== null) await trying(() => gateway.call(confirmAlarms, { batchId: id }, { lane }));
}

async function pumpMessages(): Promise<void> {
  const lane = "messages";
  const batch = await trying(() => gateway.call(pullMessages, {}, { lane }));
  if (batch === null) return;
  pumped.messages += batch.messages.length;
  const { id } = batch;
  if (id !== null) await trying(() => gateway.call(confirmMessages, { batchId: id }, { lane }));
}

process.send?.({ ready: true });
const [task] = (await once(process, "message")) as [unknown];
const until = performance.now() + Task.parse(task).seconds * 1_000;
const keepPumping = async (pump: () => Promise<void>) => {
  while (performance.now() < until) {
    await pump();
    await sleep(pauseMs);
  }
};
await trying(() => gateway.call(subscribeAlarms, { types: "all" }, { lane: "alarms" }));
await trying(() => gateway.call(subscribeMessages, { types: "all" }, { lane: "messages" }));
await Promise.all([keepPumping(pumpAlarms), keepPumping(pumpMessages)]);
process.send?.({ pumped });
await closeDatabase();
process.disconnect();
