import type pg from "pg";
import { record } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { managing } from "@/lib/auth/managing";
import { publish } from "@/lib/bus/publish";
import { reasonIn } from "@/lib/domains/commands/schema";
import type { EndSessions } from "../schema";
import { asObjects, managedUser } from "./managed";

/** Ends open sessions of a person: `only` one, or all but the one to `spare`. Returns how many. */
export async function endSessions(
  tx: pg.PoolClient,
  userId: string,
  { only = null, spare = null }: { only?: string | null; spare?: string | null } = {},
): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE session SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL AND expires_at > now()
        AND ($2::uuid IS NULL OR id = $2) AND id IS DISTINCT FROM $3::uuid`,
    [userId, only, spare],
  );
  return rowCount ?? 0;
}

/** Signs a person out everywhere, but never the session that asks. Throws NotFoundError, ForbiddenError. */
export function endUserSessions(
  actor: Actor,
  id: string,
  { sessionId, reason }: EndSessions,
): Promise<{ ended: number }> {
  return managing(actor, async (tx, present) => {
    const user = await managedUser(tx, present, id);
    const ended = await endSessions(tx, id, { only: sessionId ?? null, spare: present.sessionId });
    if (ended === 0) return { ended };
    const details = { ended, ...reasonIn(reason) };
    await record(tx, present, { action: "session.end", objects: asObjects(user), details });
    await publish(tx, { topic: "access", userId: id });
    return { ended };
  });
}
