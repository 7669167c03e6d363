"use client";

import { ChevronDown } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";
import { Button } from "react-aria-components/Button";
import { cx } from "./cx";
import { type FieldFrameProps, FieldProblem, inputClass } from "./field";
import { Icon } from "./icon";
import { Popover } from "./popover";

export interface ChooserFieldProps extends FieldFrameProps {
  /** What is chosen, or null and `placeholder` stands there. */
  shown: ReactNode;
  placeholder: string;
  buttonRef?: Ref<HTMLButtonElement>;
  autoFocus?: boolean;
  /** What opens. */
  children: (close: () => void) => ReactNode;
}

/** A field whose value is chosen in a popover of its own; it looks like a Select. */
export function ChooserField({
  label,
  aside,
  hint,
  error,
  shown,
  placeholder,
  buttonRef,
  autoFocus = false,
  children,
}: ChooserFieldProps) {
  const id = useId();
  return (
    <div>
      <div className="mb-1 flex items-baseline justify-between gap-2">
        <span id={`${id}-label`} className="text-sm font-medium text-fg">
          {label}
        </span>
        {aside === undefined ? null : <span className="text-xs text-fg-faint">{aside}</span>}
      </div>
      <Popover
        label={label}
        trigger={
          <Button
            {...(buttonRef === undefined ? {} : { ref: buttonRef })}
            autoFocus={autoFocus}
            id={`${id}-button`}
            aria-labelledby={`${id}-label ${id}-button`}
            {...(error === undefined ? {} : { "aria-describedby": `${id}-error`, "data-invalid": true })}
            className={cx(inputClass, "flex h-9 items-center justify-between gap-2 text-start pointer-coarse:h-11")}
          >
            <span className={cx("truncate", shown === null && "text-fg-faint")}>{shown ?? placeholder}</span>
            <Icon of={ChevronDown} size={14} className="text-fg-faint" />
          </Button>
        }
      >
        {children}
      </Popover>
      {hint === undefined ? null : <p className="mt-1 text-xs text-fg-faint">{hint}</p>}
      <FieldProblem id={`${id}-error`}>{error}</FieldProblem>
    </div>
  );
}
