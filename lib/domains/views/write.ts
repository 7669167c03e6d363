import type { PoolClient } from "pg";
import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { transaction } from "@/lib/db/transaction";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { readView } from "./read";
import { maxViews, type NewView, type SavedView, type ViewChange } from "./schema";

function mayShare(actor: Actor): boolean {
  return may(actor, "users:manage");
}

function refuseSharing(): never {
  throw new ForbiddenError("Sharing a view with everyone takes the permission to manage users.", {
    remedy: "Keep it for yourself, or ask an administrator.",
  });
}

/** Two views of one name could not be told apart. */
async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "23505") throw error;
    const message = "You have a view of this name already. Choose another name.";
    throw new ConflictError(message, { fields: [{ field: "name", message }] });
  }
}

/** Keeps a view. Throws ForbiddenError, ConflictError. */
export async function saveView(actor: Actor, input: NewView): Promise<SavedView> {
  if (input.shared && !mayShare(actor)) refuseSharing();
  return transaction(async (tx) => {
    // The person's row is what two windows of theirs wait for, so that the limit holds.
    await tx.query("SELECT 1 FROM app_user WHERE id = $1 FOR NO KEY UPDATE", [actor.userId]);
    const { rows } = await tx.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM saved_view WHERE user_id = $1 AND list = $2",
      [actor.userId, input.list],
    );
    if ((rows[0]?.count ?? 0) >= maxViews) {
      throw new ConflictError(`You have ${maxViews} views of this list already.`, { remedy: "Delete one first." });
    }
    const { rows: made } = await named(
      tx.query<{ id: string }>(
        `INSERT INTO saved_view (user_id, list, name, query, columns, shared) VALUES ($1, $2, $3, $4, $5, $6)
         RETURNING id`,
        [actor.userId, input.list, input.name, input.query, input.columns, input.shared],
      ),
    );
    return readView(actor, made[0]?.id ?? "", tx);
  });
}

async function changeable(tx: PoolClient, actor: Actor, id: string): Promise<SavedView> {
  const view = await readView(actor, id, tx);
  if (!view.own && !mayShare(actor)) {
    throw new ForbiddenError("This view belongs to somebody else.", { remedy: "Save it as a view of your own." });
  }
  return view;
}

async function chooseDefault(tx: PoolClient, actor: Actor, view: SavedView, on: boolean): Promise<void> {
  if (on) {
    await tx.query(
      `INSERT INTO saved_view_default (user_id, list, view_id) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, list) DO UPDATE SET view_id = EXCLUDED.view_id`,
      [actor.userId, view.list, view.id],
    );
  } else {
    await tx.query("DELETE FROM saved_view_default WHERE user_id = $1 AND view_id = $2", [actor.userId, view.id]);
  }
}

/** Changes a view, or whether it is the actor's default. Throws NotFoundError, ForbiddenError, ConflictError. */
export async function changeView(actor: Actor, id: string, change: ViewChange): Promise<SavedView> {
  const { isDefault, ...own } = change;
  return transaction(async (tx) => {
    if (Object.values(own).some((value) => value !== undefined)) {
      const view = await changeable(tx, actor, id);
      if (own.shared !== undefined && own.shared !== view.shared && !mayShare(actor)) refuseSharing();
      await named(
        tx.query(
          `UPDATE saved_view SET name = coalesce($2, name), query = coalesce($3, query), columns = coalesce($4, columns),
                  shared = coalesce($5, shared), updated_at = now() WHERE id = $1`,
          [id, own.name, own.query, own.columns, own.shared],
        ),
      );
      // Who can no longer see it must not open with it.
      if (own.shared === false) {
        await tx.query(
          `DELETE FROM saved_view_default d USING saved_view v
            WHERE d.view_id = $1 AND v.id = d.view_id AND d.user_id <> v.user_id`,
          [id],
        );
      }
    }
    if (isDefault !== undefined) await chooseDefault(tx, actor, await readView(actor, id, tx), isDefault);
    return readView(actor, id, tx);
  });
}

/** Throws NotFoundError, ForbiddenError. */
export async function deleteView(actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    await changeable(tx, actor, id);
    await tx.query("DELETE FROM saved_view WHERE id = $1", [id]);
  });
}
