import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf, OutOfScopeError } from "@/lib/auth/scope";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { pool } from "@/lib/db/client";
import { NotFoundError } from "@/lib/errors";

/** The alarm from which a door is moved. Throws ForbiddenError, and NotFoundError also outside of the actor's areas. */
export async function alarmOfDoor(actor: Actor, id: string): Promise<{ id: string; areaId: string | null }> {
  permit(actor, "alarms:read");
  const areas = await areasOf(actor);
  const { rows } = await pool().query<{ areaId: string | null }>(
    `SELECT area_id AS "areaId" FROM alarm WHERE id = $1`,
    [id],
  );
  const [alarm] = rows;
  if (alarm === undefined) {
    throw new NotFoundError("There is no alarm with this id.", { remedy: "Move the door from its own page." });
  }
  if (areas !== null && (alarm.areaId === null || !areas.includes(alarm.areaId))) {
    throw new OutOfScopeError("alarm", id);
  }
  return { id, areaId: alarm.areaId };
}

export interface DoorDeed {
  name: string;
  /** As lib/domains/doors/terms.ts names it. */
  action: string;
  result: "done" | "refused" | "unknown";
  reason: string | undefined;
}

/** Writes into the alarm's trail what became of a door that was moved from it. */
export async function noteDoor(
  actor: Actor,
  alarm: { id: string; areaId: string | null },
  { name, action, result, reason }: DoorDeed,
): Promise<void> {
  await transaction(async (tx) => {
    await tx.query(
      `INSERT INTO alarm_entry (alarm_id, user_id, kind, "from", "to", note)
       VALUES ($1, $2, 'door', to_jsonb($3::text), to_jsonb($4::text), $5)`,
      [alarm.id, actor.userId, name, result === "done" ? action : `${action}, ${result}`, reason ?? null],
    );
    await publish(tx, { topic: "alarm", ids: [alarm.id], areaIds: alarm.areaId === null ? [] : [alarm.areaId] });
  });
}
