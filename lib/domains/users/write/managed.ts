/** What every change of another person's account begins with. */
import type pg from "pg";
import { ACTOR_COLUMNS, actorFrom, type Actor, type ActorRow } from "@/lib/auth/actor";
import { permitAbove } from "@/lib/auth/managing";
import { isPermission, isRole, permissionsOf, type Permission } from "@/lib/auth/roles";
import { settings } from "@/lib/env";
import { ConflictError, InvalidInputError, NotFoundError } from "@/lib/errors";

export interface ManagedUser {
  id: string;
  name: string;
  email: string;
  role: string;
  areaIds: readonly string[] | null;
  breakGlass: boolean;
  demo: boolean;
  disabledAt: Date | null;
}

/**
 * The person with this id, whom `present` may change. Throws NotFoundError, ForbiddenError for somebody who may do
 * more, ConflictError for somebody whose data were erased.
 */
export async function managedUser(tx: pg.PoolClient, present: Actor, id: string): Promise<ManagedUser> {
  const { rows } = await tx.query<ActorRow & Omit<ManagedUser, "id"> & { erasedAt: Date | null }>(
    `SELECT ${ACTOR_COLUMNS}, u.break_glass AS "breakGlass", u.demo, u.disabled_at AS "disabledAt",
            u.erased_at AS "erasedAt"
       FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
      WHERE u.id = $1 AND ($2 OR NOT u.demo) FOR NO KEY UPDATE OF u`,
    [id, settings().mode === "sandbox"],
  );
  const row = rows[0];
  if (row === undefined) {
    throw new NotFoundError("There is no user with this id.", { remedy: "Look at the list of users again." });
  }
  if (row.erasedAt !== null) {
    throw new ConflictError("This person's data were erased; the account stays as it is.", {
      remedy: "Invite the person anew if they come back.",
    });
  }
  permitAbove(present, actorFrom(row, "")?.permissions ?? [], "person");
  const { name, email, role, areaIds, breakGlass, demo, disabledAt } = row;
  return { id, name, email, role, areaIds, breakGlass, demo, disabledAt };
}

/** As objects of an audit entry. */
export const asObjects = ({ id, name }: Pick<ManagedUser, "id" | "name">) => [{ kind: "user", id, name }];

/** What a role permits. Throws InvalidInputError, on its field, for a role there is not. */
export async function permissionsOfRole(tx: pg.PoolClient, role: string): Promise<readonly Permission[]> {
  if (isRole(role)) return permissionsOf(role);
  const { rows } = await tx.query<{ permissions: string[] }>(
    "SELECT permissions FROM custom_role WHERE id::text = $1",
    [role],
  );
  if (rows[0] !== undefined) return rows[0].permissions.filter(isPermission);
  const message = "There is no such role: choose one of the list.";
  throw new InvalidInputError(message, { fields: [{ field: "role", message }] });
}

/** Throws InvalidInputError, on its field, unless all of these areas are there. */
export async function requireAreas(tx: pg.PoolClient, areaIds: readonly string[]): Promise<void> {
  const { rows } = await tx.query<{ id: string }>("SELECT id FROM area WHERE id = ANY ($1) AND gone_at IS NULL", [
    areaIds,
  ]);
  const known = new Set(rows.map(({ id }) => id));
  const missing = areaIds.filter((id) => !known.has(id));
  if (missing.length === 0) return;
  const message = `${missing.length === 1 ? "One of these areas is" : "Some of these areas are"} no longer there: choose again.`;
  throw new InvalidInputError(message, { fields: [{ field: "areaIds", message }] });
}

/** Runs what sets an e-mail address. Throws ConflictError, on its field, when another account has it. */
export async function refusingTakenEmail<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    // The database says it: the sign-in service may add accounts at any time.
    if ((error as { constraint?: string }).constraint !== "app_user_email_key") throw error;
    const message = "Another account has this e-mail address.";
    throw new ConflictError(message, { fields: [{ field: "email", message }] });
  }
}
