import { queryOptions } from "@tanstack/react-query";
import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type { CameraDetail, CameraFilters, CameraItem, Snapshot, Snapshots } from "./schema";

const address = (id: string) => `/api/cameras/${encodeURIComponent(id)}`;

export const cameraQueries = {
  all: ["cameras"] as const,
  list: (filters: CameraFilters = {}) => mirroredList<CameraItem>("cameras", filters),
  detail: (id: string) => mirroredDetail<CameraDetail>("cameras", id),
  /** Under "cameras", so that a new picture anywhere has them read anew. */
  snapshots: (id: string) =>
    queryOptions({
      queryKey: ["cameras", "snapshots", id] as const,
      queryFn: ({ signal }) => fetchJson<Snapshots>(`${address(id)}/snapshots`, { signal }),
    }),
};

/** Waits for the camera; ends with `signal`. */
export function takeSnapshot(id: string, signal: AbortSignal): Promise<Snapshot> {
  return fetchJson(`${address(id)}/snapshots`, { method: "POST", body: {}, signal });
}

export function refreshThumbnail(id: string): Promise<void> {
  return fetchJson(`${address(id)}/thumbnail`, { method: "POST", body: {} });
}
