import type { ReactNode } from "react";

export interface PanelProps {
  id: string;
  title: string;
  /** What is measured, and by which guideline. */
  about: ReactNode;
  children: ReactNode;
  className?: string;
}

/** One subject of the report. */
export function Panel({ id, title, about, children, className = "" }: PanelProps) {
  return (
    <section aria-labelledby={id} className={`min-w-0 p-4 ${className}`}>
      <h2 id={id} className="text-md font-semibold">
        {title}
      </h2>
      <p className="mb-3 text-xs text-fg-soft">{about}</p>
      {children}
    </section>
  );
}

/** A share of a whole as a grey bar; `mark`, from 0 to 1, is the guideline. */
export function ShareBar({ share, mark, high = false }: { share: number; mark?: number; high?: boolean }) {
  return (
    <span aria-hidden className="relative block h-2 w-full rounded-xs bg-control forced-color-adjust-none">
      <span
        className={`block h-full rounded-xs ${high ? "bg-p1" : "bg-line-strong"}`}
        style={{ width: `${Math.min(1, share) * 100}%` }}
      />
      {mark === undefined ? null : (
        <span
          className="absolute -inset-y-1 border-s border-dashed border-fg-faint"
          style={{ insetInlineStart: `${mark * 100}%` }}
        />
      )}
    </span>
  );
}

export const None = ({ children }: { children: ReactNode }) => <p className="text-sm text-fg-faint">{children}</p>;
