import { recordAlone } from "@/lib/audit/record";
import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { listElements, readElement, type Extras } from "@/lib/domains/elements/read";
import type { ElementQuery } from "@/lib/domains/elements/schema";
import { existing } from "@/lib/domains/sync/read";
import { NotFoundError } from "@/lib/errors";
import { pictureType, type Picture } from "@/lib/gateway/pictures";
import type { Listing } from "@/lib/http/list";
import { log } from "@/lib/log";
import { notHere, readKept } from "@/lib/media/store";
import type { CameraDetail, CameraExtras, CameraItem, Snapshot, Snapshots, Thumbnail, ThumbnailState } from "./schema";
import { SNAPSHOTS_KEPT } from "./terms";
import { replaceLostPicture, staleAfterHours, wantThumbnails } from "./write";

interface ThumbnailRow {
  id: string;
  abilities: string[];
  thumbnailHash: string | null;
  thumbnailAt: Date | null;
  thumbnailState: ThumbnailState;
  thumbnailReason: string | null;
  thumbnailWantedAt: Date | null;
}

/** Our own address of a camera's picture; null when there is none. */
export function thumbnailUrl(id: string, hash: string | null): string | null {
  return hash === null ? null : `/api/cameras/${encodeURIComponent(id)}/thumbnail?v=${hash.slice(0, 8)}`;
}

function thumbnailOf({ id, thumbnailHash, thumbnailAt, thumbnailState, thumbnailReason }: ThumbnailRow): Thumbnail {
  const told = { state: thumbnailState, reason: thumbnailReason };
  const url = thumbnailUrl(id, thumbnailHash);
  return { ...told, url, at: url === null ? null : (thumbnailAt?.toISOString() ?? null) };
}

function isDue({ thumbnailAt, thumbnailWantedAt }: ThumbnailRow): boolean {
  if (thumbnailWantedAt !== null) return false;
  return thumbnailAt === null || Date.now() - thumbnailAt.getTime() > staleAfterHours * 3_600_000;
}

/** Has pictures fetched without making the reader wait. */
function want(cameraIds: readonly string[]): void {
  wantThumbnails(cameraIds).catch((err: unknown) => log.warn({ err }, "could not note which pictures are wanted"));
}

/** Columns of cameras alone. Fills `due` with cameras whose picture is missing or old. */
const extras = (due: string[]): Extras<ThumbnailRow, CameraExtras> => ({
  select: `e.abilities, e.thumbnail_hash AS "thumbnailHash", e.thumbnail_at AS "thumbnailAt",
           e.thumbnail_state AS "thumbnailState", e.thumbnail_reason AS "thumbnailReason",
           e.thumbnail_wanted_at AS "thumbnailWantedAt"`,
  item: (row) => {
    if (isDue(row)) due.push(row.id);
    return { abilities: row.abilities, thumbnail: thumbnailOf(row) };
  },
});

/**
 * A page of cameras; missing and old pictures of those are fetched soon, unless nobody looks at them. Throws
 * ForbiddenError, BadRequestError.
 */
export async function listCameras(
  actor: Actor,
  query: ElementQuery,
  { pictures = true }: { pictures?: boolean } = {},
): Promise<Listing<CameraItem>> {
  const due: string[] = [];
  const listing = await listElements(actor, "cameras", query, extras(due));
  if (pictures) want(due);
  return listing;
}

/** Throws NotFoundError, also for one that has gone. */
export async function readCamera(actor: Actor, id: string): Promise<CameraDetail> {
  const due: string[] = [];
  const camera = await readElement(actor, "cameras", id, extras(due));
  want(due);
  return camera;
}

export interface KeptPicture extends Picture {
  /** SHA-256 of the bytes, hex. */
  hash: string;
}

/** The last picture we have. Throws NotFoundError while there is none, or not here; it is fetched soon then. */
export async function readThumbnail(actor: Actor, id: string): Promise<KeptPicture> {
  permit(actor, "cameras:read");
  const areas = await areasOf(actor);
  const { rows } = await pool().query<ThumbnailRow & { goneAt: Date | null; areaId: string | null }>(
    `SELECT id, abilities, thumbnail_hash AS "thumbnailHash", thumbnail_at AS "thumbnailAt",
            thumbnail_state AS "thumbnailState", thumbnail_reason AS "thumbnailReason",
            thumbnail_wanted_at AS "thumbnailWantedAt", gone_at AS "goneAt", area_id AS "areaId"
       FROM camera WHERE id = $1`,
    [id],
  );
  if (rows[0] !== undefined) withinAreas(areas, { noun: "camera", id, areaIds: [rows[0].areaId] });
  const row = existing("camera", rows[0]);
  if (isDue(row)) want([row.id]);
  const hash = row.thumbnailHash;
  const bytes = hash === null ? null : await readKept(hash);
  if (hash !== null && bytes === null) {
    await replaceLostPicture(hash);
    throw notHere("The picture of this camera", "Look again in ten minutes.");
  }
  const type = bytes === null ? null : pictureType(bytes);
  if (hash === null || bytes === null || type === null) {
    throw new NotFoundError("There is no picture of this camera yet.", {
      remedy: "Wait a little; it is fetched as soon as the cloud gateway has time.",
    });
  }
  return { hash, bytes, type };
}

export interface KnownCamera {
  id: string;
  name: string;
  areaId: string | null;
  deviceSerial: string | null;
  channelNo: number | null;
}

/** A camera somebody wants to see. Throws NotFoundError also for one outside of the actor's areas. */
export async function cameraToWatch(actor: Actor, id: string): Promise<KnownCamera> {
  permit(actor, "live:watch");
  const areas = await areasOf(actor);
  const { rows } = await pool().query<KnownCamera & { goneAt: Date | null }>(
    `SELECT c.id, c.name, c.area_id AS "areaId", coalesce(c.device_serial, d.serial) AS "deviceSerial",
            c.channel_no AS "channelNo", c.gone_at AS "goneAt"
       FROM camera c LEFT JOIN device d ON d.id = c.device_id WHERE c.id = $1`,
    [id],
  );
  if (rows[0] !== undefined) withinAreas(areas, { noun: "camera", id, areaIds: [rows[0].areaId] });
  const { goneAt: _, ...camera } = existing("camera", rows[0]);
  return camera;
}

/** The last snapshots of a camera. Throws ForbiddenError and NotFoundError. */
export async function listSnapshots(actor: Actor, id: string): Promise<Snapshots> {
  await cameraToWatch(actor, id);
  const { rows } = await pool().query<{ id: string; takenAt: Date; by: string | null }>(
    `SELECT s.id, s.taken_at AS "takenAt", u.name AS by
       FROM camera_snapshot s LEFT JOIN app_user u ON u.id = s.user_id
      WHERE s.camera_id = $1 ORDER BY s.taken_at DESC, s.id DESC LIMIT $2`,
    [id, SNAPSHOTS_KEPT],
  );
  return { items: rows.map(({ id: snapshotId, takenAt, by }) => snapshotItem(id, { id: snapshotId, takenAt, by })) };
}

export function snapshotItem(cameraId: string, row: { id: string; takenAt: Date; by: string | null }): Snapshot {
  const url = `/api/cameras/${encodeURIComponent(cameraId)}/snapshots/${row.id}/picture`;
  return { id: row.id, takenAt: row.takenAt.toISOString(), by: row.by, url };
}

/**
 * The picture of a snapshot; that somebody looks at it is written down first. Throws ForbiddenError, NotFoundError, and
 * UnavailableError when it cannot be written down: then nobody sees it.
 */
export async function readSnapshot(
  actor: Actor,
  { id, snapshotId, download }: { id: string; snapshotId: string; download: boolean },
): Promise<Picture & { fileName: string }> {
  const camera = await cameraToWatch(actor, id);
  const { rows } = await pool().query<{ hash: string; takenAt: Date }>(
    `SELECT hash, taken_at AS "takenAt" FROM camera_snapshot WHERE id = $1 AND camera_id = $2`,
    [snapshotId, id],
  );
  const [row] = rows;
  if (row === undefined) throw new NotFoundError("This snapshot is no longer kept.", { remedy: "Take a new one." });
  const bytes = await readKept(row.hash);
  const type = bytes === null ? null : pictureType(bytes);
  if (bytes === null || type === null) throw notHere("This snapshot", "Take a new one.");
  const takenAt = row.takenAt.toISOString();
  await recordAlone(actor, {
    action: "camera.snapshot.view",
    objects: [
      { kind: "camera", id, name: camera.name },
      { kind: "snapshot", id: snapshotId },
    ],
    details: { takenAt, download },
  });
  const stamp = takenAt.slice(0, 19).replaceAll(":", "-");
  return { bytes, type, fileName: `snapshot-${stamp}Z.${type === "image/png" ? "png" : "jpg"}` };
}
