import { AlarmParams, TickStep } from "@/lib/domains/alarms/schema";
import { tickStep } from "@/lib/domains/alarms/write/steps";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:handle", params: AlarmParams, body: TickStep }, ({ actor, params, body }) =>
  tickStep(actor, { ...params, ...body }),
);
