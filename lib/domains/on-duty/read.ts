import { ACTOR_COLUMNS, actorFrom, permit, permitEverywhere, type Actor, type ActorRow } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { SESSION_IDLE_SECONDS } from "@/lib/auth/session";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import type { Assignees, AssigneesQuery, OnDutyList } from "./schema";

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

/**
 * Everybody who can own alarms of all these areas, the actor among them. Throws ForbiddenError, and NotFoundError for an
 * area the actor does not see: who does is told to nobody else.
 */
export async function listAssignees(actor: Actor, { area = [], unplaced }: AssigneesQuery): Promise<Assignees> {
  permit(actor, "alarms:handle");
  const own = await areasOf(actor);
  for (const id of area) withinAreas(own, { noun: "area", id, areaIds: [id] });
  if (unplaced === "yes") permitEverywhere(actor);
  const [people, paths, onDuty] = await Promise.all([
    pool().query<ActorRow>(
      `SELECT ${ACTOR_COLUMNS} FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
        WHERE u.disabled_at IS NULL AND ($1 OR NOT u.demo) ORDER BY gh_fold(u.name), u.id`,
      [settings().mode === "sandbox"],
    ),
    pool().query<{ id: string; path: string[] }>("SELECT id, path FROM area WHERE id = ANY ($1)", [area]),
    peopleOnDuty(),
  ]);
  const pathOf = new Map(paths.rows.map(({ id, path }) => [id, path]));
  const here = new Set(onDuty.map(({ actor: { userId } }) => userId));
  const sees = ({ areaIds }: Actor) =>
    areaIds === null ||
    (unplaced === undefined && area.every((id) => pathOf.get(id)?.some((step) => areaIds.includes(step)) === true));
  const items = people.rows.flatMap((row) => {
    const person = actorFrom(row, "");
    if (person === null || !may(person, "alarms:handle") || !sees(person)) return [];
    const { userId: id, name, roleName } = person;
    return [{ id, name, roleName, onDuty: here.has(id) }];
  });
  return { items: [...items.filter((each) => each.onDuty), ...items.filter((each) => !each.onDuty)] };
}
