"use client";

import type { ReactNode, RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { cx } from "./cx";
import { popoverClass, type PopoverPlacement } from "./overlay-class";

export interface PopoverPanelProps {
  label: string;
  triggerRef: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  placement: PopoverPlacement;
  children: ReactNode | ((close: () => void) => ReactNode);
  className?: string;
}

/** What a Popover opens. */
export function PopoverPanel({ label, children, className, ...overlay }: PopoverPanelProps) {
  return (
    <Popover {...overlay} offset={6} className={popoverClass}>
      <Dialog aria-label={label} className={cx("relative max-h-[inherit] overflow-auto outline-none", className)}>
        {typeof children === "function" ? children(() => overlay.onOpenChange(false)) : children}
      </Dialog>
    </Popover>
  );
}
