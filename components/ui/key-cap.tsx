import type { ReactNode } from "react";
import { cx } from "./cx";

/** A key as printed on the keyboard. Decoration for those who see it: give the control `aria-keyshortcuts`. */
export function KeyCap({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      aria-hidden
      className={cx(
        "inline-flex h-4 min-w-4 shrink-0 items-center justify-center rounded-xs border border-current/30 px-1 font-sans text-2xs leading-none font-strong text-current pointer-coarse:hidden",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
