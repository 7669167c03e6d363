"use client";

import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./icon";

export interface SegmentedControlProps<V extends string> {
  label: string;
  options: readonly { value: V; label: string; icon?: LucideIcon }[];
  value: V;
  onChange: (value: V) => void;
  /** On a phone the icons stand alone, for eyes; the words stay for everyone else. */
  iconsOnPhone?: boolean;
  className?: string;
}

/** One of a few, all in view. */
export function SegmentedControl<V extends string>({
  label,
  options,
  value,
  onChange,
  iconsOnPhone = false,
  className,
}: SegmentedControlProps<V>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find((option) => keys.has(option.value));
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className={cx("inline-flex h-control shrink-0 rounded-md border border-line bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleButton
          key={option.value}
          id={option.value}
          className="state-layer inline-flex h-full min-w-7 flex-1 items-center justify-center gap-2 rounded-[5px] border border-transparent px-2.5 text-sm font-medium whitespace-nowrap text-fg-soft data-hovered:text-fg data-selected:border-line data-selected:bg-raised data-selected:text-fg"
        >
          {option.icon ? <Icon of={option.icon} /> : null}
          <span className={iconsOnPhone ? "max-sm:sr-only" : ""}>{option.label}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
