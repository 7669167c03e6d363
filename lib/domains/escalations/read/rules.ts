import { ACTOR_COLUMNS, actorFrom, permit, permitEverywhere, type Actor, type ActorRow } from "@/lib/auth/actor";
import { isPermission, may, permissionsOf, roles as builtIn } from "@/lib/auth/roles";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { personOf } from "@/lib/domains/alarms/read/rows";
import type { AlarmPriority } from "@/lib/domains/alarms/terms";
import { roleNames } from "@/lib/domains/roles/terms";
import { settings } from "@/lib/env";
import type { EscalationRule, EscalationRules } from "../schema";

interface RuleRow {
  id: string;
  name: string;
  enabled: boolean;
  priorities: AlarmPriority[];
  areas: { id: string; name: string }[] | null;
  afterSeconds: number;
  userIds: string[];
  roles: string[];
  sound: boolean;
  email: boolean;
  webhookUrl: string | null;
  updatedAt: Date;
  updatedBy: string | null;
  updatedByName: string | null;
  lately: number;
}

/** People and roles that may be called, since they may read alarms. */
export async function whoCanBeCalled(
  db: Queryable = pool(),
): Promise<{ people: Actor[]; roles: { id: string; name: string }[] }> {
  const [users, custom] = [
    await db.query<ActorRow>(
      `SELECT ${ACTOR_COLUMNS} FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
        WHERE u.disabled_at IS NULL AND ($1 OR NOT u.demo) ORDER BY gh_fold(u.name), u.id`,
      [settings().mode === "sandbox"],
    ),
    await db.query<{ id: string; name: string; permissions: string[] }>(
      "SELECT id, name, permissions FROM custom_role ORDER BY gh_fold(name), id",
    ),
  ];
  const people = users.rows.flatMap((row) => {
    const person = actorFrom(row, "");
    return person !== null && may(person, "alarms:read") ? [person] : [];
  });
  const made = custom.rows.filter(({ permissions }) =>
    may({ permissions: permissions.filter(isPermission) }, "alarms:read"),
  );
  const known = builtIn.filter((role) => permissionsOf(role).includes("alarms:read"));
  return {
    people,
    roles: [...known.map((id) => ({ id, name: roleNames[id] })), ...made.map(({ id, name }) => ({ id, name }))],
  };
}

/** All rules by the time they wait, and who can be called. Throws ForbiddenError. */
export async function listRules(actor: Actor): Promise<EscalationRules> {
  permit(actor, "settings:manage");
  permitEverywhere(actor);
  const [{ rows }, callable, names] = await Promise.all([
    pool().query<RuleRow>(
      `SELECT r.id, r.name, r.enabled, r.priorities, r.after_seconds AS "afterSeconds", r.user_ids AS "userIds", r.roles,
              r.sound, r.email, r.webhook_url AS "webhookUrl", r.updated_at AS "updatedAt", r.updated_by AS "updatedBy",
              u.name AS "updatedByName",
              CASE WHEN r.scoped THEN (
                SELECT coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'name', coalesce(a.name, n.id)) ORDER BY n.place), '[]')
                  FROM unnest(r.area_ids) WITH ORDINALITY AS n (id, place) LEFT JOIN area a ON a.id = n.id) END AS areas,
              (SELECT count(*)::int FROM alarm_escalation e WHERE e.rule_id = r.id AND e.at > now() - interval '7 days') AS lately
         FROM escalation_rule r LEFT JOIN app_user u ON u.id = r.updated_by
        WHERE r.removed_at IS NULL ORDER BY r.after_seconds, gh_fold(r.name), r.id`,
    ),
    whoCanBeCalled(),
    pool().query<{ id: string; name: string }>(
      `SELECT id, name FROM app_user WHERE id IN (SELECT unnest(user_ids) FROM escalation_rule WHERE removed_at IS NULL)`,
    ),
  ]);
  const nameOf = new Map(names.rows.map(({ id, name }) => [id, name]));
  const active = new Set(callable.people.map(({ userId }) => userId));
  const roleOf = new Map(callable.roles.map(({ id, name }) => [id, name]));
  const items = rows.map(({ userIds, roles, updatedAt, updatedBy, updatedByName, ...row }): EscalationRule => ({
    ...row,
    people: userIds.map((id) => ({
      id,
      name: nameOf.get(id) ?? "Somebody who is no longer here",
      active: active.has(id),
    })),
    roles: roles.map((id) => ({ id, name: roleOf.get(id) ?? id })),
    changed: { at: updatedAt.toISOString(), by: personOf(updatedBy, updatedByName) },
  }));
  const { mail } = settings();
  return {
    items,
    people: callable.people.map(({ userId: id, name, roleName }) => ({ id, name, roleName })),
    roles: callable.roles,
    mail: mail === null ? null : { from: mail.from },
  };
}
