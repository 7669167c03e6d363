import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { toneText, type Tone } from "./tag";

const dots: Record<Tone, string> = {
  neutral: "bg-fg-faint",
  accent: "bg-accent",
  ok: "bg-ok",
  warn: "bg-warn",
  danger: "border-2 border-danger",
  info: "bg-info",
};

export interface StateDotProps {
  tone: Tone;
  /** The word; what carries the state. */
  children: ReactNode;
  /** Instead of the dot, where a state has its own icon. */
  icon?: LucideIcon;
  /** Since when or why, fainter. */
  aside?: ReactNode;
  className?: string;
}

/** A state as mark and word. Trouble is hollow as well as red, good news keeps its word in plain ink. */
export function StateDot({ tone, children, icon, aside, className }: StateDotProps) {
  return (
    // It stands on the line of its word, whatever mark is before it.
    <span className={cx("inline-flex max-w-full min-w-0 items-baseline gap-2", className)}>
      {icon ? (
        <Icon of={icon} size={14} className={cx("self-center", toneText[tone])} />
      ) : (
        <span
          aria-hidden
          className={cx("size-2 shrink-0 self-center rounded-full forced-color-adjust-none", dots[tone])}
        />
      )}
      <span className="min-w-0 truncate">
        <span className={tone === "ok" || tone === "neutral" ? "text-fg" : toneText[tone]}>{children}</span>
        {aside === undefined ? null : <span className="ms-1.5 text-fg-faint">{aside}</span>}
      </span>
    </span>
  );
}

const presences = {
  online: { tone: "ok", word: "Online" },
  offline: { tone: "danger", word: "Offline" },
  unknown: { tone: "warn", word: "Unknown" },
} as const satisfies Record<string, { tone: Tone; word: string }>;

export type Presence = keyof typeof presences;

/** Online, offline or unknown, the three that every thing on site shares. */
export function PresenceDot({ presence, aside }: { presence: Presence; aside?: ReactNode }) {
  const { tone, word } = presences[presence];
  return (
    <StateDot tone={tone} {...(aside === undefined ? {} : { aside })}>
      {word}
    </StateDot>
  );
}
