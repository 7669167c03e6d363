import { mirroredList } from "@/lib/domains/sync/queries";
import type { TimeZoneItem } from "./schema";

export const timeZoneQueries = {
  all: ["time-zones"] as const,
  /** Every zone a device may have; there are fewer than one page holds. */
  list: () => mirroredList<TimeZoneItem>("time-zones", { limit: "200" }),
};
