import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import { type RuleState, ruleStateWords } from "@/lib/domains/alarm-rules/terms";

const tones: Readonly<Record<RuleState, Tone>> = {
  working: "ok",
  off: "neutral",
  abnormal: "warn",
  sourceGone: "danger",
};

export function RuleStateDot({ state }: { state: RuleState }) {
  return <StateDot tone={tones[state]}>{ruleStateWords[state]}</StateDot>;
}
