import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { typeName } from "@/lib/domains/alarms/read/rows";
import type { AlarmPriority } from "@/lib/domains/alarms/terms";
import type { EscalationCalls } from "../schema";
import { MOST_CALLS } from "../terms";

interface CallRow {
  id: string;
  at: Date;
  rule: string;
  alarmId: string;
  type: string | null;
  priority: AlarmPriority;
  sourceName: string | null;
  areaName: string | null;
  receivedAt: Date;
}

/**
 * What rings for the actor: nobody acknowledged the alarm since, and they have not acknowledged the call. Throws
 * ForbiddenError.
 */
export async function listCalls(actor: Actor): Promise<EscalationCalls> {
  permit(actor, "alarms:read");
  const { rows } = await pool().query<CallRow>(
    `SELECT c.id, c.at, r.name AS rule, a.id AS "alarmId", a.type, a.priority, a.source_name AS "sourceName",
            coalesce(n.name, a.area_name) AS "areaName", a.received_at AS "receivedAt"
       FROM escalation_call c JOIN alarm a ON a.id = c.alarm_id JOIN escalation_rule r ON r.id = c.rule_id
       LEFT JOIN area n ON n.id = a.area_id
      WHERE c.user_id = $1 AND c.acknowledged_at IS NULL AND a.state = 'new'
        AND ($2::text[] IS NULL OR a.area_id = ANY ($2))
      ORDER BY a.priority, c.at, c.id LIMIT ${MOST_CALLS}`,
    [actor.userId, await areasOf(actor)],
  );
  return {
    items: rows.map(({ id, at, rule, alarmId, type, priority, sourceName, areaName, receivedAt }) => ({
      ...{ id, at: at.toISOString(), rule },
      alarm: {
        id: alarmId,
        typeName: typeName(type),
        priority,
        sourceName,
        areaName,
        receivedAt: receivedAt.toISOString(),
      },
    })),
  };
}
