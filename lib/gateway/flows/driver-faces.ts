/** Sends drivers' face pictures to the devices of their vehicles, and waits for what becomes of each. */
import type { Gateway } from "../client";
import { getDriverFaceStatus, startDriverFaces, type DriverFaceFailure } from "../endpoints/drivers";
import { GatewayError } from "../errors";
import { itemDone, itemRefused, itemUnknown, outcomeOf, type CommandOutcome } from "../outcome";
import type { NonEmpty } from "../strict";
import { poll, type FlowOptions } from "./polling";

/** Counts tasks: a driver and a vehicle each. */
export interface DriverFaceProgress {
  readonly total: number | null;
  readonly succeeded: number;
  readonly failed: number;
}

export interface DriverFaceResult extends DriverFaceProgress {
  /** False when the time ran out, or asking failed, while pictures were still on their way. */
  readonly finished: boolean;
  /** Why asking ended early; null when it did not. */
  readonly error: GatewayError | null;
  readonly failures: readonly DriverFaceFailure[];
  /** By driver: refused when one of his vehicles refused the picture, unknown when nobody told in time. */
  readonly outcome: CommandOutcome;
}

/** The guide says that a result is there in a second or two; offline devices take longer. */
const usual = { intervalMs: 1_500, deadlineMs: 120_000 };

/**
 * Starts the distribution once and asks until successes and failures add up to the total (there is no "in progress").
 * Throws GatewayError when it could not be started and the signal's reason when that ends the waiting: the pictures then
 * go on by themselves. Whatever fails afterwards is in the result. Guide 5.9.14, 5.9.15.
 */
export async function distributeDriverFaces(
  gateway: Pick<Gateway, "call">,
  input: { readonly driverIds: NonEmpty<string> },
  options: FlowOptions<DriverFaceProgress>,
): Promise<DriverFaceResult> {
  const { lane, signal, onProgress, ...timing } = options;
  const call = { lane, ...(signal && { signal }) };
  const { taskId } = await gateway.call(startDriverFaces, { driverIds: [...input.driverIds] }, call);
  // Nothing to wait for: the outer code was the answer.
  if (taskId === null) return result(input.driverIds, { ...started, finished: true });
  let last: Seen = started;
  try {
    const { value, finished } = await poll(
      async () => {
        const status = await gateway.call(getDriverFaceStatus, { taskId }, call);
        const { total, failures, done } = status;
        last = { total, succeeded: status.succeeded ?? 0, failures };
        onProgress?.({ total, succeeded: last.succeeded, failed: failures.length });
        return { value: last, finished: done };
      },
      { ...usual, ...timing, ...(signal && { signal }) },
    );
    return result(input.driverIds, { ...value, finished });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof GatewayError)) throw error;
    return result(input.driverIds, { ...last, finished: false, error });
  }
}

interface Seen {
  readonly total: number | null;
  readonly succeeded: number;
  readonly failures: readonly DriverFaceFailure[];
}

const started: Seen = { total: null, succeeded: 0, failures: [] };

function result(
  driverIds: readonly string[],
  seen: Seen & { readonly finished: boolean; readonly error?: GatewayError },
): DriverFaceResult {
  const { finished, failures, error = null } = seen;
  const items = [...new Set(driverIds)].map((id) => {
    const failure = failures.find((each) => each.driverId === id);
    if (failure) return itemRefused(id, failure.code, failure.driverName);
    return finished ? itemDone(id) : itemUnknown(id);
  });
  return { ...seen, failed: failures.length, error, outcome: outcomeOf(items) };
}
