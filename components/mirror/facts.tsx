import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

export interface Fact {
  label: string;
  value: ReactNode;
}

/** What is known about one thing, label and value a line. */
export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={cx("grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-2.5 text-sm", className)}>
      {facts.map(({ label, value }) => (
        <div key={label} className="contents">
          <dt className="text-fg-soft">{label}</dt>
          <dd className="min-w-0 wrap-anywhere text-fg">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the gateway does not say. */
export function NotKnown({ children = "not known" }: { children?: string }) {
  return <span className="text-fg-faint">{children}</span>;
}

/** An id or a code, as the gateway writes it. */
export function Code({ children }: { children: string }) {
  return <code className="font-mono text-xs">{children}</code>;
}
