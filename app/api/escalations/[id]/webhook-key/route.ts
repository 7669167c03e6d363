import { EscalationParams } from "@/lib/domains/escalations/schema";
import { renewWebhookKey } from "@/lib/domains/escalations/write/rules";
import { route } from "@/lib/http/route";

export const POST = route({ allow: "settings:manage", params: EscalationParams }, ({ actor, params }) =>
  renewWebhookKey(actor, params.id),
);
