import type { LucideIcon } from "lucide-react";
import { cx } from "./cx";

export type { LucideIcon };

/** 16 in text, 18 in the rail, 14 compact, 12 in tags, 20 and 24 in states. */
export type IconSize = 12 | 14 | 16 | 18 | 20 | 24;

/** A drawing beside words; never the only carrier of a state, so always hidden from assistive technology. */
export function Icon({ of: Drawing, size = 16, className }: { of: LucideIcon; size?: IconSize; className?: string }) {
  return <Drawing size={size} strokeWidth={1.75} aria-hidden focusable={false} className={cx("shrink-0", className)} />;
}
