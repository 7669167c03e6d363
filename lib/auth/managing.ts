/** Changes of people and roles: one at a time, by somebody who may make them at that very moment. */
import type pg from "pg";
import { transaction, type Queryable } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { ACTOR_COLUMNS, actorFrom, permit, permitEverywhere, type Actor, type ActorRow } from "./actor";
import { may, type Permission } from "./roles";

/** Throws ForbiddenError unless the actor may manage users, everywhere. */
export function permitManaging(actor: Actor): void {
  permit(actor, "users:manage");
  permitEverywhere(actor);
}

/** The actor with the rights of this moment, or null when disabled or signed out meanwhile. */
async function presently(tx: Queryable, { userId, sessionId }: Actor): Promise<Actor | null> {
  const { rows } = await tx.query<ActorRow>(
    `SELECT ${ACTOR_COLUMNS} FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
       JOIN session s ON s.user_id = u.id
      WHERE u.id = $1 AND s.id = $2 AND u.disabled_at IS NULL AND s.ended_at IS NULL`,
    [userId, sessionId],
  );
  return rows[0] === undefined ? null : actorFrom(rows[0], sessionId);
}

/** One change of people or roles at a time, until the transaction ends. */
export async function lockPeople(tx: Queryable): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('gatehouse.people', 0))");
}

/**
 * Whether this person is the last who manages users everywhere and can sign in. For changes that nobody here makes;
 * after `lockPeople`.
 */
export async function isLastManager(tx: Queryable, userId: string): Promise<boolean> {
  const { mode, passwordSignIn, oidc } = settings();
  const { rows } = await tx.query<ActorRow>(
    `SELECT ${ACTOR_COLUMNS} FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
      WHERE u.disabled_at IS NULL AND NOT u.scoped AND ($1 OR NOT u.demo)
        AND (u.id = $4 OR (u.password_hash IS NOT NULL AND ($2 OR u.break_glass)) OR ($3 AND u.oidc_subject IS NOT NULL))`,
    [mode === "sandbox", passwordSignIn, oidc !== null, userId],
  );
  const managers = rows.filter((row) => {
    const actor = actorFrom(row, "");
    return actor !== null && may(actor, "users:manage");
  });
  return managers.length === 1 && managers[0]?.userId === userId;
}

/**
 * Runs a change of people or roles in one transaction, after all others of its kind. `present` is the actor with the
 * rights they have by then: of two administrators who demote each other, the second is refused. Whoever changes
 * something can still manage users everywhere afterwards, so somebody always can. Throws ForbiddenError, ConflictError.
 */
export async function managing<T>(actor: Actor, work: (tx: pg.PoolClient, present: Actor) => Promise<T>): Promise<T> {
  permitManaging(actor);
  return transaction(async (tx) => {
    await lockPeople(tx);
    const present = await presently(tx, actor);
    if (present === null) throw new ForbiddenError("Your account was changed meanwhile.", { remedy: "Sign in again." });
    permitManaging(present);
    const result = await work(tx, present);
    const after = await presently(tx, actor);
    if (after === null || after.areaIds !== null || !may(after, "users:manage")) {
      throw new ConflictError("This would take the management of users from yourself.", {
        remedy: "Ask another administrator to do it.",
      });
    }
    return result;
  });
}

/** Throws ForbiddenError, on that field, when the actor would give permissions they do not hold. */
export function permitGiving(actor: Actor, given: readonly Permission[], field: string): void {
  const beyond = given.filter((permission) => !may(actor, permission));
  if (beyond.length === 0) return;
  const message = `Nobody can give what they may not do themselves: ${beyond.join(", ")}.`;
  throw new ForbiddenError(message, {
    remedy: "Leave these out, or ask an administrator who holds them.",
    fields: [{ field, message }],
  });
}

/** Throws ForbiddenError when somebody, or a role, may do more than the actor: else they could be taken over. */
export function permitAbove(actor: Actor, held: readonly Permission[], noun: "person" | "role"): void {
  const beyond = held.filter((permission) => !may(actor, permission));
  if (beyond.length === 0) return;
  throw new ForbiddenError(`This ${noun} may do more than you: ${beyond.join(", ")}.`, {
    remedy: "Ask an administrator who holds these permissions.",
  });
}
