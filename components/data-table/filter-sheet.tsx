"use client";

import { ChevronDown, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Button, IconButton } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Sheet } from "@/components/ui/sheet";
import { type Filter, FilterChoices, type Filtered, type FiltersProps, valueWords } from "./filter";

/** All filters of a list on a phone. Each opens below its name; what is chosen acts at once. */
export function FilterSheet({ filters, list, count, onClose }: FiltersProps & { onClose: () => void }) {
  const [opened, setOpened] = useState<string | null>(filters.length === 1 ? (filters[0]?.id ?? null) : null);
  const showRef = useRef<HTMLButtonElement>(null);
  const set = filters.filter(({ id }) => (list.filters[id]?.length ?? 0) > 0);
  return (
    <Sheet
      title="Filters"
      onClose={onClose}
      action={
        set.length === 0 ? null : (
          <Button
            variant="quiet"
            onPress={() => {
              // It goes with what it clears.
              showRef.current?.focus();
              for (const { id } of set) list.filter(id, []);
            }}
          >
            Clear all
          </Button>
        )
      }
      foot={
        <>
          <Button ref={showRef} variant="primary" onPress={onClose} className="h-11 w-full">
            Show {count ?? "the list"}
          </Button>
          <span role="status" className="sr-only">
            {count}
          </span>
        </>
      }
    >
      <ul className="divide-y divide-line-soft">
        {filters.map((filter) => (
          <li key={filter.id}>
            <Row
              filter={filter}
              list={list}
              isOpen={opened === filter.id}
              onOpenChange={(open) => setOpened(open ? filter.id : null)}
            />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

interface RowProps {
  filter: Filter;
  list: Filtered;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}

function Row({ filter, list, isOpen, onOpenChange }: RowProps) {
  const choicesId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const values = list.filters[filter.id] ?? [];
  const isSet = values.length > 0;
  return (
    <>
      <div className="flex items-center">
        <AriaButton
          ref={button}
          aria-expanded={isOpen}
          {...(isOpen ? { "aria-controls": choicesId } : {})}
          onPress={() => onOpenChange(!isOpen)}
          className="state-layer focus-inside flex min-h-12 min-w-0 flex-1 items-center gap-3 rounded-md px-2 text-start text-md"
        >
          <span className="shrink-0">{filter.label}</span>
          <span className={cx("min-w-0 flex-1 truncate text-end text-sm", isSet ? "text-accent-fg" : "text-fg-faint")}>
            {isSet ? valueWords(filter, values) : "Any"}
          </span>
          <Icon of={ChevronDown} className={cx("text-fg-faint", isOpen && "rotate-180")} />
        </AriaButton>
        {isSet ? (
          <IconButton
            icon={X}
            label={`Clear ${filter.label}`}
            onPress={() => {
              button.current?.focus();
              list.filter(filter.id, []);
            }}
          />
        ) : null}
      </div>
      {isOpen ? (
        <div id={choicesId} role="group" aria-label={filter.label} className="pb-2 *:w-full">
          <FilterChoices
            filter={filter}
            list={list}
            close={() => {
              button.current?.focus();
              onOpenChange(false);
            }}
          />
        </div>
      ) : null}
    </>
  );
}
