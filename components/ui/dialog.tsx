"use client";

import { CircleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import type { DialogProps } from "./dialog-panel";
import { Icon, type LucideIcon } from "./icon";
import { Name } from "./name";

export type { DialogProps } from "./dialog-panel";

const Panel = dynamic(() => import("./dialog-panel").then((module) => module.DialogPanel), { ssr: false });

/** Its code is loaded when the first one opens. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.isOpen);
  if (props.isOpen && !wanted) setWanted(true);
  return wanted ? <Panel {...props} /> : null;
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
