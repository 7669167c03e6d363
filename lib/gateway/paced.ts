/** An HTTP exchange that goes through the rate budget: the only way anything is sent to the gateway. */
import type { Budget, Grant, Lane } from "./budget";
import { connect, TransportError, type Answer, type Exchange } from "./transport";

export interface PacedExchange extends Omit<Exchange, "signal"> {
  budget: Budget;
  lane: Lane;
  /** Ends the wait for a slot. */
  waiting: AbortSignal;
  /** Called when there is a slot; gives the signal that ends the exchange. Throws to hold it back after all. */
  begin(): Promise<AbortSignal>;
}

/** Throws NoSlotError, TransportError, or what `begin` throws. */
export async function pacedExchange(options: PacedExchange): Promise<Answer> {
  const { budget, lane, waiting } = options;
  let grant: Grant = await budget.acquire(lane, waiting);
  let sent = false;
  try {
    const line = await connect({ ...options, signal: await options.begin() });
    try {
      // The connection stays while another slot is waited for: a slow handshake must not cost the turn twice.
      while (!(await grant.confirm())) grant = await budget.acquire(lane, waiting);
      sent = true;
      let noted: Promise<void> | undefined;
      const answer = await line.send(() => (noted = grant.answered()));
      await noted;
      return answer;
    } finally {
      if (!sent) line.close();
    }
  } catch (error) {
    if (!sent || (error instanceof TransportError && !error.sent)) await grant.unused();
    throw error;
  }
}
