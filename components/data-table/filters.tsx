"use client";

import { SlidersHorizontal } from "lucide-react";
import dynamic from "next/dynamic";
import { useCallback, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { AddFilterChip, FilterChip } from "@/components/ui/filter-chip";
import { insist } from "@/components/ui/insist";
import { Menu, MenuItem } from "@/components/ui/menu";
import { OverlayTrigger } from "@/components/ui/overlay-trigger";
import { Popover } from "@/components/ui/popover";
import { type Filter, FilterChoices, type Filtered, type FiltersProps, valueWords } from "./filter";

const loadSheet = () => import("./filter-sheet");
const preload = () => void loadSheet().catch(() => undefined);
const FilterSheet = dynamic(() => insist(loadSheet).then((module) => module.FilterSheet), { ssr: false });

/** A chip for each filter in view, and one behind which the others are; on a phone one button for all of them. */
export function Filters(props: FiltersProps) {
  if (props.filters.length === 0) return null;
  // Both are drawn, for the server does not know the width: what is hidden is hidden from everybody.
  return (
    <>
      <div className="contents max-sm:hidden">
        <Chips {...props} />
      </div>
      <div className="contents sm:hidden">
        <SheetButton {...props} />
      </div>
    </>
  );
}

function SheetButton({ filters, list, count }: FiltersProps) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const onOpen = useCallback(() => setOpen(true), []);
  const set = filters.filter(({ id }) => (list.filters[id]?.length ?? 0) > 0).length;
  return (
    <>
      <OverlayTrigger of="dialog" triggerRef={triggerRef} isOpen={isOpen} onOpen={onOpen} preload={preload}>
        <Button icon={SlidersHorizontal}>{set === 0 ? "Filters" : `Filters (${set})`}</Button>
      </OverlayTrigger>
      {isOpen ? <FilterSheet filters={filters} list={list} count={count} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** One filter as a chip. */
function FilterControl({
  filter,
  list,
  isOpen,
  onOpenChange,
}: {
  filter: Filter;
  list: Filtered;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const values = list.filters[filter.id] ?? [];
  return (
    <Popover
      label={filter.label}
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
      trigger={
        <FilterChip
          name={filter.label}
          {...(values.length === 0
            ? {}
            : { value: valueWords(filter, values), onClear: () => list.filter(filter.id, []) })}
        />
      }
    >
      {(close) => <FilterChoices filter={filter} list={list} close={close} />}
    </Popover>
  );
}

function Chips({ filters, list }: Omit<FiltersProps, "count">) {
  const [untucked, setUntucked] = useState<string>();
  const isSet = (filter: Filter) => (list.filters[filter.id]?.length ?? 0) > 0;
  const inView = filters.filter((filter) => filter.tucked !== true || isSet(filter) || filter.id === untucked);
  const tucked = filters.filter((filter) => !inView.includes(filter));
  return (
    <>
      {inView.map((filter) =>
        filter.id === untucked && !isSet(filter) ? (
          <FilterControl
            key={filter.id}
            filter={filter}
            list={list}
            isOpen
            onOpenChange={(open) => (open ? undefined : setUntucked(undefined))}
          />
        ) : (
          <FilterControl key={filter.id} filter={filter} list={list} />
        ),
      )}
      {tucked.length === 0 ? null : (
        <Menu trigger={<AddFilterChip />} onAction={(key) => setUntucked(String(key))} aria-label="Filter by">
          {tucked.map((filter) => (
            <MenuItem key={filter.id} id={filter.id} label={filter.label} />
          ))}
        </Menu>
      )}
    </>
  );
}
