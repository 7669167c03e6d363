import { searchAlarmLog } from "@/lib/domains/alarm-log/read";
import { AlarmLogQuery } from "@/lib/domains/alarm-log/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read", query: AlarmLogQuery }, ({ actor, query, signal }) =>
  searchAlarmLog(actor, query, signal),
);
