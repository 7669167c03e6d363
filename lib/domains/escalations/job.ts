import { duty, type Duty } from "@/lib/jobs/define";
import { deliverDue, deliverDuty, nextDueMs } from "./write/deliver";
import { markDue } from "./write/mark";

const restMs = 30_000;

/** Calls whoever is to be called about alarms that nobody acknowledged in time. */
export const escalationsMark = duty({
  name: "escalations.mark",
  every: "1s",
  staleAfter: "30s",
  async run({ signal, fence, log }) {
    while (!signal.aborted && (await markDue(fence))) log.debug("more alarms are past their time");
  },
});

/** Sends the mails and the requests to webhooks that calling asks for; woken when there are any. */
export const escalationsDeliver = duty({
  name: deliverDuty,
  every: restMs,
  staleAfter: "5m",
  async run(context) {
    await deliverDue(context);
    return nextDueMs(restMs);
  },
});

export const escalationDuties: readonly Duty[] = [escalationsMark, escalationsDeliver];
