"use client";

import type { Ref } from "react";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { NumberField as AriaNumberField } from "react-aria-components/NumberField";
import { cx } from "./cx";
import { FieldLabel, FieldNotes, type FieldFrameProps, inputClass } from "./field";

export interface NumberFieldProps extends FieldFrameProps {
  /** Null: none. */
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: () => void;
  /** Stands inside, at the end: "minutes". */
  unit?: string;
  min?: number;
  max?: number;
  step?: number;
  isDisabled?: boolean;
  className?: string;
  inputRef?: Ref<HTMLInputElement>;
}

/** A number in the viewer's own spelling; the arrows step. The schema refuses what is out of bounds. */
export function NumberField(props: NumberFieldProps) {
  const { label, aside, hint, error, value, onChange, onBlur, unit, min, max, step, inputRef, className } = props;
  return (
    <AriaNumberField
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      {...(onBlur === undefined ? {} : { onBlur })}
      {...(min === undefined ? {} : { minValue: min })}
      {...(max === undefined ? {} : { maxValue: max })}
      {...(step === undefined ? {} : { step })}
      isInvalid={error !== undefined}
      isDisabled={props.isDisabled === true}
      className={cx("block", className)}
    >
      <FieldLabel label={label} aside={aside} />
      <Group className="relative">
        <Input
          {...(inputRef === undefined ? {} : { ref: inputRef })}
          className={cx(inputClass, "h-9 tabular-nums pointer-coarse:h-11", unit !== undefined && "pe-20")}
        />
        {unit === undefined ? null : (
          <span className="pointer-events-none absolute inset-y-0 end-3 flex items-center text-sm text-fg-faint">
            {unit}
          </span>
        )}
      </Group>
      <FieldNotes hint={hint} error={error} />
    </AriaNumberField>
  );
}
