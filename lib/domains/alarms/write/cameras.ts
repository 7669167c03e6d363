import type { Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { transaction } from "@/lib/db/transaction";
import { ConflictError, InvalidInputError, NotFoundError } from "@/lib/errors";
import { MOST_CAMERAS } from "../terms";
import { addLines, heldAlarm } from "./change";

/**
 * Puts a camera beside an alarm, for everybody. Throws NotFoundError, InvalidInputError for a camera that is not there or
 * not the actor's to see, and ConflictError when there are enough.
 */
export async function addCamera(actor: Actor, { id, cameraId }: { id: string; cameraId: string }): Promise<void> {
  await transaction(async (tx) => {
    const alarm = await heldAlarm(tx, actor, id);
    const { rows } = await tx.query<{ name: string; there: boolean; count: number }>(
      // Those of the source and of linkages come before what is added: what had no place would not be seen.
      `WITH placed AS (
         SELECT camera_id AS id FROM alarm_camera WHERE alarm_id = $2
         UNION SELECT source_id FROM alarm WHERE id = $2
         UNION SELECT l ->> 'id' FROM alarm a, jsonb_array_elements(a.linked_cameras) l WHERE a.id = $2)
       SELECT name, EXISTS (SELECT 1 FROM placed WHERE id = $1) AS there,
              (SELECT count(*)::int FROM placed JOIN camera USING (id) WHERE gone_at IS NULL) AS count
         FROM camera WHERE id = $1 AND gone_at IS NULL AND ($3::text[] IS NULL OR area_id = ANY ($3))`,
      [cameraId, id, await areasOf(actor, tx)],
    );
    const [camera] = rows;
    if (camera === undefined) {
      const message = "There is no camera with this id.";
      throw new InvalidInputError(message, { fields: [{ field: "cameraId", message: "Choose one of the cameras." }] });
    }
    if (camera.there) return;
    if (camera.count >= MOST_CAMERAS) {
      throw new ConflictError(`An alarm has at most ${MOST_CAMERAS} cameras.`, {
        remedy: "Take one off that was added by hand.",
      });
    }
    await tx.query("INSERT INTO alarm_camera (alarm_id, camera_id, added_by) VALUES ($1, $2, $3)", [
      ...[id, cameraId, actor.userId],
    ]);
    await addLines(tx, actor, alarm, {
      action: "alarm.camera",
      details: { added: camera.name },
      lines: [{ kind: "cameraAdded", to: camera.name }],
    });
  });
}

/** Takes away a camera that somebody added. Throws NotFoundError, also for a camera that is there for another reason. */
export async function removeCamera(actor: Actor, { id, cameraId }: { id: string; cameraId: string }): Promise<void> {
  await transaction(async (tx) => {
    const alarm = await heldAlarm(tx, actor, id);
    const { rows } = await tx.query<{ name: string }>(
      `WITH removed AS (DELETE FROM alarm_camera WHERE alarm_id = $1 AND camera_id = $2 RETURNING camera_id)
       SELECT coalesce(c.name, r.camera_id) AS name FROM removed r LEFT JOIN camera c ON c.id = r.camera_id`,
      [id, cameraId],
    );
    const [camera] = rows;
    if (camera === undefined) {
      throw new NotFoundError("Nobody added this camera to the alarm.", {
        remedy: "Cameras of the source, its linkages and its area stay.",
      });
    }
    await addLines(tx, actor, alarm, {
      action: "alarm.camera",
      details: { removed: camera.name },
      lines: [{ kind: "cameraRemoved", from: camera.name }],
    });
  });
}
