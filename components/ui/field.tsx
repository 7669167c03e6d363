"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode, Ref } from "react";
import {
  Input,
  Label,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  FieldError,
  type TextFieldProps as AriaTextFieldProps,
} from "react-aria-components";
import { cx } from "./cx";
import { Icon } from "./icon";

export const inputClass =
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-md text-fg disabled:border-line disabled:text-fg-disabled data-invalid:border-danger data-invalid:ring-1 data-invalid:ring-danger";

export interface FieldFrameProps {
  label: string;
  /** Stands at the end of the label: "optional", "12 of 32". */
  aside?: ReactNode;
  hint?: ReactNode;
  /** What is wrong and what to do; turns the edge red. */
  error?: string | undefined;
}

export function FieldLabel({
  label,
  aside,
  over = false,
}: Pick<FieldFrameProps, "label" | "aside"> & { over?: boolean }) {
  return (
    <div className="mb-1 flex items-baseline justify-between gap-2">
      <Label className="text-sm font-medium text-fg">{label}</Label>
      {aside === undefined ? null : (
        <span className={cx("text-xs", over ? "text-danger-fg" : "text-fg-faint")}>{aside}</span>
      )}
    </div>
  );
}

/** The hint and the error of a field, announced with it. Only inside a react-aria field. */
export function FieldNotes({ hint, error }: Pick<FieldFrameProps, "hint" | "error">) {
  return (
    <>
      {hint === undefined ? null : (
        <Text slot="description" className="mt-1 block text-xs text-fg-faint">
          {hint}
        </Text>
      )}
      <FieldError className="mt-1 flex gap-1.5 text-xs text-danger-fg">
        {(validation) => {
          const text = error ?? validation.validationErrors.join(" ");
          return (
            <>
              <Icon of={CircleAlert} size={14} className="mt-px" />
              <span>{text}</span>
            </>
          );
        }}
      </FieldError>
    </>
  );
}

/** The error of something that is no react-aria field; nothing without one. */
export function FieldProblem({ id, children }: { id?: string; children: string | undefined }) {
  if (children === undefined) return null;
  return (
    <p role="alert" {...(id === undefined ? {} : { id })} className="mt-1 flex gap-1.5 text-xs text-danger-fg">
      <Icon of={CircleAlert} size={14} className="mt-px" />
      {children}
    </p>
  );
}

export interface TextFieldProps extends Omit<AriaTextFieldProps, "children" | "className" | "style">, FieldFrameProps {
  placeholder?: string;
  /** Shows "n of limit" and turns red beyond it; the schema refuses. */
  limit?: number;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
  /** Stands inside, at the end: a reveal button, a unit. */
  end?: ReactNode;
}

export function TextField({
  label,
  aside,
  hint,
  error,
  limit,
  placeholder,
  className,
  inputRef,
  end,
  ...rest
}: TextFieldProps) {
  const length = [...(rest.value ?? "")].length;
  const note = limit !== undefined && length > limit / 2 ? `${length} of ${limit}` : aside;
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined || rest.isInvalid === true}
      className={cx("block", className)}
    >
      <FieldLabel label={label} aside={note} over={limit !== undefined && length > limit} />
      <div className="relative">
        <Input
          {...(inputRef === undefined ? {} : { ref: inputRef })}
          {...(placeholder === undefined ? {} : { placeholder })}
          dir="auto"
          className={cx(inputClass, "h-9 pointer-coarse:h-11", end !== undefined && "pe-10")}
        />
        {end === undefined ? null : <div className="absolute inset-y-0 end-1 flex items-center">{end}</div>}
      </div>
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}

export interface TextAreaProps extends Omit<TextFieldProps, "end" | "inputRef"> {
  rows?: number;
  inputRef?: Ref<HTMLTextAreaElement>;
}

export function TextArea({
  label,
  aside,
  hint,
  error,
  limit,
  placeholder,
  className,
  inputRef,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const length = [...(rest.value ?? "")].length;
  const note = limit !== undefined && length > limit / 2 ? `${length} of ${limit}` : aside;
  return (
    <AriaTextField
      {...rest}
      isInvalid={error !== undefined || rest.isInvalid === true}
      className={cx("block", className)}
    >
      <FieldLabel label={label} aside={note} over={limit !== undefined && length > limit} />
      <AriaTextArea
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        {...(placeholder === undefined ? {} : { placeholder })}
        rows={rows}
        dir="auto"
        className={cx(inputClass, "block resize-y py-2")}
      />
      <FieldNotes hint={hint} error={error} />
    </AriaTextField>
  );
}
