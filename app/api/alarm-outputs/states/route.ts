import { readAlarmOutputStates } from "@/lib/domains/alarm-outputs/read";
import { AlarmOutputStatesQuery } from "@/lib/domains/alarm-outputs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: AlarmOutputStatesQuery }, ({ actor, query, signal }) =>
  readAlarmOutputStates(actor, query.id, signal),
);
