import type { CommandResult } from "@/lib/domains/commands/schema";
import { mirroredDetail, mirroredList } from "@/lib/domains/sync/queries";
import { fetchJson } from "@/lib/http/fetcher";
import type { AddLinkageInput, AlarmRuleDetail, AlarmRuleFilters, AlarmRuleItem, RuleFormInput } from "./schema";

const address = (id: string) => `/api/alarm-rules/${encodeURIComponent(id)}`;

export const alarmRuleQueries = {
  all: ["alarm-rules"] as const,
  list: (filters: AlarmRuleFilters = {}) => mirroredList<AlarmRuleItem>("alarm-rules", filters),
  detail: (id: string) => mirroredDetail<AlarmRuleDetail>("alarm-rules", id),
};

export function addRules(rules: readonly RuleFormInput[]): Promise<CommandResult> {
  return fetchJson("/api/alarm-rules", { method: "POST", body: { rules } });
}

export function editRule(id: string, body: RuleFormInput): Promise<CommandResult> {
  return fetchJson(address(id), { method: "PUT", body });
}

export function addLinkage(id: string, body: AddLinkageInput): Promise<CommandResult> {
  return fetchJson(`${address(id)}/linkages`, { method: "POST", body });
}
