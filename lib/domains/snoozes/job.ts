import { patientTransaction } from "@/lib/db/transaction";
import { duty, fenced } from "@/lib/jobs/define";
import { releaseEnded } from "./write";

/** Lists know by themselves when a snooze is over; this tells open pages so. */
export const snoozesEnd = duty({
  name: "snoozes.end",
  every: "15s",
  staleAfter: "5m",
  async run({ fence }) {
    await patientTransaction(async (tx) => {
      await fenced(tx, fence);
      await releaseEnded(tx);
    });
  },
});
