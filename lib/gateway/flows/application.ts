/** Waits until what a person was given, or lost, has reached the doors. */
import type { Gateway } from "../client";
import { getApplication, type ApplicationElement } from "../endpoints/access-levels";
import { poll, type FlowOptions, type Polled } from "./polling";

export interface ApplicationInput {
  readonly personId: string;
  /** Doors that were just given: as long as one is not listed, the cloud has not begun. */
  readonly doorIds?: readonly string[];
}

export interface ApplicationProgress {
  readonly total: number;
  readonly applied: number;
  readonly pending: number;
  readonly failed: number;
  readonly elements: readonly ApplicationElement[];
}

const INTERVAL_MS = 2_000;
const DEADLINE_MS = 60_000;

/**
 * Asks until nothing is pending. `finished` false: the deadline came first, which is usual for a door that is offline;
 * the cloud goes on without us. Reports every look. Throws GatewayError, and the signal's reason.
 */
export async function waitForApplication(
  gateway: Gateway,
  { personId, doorIds = [] }: ApplicationInput,
  options: FlowOptions<ApplicationProgress>,
): Promise<Polled<ApplicationProgress>> {
  const { lane, signal, onProgress, intervalMs = INTERVAL_MS, deadlineMs = DEADLINE_MS } = options;
  const call = { lane, ...(signal && { signal }) };
  const look = async (): Promise<Polled<ApplicationProgress>> => {
    const { elements } = await gateway.call(getApplication, { personId, includeApplied: true }, call);
    const progress = summed(elements);
    onProgress?.(progress);
    const listed = new Set(elements.map(({ id }) => id));
    return { value: progress, finished: progress.pending === 0 && doorIds.every((id) => listed.has(id)) };
  };
  return poll(look, { ...options, intervalMs, deadlineMs });
}

function summed(elements: readonly ApplicationElement[]): ApplicationProgress {
  const count = (...words: ApplicationElement["status"][]) =>
    elements.filter(({ status }) => words.includes(status)).length;
  return {
    total: elements.length,
    applied: count("applied"),
    pending: count("to apply", "unknown"),
    failed: count("failed", "deleting failed"),
    elements,
  };
}
