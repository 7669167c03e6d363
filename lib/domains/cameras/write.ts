import { pool } from "@/lib/db/client";
import { wake } from "@/lib/jobs/define";

export const thumbnailDuty = "cameras.thumbnails";
/** A picture older than this is fetched anew when somebody looks at it. */
export const staleAfterHours = 6;

/** Somebody looks at these cameras: has pictures fetched where there is none, or an old one. */
export async function wantThumbnails(cameraIds: readonly string[]): Promise<void> {
  if (cameraIds.length === 0) return;
  const { rowCount } = await pool().query(
    // The latest wish comes first, so the first of a list gets the latest time.
    `UPDATE camera SET thumbnail_wanted_at = clock_timestamp() - array_position($1, id) * interval '1 millisecond',
            thumbnail_state = CASE thumbnail_state WHEN 'none' THEN 'wanted' ELSE thumbnail_state END
      WHERE id = ANY ($1) AND gone_at IS NULL AND thumbnail_wanted_at IS NULL
        AND (thumbnail_at IS NULL OR thumbnail_at < clock_timestamp() - $2 * interval '1 hour')`,
    [cameraIds, staleAfterHours],
  );
  if ((rowCount ?? 0) > 0) await wake(thumbnailDuty);
}

/** A younger picture lies on a machine that shares no folder with this one; fetching it again would not bring it here. */
const lostAfterMinutes = 10;

/** The file of this picture is not here: has it fetched again, unless it has just been. */
export async function replaceLostPicture(hash: string): Promise<void> {
  const { rowCount } = await pool().query(
    `UPDATE camera SET thumbnail_hash = NULL, thumbnail_at = NULL, thumbnail_state = 'wanted',
            thumbnail_wanted_at = clock_timestamp()
      WHERE thumbnail_hash = $1 AND thumbnail_at < clock_timestamp() - $2 * interval '1 minute'`,
    [hash, lostAfterMinutes],
  );
  if ((rowCount ?? 0) > 0) await wake(thumbnailDuty);
}
