import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import type { CameraDetail, CameraFilters, CameraItem } from "./schema";

export const cameraQueries = {
  all: ["cameras"] as const,
  list: (filters: CameraFilters = {}) => mirroredList<CameraItem>("cameras", filters),
  detail: (id: string) => mirroredDetail<CameraDetail>("cameras", id),
};
