import { listAlarmPriorities } from "@/lib/domains/alarm-priorities/read";
import { AlarmPriorityQuery } from "@/lib/domains/alarm-priorities/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarm-rules:read", query: AlarmPriorityQuery }, ({ actor, query }) =>
  listAlarmPriorities(actor, query),
);
