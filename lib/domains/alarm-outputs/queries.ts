import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import type { AlarmOutputDetail, AlarmOutputFilters, AlarmOutputItem } from "./schema";

export const alarmOutputQueries = {
  all: ["alarm-outputs"] as const,
  list: (filters: AlarmOutputFilters = {}) => mirroredList<AlarmOutputItem>("alarm-outputs", filters),
  detail: (id: string) => mirroredDetail<AlarmOutputDetail>("alarm-outputs", id),
};
