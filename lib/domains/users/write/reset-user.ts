import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { managing } from "@/lib/auth/managing";
import { publish } from "@/lib/bus/publish";
import { reasonIn, type WithReason } from "@/lib/domains/commands/schema";
import { ConflictError } from "@/lib/errors";
import type { SignInLink } from "../schema";
import { endSessions } from "./end-sessions";
import { newLink } from "./link";
import { asObjects, managedUser } from "./managed";

/**
 * Takes a person's password and second factor away, ends their sessions, and makes a link with which they choose a new
 * password. Throws NotFoundError, ForbiddenError, ConflictError for oneself, a demo account, somebody disabled and
 * somebody who signs in elsewhere.
 */
export function resetUser(actor: Actor, id: string, { reason }: WithReason = {}): Promise<SignInLink> {
  return managing(actor, async (tx, present) => {
    const user = await managedUser(tx, present, id);
    if (id === present.userId) {
      throw new ConflictError("You cannot reset your own sign-in.", {
        remedy: "Change your password in your account.",
      });
    }
    if (user.demo) {
      throw new ConflictError("A demo account signs in with its button.", { remedy: "Invite a person to try links." });
    }
    const { rows } = await tx.query<{ waiting: boolean }>(
      `SELECT password_hash IS NULL AS waiting FROM app_user WHERE id = $1`,
      [id],
    );
    // Somebody who never had a password is invited anew rather than let back in.
    const link = await newLink(tx, id, rows[0]?.waiting === true ? "invite" : "reset");
    await tx.query(
      `UPDATE app_user SET password_hash = NULL, totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = NULL
        WHERE id = $1`,
      [id],
    );
    await tx.query("DELETE FROM recovery_code WHERE user_id = $1", [id]);
    const ended = await endSessions(tx, id);
    const details = { endedSessions: ended, ...reasonIn(reason) };
    await record(tx, present, { action: "user.reset", objects: asObjects(user), details });
    await publish(tx, { topic: "access", userId: id });
    return link;
  });
}
