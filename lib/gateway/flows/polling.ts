/** Repeats a step until it has what was asked for, its time is over, or a signal ends it. */
import { sleep } from "@/lib/time";
import type { Lane } from "../budget";
import { GatewayError } from "../errors";

export interface Polled<T> {
  /** What the last step saw. */
  readonly value: T;
  /** From a step: no further one is needed. From `poll`: false when the time ran out first. */
  readonly finished: boolean;
}

export interface PollOptions {
  /** From the end of one step to the start of the next, milliseconds. */
  readonly intervalMs: number;
  /** From the start of the first step, milliseconds. A step under way is not cut short. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Milliseconds on a clock that never jumps. */
  readonly now?: () => number;
}

/** What the flows of this folder take besides their input. */
export interface FlowOptions<Progress> extends Partial<PollOptions> {
  readonly lane: Lane;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * What the last step saw once it finished or no further one fits before the deadline. A step that fails with something
 * that passes by itself (`GatewayError.retryable`) is taken again; if none ever saw anything, its error is thrown at the
 * deadline. Throws what else a step throws at once, and the signal's reason between steps.
 */
export async function poll<T>(step: () => Promise<Polled<T>>, options: PollOptions): Promise<Polled<T>> {
  const { intervalMs, deadlineMs, signal, now = () => performance.now() } = options;
  const end = now() + deadlineMs;
  let last: Polled<T> | undefined;
  let failure: GatewayError | undefined;
  for (;;) {
    signal?.throwIfAborted();
    try {
      last = await step();
      if (last.finished) return last;
    } catch (error) {
      if (!(error instanceof GatewayError && error.retryable)) throw error;
      failure = error;
    }
    if (now() + intervalMs > end) {
      if (last) return last;
      throw failure as GatewayError;
    }
    await sleep(intervalMs, signal);
  }
}
