import type { Actor } from "@/lib/auth/actor";
import { transaction } from "@/lib/db/transaction";
import { instructionFor } from "@/lib/domains/instructions/read";
import { InvalidInputError } from "@/lib/errors";
import type { TickStep } from "../schema";
import { addLines, heldAlarm } from "./change";

/** Ticks a step of the alarm's instruction, or takes the tick away. Throws NotFoundError, InvalidInputError. */
export async function tickStep(actor: Actor, { id, step, done }: TickStep & { id: string }): Promise<void> {
  await transaction(async (tx) => {
    const alarm = await heldAlarm(tx, actor, id);
    const text = (await instructionFor(alarm, tx))?.steps[step];
    if (text === undefined) {
      const message = "The instruction has no such step: it was changed meanwhile.";
      throw new InvalidInputError(message, { fields: [{ field: "step", message: "Look at the alarm anew." }] });
    }
    const { rows } = await tx.query<{ to: string }>(
      `SELECT "to" FROM alarm_entry WHERE alarm_id = $1 AND kind = 'step' AND note = $2 ORDER BY id DESC LIMIT 1`,
      [id, text],
    );
    if ((rows[0]?.to === "done") === done) return;
    await addLines(tx, actor, alarm, {
      action: "alarm.step",
      details: { step: text, done },
      lines: [{ kind: "step", from: step + 1, to: done ? "done" : "open", note: text }],
    });
  });
}
