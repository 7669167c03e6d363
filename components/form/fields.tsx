"use client";

import { useController, useFormContext } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { TextArea, type TextAreaProps, TextField, type TextFieldProps } from "@/components/ui/field";
import { Select, type SelectProps } from "@/components/ui/select";

/** Fields of a Form, by the path of their value. They take their error from the form. */
function useField(name: string) {
  const { control } = useFormContext();
  const { field, fieldState } = useController({ name, control });
  const message = fieldState.error?.message;
  return { field, error: message };
}

function asText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

type Bound = "name" | "value" | "onChange" | "onBlur" | "error" | "inputRef" | "defaultValue";

export function FormTextField({ name, ...rest }: Omit<TextFieldProps, Bound> & { name: string }) {
  const { field, error } = useField(name);
  return (
    <TextField
      {...rest}
      name={name}
      value={asText(field.value)}
      onChange={field.onChange}
      onBlur={field.onBlur}
      inputRef={field.ref}
      error={error}
    />
  );
}

export function FormTextArea({ name, ...rest }: Omit<TextAreaProps, Bound> & { name: string }) {
  const { field, error } = useField(name);
  return (
    <TextArea
      {...rest}
      name={name}
      value={asText(field.value)}
      onChange={field.onChange}
      onBlur={field.onBlur}
      inputRef={field.ref}
      error={error}
    />
  );
}

export function FormSelect<V extends string>({
  name,
  options,
  ...rest
}: Omit<SelectProps<V>, Bound> & { name: string }) {
  const { field, error } = useField(name);
  const chosen = options.find((option) => option.value === field.value);
  return <Select {...rest} options={options} value={chosen?.value ?? null} onChange={field.onChange} error={error} />;
}

export function FormCheckbox({ name, children }: { name: string; children: string }) {
  const { field } = useField(name);
  return (
    <Checkbox isSelected={field.value === true} onChange={field.onChange} onBlur={field.onBlur} inputRef={field.ref}>
      {children}
    </Checkbox>
  );
}
