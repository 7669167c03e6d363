import { permit, type Actor } from "@/lib/auth/actor";
import type { MirrorKindName } from "@/lib/bus/events";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { wake } from "@/lib/jobs/define";
import { syncStates } from "../read";
import { dutyOf, readPermission, type SyncStates } from "../schema";

/** Moves kinds to the front of the synchronisation. Throws ForbiddenError unless the actor may read every one. */
export async function requestSync(actor: Actor, kinds: readonly MirrorKindName[]): Promise<SyncStates> {
  for (const kind of kinds) permit(actor, readPermission[kind]);
  await transaction(async (tx) => {
    await tx.query(
      `INSERT INTO mirror_kind (kind, requested_at) SELECT kind, clock_timestamp() FROM unnest($1::text[]) AS k(kind)
       ORDER BY kind ON CONFLICT (kind) DO UPDATE SET requested_at = EXCLUDED.requested_at`,
      [kinds],
    );
    for (const kind of kinds) await wake(dutyOf(kind), tx);
    for (const kind of kinds) await publish(tx, { topic: "sync", kind });
  });
  return syncStates(actor);
}
