import { mirroredList } from "@/lib/domains/sync/queries";
import type { OutageFilters, OutageItem } from "./schema";

export const outageQueries = {
  list: (filters: OutageFilters = {}) => mirroredList<OutageItem>("outages", filters),
};
