import { parseAsStringLiteral } from "nuqs/server";
import { choices, listParams, oneText } from "@/components/data-table/list-params";
import type { AlarmRuleFilters } from "@/lib/domains/alarm-rules/schema";
import {
  alarmRuleSorts,
  ruleLevels,
  ruleSourceTypes,
  type RuleState,
  ruleStates,
} from "@/lib/domains/alarm-rules/terms";

export const ruleTabs = ["rules", "instructions", "priorities", "solar"] as const;
export const ruleTab = parseAsStringLiteral(ruleTabs).withDefault("rules");

export const ruleParams = {
  ...listParams(alarmRuleSorts),
  state: choices(ruleStates),
  level: choices(ruleLevels),
  source: choices(ruleSourceTypes),
  areaId: oneText,
};

export const addressParams = { ...ruleParams, tab: ruleTab };

interface Address {
  q: string;
  sort: string;
  state: readonly RuleState[];
  level: readonly string[];
  source: readonly string[];
  areaId: string | null;
}

export function ruleFilters({ q, sort, state, level, source, areaId }: Address): AlarmRuleFilters {
  const some = <T>(values: readonly T[]) => (values.length === 0 ? undefined : values);
  return {
    q: q === "" ? undefined : q,
    sort,
    state: some(state),
    level: some(level),
    source: some(source),
    areaId: areaId ?? undefined,
  };
}
