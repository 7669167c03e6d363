"use client";

import type { ReactNode } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { cx } from "./cx";

export interface SheetProps {
  title: string;
  /** Said, but not shown: what is inside speaks for itself. */
  titleHidden?: boolean;
  /** Beside the title. */
  action?: ReactNode;
  /** Stands at the foot while the rest scrolls. */
  foot?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** On a phone: what rises from the foot of the window. Give it to `dynamic`, so that no page pays for it. */
export function Sheet({ title, titleHidden = false, action, foot, onClose, children }: SheetProps) {
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable
      className="appear-slow fixed inset-0 z-(--z-drawer) flex items-end bg-scrim"
    >
      <Modal className="w-full rounded-t-xl bg-raised text-fg shadow-dialog">
        <Dialog className="flex max-h-[80dvh] flex-col outline-none">
          <div className={cx("flex min-h-13 shrink-0 items-center gap-3 px-4 pt-2", titleHidden && "sr-only")}>
            <Heading slot="title" className="min-w-0 flex-1 text-lg font-semibold">
              {title}
            </Heading>
            {action}
          </div>
          <div
            className={cx(
              "min-h-0 overflow-auto px-4",
              titleHidden && "pt-4",
              foot === undefined && "pb-[calc(1rem+env(safe-area-inset-bottom))]",
            )}
          >
            {children}
          </div>
          {foot === undefined ? null : (
            <div className="shrink-0 border-t border-line p-4 pb-[calc(1rem+env(safe-area-inset-bottom))]">{foot}</div>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
