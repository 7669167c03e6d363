"use client";

import { ChevronDown, Plus, X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Button } from "react-aria-components/Button";
import { cx } from "./cx";
import { Icon } from "./icon";

const chip =
  "inline-flex h-8 max-w-72 shrink-0 items-center rounded-md border text-xs font-medium whitespace-nowrap pointer-coarse:h-11 pointer-coarse:text-sm";

export interface FilterChipProps {
  name: string;
  /** What it is set to; unset without. */
  value?: ReactNode;
  onClear?: () => void;
  ref?: Ref<HTMLButtonElement>;
}

/** Opens its choices when pressed: give it to a Popover as trigger. Set, it is tinted and can be cleared. */
export function FilterChip({ name, value, onClear, ref }: FilterChipProps) {
  const set = value !== undefined && value !== null;
  return (
    <span
      className={cx(chip, set ? "border-accent-line bg-accent-soft text-fg" : "border-line bg-surface text-fg-soft")}
    >
      <Button
        {...(ref === undefined ? {} : { ref })}
        className={cx("state-layer flex h-full min-w-0 items-center gap-1.5 rounded-md ps-2", set ? "pe-1" : "pe-2")}
      >
        {set ? (
          <>
            <span className="font-normal text-fg-soft">{name}:</span> <span className="truncate">{value}</span>
          </>
        ) : (
          <>
            {name}
            <Icon of={ChevronDown} size={14} className="text-fg-faint" />
          </>
        )}
      </Button>
      {set && onClear !== undefined ? (
        // A plain button: one of react-aria's would open the choices too, as part of the trigger.
        <button
          type="button"
          aria-label={`Clear ${name}`}
          onClick={({ currentTarget }) => {
            // It goes with what it clears; the focus stays at the filter.
            currentTarget.parentElement?.querySelector("button")?.focus();
            onClear();
          }}
          className="target me-1 flex size-6 items-center justify-center rounded-sm hover:bg-hover active:bg-press"
        >
          <Icon of={X} size={12} />
        </button>
      ) : null}
    </span>
  );
}

/** The dashed one that stands last and offers the rest; the trigger of a Menu. */
export function AddFilterChip({ label = "Filter" }: { label?: string }) {
  return (
    <Button
      className={cx(chip, "state-layer gap-1.5 border-dashed border-line px-2 text-fg-faint data-hovered:text-fg")}
    >
      <Icon of={Plus} size={14} />
      {label}
    </Button>
  );
}
