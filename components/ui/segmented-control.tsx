"use client";

import { useId } from "react";
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

/** One of a few, all in view. The browser's own radio buttons, so that the arrows move the choice. */
export function SegmentedControl<V extends string>({
  label,
  options,
  value,
  onChange,
  iconsOnPhone = false,
  className,
}: SegmentedControlProps<V>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cx("inline-flex h-control shrink-0 rounded-md border border-line bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="state-layer relative inline-flex h-full min-w-7 flex-1 items-center justify-center gap-2 rounded-[5px] border border-transparent px-2.5 text-sm font-medium whitespace-nowrap text-fg-soft hover:text-fg has-checked:border-line has-checked:bg-raised has-checked:text-fg has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-default appearance-none rounded-[5px] outline-none"
          />
          {option.icon ? <Icon of={option.icon} /> : null}
          <span className={iconsOnPhone ? "max-sm:sr-only" : ""}>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
