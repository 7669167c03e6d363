import { mirroredList } from "@/lib/domains/sync/queries";
import type { TimeZoneFilters, TimeZoneItem } from "./schema";

export const timeZoneQueries = {
  all: ["time-zones"] as const,
  list: (filters: TimeZoneFilters = {}) => mirroredList<TimeZoneItem>("time-zones", filters),
};
