"use client";

import { Columns3, LayoutGrid, Rows3 } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { AddFilterChip, FilterChip } from "@/components/ui/filter-chip";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Popover } from "@/components/ui/popover";
import { SearchField } from "@/components/ui/search-field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Option } from "@/components/ui/select";
import type { Choice } from "./columns";
import type { ListControls } from "./use-list-state";
import { ViewsMenu, type ViewsMenuProps } from "./views-menu";

const ChoiceList = dynamic(() => import("@/components/ui/select").then((module) => module.ChoiceList));
const ColumnChoice = dynamic(() => import("./column-choice").then((module) => module.ColumnChoice));

export interface Filter {
  /** The name in the address and in `listParams`' map. */
  id: string;
  label: string;
  /** A fixed set of choices. */
  options?: readonly Option[];
  /** Instead of `options`: one's own chooser, such as a tree of areas. */
  choose?: (props: {
    value: readonly string[];
    onChange: (value: readonly string[]) => void;
    close: () => void;
  }) => ReactNode;
  /** How a set value reads, where `options` do not say. */
  labelOf?: (value: string) => string;
  /** Only one at a time. */
  single?: boolean;
  /** Behind "Filter" until it is set. */
  tucked?: boolean;
}

function valueWords(filter: Filter, values: readonly string[]): string {
  const words = values.map(
    (value) => filter.options?.find((option) => option.value === value)?.label ?? filter.labelOf?.(value) ?? value,
  );
  const [first = "", second, ...more] = words;
  if (second === undefined) return first;
  return more.length === 0 ? `${first}, ${second}` : `${first}, ${second}, ${more.length} more`;
}

/** One filter as a chip; also for lists that are no table. */
function FilterControl({
  filter,
  list,
  isOpen,
  onOpenChange,
}: {
  filter: Filter;
  list: Pick<ListControls, "filters" | "filter">;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const values = list.filters[filter.id] ?? [];
  const change = (next: readonly string[]) => list.filter(filter.id, next);
  return (
    <Popover
      label={filter.label}
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
      trigger={
        <FilterChip
          name={filter.label}
          {...(values.length === 0 ? {} : { value: valueWords(filter, values), onClear: () => change([]) })}
        />
      }
    >
      {(close) =>
        filter.choose?.({ value: values, onChange: change, close }) ?? (
          <ChoiceList
            label={filter.label}
            options={filter.options ?? []}
            value={values}
            multiple={filter.single !== true}
            onChange={(next) => {
              change(next);
              if (filter.single === true) close();
            }}
          />
        )
      }
    </Popover>
  );
}

/** Types at once, asks when the typing pauses. */
export function Search({
  label,
  list,
  inputRef,
  className = "w-60 shrink-0 max-sm:w-auto max-sm:min-w-0 max-sm:flex-1",
}: {
  label: string;
  list: Pick<ListControls, "q" | "search">;
  inputRef: RefObject<HTMLInputElement | null>;
  className?: string;
}) {
  const [text, setText] = useState(list.q);
  const [asked, setAsked] = useState(list.q);
  if (asked !== list.q) {
    // Changed from elsewhere: Back, or "Clear filters".
    setAsked(list.q);
    setText(list.q);
  }
  useEffect(() => {
    if (text === list.q) return;
    const pause = setTimeout(() => {
      setAsked(text);
      list.search(text);
    }, 180);
    return () => clearTimeout(pause);
  }, [text, list]);
  return (
    <SearchField label={label} value={text} onChange={setText} keyCap="/" inputRef={inputRef} className={className} />
  );
}

/** A chip for each filter in view, and one behind which the others are. */
export function Filters({
  filters,
  list,
}: {
  filters: readonly Filter[];
  list: Pick<ListControls, "filters" | "filter">;
}) {
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

export interface ToolbarProps {
  searchLabel: string;
  searchRef: RefObject<HTMLInputElement | null>;
  list: ListControls;
  filters: readonly Filter[];
  /** "412 cameras". */
  count: ReactNode;
  hasGrid: boolean;
  columns: readonly { id: string; header: string }[];
  choice: Choice;
  onChoose: (choice: Choice) => void;
  onReset: () => void;
  /** With it, views of the list can be kept. */
  views: Omit<ViewsMenuProps, "address"> | undefined;
  exporting: ReactNode;
  children?: ReactNode;
}

export function Toolbar({
  searchLabel,
  searchRef,
  list,
  filters,
  count,
  hasGrid,
  columns,
  choice,
  onChoose,
  onReset,
  views,
  exporting,
  children,
}: ToolbarProps) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2.5 max-sm:py-2">
      <Search label={searchLabel} list={list} inputRef={searchRef} />
      <div className="flex min-w-0 flex-wrap items-center gap-2 max-sm:order-3 max-sm:w-full">
        <Filters filters={filters} list={list} />
        <span role="status" className="ms-1 text-xs whitespace-nowrap text-fg-faint">
          {count}
        </span>
      </div>
      <div className="ms-auto flex items-center gap-2 max-sm:[&_svg+span]:sr-only">
        {children}
        {views === undefined ? null : <ViewsMenu {...views} address={list} />}
        {exporting}
        {hasGrid ? (
          <SegmentedControl
            label="View"
            iconsOnPhone
            value={list.view}
            onChange={list.show}
            options={[
              { value: "table", label: "Table", icon: Rows3 },
              { value: "grid", label: "Grid", icon: LayoutGrid },
            ]}
          />
        ) : null}
        {list.view === "grid" && hasGrid ? null : (
          <Popover
            label="Columns"
            placement="bottom end"
            trigger={
              <Button icon={Columns3} className="max-sm:hidden">
                Columns
              </Button>
            }
            className="w-55 p-1.5"
          >
            <ColumnChoice columns={columns} choice={choice} onChoose={onChoose} onReset={onReset} />
          </Popover>
        )}
      </div>
    </div>
  );
}
