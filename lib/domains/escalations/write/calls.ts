import { permit, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { NotFoundError } from "@/lib/errors";

/** The actor has heard it: it no longer rings for them. The alarm stays as it is. Throws NotFoundError for another's. */
export function acknowledgeCall(actor: Actor, id: string): Promise<void> {
  permit(actor, "alarms:read");
  return transaction(async (tx) => {
    const { rows } = await tx.query<{ alarmId: string; fresh: boolean }>(
      `SELECT alarm_id AS "alarmId", acknowledged_at IS NULL AS fresh FROM escalation_call
        WHERE id = $1 AND user_id = $2 FOR UPDATE`,
      [id, actor.userId],
    );
    const [call] = rows;
    if (call === undefined)
      throw new NotFoundError("There is no call with this id.", { remedy: "Look at the alarms." });
    if (!call.fresh) return;
    await tx.query("UPDATE escalation_call SET acknowledged_at = clock_timestamp() WHERE id = $1", [id]);
    await tx.query("INSERT INTO alarm_entry (alarm_id, user_id, kind, note) VALUES ($1, $2, 'note', $3)", [
      ...[call.alarmId, actor.userId, "Heard the call about this alarm."],
    ]);
    await publish(tx, { topic: "watch" });
  });
}
