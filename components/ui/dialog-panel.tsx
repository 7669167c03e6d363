"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { IconButton } from "./button";
import { cx } from "./cx";

export interface DialogProps {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children: ReactNode;
  /** The buttons at the foot, safe one first. */
  actions?: ReactNode;
  role?: "dialog" | "alertdialog";
  /** False while something runs that closing would hide. */
  dismissable?: boolean;
  className?: string;
}

export function DialogPanel({
  isOpen,
  onOpenChange,
  title,
  children,
  actions,
  role = "dialog",
  dismissable = true,
  className,
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={dismissable && role === "dialog"}
      isKeyboardDismissDisabled={!dismissable}
      className="appear-slow fixed inset-0 z-(--z-dialog) flex items-end justify-center overflow-auto bg-scrim p-4 sm:items-center"
    >
      <Modal className={cx("w-full max-w-101 rounded-xl bg-raised text-fg shadow-dialog", className)}>
        <AriaDialog role={role} className="flex max-h-[calc(100dvh-2rem)] flex-col outline-none">
          <div className="flex items-start justify-between gap-3 px-5 pt-5">
            <Heading slot="title" className="text-lg font-semibold wrap-anywhere">
              {title}
            </Heading>
            {role === "dialog" && dismissable ? (
              <IconButton icon={X} label="Close" size="sm" onPress={() => onOpenChange(false)} className="-me-1" />
            ) : null}
          </div>
          <div className="relative min-h-0 overflow-auto px-5 pt-1 pb-5 text-sm text-fg-soft keeps-foot">
            {children}
          </div>
          {actions === undefined ? null : (
            <div className="flex flex-wrap items-center justify-end gap-2 px-5 pb-5">{actions}</div>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
