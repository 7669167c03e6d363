import { listAlarmOutputs } from "@/lib/domains/alarm-outputs/read";
import { AlarmOutputQuery } from "@/lib/domains/alarm-outputs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: AlarmOutputQuery }, ({ actor, query }) =>
  listAlarmOutputs(actor, query),
);
