import { record } from "@/lib/audit/record";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { wake } from "@/lib/jobs/define";
import { dutyOf, type QueueSwitch } from "./schema";
import { queueWords } from "./terms";

/** Switches a queue on or off, or with null puts back what holds without a choice; its pump hears of it at once. */
export async function switchQueue(actor: Actor, { queue, on }: QueueSwitch): Promise<void> {
  permit(actor, "settings:manage");
  permitEverywhere(actor);
  await transaction(async (tx) => {
    await tx.query("INSERT INTO queue_state (queue) VALUES ($1) ON CONFLICT DO NOTHING", [queue]);
    const { rows } = await tx.query<{ before: boolean | null }>(
      `UPDATE queue_state q SET switched_on = $2 FROM (SELECT switched_on FROM queue_state WHERE queue = $1 FOR UPDATE) o
        WHERE q.queue = $1 RETURNING o.switched_on AS before`,
      [queue, on],
    );
    await wake(dutyOf(queue), tx);
    await publish(tx, { topic: "queue" });
    await record(tx, actor, {
      action: "queue.switch",
      objects: [{ kind: "queue", id: queue, name: queueWords[queue].name }],
      details: { before: rows[0]?.before ?? null, after: on },
    });
  });
}
