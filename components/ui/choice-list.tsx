"use client";

import { Check } from "lucide-react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";

export interface Option<V extends string = string> {
  value: V;
  label: string;
  hint?: string;
  icon?: LucideIcon;
}

const optionClass =
  "focus-inside flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-sm text-fg outline-none data-focused:bg-hover data-hovered:bg-hover data-disabled:text-fg-disabled pointer-coarse:min-h-11";

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
}

/** The options themselves, for a popover of one's own (filters). */
export function ChoiceList<V extends string>({ label, options, value, onChange, multiple = true }: ChoiceListProps<V>) {
  return (
    <ListBox
      aria-label={label}
      items={options}
      autoFocus="first"
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
