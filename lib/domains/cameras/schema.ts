import { z } from "zod";
import { gatewayId } from "@/lib/domains/sync/schema";
import type { ElementDetail, ElementItem } from "@/lib/domains/elements/schema";

export { ElementQuery as CameraQuery } from "@/lib/domains/elements/schema";
export { IdParams as CameraParams } from "@/lib/domains/sync/schema";
export type { ElementFilters as CameraFilters } from "@/lib/domains/elements/schema";

/**
 * none: never asked for; wanted: on its way; ready: there; encrypted: the camera encrypts its pictures; offline: the
 * camera cannot be reached; refused: its address is not one Gatehouse fetches from; failed: tried again later.
 */
export type ThumbnailState = "none" | "wanted" | "ready" | "encrypted" | "offline" | "refused" | "failed";

export interface Thumbnail {
  state: ThumbnailState;
  /** Why the last attempt brought no picture, a sentence; null when it did. */
  reason: string | null;
  /** Our own address of the last picture there was, whatever the state; null when there never was one. */
  url: string | null;
  /** ISO time of that picture. */
  at: string | null;
}

export interface CameraExtras {
  /** Codes of what the camera can do, guide A.1.8: "2002" is motion detection. */
  abilities: string[];
  thumbnail: Thumbnail;
}

export type CameraItem = ElementItem & CameraExtras;
export type CameraDetail = ElementDetail & CameraExtras;

/** `v` only makes the address of each picture its own, so that browsers keep it. */
export const ThumbnailQuery = z.object({ v: z.string().max(64).optional() });

/** A picture that somebody has had taken. */
export interface Snapshot {
  id: string;
  /** ISO time. */
  takenAt: string;
  /** Who had it taken; null when that user is no longer known. */
  by: string | null;
  /** Our own address of the picture; looking at it is recorded. */
  url: string;
}

/** Answer of `GET /api/cameras/{id}/snapshots`, the latest first. */
export interface Snapshots {
  items: Snapshot[];
}

export const SnapshotParams = z.object({ id: gatewayId, snapshotId: z.uuid() });

/** `download` has the browser keep the picture as a file. */
export const SnapshotQuery = z.object({ download: z.literal("1").optional() });
