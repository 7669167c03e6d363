"use client";

import { CircleAlert, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button, IconButton } from "./button";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";
import { Name } from "./name";

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

export function Dialog({
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
          <div className="min-h-0 overflow-auto px-5 pt-1 pb-5 text-sm text-fg-soft">{children}</div>
          {actions === undefined ? null : (
            <div className="flex flex-wrap items-center justify-end gap-2 px-5 pb-5">{actions}</div>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmObject {
  id: string;
  name: string;
  icon?: LucideIcon;
  /** Its present state, or why it will fail. */
  aside?: ReactNode;
}

export interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question with object and number: "Unlock 3 doors in Building A?" */
  title: ReactNode;
  /** One sentence: what will happen. */
  consequence: ReactNode;
  objects?: readonly ConfirmObject[];
  /** A reason field, a choice. */
  children?: ReactNode;
  /** Verb plus object: "Unlock 3 doors". */
  confirmLabel: string;
  busyLabel?: string;
  danger?: boolean;
  confirmDisabled?: boolean;
  /** Resolves when done: the dialog closes. Rejects: its message is shown and the dialog stays. */
  onConfirm: () => Promise<void>;
}

/** Focus stands on Cancel, so Enter does not confirm. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    isOpen,
    onOpenChange,
    title,
    consequence,
    objects,
    children,
    confirmLabel,
    busyLabel,
    danger = false,
  } = props;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();

  async function confirm() {
    setBusy(true);
    setFailure(undefined);
    try {
      await props.onConfirm();
      onOpenChange(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  }

  function change(open: boolean) {
    if (!open) setFailure(undefined);
    onOpenChange(open);
  }

  return (
    <Dialog
      role="alertdialog"
      isOpen={isOpen}
      onOpenChange={change}
      dismissable={!busy}
      title={title}
      actions={
        <>
          <Button
            autoFocus
            onPress={() => change(false)}
            isDisabled={busy}
            className="outline-offset-2 outline-focus data-focused:outline-2"
          >
            Cancel
          </Button>
          <Button
            variant={danger ? "danger" : "primary"}
            busy={busy}
            {...(busyLabel === undefined ? {} : { busyLabel })}
            isDisabled={props.confirmDisabled === true}
            onPress={() => void confirm()}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <p>{consequence}</p>
      {objects === undefined || objects.length === 0 ? null : (
        <ul className="mt-3 max-h-56 overflow-auto rounded-md border border-line">
          {objects.map((object) => (
            <li
              key={object.id}
              className="flex min-h-8 items-center gap-2 border-t border-line-soft px-2.5 py-1 first:border-t-0"
            >
              {object.icon ? <Icon of={object.icon} className="text-fg-faint" /> : null}
              <Name cut className="min-w-0 flex-1 text-fg">
                {object.name}
              </Name>
              {object.aside === undefined ? null : <span className="text-xs text-fg-faint">{object.aside}</span>}
            </li>
          ))}
        </ul>
      )}
      {children === undefined ? null : <div className="mt-3">{children}</div>}
      {failure === undefined ? null : (
        <p role="alert" className="mt-3 flex gap-2 text-danger-fg">
          <Icon of={CircleAlert} className="mt-0.5" />
          {failure}
        </p>
      )}
    </Dialog>
  );
}
