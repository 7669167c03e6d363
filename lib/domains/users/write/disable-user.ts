import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { managing } from "@/lib/auth/managing";
import { publish } from "@/lib/bus/publish";
import { reasonIn, type WithReason } from "@/lib/domains/commands/schema";
import { endSessions } from "./end-sessions";
import { asObjects, managedUser } from "./managed";

/** Ends the person's sessions and live streams at once. Throws NotFoundError, ForbiddenError, ConflictError for oneself. */
export function disableUser(actor: Actor, id: string, { reason }: WithReason = {}): Promise<void> {
  return managing(actor, async (tx, present) => {
    const user = await managedUser(tx, present, id);
    if (user.disabledAt !== null) return;
    await tx.query("UPDATE app_user SET disabled_at = now() WHERE id = $1", [id]);
    const ended = await endSessions(tx, id);
    const details = { endedSessions: ended, ...reasonIn(reason) };
    await record(tx, present, { action: "user.disable", objects: asObjects(user), details });
    await publish(tx, { topic: "access", userId: id });
  });
}

/** Lets a disabled person sign in again. Throws NotFoundError, ForbiddenError. */
export function enableUser(actor: Actor, id: string, { reason }: WithReason = {}): Promise<void> {
  return managing(actor, async (tx, present) => {
    const user = await managedUser(tx, present, id);
    if (user.disabledAt === null) return;
    await tx.query("UPDATE app_user SET disabled_at = NULL WHERE id = $1", [id]);
    const why = reasonIn(reason);
    await record(tx, present, { action: "user.enable", objects: asObjects(user), ...(why && { details: why }) });
    await publish(tx, { topic: "access", userId: id });
  });
}
