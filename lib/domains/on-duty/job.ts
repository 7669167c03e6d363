import { transaction } from "@/lib/db/transaction";
import { duty, fenced } from "@/lib/jobs/define";
import { closeEnded } from "./write";

/** Lists know by themselves when somebody's duty is over; this keeps when that was, and tells open pages. */
export const dutyEnds = duty({
  name: "on-duty.end",
  every: "15s",
  staleAfter: "5m",
  async run({ fence }) {
    await transaction(async (tx) => {
      await fenced(tx, fence);
      await closeEnded(tx);
    });
  },
});
