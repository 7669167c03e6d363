import { randomUUID } from "node:crypto";
import type pg from "pg";
import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { managing, permitAbove, permitGiving } from "@/lib/auth/managing";
import { isPermission, isRole, permissionsOf, type Permission } from "@/lib/auth/roles";
import { publish } from "@/lib/bus/publish";
import { ConflictError, NotFoundError } from "@/lib/errors";
import type { CodesRule, NewRole, RoleChange } from "./schema";
import { roleNames } from "./terms";

const toldOneByOne = 50;

interface StoredRole {
  name: string;
  permissions: Permission[];
}

/** Only one of these changes runs at a time, so what was read here stays true until the commit. */
async function stored(tx: pg.PoolClient, id: string): Promise<StoredRole> {
  const { rows } = await tx.query<{ name: string; permissions: string[] }>(
    "SELECT name, permissions FROM custom_role WHERE id = $1",
    [id],
  );
  if (rows[0] === undefined) {
    throw new NotFoundError("There is no role with this id.", { remedy: "Look at the list of roles again." });
  }
  return { name: rows[0].name, permissions: rows[0].permissions.filter(isPermission) };
}

async function refuseTakenName(tx: pg.PoolClient, name: string, id: string): Promise<void> {
  const { rows } = await tx.query("SELECT 1 FROM custom_role WHERE lower(name) = lower($1) AND id <> $2", [name, id]);
  if (rows.length === 0) return;
  const message = "Another role has this name: give another.";
  throw new ConflictError(message, { fields: [{ field: "name", message }] });
}

/** Throws ForbiddenError for permissions the actor lacks, ConflictError for a name that is taken. */
export function addRole(actor: Actor, { name, permissions }: NewRole): Promise<{ id: string }> {
  return managing(actor, async (tx, present) => {
    const id = randomUUID();
    permitGiving(present, permissions, "permissions");
    await refuseTakenName(tx, name, id);
    await tx.query("INSERT INTO custom_role (id, name, permissions) VALUES ($1, $2, $3)", [id, name, permissions]);
    await record(tx, present, {
      action: "role.add",
      objects: [{ kind: "role", id, name }],
      details: { name, permissions },
    });
    return { id };
  });
}

/** Takes effect at once, also in open sessions. Throws NotFoundError, ForbiddenError, ConflictError. */
export function changeRole(actor: Actor, id: string, change: RoleChange): Promise<void> {
  return managing(actor, async (tx, present) => {
    const before = await stored(tx, id);
    const { name = before.name, permissions = before.permissions } = change;
    permitAbove(present, before.permissions, "role");
    permitGiving(present, permissions, "permissions");
    const added = permissions.filter((each) => !before.permissions.includes(each));
    const removed = before.permissions.filter((each) => !permissions.includes(each));
    if (name === before.name && added.length + removed.length === 0) return;
    await refuseTakenName(tx, name, id);
    await tx.query("UPDATE custom_role SET name = $2, permissions = $3, changed_at = now() WHERE id = $1", [
      id,
      name,
      permissions,
    ]);
    await record(tx, present, {
      action: "role.change",
      objects: [{ kind: "role", id, name }],
      details: { ...(name === before.name ? {} : { name: { before: before.name, after: name } }), added, removed },
    });
    await tellHolders(tx, id);
  });
}

/**
 * Says whether everybody of a role, built in or not, must have codes at sign-in. Whoever has none sets them up before
 * anything else, in open sessions too. Throws NotFoundError, ForbiddenError for a role that may do more than the actor.
 */
export function ruleCodes(actor: Actor, id: string, { required }: CodesRule): Promise<void> {
  return managing(actor, async (tx, present) => {
    const { name, permissions } = isRole(id)
      ? { name: roleNames[id], permissions: permissionsOf(id) }
      : await stored(tx, id);
    permitAbove(present, permissions, "role");
    const { rowCount } = await tx.query(
      required
        ? "INSERT INTO second_factor_role (role) VALUES ($1) ON CONFLICT DO NOTHING"
        : "DELETE FROM second_factor_role WHERE role = $1",
      [id],
    );
    if (rowCount === 0) return;
    await record(tx, present, {
      action: "role.change",
      objects: [{ kind: "role", id, name }],
      details: { codes: { before: !required, after: required } },
    });
    await tellHolders(tx, id);
  });
}

/** Many at once are told in one word, which everybody hears. */
async function tellHolders(tx: pg.PoolClient, id: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    "SELECT id FROM app_user WHERE role = $1 AND disabled_at IS NULL LIMIT $2",
    [id, toldOneByOne + 1],
  );
  const holders = rows.length > toldOneByOne ? [null] : rows.map((row) => row.id);
  for (const userId of holders) await publish(tx, { topic: "access", userId });
}

function holdersInWords(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** Throws ConflictError, naming who has it, while the role is used; NotFoundError, ForbiddenError. */
export function deleteRole(actor: Actor, id: string): Promise<void> {
  return managing(actor, async (tx, present) => {
    const { name, permissions } = await stored(tx, id);
    permitAbove(present, permissions, "role");
    const { rows } = await tx.query<{ name: string }>(
      "SELECT name FROM app_user WHERE role = $1 AND erased_at IS NULL ORDER BY gh_fold(name), id",
      [id],
    );
    if (rows.length > 0) {
      throw new ConflictError(`This role is used by ${holdersInWords(rows.map((row) => row.name))}.`, {
        remedy: "Give them another role first.",
      });
    }
    await tx.query("DELETE FROM custom_role WHERE id = $1", [id]);
    await tx.query("DELETE FROM second_factor_role WHERE role = $1", [id]);
    await record(tx, present, { action: "role.delete", objects: [{ kind: "role", id, name }] });
  });
}
