import { EscalationParams, EscalationRuleInput } from "@/lib/domains/escalations/schema";
import { changeRule, deleteRule } from "@/lib/domains/escalations/write/rules";
import { route } from "@/lib/http/route";

export const PUT = route(
  { allow: "settings:manage", params: EscalationParams, body: EscalationRuleInput },
  ({ actor, params, body }) => changeRule(actor, params.id, body),
);

export const DELETE = route({ allow: "settings:manage", params: EscalationParams }, ({ actor, params }) =>
  deleteRule(actor, params.id),
);
