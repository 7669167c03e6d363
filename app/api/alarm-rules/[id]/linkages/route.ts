import { AddLinkage, AlarmRuleParams } from "@/lib/domains/alarm-rules/schema";
import { addLinkage } from "@/lib/domains/alarm-rules/write/add-linkage";
import { route } from "@/lib/http/route";

export const POST = route(
  { allow: "alarm-rules:write", params: AlarmRuleParams, body: AddLinkage },
  ({ actor, params, body, signal }) => addLinkage(actor, params.id, body, signal),
);
