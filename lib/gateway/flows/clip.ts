/** A clip from asking to its addresses: save once, then ask how far it is until it is there. */
import { sleep } from "@/lib/time";
import type { Lane } from "../budget";
import type { Gateway } from "../client";
import { Deadline } from "../deadline";
import type { InputOf } from "../endpoint";
import { getClip, saveClip } from "../endpoints/video";
import { GatewayError } from "../errors";
import type { Secret } from "../secret";

export interface ClipProgress {
  readonly step: "saving" | "uploading";
  /** Null until the gateway has named the task: keep it, `followClip` goes on with it. */
  readonly taskId: string | null;
  /** How often it was asked about. */
  readonly asked: number;
}

/** What became of a clip. */
export type ClipResult =
  | {
      readonly state: "done";
      readonly taskId: string;
      /** Signed, so each is a secret. */
      readonly addresses: readonly [Secret, ...Secret[]];
      readonly expiresAt: Date | null;
    }
  | { readonly state: "failed" | "expired" | "deleted"; readonly taskId: string }
  /** It may still be uploading: `cancelled` when the caller ended the waiting, else `unfinished`. */
  | { readonly state: "unfinished" | "cancelled"; readonly taskId: string; readonly error: GatewayError | null }
  /** Nobody knows whether the device was asked: never ask again by itself. */
  | { readonly state: "unknown"; readonly taskId: null; readonly error: GatewayError | null };

export interface ClipOptions {
  readonly lane: Lane;
  /** Ends the waiting; the device goes on uploading. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ClipProgress) => void;
  /** Pause between two questions, 3 s as real clients do. */
  readonly pollMs?: number;
  /** How long to ask, 120 s. */
  readonly deadlineMs?: number;
}

/**
 * Exports a clip. The saving is sent once and never again; when its result is unknown that is the result. Throws the
 * GatewayError of a saving that certainly did not happen.
 */
export async function exportClip(
  gateway: Gateway,
  input: InputOf<typeof saveClip>,
  options: ClipOptions,
): Promise<ClipResult> {
  const { lane, signal, onProgress } = options;
  onProgress?.({ step: "saving", taskId: null, asked: 0 });
  let taskId: string | null;
  try {
    ({ taskId } = await gateway.call(saveClip, input, { lane, ...(signal && { signal }) }));
  } catch (error) {
    if (!(error instanceof GatewayError) || !error.maybeDone) throw error;
    return { state: "unknown", taskId: null, error };
  }
  if (taskId === null) return { state: "unknown", taskId, error: null };
  return followClip(gateway, taskId, options);
}

/** Asks about a clip that was saved before until it is there, over, or the time is. */
export async function followClip(gateway: Gateway, taskId: string, options: ClipOptions): Promise<ClipResult> {
  const { lane, signal, onProgress, pollMs = 3_000, deadlineMs = 120_000 } = options;
  const deadline = new Deadline(deadlineMs, signal);
  let error: GatewayError | null = null;
  try {
    for (let asked = 0; !deadline.signal.aborted; asked += 1) {
      onProgress?.({ step: "uploading", taskId, asked });
      const answer = await ask(gateway, taskId, lane, deadline.signal);
      if (answer instanceof GatewayError) {
        if (deadline.signal.aborted) break;
        error = answer;
        // A gateway that is away for a moment is asked again; one that refuses to speak of the task is not.
        if (error.kind === "refused" && !error.retryable) return { state: "unfinished", taskId, error };
      } else {
        error = null;
        const [first, ...others] = answer.addresses;
        if (answer.state === "done" && first) {
          return { state: "done", taskId, addresses: [first, ...others], expiresAt: answer.expiresAt };
        }
        if (answer.state === "failed" || answer.state === "expired" || answer.state === "deleted") {
          return { state: answer.state, taskId };
        }
      }
      await sleep(pollMs, deadline.signal).catch(() => undefined);
    }
    return { state: signal?.aborted ? "cancelled" : "unfinished", taskId, error };
  } finally {
    deadline.release();
  }
}

async function ask(gateway: Gateway, taskId: string, lane: Lane, signal: AbortSignal) {
  try {
    return await gateway.call(getClip, { taskId }, { lane, signal });
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
}
