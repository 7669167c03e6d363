import { pool } from "@/lib/db/client";
import { isSnoozed } from "@/lib/domains/alarms/read/rows";

/**
 * SQL: rule `r` will call about alarm `a`, or should have: it is new, nobody asked for silence, and neither it nor a
 * repeat of it was called about by this rule.
 */
export const awaits = `r.enabled AND r.removed_at IS NULL AND a.state = 'new' AND a.received_at >= r.since
  AND a.priority = ANY (r.priorities) AND (NOT r.scoped
    OR EXISTS (SELECT 1 FROM area n WHERE n.id = a.area_id AND n.path && r.area_ids))
  AND NOT ${isSnoozed} AND NOT EXISTS (SELECT 1 FROM alarm_escalation e WHERE e.group_id = a.group_id AND e.rule_id = r.id)`;

/** When somebody is called about an alarm, and who. */
export interface TimeLeft {
  /** ISO; past when the worker is about to. */
  at: string;
  /** Names of people, and "everybody on duty as guard". */
  to: string[];
}

interface TimeLeftRow {
  id: string;
  at: Date;
  people: string[];
  roles: string[];
}

/**
 * The next escalation of each of these alarms, by id; alarms that none awaits are not in it. The caller has checked
 * who may see the alarms.
 */
export async function timeLeft(alarmIds: readonly string[]): Promise<Map<string, TimeLeft>> {
  if (alarmIds.length === 0) return new Map();
  const { rows } = await pool().query<TimeLeftRow>(
    `SELECT DISTINCT ON (a.id) a.id, a.received_at + r.after_seconds * interval '1 second' AS at,
            ARRAY(SELECT u.name FROM app_user u WHERE u.id = ANY (r.user_ids) AND u.disabled_at IS NULL
                   ORDER BY gh_fold(u.name)) AS people,
            ARRAY(SELECT coalesce(c.name, n.role) FROM unnest(r.roles) AS n (role)
                    LEFT JOIN custom_role c ON c.id::text = n.role) AS roles
       FROM alarm a JOIN escalation_rule r ON ${awaits}
      WHERE a.id = ANY ($1) ORDER BY a.id, at, r.id`,
    [alarmIds],
  );
  return new Map(
    rows.map(({ id, at, people, roles }) => [
      id,
      { at: at.toISOString(), to: [...people, ...roles.map((role) => `everybody on duty as ${role}`)] },
    ]),
  );
}
