"use client";

import type { ReactNode } from "react";
import type { FieldValues } from "react-hook-form";
import { Dialog, type DialogProps } from "@/components/ui/dialog";
import { Form, type FormControl, type FormSpec, useSubmitForm } from "./form";
import { useUnsavedGuard } from "./unsaved";

export interface FormDialogProps<In extends FieldValues, Out> extends FormSpec<In, Out> {
  isOpen: boolean;
  /** Cancelled, closed, or done. */
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** Verb plus object: "Add device". */
  submitLabel: string;
  busyLabel?: string;
  /** Wider than a question: "max-w-160". */
  className?: string;
}

/** The form in a dialog: it closes when `submit` resolves, and asks before changes are lost. */
export function FormDialog<In extends FieldValues, Out>(props: FormDialogProps<In, Out>) {
  return props.isOpen ? <OpenForm {...props} /> : null;
}

function OpenForm<In extends FieldValues, Out>({
  onClose,
  title,
  children,
  submitLabel,
  busyLabel,
  className,
  submit,
  ...spec
}: FormDialogProps<In, Out>) {
  const control = useSubmitForm<In, Out>({
    ...spec,
    submit: async (values) => {
      await submit(values);
      onClose();
    },
  });
  return (
    <AskingDialog control={control} onClose={onClose} title={title} {...(className === undefined ? {} : { className })}>
      <Form
        control={control}
        submitLabel={submitLabel}
        {...(busyLabel === undefined ? {} : { busyLabel })}
        onCancel={onClose}
        className="mt-3"
      >
        {children}
      </Form>
    </AskingDialog>
  );
}

export interface AskingDialogProps<In extends FieldValues, Out> extends Omit<DialogProps, "isOpen" | "onOpenChange"> {
  control: FormControl<In, Out>;
  onClose: () => void;
}

/** An open dialog around a form of one's own: Esc, Close or a press beside it asks before changes are lost. */
export function AskingDialog<In extends FieldValues, Out>({
  control,
  onClose,
  children,
  ...dialog
}: AskingDialogProps<In, Out>) {
  const { isDirty, isSubmitting } = control.form.formState;
  const guard = useUnsavedGuard(isDirty && !isSubmitting);
  return (
    <Dialog
      isOpen
      onOpenChange={(open) => (open ? undefined : void guard.ask().then((leave) => (leave ? onClose() : undefined)))}
      dismissable={!isSubmitting}
      {...dialog}
    >
      {guard.dialog}
      {children}
    </Dialog>
  );
}
