"use client";

import type { ReactNode } from "react";
import {
  Dialog,
  DialogTrigger,
  Popover as AriaPopover,
  type PopoverProps as AriaPopoverProps,
} from "react-aria-components";
import { cx } from "./cx";

export const popoverClass = "appear z-(--z-popover) rounded-lg bg-raised text-fg shadow-popover outline-none";

export interface PopoverProps extends Omit<AriaPopoverProps, "children" | "className" | "style" | "trigger"> {
  /** The name of what opens. */
  label: string;
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode | ((close: () => void) => ReactNode);
  className?: string;
}

export function Popover({ label, trigger, children, className, isOpen, onOpenChange, ...rest }: PopoverProps) {
  return (
    <DialogTrigger
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {trigger}
      <AriaPopover placement="bottom start" offset={6} {...rest} className={popoverClass}>
        <Dialog aria-label={label} className={cx("max-h-[inherit] overflow-auto outline-none", className)}>
          {({ close }) => <>{typeof children === "function" ? children(close) : children}</>}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
