/** Copies the cameras' small pictures: asked of the gateway one by one, kept as files under their content's hash. */
import type pg from "pg";
import { publish } from "@/lib/bus/publish";
import { ConflictError, UnavailableError } from "@/lib/errors";
import { gateway, type Lane } from "@/lib/gateway";
import { getThumbnail } from "@/lib/gateway/endpoints";
import { GatewayError, type GatewayErrorKind } from "@/lib/gateway/errors";
import { downloadPicture, PictureError, type Picture } from "@/lib/gateway/pictures";
import { wake } from "@/lib/jobs/define";
import { thumbnailDuty } from "./write";

const offlineCode = "VMS021314";
/** The gateway itself is away: that says nothing about a camera. */
const away: ReadonlySet<GatewayErrorKind> = new Set(["circuit-open", "busy", "unreachable", "cancelled"]);

export type ThumbnailResult =
  { state: "ready"; picture: Picture } | { state: "encrypted" | "offline" | "refused" | "failed"; reason: string };

/** Where the camera's small picture is; with `refresh` it takes a new one. Throws GatewayError. */
export function askForThumbnail(
  cameraId: string,
  { refresh, lane, signal }: { refresh: boolean; lane: Lane; signal: AbortSignal },
): Promise<{ url: string | null; encrypted: boolean }> {
  return gateway().call(getThumbnail, { cameraId, refresh }, { lane, signal });
}

async function ask(cameraId: string, refresh: boolean, signal: AbortSignal): Promise<ThumbnailResult> {
  const { url, encrypted } = await askForThumbnail(cameraId, { refresh, lane: "sweeps", signal });
  if (encrypted) return { state: "encrypted", reason: "The camera encrypts its pictures." };
  if (url === null) return { state: "failed", reason: "The gateway has no picture of this camera." };
  return { state: "ready", picture: await downloadPicture(url, signal) };
}

/**
 * The camera's picture, or why there is none. The last one taken will do; only when that one's address is over does the
 * camera take a new one. Throws GatewayError when the trouble is the gateway's and not this camera's.
 */
export async function fetchThumbnail(cameraId: string, signal: AbortSignal): Promise<ThumbnailResult> {
  try {
    return await ask(cameraId, false, signal).catch((error: unknown) => {
      if (error instanceof PictureError && error.failure === "expired") return ask(cameraId, true, signal);
      throw error;
    });
  } catch (error) {
    if (error instanceof PictureError) {
      const { failure, message: reason } = error;
      return { state: failure === "expired" || failure === "unfit" ? "failed" : failure, reason };
    }
    if (!(error instanceof GatewayError) || away.has(error.kind)) throw error;
    return { state: error.code === offlineCode ? "offline" : "failed", reason: error.message };
  }
}

/**
 * Downloads a picture that a camera has just taken for somebody who waits. Throws ConflictError for an encrypted one and
 * UnavailableError for one that cannot be had.
 */
export async function downloadFresh(url: string | null, encrypted: boolean, signal: AbortSignal): Promise<Picture> {
  const hidden = "The camera encrypts its pictures, so this one cannot be shown.";
  const remedy = "Turn the encryption of its video off on the device, or look at the camera in the vendor's app.";
  if (encrypted) throw new ConflictError(hidden, { remedy });
  if (url === null) {
    throw new UnavailableError("The camera took no picture.", { remedy: "Check that it is online, then try again." });
  }
  try {
    return await downloadPicture(url, signal);
  } catch (error) {
    if (!(error instanceof PictureError)) throw error;
    if (error.failure === "encrypted") throw new ConflictError(hidden, { remedy, cause: error });
    throw new UnavailableError(`The camera took a picture, but it could not be fetched. ${error.message}`, {
      remedy:
        error.failure === "refused"
          ? "Ask the administrator: pictures are fetched from known hosts only (GATEHOUSE_MEDIA_HOSTS)."
          : "Try again in a moment.",
      cause: error,
    });
  }
}

export interface StoredThumbnail {
  cameraId: string;
  state: ThumbnailResult["state"];
  /** Why there is no picture; null when there is. */
  reason: string | null;
  /** Of a new picture; null keeps the one there is, unless the camera encrypts or its host is refused. */
  hash: string | null;
  /** When to try by ourselves; null: when somebody looks and the last answer is old. */
  retryInMs: number | null;
}

/** Notes how asking ended, and publishes it. Returns the hash of the picture that was replaced, or null: see `forget` in lib/media. */
export async function storeThumbnail(tx: pg.PoolClient, stored: StoredThumbnail): Promise<string | null> {
  // An answer that will stay the same for long takes the old picture's place and time.
  const settled = stored.state !== "offline" && stored.state !== "failed";
  const { rows } = await tx.query<{ old: string | null; areaId: string | null }>(
    `WITH old AS (SELECT id, thumbnail_hash AS hash FROM camera WHERE id = $1)
     UPDATE camera c
        SET thumbnail_state = $2,
            thumbnail_reason = $6,
            thumbnail_hash = CASE WHEN $3 THEN $4 ELSE c.thumbnail_hash END,
            thumbnail_at = CASE WHEN $3 THEN clock_timestamp() ELSE c.thumbnail_at END,
            thumbnail_wanted_at = clock_timestamp() + $5::float8 * interval '1 millisecond'
       FROM old WHERE c.id = old.id RETURNING old.hash AS old, c.area_id AS "areaId"`,
    [stored.cameraId, stored.state, settled, stored.hash, stored.retryInMs, stored.reason],
  );
  const old = rows[0]?.old ?? null;
  const areaId = rows[0]?.areaId;
  await publish(tx, { topic: "thumbnail", cameraIds: [stored.cameraId], areaIds: areaId ? [areaId] : [] });
  return settled && old !== stored.hash ? old : null;
}

/**
 * What the transaction has just found online again is asked at once for the picture that it had none of while away.
 * One that answers "offline" all the same keeps its pause: it has not come back in this transaction.
 */
export async function askThoseBackOnline(tx: pg.PoolClient): Promise<void> {
  const { rowCount } = await tx.query(
    // A millisecond less, because times are kept in whole ones.
    `UPDATE camera SET thumbnail_wanted_at = clock_timestamp(), thumbnail_reason = NULL,
            thumbnail_state = CASE WHEN thumbnail_hash IS NULL THEN 'wanted' ELSE 'ready' END
      WHERE thumbnail_state = 'offline' AND online = 'online' AND gone_at IS NULL
        AND online_since >= now() - interval '1 millisecond'`,
  );
  if ((rowCount ?? 0) > 0) await wake(thumbnailDuty, tx);
}
