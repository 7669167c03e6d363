import { listAlarmInputs } from "@/lib/domains/alarm-inputs/read";
import { AlarmInputQuery } from "@/lib/domains/alarm-inputs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: AlarmInputQuery }, ({ actor, query }) =>
  listAlarmInputs(actor, query),
);
