import { mirroredList } from "@/lib/domains/sync/queries";
import type { AlarmPriorityItem } from "./schema";

export const alarmPriorityQueries = {
  all: ["alarm-priorities"] as const,
  /** Every one: an account has a handful. */
  list: () => mirroredList<AlarmPriorityItem>("alarm-priorities", { limit: "200" }),
};
