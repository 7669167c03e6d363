import { ACTOR_COLUMNS, actorFrom, permit, type Actor, type ActorRow } from "@/lib/auth/actor";
import { SESSION_IDLE_SECONDS } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import type { OnDutyList } from "./schema";

/** SQL: when period `d` of user `u` in session `s` ends, or ended, by itself. A session that was tidied away is over. */
export const endsAt = `least(d.ended_at, d.until, s.ended_at, u.disabled_at,
  CASE WHEN s.id IS NULL THEN d.started_at ELSE least(s.expires_at, s.last_seen_at + interval '${SESSION_IDLE_SECONDS} seconds') END)`;

export const dutyTables = `duty_period d JOIN app_user u ON u.id = d.user_id LEFT JOIN session s ON s.id = d.session_id`;

/** SQL: the period runs. It does so no longer at its time, whether or not a worker noticed. */
export const dutyRuns = `(d.ended_at IS NULL AND ${endsAt} > clock_timestamp())`;

interface DutyRow extends ActorRow {
  since: Date;
  until: Date;
}

/** Everybody on duty now, by name, for the console's own use. People whose role is gone are on no duty. */
export async function peopleOnDuty(db: Queryable = pool()): Promise<{ actor: Actor; since: Date; until: Date }[]> {
  const { rows } = await db.query<DutyRow>(
    `SELECT ${ACTOR_COLUMNS}, d.started_at AS since, ${endsAt} AS until
       FROM ${dutyTables} LEFT JOIN custom_role r ON r.id::text = u.role
      WHERE ${dutyRuns} ORDER BY gh_fold(u.name), u.id`,
  );
  return rows.flatMap(({ since, until, ...row }) => {
    const actor = actorFrom(row, "");
    return actor === null ? [] : [{ actor, since, until }];
  });
}

/** Who is on duty now. Throws ForbiddenError. */
export async function listOnDuty(actor: Actor, db: Queryable = pool()): Promise<OnDutyList> {
  permit(actor, "alarms:read");
  const people = await peopleOnDuty(db);
  return {
    items: people.map(({ actor: { userId, name, roleName }, since, until }) => ({
      ...{ userId, name, roleName },
      since: since.toISOString(),
      until: until.toISOString(),
    })),
    me: people.some(({ actor: { userId } }) => userId === actor.userId),
  };
}
