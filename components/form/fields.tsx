"use client";

import { Eye, EyeOff } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { useAreaName } from "@/components/areas/use-area-name";
import { Button, IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ChooserField } from "@/components/ui/chooser-field";
import type { ChoiceGroupProps } from "@/components/ui/choice-group";
import type { DateRangeFieldProps, DateTimeFieldProps } from "@/components/ui/date-fields";
import type { TimeRange } from "@/components/ui/date-ranges";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import {
  type FieldFrameProps,
  TextArea,
  type TextAreaProps,
  TextField,
  type TextFieldProps,
} from "@/components/ui/field";
import type { NumberFieldProps } from "@/components/ui/number-field";
import type { Option, SelectProps } from "@/components/ui/select";
import { useField } from "./use-field";

// Heavy ones come with the form that has them.
const AreaChooser = dynamic(() =>
  insist(() => import("@/components/areas/area-chooser")).then((module) => module.AreaChooser),
);
const ChoiceGroup = dynamic(() =>
  insist(() => import("@/components/ui/choice-group")).then((module) => module.ChoiceGroup),
) as <V extends string>(props: ChoiceGroupProps<V>) => ReactNode;
const DateTimeField = dynamic(() =>
  insist(() => import("@/components/ui/date-fields")).then((module) => module.DateTimeField),
);
const DateRangeField = dynamic(() =>
  insist(() => import("@/components/ui/date-fields")).then((module) => module.DateRangeField),
);
const Select = dynamic(() => insist(() => import("@/components/ui/select")).then((module) => module.Select)) as <
  V extends string,
>(
  props: SelectProps<V>,
) => ReactNode;
const ChoiceList = dynamic(() => insist(() => import("@/components/ui/select")).then((module) => module.ChoiceList));
const NumberField = dynamic(() =>
  insist(() => import("@/components/ui/number-field")).then((module) => module.NumberField),
);

/** Fields of a Form, by the path of their value. They take their error from the form. */

function isTimeRange(value: unknown): value is TimeRange {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
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

/** Shows what is typed while its button is pressed in; browsers and password keepers fill it as usual. */
export function FormPassword({
  name,
  autoComplete = "current-password",
  ...rest
}: Omit<TextFieldProps, Bound | "type" | "end"> & { name: string }) {
  const [shown, setShown] = useState(false);
  return (
    <FormTextField
      {...rest}
      name={name}
      type={shown ? "text" : "password"}
      autoComplete={autoComplete}
      spellCheck="false"
      end={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={shown ? "Hide the password" : "Show the password"}
          size="sm"
          onPress={() => setShown(!shown)}
        />
      }
    />
  );
}

export function FormNumber({ name, ...rest }: Omit<NumberFieldProps, Bound> & { name: string }) {
  const { field, error } = useField(name);
  return (
    <NumberField
      {...rest}
      value={typeof field.value === "number" ? field.value : null}
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
  return (
    <Select
      {...rest}
      options={options}
      value={chosen?.value ?? null}
      onChange={field.onChange}
      buttonRef={field.ref}
      error={error}
    />
  );
}

/** One of a fixed set, where a form stands on a page: its list comes when it is opened. In a dialog, FormSelect. */
export function FormOneOf({
  name,
  options,
  placeholder,
  ...rest
}: Pick<FieldFrameProps, "label" | "aside" | "hint"> & {
  name: string;
  options: readonly Option[];
  placeholder: string;
}) {
  const { field, error } = useField(name);
  const chosen = options.find((option) => option.value === field.value);
  return (
    <ChooserField {...rest} placeholder={placeholder} shown={chosen?.label ?? null} buttonRef={field.ref} error={error}>
      {(close) => (
        <ChoiceList
          label={rest.label}
          options={options}
          multiple={false}
          value={chosen === undefined ? [] : [chosen.value]}
          onChange={([value]) => {
            if (value !== undefined) field.onChange(value);
            close();
          }}
        />
      )}
    </ChooserField>
  );
}

/** Any number of a fixed set; the value is a list. */
export function FormChoices<V extends string>({ name, ...rest }: Omit<ChoiceGroupProps<V>, Bound> & { name: string }) {
  const { field, error } = useField(name);
  const given: readonly unknown[] = Array.isArray(field.value) ? field.value : [];
  return (
    <ChoiceGroup
      {...rest}
      value={rest.options.map((option) => option.value).filter((one) => given.includes(one))}
      onChange={field.onChange}
      onBlur={field.onBlur}
      error={error}
    />
  );
}

/** The value is an ISO time in UTC, or null. */
export function FormDateTime({ name, ...rest }: Omit<DateTimeFieldProps, Bound> & { name: string }) {
  const { field, error } = useField(name);
  return (
    <DateTimeField
      {...rest}
      value={typeof field.value === "string" ? field.value : null}
      onChange={field.onChange}
      onBlur={field.onBlur}
      error={error}
    />
  );
}

/** The value is `{ from, to }`, ISO times in UTC, or null. */
export function FormDateRange({ name, ...rest }: Omit<DateRangeFieldProps, Bound> & { name: string }) {
  const { field, error } = useField(name);
  return (
    <DateRangeField
      {...rest}
      value={isTimeRange(field.value) ? field.value : null}
      onChange={field.onChange}
      onBlur={field.onBlur}
      error={error}
    />
  );
}

/** One area out of the tree; the value is its id, or null. */
export function FormArea({
  name,
  label,
  aside,
  hint,
  none,
}: Pick<FieldFrameProps, "label" | "aside" | "hint"> & {
  name: string;
  /** What null is called: "At the top". Without it an area must be chosen. */
  none?: string | undefined;
}) {
  const { field, error } = useField(name);
  const { ref, value: given, onChange: change } = field;
  const value = typeof given === "string" ? given : null;
  const area = useAreaName(value);
  return (
    <ChooserField
      label={label}
      aside={aside}
      hint={hint}
      error={error}
      buttonRef={ref}
      shown={value === null ? (none ?? null) : <Name>{area ?? value}</Name>}
      placeholder="Choose an area"
    >
      {(close) => (
        <>
          {none === undefined ? null : (
            <div className="border-b border-line p-2">
              <Button
                variant="quiet"
                size="sm"
                className="w-full justify-start"
                onPress={() => {
                  change(null);
                  close();
                }}
              >
                {none}
              </Button>
            </div>
          )}
          <AreaChooser
            value={value}
            onChoose={(chosen) => {
              change(chosen);
              close();
            }}
          />
        </>
      )}
    </ChooserField>
  );
}

export function FormCheckbox({ name, children }: { name: string; children: string }) {
  const { field } = useField(name);
  return (
    <Checkbox isSelected={field.value === true} onChange={field.onChange} onBlur={field.onBlur} inputRef={field.ref}>
      {children}
    </Checkbox>
  );
}
