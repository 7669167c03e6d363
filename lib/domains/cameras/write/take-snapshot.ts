import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { command } from "@/lib/domains/commands/mirror";
import { ConflictError, UnavailableError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { capturePicture } from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";
import type { Picture } from "@/lib/gateway/pictures";
import { forget, keep as keepFile, prepare } from "@/lib/media/store";
import { downloadFresh } from "../mirror";
import { cameraToWatch, snapshotItem } from "../read";
import type { Snapshot } from "../schema";
import { SNAPSHOTS_KEPT } from "../terms";

/** A success without an address: the device took none. */
const noPicture = () =>
  new GatewayError({ endpoint: capturePicture.name, endpointKind: "read", kind: "refused", code: "OPEN000556" });

interface Kept {
  takenAt: Date;
  /** Hashes of snapshots that made room. */
  dropped: string[];
}

async function keep(
  tx: pg.PoolClient,
  snapshot: { id: string; cameraId: string; areaId: string | null; userId: string },
  picture: Picture,
): Promise<Kept> {
  const { id, cameraId, areaId, userId } = snapshot;
  const prepared = await prepare(picture.bytes);
  await keepFile(tx, prepared);
  const added = await tx.query<{ takenAt: Date }>(
    `INSERT INTO camera_snapshot (id, camera_id, hash, user_id) VALUES ($1, $2, $3, $4)
     RETURNING taken_at AS "takenAt"`,
    [id, cameraId, prepared.hash, userId],
  );
  const old = await tx.query<{ hash: string }>(
    `DELETE FROM camera_snapshot WHERE id IN (
       SELECT id FROM camera_snapshot WHERE camera_id = $1 ORDER BY taken_at DESC, id DESC OFFSET $2)
     RETURNING hash`,
    [cameraId, SNAPSHOTS_KEPT],
  );
  await publish(tx, { topic: "thumbnail", cameraIds: [cameraId], areaIds: areaId === null ? [] : [areaId] });
  return { takenAt: added.rows[0]?.takenAt ?? new Date(), dropped: old.rows.map((row) => row.hash) };
}

/**
 * Has a camera take a picture now, and keeps it. A named exception to reads from the mirror: it waits for the camera, at
 * most 40 s, and ends with `signal`. Throws ForbiddenError, NotFoundError, ConflictError for a camera that encrypts or
 * whose channel is not known, UnavailableError when there is no picture, and GatewayError. Guide 5.2.1.
 */
export async function takeSnapshot(actor: Actor, cameraId: string, signal: AbortSignal): Promise<Snapshot> {
  const { name, areaId, deviceSerial: serial, channelNo } = await cameraToWatch(actor, cameraId);
  if (serial === null || channelNo === null) {
    throw new ConflictError("It is not known on which channel of which device this camera is.", {
      remedy: "Wait for the next synchronisation of cameras, then try again.",
    });
  }
  const id = randomUUID();
  const objects = [{ kind: "camera", id: cameraId, name }];
  let kept: Kept | undefined;
  await command(actor, { action: "camera.capture", objects }, [], {
    send: async () => {
      const { url, encrypted } = await gateway().call(
        capturePicture,
        { serial, channelNo },
        { lane: "interactive", signal },
      );
      if (url === null && !encrypted) throw noPicture();
      return downloadFresh(url, encrypted, signal);
    },
    judge: () => ({ objects: [...objects, { kind: "snapshot", id }] }),
    store: async (tx, picture) => {
      kept = await keep(tx, { id, cameraId, areaId, userId: actor.userId }, picture);
    },
  });
  if (kept === undefined) {
    throw new UnavailableError("The camera took a picture, but it could not be kept.", {
      remedy: "Try again. If it happens again, tell the administrator: the disk or the database may be full.",
    });
  }
  await forget(kept.dropped);
  return snapshotItem(cameraId, { id, takenAt: kept.takenAt, by: actor.name });
}
