/** What the browser needs of jobs without a validation library. */
import type { JobState } from "@/lib/bus/events";

export const jobStates = [
  "queued",
  "running",
  "paused",
  "cancelling",
  "cancelled",
  "done",
  "failed",
] as const satisfies readonly JobState[];

export const jobSorts = ["created", "title", "state"] as const;

/** `sent`: under way; `unknown`: its answer never came, so it may have been carried out. */
export const rowStates = ["waiting", "sent", "answered", "unknown", "failed", "skipped"] as const;

export type JobVerb = "pause" | "resume" | "cancel";

/** What may be done with a job in each state. */
export const verbsOf: Readonly<Record<JobState, readonly JobVerb[]>> = {
  queued: ["pause", "cancel"],
  running: ["pause", "cancel"],
  paused: ["resume", "cancel"],
  cancelling: [],
  cancelled: [],
  done: [],
  failed: [],
};

export function isFinished(state: JobState): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}
