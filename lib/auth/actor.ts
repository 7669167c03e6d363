import { ForbiddenError } from "@/lib/errors";
import { isPermission, isRole, may, permissionsOf, type Permission } from "./roles";

/** Who acts: first argument of every verb. Core code never reads the session itself. */
export interface Actor {
  userId: string;
  sessionId: string;
  name: string;
  email: string;
  /** A built-in role's name, or the id of a custom role. */
  role: string;
  /** As people know the role: "guard", "Night shift". */
  roleName: string;
  permissions: readonly Permission[];
  /** The user is limited to these areas and everything below them, now and later; null: everywhere. */
  areaIds: readonly string[] | null;
}

/** A user's row with its custom role, as `ACTOR_COLUMNS` selects it. */
export interface ActorRow {
  userId: string;
  name: string;
  email: string;
  role: string;
  customName: string | null;
  customPermissions: string[] | null;
  areaIds: string[] | null;
}

/** For `FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role`. */
export const ACTOR_COLUMNS = `u.id AS "userId", u.name, u.email, u.role, r.name AS "customName",
  r.permissions AS "customPermissions", CASE WHEN u.scoped THEN u.area_ids END AS "areaIds"`;

/** The actor of a row, or null when its role exists no more: such a user may do nothing. */
export function actorFrom(row: ActorRow, sessionId: string): Actor | null {
  const { userId, name, email, role, customName, customPermissions, areaIds } = row;
  const common = { userId, sessionId, name, email, role, areaIds };
  if (isRole(role)) return { ...common, roleName: role, permissions: permissionsOf(role) };
  if (customName === null || customPermissions === null) return null;
  return { ...common, roleName: customName, permissions: customPermissions.filter(isPermission) };
}

/** Throws ForbiddenError unless the actor's role has the permission. */
export function permit(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) {
    throw new ForbiddenError(`Your role (${actor.roleName}) does not include "${permission}".`, {
      remedy: "Ask an administrator for a role that does.",
    });
  }
}

/** Throws ForbiddenError for a user who is limited to areas: for what belongs to no area. */
export function permitEverywhere(actor: Actor): void {
  if (actor.areaIds !== null) {
    throw new ForbiddenError("You are limited to certain areas, and this belongs to none of them.", {
      remedy: "Ask an administrator for access to the whole site.",
    });
  }
}
