import { listAlarmSchedules } from "@/lib/domains/alarm-schedules/read";
import { AlarmScheduleQuery } from "@/lib/domains/alarm-schedules/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarm-rules:read", query: AlarmScheduleQuery }, ({ actor, query }) =>
  listAlarmSchedules(actor, query),
);
