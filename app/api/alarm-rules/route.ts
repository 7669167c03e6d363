import { listAlarmRules } from "@/lib/domains/alarm-rules/read";
import { AddAlarmRules, AlarmRuleQuery } from "@/lib/domains/alarm-rules/schema";
import { addRules } from "@/lib/domains/alarm-rules/write/add-rules";
import { route } from "@/lib/http/route";

export const GET = route({ allow: "alarm-rules:read", query: AlarmRuleQuery }, ({ actor, query }) =>
  listAlarmRules(actor, query),
);

export const POST = route({ allow: "alarm-rules:write", body: AddAlarmRules }, ({ actor, body, signal }) =>
  addRules(actor, body, signal),
);
