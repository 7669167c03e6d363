import { readAlarmInputStates } from "@/lib/domains/alarm-inputs/read";
import { AlarmInputStatesQuery } from "@/lib/domains/alarm-inputs/schema";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "devices:read", query: AlarmInputStatesQuery }, ({ actor, query, signal }) =>
  readAlarmInputStates(actor, query.id, signal),
);
