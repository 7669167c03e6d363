"use client";

import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from "react-aria-components";
import { cx } from "./cx";

export interface CheckboxProps extends Omit<AriaCheckboxProps, "children" | "className" | "style"> {
  children?: ReactNode;
  className?: string;
}

export function Checkbox({ children, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox
      {...rest}
      className={cx(
        "group relative flex min-h-6 items-center gap-2 rounded-sm text-sm text-fg outline-none data-disabled:text-fg-disabled pointer-coarse:min-h-11",
        className,
      )}
    >
      {({ isSelected, isIndeterminate, isDisabled }) => (
        <>
          <span
            className="tick-box"
            {...(isSelected ? { "data-selected": true } : {})}
            {...(isIndeterminate ? { "data-indeterminate": true } : {})}
            {...(isDisabled ? { "data-disabled": true } : {})}
          />
          {children === undefined ? null : <span className="min-w-0 flex-1">{children}</span>}
        </>
      )}
    </AriaCheckbox>
  );
}
