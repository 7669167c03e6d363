import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import type { AlarmInputDetail, AlarmInputFilters, AlarmInputItem } from "./schema";

export const alarmInputQueries = {
  all: ["alarm-inputs"] as const,
  list: (filters: AlarmInputFilters = {}) => mirroredList<AlarmInputItem>("alarm-inputs", filters),
  detail: (id: string) => mirroredDetail<AlarmInputDetail>("alarm-inputs", id),
};
