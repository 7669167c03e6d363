import { permit, type Actor } from "@/lib/auth/actor";
import type { MirrorKindName } from "@/lib/bus/events";
import { transaction } from "@/lib/db/transaction";
import { askForSweep } from "../mirror";
import { syncStates } from "../read";
import { readPermission, type SyncStates } from "../schema";

/** Moves kinds to the front of the synchronisation. Throws ForbiddenError unless the actor may read every one. */
export async function requestSync(actor: Actor, kinds: readonly MirrorKindName[]): Promise<SyncStates> {
  for (const kind of kinds) permit(actor, readPermission[kind]);
  await transaction((tx) => askForSweep(tx, kinds));
  return syncStates(actor);
}
