"use client";

import { type ReactNode, useId } from "react";
import { cx } from "./cx";

export interface ProgressBarProps {
  label: string;
  value: number;
  max?: number;
  /** The numbers in words: "312 of 500, 7 refused". */
  aside?: ReactNode;
  labelHidden?: boolean;
  className?: string;
}

/** Our own, for it does nothing but speak: react-aria's brings its formatter of numbers to every list. */
export function ProgressBar({ label, value, max = 100, aside, labelHidden = false, className }: ProgressBarProps) {
  const labelId = useId();
  const percentage = max <= 0 ? 0 : Math.round((Math.min(Math.max(value, 0), max) / max) * 100);
  return (
    <div
      role="progressbar"
      aria-labelledby={labelId}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percentage}
      aria-valuetext={`${percentage} %`}
      className={cx("block", className)}
    >
      <div className={cx("mb-2 flex justify-between gap-3 text-sm", labelHidden && aside === undefined && "sr-only")}>
        <span id={labelId} className={cx("font-medium text-fg", labelHidden && "sr-only")}>
          {label}
        </span>
        {aside === undefined ? null : (
          <span data-numeric className="text-fg-soft">
            {aside}
          </span>
        )}
      </div>
      <div className="h-1 overflow-hidden rounded-full bg-control">
        <div className="h-full rounded-full bg-accent" style={{ inlineSize: `${percentage}%` }} />
      </div>
    </div>
  );
}
