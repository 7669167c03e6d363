import { readAlarmRule } from "@/lib/domains/alarm-rules/read";
import { AlarmRuleParams, EditAlarmRule } from "@/lib/domains/alarm-rules/schema";
import { editRule } from "@/lib/domains/alarm-rules/write/edit-rule";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarm-rules:read", params: AlarmRuleParams }, ({ actor, params }) =>
  readAlarmRule(actor, params.id),
);

export const PUT = route(
  { allow: "alarm-rules:write", params: AlarmRuleParams, body: EditAlarmRule },
  ({ actor, params, body, signal }) => editRule(actor, { id: params.id, ...body }, signal),
);
