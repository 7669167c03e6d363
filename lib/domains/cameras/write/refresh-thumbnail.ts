import type { Actor } from "@/lib/auth/actor";
import { command } from "@/lib/domains/commands/mirror";
import { forget, keep, prepare } from "@/lib/media/store";
import { askForThumbnail, downloadFresh, storeThumbnail } from "../mirror";
import { cameraToWatch } from "../read";

/**
 * Has a camera take a new small picture now; the old one stays when that fails. Throws ForbiddenError, NotFoundError,
 * ConflictError for a camera that encrypts, UnavailableError when there is no picture, and GatewayError. Guide 5.2.2.
 */
export async function refreshThumbnail(actor: Actor, cameraId: string, signal: AbortSignal): Promise<void> {
  const { name } = await cameraToWatch(actor, cameraId);
  let replaced: string | null = null;
  const objects = [{ kind: "camera", id: cameraId, name }];
  await command(actor, { action: "camera.thumbnail.refresh", objects }, [], {
    send: async () => {
      const { url, encrypted } = await askForThumbnail(cameraId, { refresh: true, lane: "interactive", signal });
      return downloadFresh(url, encrypted, signal);
    },
    judge: () => ({}),
    store: async (tx, picture) => {
      const prepared = await prepare(picture.bytes);
      await keep(tx, prepared);
      const { hash } = prepared;
      replaced = await storeThumbnail(tx, { cameraId, state: "ready", reason: null, hash, retryInMs: null });
    },
  });
  if (replaced !== null) await forget([replaced]);
}
