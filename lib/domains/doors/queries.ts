import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import type { DoorDetail, DoorFilters, DoorItem } from "./schema";

export const doorQueries = {
  all: ["doors"] as const,
  list: (filters: DoorFilters = {}) => mirroredList<DoorItem>("doors", filters),
  detail: (id: string) => mirroredDetail<DoorDetail>("doors", id),
};
