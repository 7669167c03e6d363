import { readAlarm } from "@/lib/domains/alarms/read/detail";
import { AlarmParams } from "@/lib/domains/alarms/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarms:read", params: AlarmParams }, ({ actor, params }) =>
  readAlarm(actor, params.id),
);
