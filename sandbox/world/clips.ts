import { Random } from "../random";
import type { Segment } from "./recordings";

/** As `video/download/url` numbers them. */
export type ClipState = "done" | "uploading" | "failed" | "expired" | "deleted";

export interface Clip {
  taskId: string;
  channelId: string;
  window: Segment;
  /** Epoch ms: when the upload is over, and when its addresses are. */
  readyAt: number;
  expiresAt: number;
  /** Said by hand, or because nothing was recorded. */
  fate: "failed" | "expired" | "deleted" | null;
}

const LIVES_MS = 3_600_000;

/** Recordings on their way from devices, by task id. */
export class Clips {
  readonly all = new Map<string, Clip>();
  #random = new Random("clips");

  save(channelId: string, window: Segment, timing: { now: number; delayMs: number }, empty: boolean): Clip {
    const readyAt = timing.now + timing.delayMs;
    const taskId = `${this.#random.hex(32)}#${this.#random.hex(32)}`;
    const clip: Clip = {
      taskId,
      channelId,
      window,
      readyAt,
      expiresAt: readyAt + LIVES_MS,
      fate: empty ? "failed" : null,
    };
    this.all.set(taskId, clip);
    return clip;
  }
}

/** A fate said by hand holds at once; that nothing was recorded shows when the upload would be over. */
export function stateOf({ fate, readyAt, expiresAt }: Clip, now: number): ClipState {
  if (fate === "deleted" || fate === "expired") return fate;
  if (now < readyAt) return "uploading";
  if (fate === "failed") return "failed";
  return now < expiresAt ? "done" : "expired";
}
