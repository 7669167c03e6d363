import type { Actor } from "@/lib/auth/actor";
import { permitManaging } from "@/lib/auth/managing";
import { isPermission, permissionsOf, roles } from "@/lib/auth/roles";
import { pool } from "@/lib/db/client";
import { settings } from "@/lib/env";
import type { RoleItem, RoleList } from "./schema";
import { roleNames } from "./terms";

interface RoleRow {
  id: string;
  name: string;
  permissions: string[];
  changedAt: Date;
}

/** Built-in roles first, then the custom ones by name. Throws ForbiddenError. */
export async function listRoles(actor: Actor): Promise<RoleList> {
  permitManaging(actor);
  const [custom, used, ruled] = await Promise.all([
    pool().query<RoleRow>(
      `SELECT id, name, permissions, changed_at AS "changedAt" FROM custom_role ORDER BY gh_fold(name), id`,
    ),
    pool().query<{ role: string; users: number; missing: number }>(
      `SELECT role, count(*)::int AS users,
              count(*) FILTER (WHERE password_hash IS NOT NULL AND totp_confirmed_at IS NULL AND NOT demo)::int AS missing
         FROM app_user WHERE erased_at IS NULL AND ($1 OR NOT demo) GROUP BY role`,
      [settings().mode === "sandbox"],
    ),
    pool().query<{ role: string }>("SELECT role FROM second_factor_role"),
  ]);
  const held = new Map(used.rows.map((row) => [row.role, row]));
  const required = new Set(ruled.rows.map(({ role }) => role));
  const about = (id: string) => ({
    users: held.get(id)?.users ?? 0,
    codes: { required: required.has(id), missing: held.get(id)?.missing ?? 0 },
  });
  const builtIn = roles.map((role): RoleItem => ({
    id: role,
    name: roleNames[role],
    builtIn: true,
    permissions: permissionsOf(role),
    ...about(role),
    changedAt: null,
  }));
  const made = custom.rows.map(({ id, name, permissions, changedAt }): RoleItem => ({
    id,
    name,
    builtIn: false,
    permissions: permissions.filter(isPermission),
    ...about(id),
    changedAt: changedAt.toISOString(),
  }));
  return { items: [...builtIn, ...made] };
}
