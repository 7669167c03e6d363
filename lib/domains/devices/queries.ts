import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import type { DeviceDetail, DeviceFilters, DeviceItem } from "./schema";

export const deviceQueries = {
  all: ["devices"] as const,
  list: (filters: DeviceFilters = {}) => mirroredList<DeviceItem>("devices", filters),
  detail: (id: string) => mirroredDetail<DeviceDetail>("devices", id),
};
