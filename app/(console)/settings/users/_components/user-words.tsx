import { Name } from "@/components/ui/name";
import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import type { UserItem } from "@/lib/domains/users/schema";
import type { UserState } from "@/lib/domains/users/terms";

const states: Record<UserState, { tone: Tone; words: string }> = {
  active: { tone: "ok", words: "Active" },
  waiting: { tone: "warn", words: "Link not used yet" },
  disabled: { tone: "neutral", words: "Disabled" },
  erased: { tone: "neutral", words: "Erased" },
};

export const stateWords = (state: UserState) => states[state].words;

export function UserStateDot({ state }: { state: UserState }) {
  return <StateDot tone={states[state].tone}>{states[state].words}</StateDot>;
}

export const userHref = (id: string) => `/settings/users/${encodeURIComponent(id)}`;

/** Names of the areas somebody is limited to, or that they are limited to none. */
export function AreaNames({ areas }: { areas: UserItem["areas"] }) {
  if (areas === null) return "Everywhere";
  if (areas.length === 0) return <span className="text-fg-faint">None</span>;
  return (
    <>
      {areas.map(({ id, name }, at) => (
        <span key={id}>
          {at === 0 ? null : ", "}
          <Name>{name ?? id}</Name>
        </span>
      ))}
    </>
  );
}

export function secondFactorWords({ secondFactor, elsewhere }: Pick<UserItem, "secondFactor" | "elsewhere">): string {
  if (elsewhere) return "By sign-in service";
  return secondFactor ? "On" : "Off";
}
