import type pg from "pg";
import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { managing } from "@/lib/auth/managing";
import { publish } from "@/lib/bus/publish";
import { ConflictError } from "@/lib/errors";
import { ERASED_NAME } from "../schema";
import { managedUser, type ManagedUser } from "./managed";

/**
 * Details of entries about the person, and those of other entries that hold their name or e-mail. The chain keeps its
 * digests of them, so it stays whole.
 */
async function forgetDetails(tx: pg.PoolClient, { id, name, email }: ManagedUser): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM audit_detail d
      WHERE d.seq IN (SELECT seq FROM audit_entry WHERE (body::jsonb -> 'objects') @> $1::jsonb)
         OR position($2 IN lower(d.data::text)) > 0
         OR jsonb_path_exists(d.data, '$.** ? (@ == $name)', $3::jsonb)`,
    [JSON.stringify([{ kind: "user", id }]), email, JSON.stringify({ name })],
  );
  return rowCount ?? 0;
}

/**
 * Forgets who a person is: name, e-mail, ways to sign in and sessions are removed, and the names and details of the
 * audit log that tell of them. What they did stays under their id. Cannot be undone. Throws NotFoundError,
 * ForbiddenError, ConflictError for oneself or somebody erased before.
 */
export function eraseUser(actor: Actor, id: string): Promise<void> {
  return managing(actor, async (tx, present) => {
    const user = await managedUser(tx, present, id);
    if (id === present.userId) {
      throw new ConflictError("You cannot erase your own data.", { remedy: "Ask another administrator to do it." });
    }
    await tx.query(
      `UPDATE app_user SET name = $2, email = 'erased-' || id || '@erased.invalid', password_hash = NULL,
              password_changed_at = NULL, totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL,
              oidc_subject = NULL, break_glass = false, last_sign_in_at = NULL,
              disabled_at = coalesce(disabled_at, now()), erased_at = now()
        WHERE id = $1`,
      [id, ERASED_NAME],
    );
    for (const table of ["session", "user_link", "recovery_code"]) {
      await tx.query(`DELETE FROM ${table} WHERE user_id = $1`, [id]);
    }
    await tx.query("DELETE FROM audit_name WHERE kind = 'user' AND id = $1", [id]);
    const details = await forgetDetails(tx, user);
    await record(tx, present, {
      action: "user.erase",
      objects: [{ kind: "user", id }],
      details: { forgottenDetails: details },
    });
    await publish(tx, { topic: "access", userId: id });
  });
}
