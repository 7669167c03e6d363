import { readAlarmOutput } from "@/lib/domains/alarm-outputs/read";
import { AlarmOutputParams } from "@/lib/domains/alarm-outputs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", params: AlarmOutputParams }, ({ actor, params }) =>
  readAlarmOutput(actor, params.id),
);
