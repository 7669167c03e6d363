"use client";

import { Columns3, LayoutGrid, Rows3 } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Popover } from "@/components/ui/popover";
import { SearchField } from "@/components/ui/search-field";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Choice } from "./columns";
import type { Filter } from "./filter";
import { Filters } from "./filters";
import type { ListControls } from "./use-list-state";
import { ViewsMenu, type ViewsMenuProps } from "./views-menu";

const ColumnChoice = dynamic(() => insist(() => import("./column-choice")).then((module) => module.ColumnChoice));

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
        <Filters filters={filters} list={list} count={count} />
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
