"use client";

import type { ReactNode } from "react";
import { ProgressBar as AriaProgressBar, Label } from "react-aria-components";
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

export function ProgressBar({ label, value, max = 100, aside, labelHidden = false, className }: ProgressBarProps) {
  return (
    <AriaProgressBar value={value} maxValue={max} className={cx("block", className)}>
      {({ percentage = 0 }) => (
        <>
          <div
            className={cx("mb-2 flex justify-between gap-3 text-sm", labelHidden && aside === undefined && "sr-only")}
          >
            <Label className={cx("font-medium text-fg", labelHidden && "sr-only")}>{label}</Label>
            {aside === undefined ? null : (
              <span data-numeric className="text-fg-soft">
                {aside}
              </span>
            )}
          </div>
          <div className="h-1 overflow-hidden rounded-full bg-control">
            <div className="h-full rounded-full bg-accent" style={{ inlineSize: `${percentage}%` }} />
          </div>
        </>
      )}
    </AriaProgressBar>
  );
}
