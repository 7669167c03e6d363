import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";

export type Tone = "neutral" | "accent" | "ok" | "warn" | "danger" | "info";

const tints: Record<Tone, string> = {
  neutral: "bg-control text-fg-soft",
  accent: "bg-accent-soft text-accent-fg",
  ok: "bg-ok-soft text-ok-fg",
  warn: "bg-warn-soft text-warn-fg",
  danger: "bg-danger-soft text-danger-fg",
  info: "bg-info-soft text-info-fg",
};

/** The text colour of a meaning, for words that stand without a ground. */
export const toneText: Record<Tone, string> = {
  neutral: "text-fg-faint",
  accent: "text-accent-fg",
  ok: "text-ok-fg",
  warn: "text-warn-fg",
  danger: "text-danger-fg",
  info: "text-info-fg",
};

/** Two words at most. */
export function Tag({
  tone = "neutral",
  icon,
  children,
  className,
}: {
  tone?: Tone;
  icon?: LucideIcon;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cx(
        "inline-flex h-5 shrink-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap",
        tints[tone],
        className,
      )}
    >
      {icon ? <Icon of={icon} size={12} /> : null}
      {children}
    </span>
  );
}
