"use client";

import { CircleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, Suspense, useState } from "react";
import { Button } from "./button";
import { REASON_MAX } from "@/lib/domains/commands/terms";
import type { DialogProps } from "./dialog-panel";
import { Icon, type LucideIcon } from "./icon";
import { insist } from "./insist";
import { Name } from "./name";
import { trouble, type Trouble } from "./trouble";

export type { DialogProps } from "./dialog-panel";

const Panel = dynamic(() => insist(() => import("./dialog-panel")).then((module) => module.DialogPanel), {
  ssr: false,
});

/** Its code is loaded when the first one opens. */
export function Dialog(props: DialogProps) {
  const [wanted, setWanted] = useState(props.isOpen);
  if (props.isOpen && !wanted) setWanted(true);
  return wanted ? <Panel {...props} /> : null;
}
const Answers = dynamic(() => insist(() => import("./confirm-answers")).then((module) => module.ConfirmAnswers), {
  ssr: false,
});

export interface ConfirmObject {
  id: string;
  name: string;
  icon?: LucideIcon;
  /** Its present state, or why it will fail. */
  aside?: ReactNode;
}

export interface Confirmation {
  /** Trimmed; empty where none was asked or given. */
  reason: string;
}

export interface ConfirmDialogProps {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question with object and number: "Unlock 3 doors in Building A?" */
  title: ReactNode;
  /** One sentence: what will happen. */
  consequence: ReactNode;
  objects?: readonly ConfirmObject[];
  /** A choice of one's own. */
  children?: ReactNode;
  /** Asks why, which goes into the audit; "required": nothing happens until it is said. */
  reason?: "optional" | "required";
  /** Must be typed before anything happens: the object's name. */
  typed?: string;
  /** Verb plus object: "Unlock 3 doors". */
  confirmLabel: string;
  busyLabel?: string;
  danger?: boolean;
  confirmDisabled?: boolean;
  /** Resolves when done: the dialog closes. Rejects: what happened is shown, and nothing typed is lost. */
  onConfirm: (confirmation: Confirmation) => Promise<void>;
}

/** Focus stands on Cancel, so Enter does not confirm. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen } = props;
  // Opened anew, it begins anew; while it closes it keeps what it says.
  const [opening, setOpening] = useState({ isOpen, count: 0 });
  if (opening.isOpen !== isOpen) setOpening({ isOpen, count: opening.count + (isOpen ? 1 : 0) });
  return <Confirm key={opening.count} {...props} />;
}

function Confirm(props: ConfirmDialogProps) {
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
  const [failure, setFailure] = useState<Trouble>();
  const [reason, setReason] = useState("");
  const [unsaid, setUnsaid] = useState(false);
  const [word, setWord] = useState("");

  const tooLong = [...reason].length > REASON_MAX;
  const missing = props.reason === "required" && reason.trim() === "";
  const untyped = props.typed !== undefined && word.trim() !== props.typed.trim();

  async function confirm() {
    setUnsaid(missing);
    if (tooLong || missing) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await props.onConfirm({ reason: reason.trim() });
      onOpenChange(false);
    } catch (error) {
      setFailure(trouble(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      role="alertdialog"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      dismissable={!busy}
      title={title}
      actions={
        <>
          <Button
            autoFocus
            onPress={() => onOpenChange(false)}
            isDisabled={busy}
            className="outline-offset-2 outline-focus data-focused:outline-2"
          >
            Cancel
          </Button>
          <Button
            variant={danger ? "danger" : "primary"}
            busy={busy}
            {...(busyLabel === undefined ? {} : { busyLabel })}
            isDisabled={props.confirmDisabled === true || untyped}
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
              <Name className="min-w-0 flex-1 text-fg wrap-anywhere">{object.name}</Name>
              {object.aside === undefined ? null : (
                <span className="max-w-1/2 text-end text-xs text-fg-faint">{object.aside}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {children === undefined ? null : <div className="mt-3">{children}</div>}
      {props.reason === undefined && props.typed === undefined ? null : (
        <Suspense>
          <Answers
            reason={
              props.reason === undefined
                ? undefined
                : {
                    value: reason,
                    error: tooLong
                      ? `Shorten it to ${REASON_MAX} characters.`
                      : unsaid && missing
                        ? "Say why: it stands in the audit log."
                        : undefined,
                    required: props.reason === "required",
                    onChange: setReason,
                  }
            }
            limit={REASON_MAX}
            typed={props.typed === undefined ? undefined : { expected: props.typed, value: word, onChange: setWord }}
          />
        </Suspense>
      )}
      {failure === undefined ? null : (
        <p role="alert" className="mt-3 flex gap-2 text-danger-fg">
          <Icon of={CircleAlert} className="mt-0.5" />
          <span>
            {failure.title} {failure.advice}{" "}
            {failure.code === undefined ? null : <code className="font-mono text-xs">{failure.code}</code>}
          </span>
        </p>
      )}
    </Dialog>
  );
}
