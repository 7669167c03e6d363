import { permit, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { NotFoundError } from "@/lib/errors";

/** Ends what rings for the actor. Throws NotFoundError when one of the calls is not theirs; then none ends. */
export function acknowledgeCalls(actor: Actor, ids: readonly string[]): Promise<void> {
  permit(actor, "alarms:read");
  return transaction(async (tx) => {
    const { rows } = await tx.query<{ id: string; alarmId: string; fresh: boolean }>(
      `SELECT id, alarm_id AS "alarmId", acknowledged_at IS NULL AS fresh FROM escalation_call
        WHERE id = ANY ($1::uuid[]) AND user_id = $2 ORDER BY id FOR UPDATE`,
      [ids, actor.userId],
    );
    if (rows.length < new Set(ids).size) {
      throw new NotFoundError("There is no call with this id.", { remedy: "Look at the alarms." });
    }
    const fresh = rows.filter((row) => row.fresh);
    if (fresh.length === 0) return;
    await tx.query("UPDATE escalation_call SET acknowledged_at = clock_timestamp() WHERE id = ANY ($1::uuid[])", [
      fresh.map(({ id }) => id),
    ]);
    await tx.query(
      `INSERT INTO alarm_entry (alarm_id, user_id, kind, note)
       SELECT DISTINCT alarm, $2::uuid, 'note', $3 FROM unnest($1::text[]) AS a (alarm)`,
      [fresh.map(({ alarmId }) => alarmId), actor.userId, "Heard the call about this alarm."],
    );
    await publish(tx, { topic: "watch" });
  });
}
