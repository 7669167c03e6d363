import { GatewayError } from "@/lib/gateway/errors";
import { duty, LeaseLostError, type Duty, type DutyRun } from "@/lib/jobs/define";
import { sleep } from "@/lib/time";
import { noteState, type Standing } from "./mirror";
import { dutyOf, type PumpedQueue } from "./schema";
import { storingReason } from "./write/failure";
import { recoverGaps } from "./write/gap";
import { newMemory, pauseAfter, turn, type Memory } from "./write/pump";
import { gapDuty, standingOf } from "./write/subscription";

const minute = 60_000;
const runMs = 30_000;
/** A queue that this gateway has not, or that is off, is looked for again; switching it wakes its pump. */
const missingMs: Readonly<Record<PumpedQueue, number>> = {
  alarms: 2 * minute,
  messages: 60 * minute,
  events: 60 * minute,
};
const offMs = 10 * minute;
const retryMs: Readonly<Record<PumpedQueue, number>> = { alarms: 5_000, messages: 15_000, events: 15_000 };

const memories = new Map<PumpedQueue, Memory>();

function memoryOf(queue: PumpedQueue, fence: number): Memory {
  const known = memories.get(queue);
  if (known?.fence === fence) return known;
  const memory = newMemory(fence);
  memories.set(queue, memory);
  return memory;
}

interface Attempt {
  memory: Memory;
  standing: Standing;
  run: DutyRun;
}

function pauseAfterFailure(queue: PumpedQueue, memory: Memory): number {
  const pauseMs = Math.min(500 * 2 ** memory.failures, retryMs[queue]);
  memory.failures = Math.min(memory.failures + 1, 10);
  return pauseMs;
}

/** What is said of a failure here; resolves to the pause after it. Throws when not even that can be stored. */
async function failedHere(queue: PumpedQueue, error: unknown, { memory, run }: Attempt): Promise<number> {
  const news = await noteState(run.fence, queue, "failing", storingReason(error));
  if (news) run.log.error({ queue, err: error }, "what a queue gives cannot be stored; trying again");
  return pauseAfterFailure(queue, memory);
}

/** What is said of a failure; resolves to the pause after it, and whether the run ends with it. */
async function failed(queue: PumpedQueue, error: GatewayError, { memory, standing, run }: Attempt) {
  const code = error.code ?? error.reason ?? (error.httpStatus === null ? null : `HTTP ${error.httpStatus}`);
  // One that has ever answered is there, whatever a proxy on the way says.
  if (error.httpStatus === 404 && standing.pulledAt === null) {
    const said = await noteState(run.fence, queue, "missing", { reason: "This gateway has no such queue.", code });
    if (said) run.log.warn({ queue }, "this gateway has no such queue; it is looked for again now and then");
    return { pauseMs: missingMs[queue], ends: true };
  }
  const news = await noteState(run.fence, queue, "failing", { reason: error.meaning, code });
  if (news) run.log.warn({ queue, err: error }, "a queue cannot be read; trying again");
  return { pauseMs: pauseAfterFailure(queue, memory), ends: false };
}

/** Pulls for half a minute, so that the lease's bookkeeping stays small beside it. */
async function pump(queue: PumpedQueue, run: DutyRun): Promise<number> {
  const memory = memoryOf(queue, run.fence.number);
  const until = performance.now() + runMs;
  while (performance.now() < until) {
    const standing = await standingOf(queue);
    if (!standing.on) {
      await noteState(run.fence, queue, "off");
      return offMs;
    }
    let pauseMs: number;
    try {
      const done = await turn(queue, memory, standing, run);
      memory.failures = 0;
      pauseMs = pauseAfter({ ...done, queue, idleMs: performance.now() - memory.heardAt, busy: standing.busy });
    } catch (error) {
      if (error instanceof LeaseLostError || run.signal.aborted) throw error;
      const attempt = { memory, standing, run };
      if (error instanceof GatewayError) {
        const failure = await failed(queue, error, attempt);
        if (failure.ends) return failure.pauseMs;
        pauseMs = failure.pauseMs;
      } else pauseMs = await failedHere(queue, error, attempt);
    }
    await sleep(pauseMs, run.signal);
  }
  return 0;
}

const pumpDuty = (queue: PumpedQueue): Duty =>
  duty({
    name: dutyOf(queue),
    every: "500ms",
    lease: "3s",
    staleAfter: "3m",
    run: (context) => pump(queue, context),
  });

/** A pump a queue, and the reader of what they missed. */
export const queueDuties: readonly Duty[] = [
  pumpDuty("alarms"),
  pumpDuty("messages"),
  pumpDuty("events"),
  duty({ name: gapDuty, every: "1m", staleAfter: "30m", run: recoverGaps }),
];
