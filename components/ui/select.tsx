"use client";

import { Check, ChevronDown } from "lucide-react";
import type { Ref } from "react";
import {
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  SelectValue,
} from "react-aria-components";
import { cx } from "./cx";
import { FieldLabel, FieldNotes, type FieldFrameProps, inputClass } from "./field";
import { Icon, type LucideIcon } from "./icon";
import { popoverClass } from "./overlay-class";

export interface Option<V extends string = string> {
  value: V;
  label: string;
  hint?: string;
  icon?: LucideIcon;
}

export interface SelectProps<V extends string>
  extends
    Omit<AriaSelectProps<object>, "children" | "className" | "style" | "value" | "defaultValue" | "onChange">,
    FieldFrameProps {
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
  buttonRef?: Ref<HTMLButtonElement>;
  className?: string;
}

export function Select<V extends string>({
  label,
  aside,
  hint,
  error,
  options,
  value,
  onChange,
  buttonRef,
  className,
  ...rest
}: SelectProps<V>) {
  return (
    <AriaSelect
      placeholder="Choose"
      {...rest}
      isInvalid={error !== undefined}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className={cx("block", className)}
    >
      <FieldLabel label={label} aside={aside} />
      <Button
        {...(buttonRef === undefined ? {} : { ref: buttonRef })}
        className={cx(
          inputClass,
          "flex h-9 items-center justify-between gap-2 text-start data-disabled:text-fg-disabled pointer-coarse:h-11",
        )}
      >
        <SelectValue<Option> className="truncate data-placeholder:text-fg-faint">
          {({ selectedText, defaultChildren, isPlaceholder }) => (isPlaceholder ? defaultChildren : selectedText)}
        </SelectValue>
        <Icon of={ChevronDown} size={14} className="text-fg-faint" />
      </Button>
      <FieldNotes hint={hint} error={error} />
      <Popover offset={4} className={cx(popoverClass, "min-w-(--trigger-width)")}>
        <OptionList options={options} />
      </Popover>
    </AriaSelect>
  );
}

const optionClass =
  "focus-inside flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-sm text-fg outline-none data-focused:bg-hover data-hovered:bg-hover data-disabled:text-fg-disabled pointer-coarse:min-h-11";

function OptionList({ options }: { options: readonly Option[] }) {
  return (
    <ListBox items={options} className="max-h-[inherit] overflow-auto p-1 outline-none">
      {(option) => (
        <ListBoxItem id={option.value} textValue={option.label} className={optionClass}>
          {({ isSelected }) => <OptionFace option={option} selected={isSelected} />}
        </ListBoxItem>
      )}
    </ListBox>
  );
}

function OptionFace({ option, selected }: { option: Option; selected: boolean }) {
  return (
    <>
      {option.icon ? <Icon of={option.icon} className="text-fg-faint" /> : null}
      <span className="flex-1">{option.label}</span>
      {option.hint === undefined ? null : <span className="text-xs text-fg-faint">{option.hint}</span>}
      <Icon of={Check} className={cx("text-accent-fg", !selected && "invisible")} />
    </>
  );
}

export interface ChoiceListProps<V extends string> {
  label: string;
  options: readonly Option<V>[];
  value: readonly V[];
  onChange: (value: V[]) => void;
  multiple?: boolean;
  /** False where a search above it has the focus. */
  takesFocus?: boolean;
}

/** The options themselves, for a popover of one's own (filters). */
export function ChoiceList<V extends string>({
  label,
  options,
  value,
  onChange,
  multiple = true,
  takesFocus = true,
}: ChoiceListProps<V>) {
  return (
    <ListBox
      aria-label={label}
      items={options}
      autoFocus={takesFocus ? "first" : false}
      // Esc closes what the list stands in; the choice stays.
      escapeKeyBehavior="none"
      selectionMode={multiple ? "multiple" : "single"}
      selectedKeys={value}
      onSelectionChange={(keys) =>
        onChange(options.map((option) => option.value).filter((each) => keys === "all" || keys.has(each)))
      }
      className="max-h-80 min-w-48 overflow-auto p-1 outline-none"
    >
      {(option) => (
        <ListBoxItem id={option.value} textValue={option.label} className={optionClass}>
          {({ isSelected }) => <OptionFace option={option} selected={isSelected} />}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
