import { readAlarmInput } from "@/lib/domains/alarm-inputs/read";
import { AlarmInputParams } from "@/lib/domains/alarm-inputs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", params: AlarmInputParams }, ({ actor, params }) =>
  readAlarmInput(actor, params.id),
);
