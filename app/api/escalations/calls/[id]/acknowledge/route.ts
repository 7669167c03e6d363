import { EscalationParams } from "@/lib/domains/escalations/schema";
import { acknowledgeCall } from "@/lib/domains/escalations/write/calls";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "alarms:read", params: EscalationParams }, ({ actor, params }) =>
  acknowledgeCall(actor, params.id),
);
