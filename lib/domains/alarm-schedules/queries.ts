import { mirroredList } from "@/lib/domains/sync/queries";
import type { AlarmScheduleItem } from "./schema";

export const alarmScheduleQueries = {
  all: ["alarm-schedules"] as const,
  /** The first 200: more than that no account has. */
  list: () => mirroredList<AlarmScheduleItem>("alarm-schedules", { limit: "200" }),
};
