"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { MouseEvent, PointerEvent, ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Skeleton } from "@/components/ui/skeleton";
import { ColumnEdge } from "./column-edge";
import { type Column, trackOf } from "./columns";
import type { ListControls } from "./use-list-state";
import type { Selection } from "./use-selection";

export interface Lead<T> {
  /** What the pictures show, for assistive technology: "Picture". */
  header: string;
  /** A grid track: `3rem`. */
  width: string;
  cell: (item: T) => ReactNode;
}

const narrowPlace = {
  end: "max-sm:ms-3 max-sm:col-start-4 max-sm:row-start-1 max-sm:justify-self-end max-sm:text-xs",
  second:
    "max-sm:text-fg-faint max-sm:has-[>.flex]:flex max-sm:not-first:before:me-1 max-sm:not-first:before:content-['·']",
  none: "max-sm:hidden",
} as const;

/** The grid tracks before the first column. */
export function tracksBefore<T>(lead: Lead<T> | undefined, selectable: boolean): string[] {
  return [...(selectable ? ["1.5rem"] : []), ...(lead === undefined ? [] : [lead.width])];
}

/** The grid tracks of a row, the same in head and body. */
export function tracks<T>(
  columns: readonly Column<T>[],
  lead: Lead<T> | undefined,
  selectable: boolean,
  given: Readonly<Record<string, number>>,
): string {
  const widths = columns.map((column, index) => {
    const width = given[column.id];
    if (width !== undefined) return `${width}px`;
    return trackOf(column, index);
  });
  return [...tracksBefore(lead, selectable), ...widths].join(" ");
}

const line = "grid grid-cols-(--columns) items-center gap-x-(--cell-x) px-4";

export interface HeadProps<T> {
  columns: readonly Column<T>[];
  lead: Lead<T> | undefined;
  selection: Selection | undefined;
  list: ListControls;
  /** In px; null: as defined. `done` is false while an edge is still being dragged. */
  onResize: (id: string, width: number | null, done: boolean) => void;
}

export function Head<T>({ columns, lead, selection, list, onResize }: HeadProps<T>) {
  const descending = list.sort.startsWith("-");
  const before = (selection === undefined ? 0 : 1) + (lead === undefined ? 0 : 1);
  const sorted = descending ? list.sort.slice(1) : list.sort;
  return (
    <div role="rowgroup" className="sticky top-0 z-(--z-sticky) max-sm:sr-only">
      <div
        role="row"
        aria-rowindex={1}
        className={cx(line, "h-(--head) border-b border-line bg-surface text-xs font-medium text-fg-soft")}
      >
        {selection === undefined ? null : (
          <div role="columnheader" aria-colindex={1} className="flex">
            <input
              type="checkbox"
              aria-label="Select all that are loaded"
              checked={selection.all}
              ref={(box) => {
                if (box !== null) box.indeterminate = selection.some;
              }}
              onChange={selection.toggleAll}
              className="tick-box target"
            />
          </div>
        )}
        {lead === undefined ? null : (
          <div role="columnheader" aria-colindex={before}>
            <span className="sr-only">{lead.header}</span>
          </div>
        )}
        {columns.map((column, at) => {
          const field = column.sort;
          const isSorted = field !== undefined && field === sorted;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={before + at + 1}
              {...(field === undefined
                ? {}
                : { "aria-sort": isSorted ? (descending ? "descending" : "ascending") : "none" })}
              className={cx("relative flex min-w-0", column.align === "end" && "justify-end")}
            >
              {field === undefined ? (
                <span className="truncate">{column.header}</span>
              ) : (
                <button
                  type="button"
                  onClick={() => list.sortBy(isSorted && !descending ? `-${field}` : field)}
                  className={cx(
                    "group/sort target -mx-1 flex h-6 min-w-0 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-fg active:bg-press",
                    isSorted && "text-fg",
                  )}
                >
                  <span className="truncate">{column.header}</span>
                  <Icon
                    of={isSorted && descending ? ArrowDown : ArrowUp}
                    size={14}
                    className={isSorted ? "" : "opacity-0 group-hover/sort:opacity-40"}
                  />
                </button>
              )}
              <ColumnEdge name={column.header} onResize={(width, done) => onResize(column.id, width, done)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

export interface RowProps<T> {
  item: T;
  index: number;
  columns: readonly Column<T>[];
  lead: Lead<T> | undefined;
  selection: Selection | undefined;
  inTabOrder: boolean;
  isOpen: boolean;
  nameOf: (item: T) => string;
  onFocus: () => void;
  onOpen: (() => void) | undefined;
}

/** A press on something inside the row that has its own meaning is not a press on the row. */
function isOwnControl(event: MouseEvent<HTMLElement>): boolean {
  return (event.target as HTMLElement).closest("a, button, input, label") !== null;
}

export function Row<T extends { id: string }>({
  item,
  index,
  columns,
  lead,
  selection,
  inTabOrder,
  isOpen,
  nameOf,
  onFocus,
  onOpen,
}: RowProps<T>) {
  const chosen = selection?.chosen.has(item.id) ?? false;
  const before = (selection === undefined ? 0 : 1) + (lead === undefined ? 0 : 1);
  const cell = (column: Column<T>, at: number) => (
    <div
      key={column.id}
      data-cell
      role={at === 0 ? "rowheader" : "gridcell"}
      aria-colindex={before + at + 1}
      style={{ order: at + 1 }}
      className={cx(
        "min-w-0 truncate",
        at === 0 ? "font-medium text-fg max-sm:col-start-3 max-sm:row-start-1" : "text-fg-soft",
        at > 0 && narrowPlace[column.narrow ?? "second"],
        column.align === "end" && "text-end tabular-nums",
      )}
    >
      {column.cell(item)}
    </div>
  );
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid hears the keys of all its rows
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      {...(selection === undefined ? {} : { "aria-selected": chosen })}
      {...(isOpen ? { "aria-current": true } : {})}
      tabIndex={inTabOrder ? 0 : -1}
      onFocus={onFocus}
      onClick={(event) => {
        if (isOwnControl(event)) return;
        onFocus();
        if (getSelection()?.isCollapsed !== false) onOpen?.();
      }}
      style={{ top: `calc(var(--h) * ${index})` }}
      className={cx(
        line,
        "focus-inside absolute inset-x-0 h-(--h) border-b border-line-soft",
        "max-sm:grid-cols-[auto_auto_minmax(0,1fr)_auto] max-sm:content-center max-sm:gap-x-0 max-sm:overflow-hidden",
        chosen || isOpen ? "bg-selected" : "hover:bg-hover active:bg-press",
        onOpen !== undefined && "cursor-pointer",
      )}
    >
      {selection === undefined ? null : (
        <div role="gridcell" aria-colindex={1} className="flex max-sm:row-span-2 max-sm:me-(--cell-x)">
          <input
            type="checkbox"
            tabIndex={inTabOrder ? 0 : -1}
            aria-label={`Select ${nameOf(item)}`}
            checked={chosen}
            onChange={(event) =>
              selection.toggle(item.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)
            }
            className="tick-box target"
          />
        </div>
      )}
      {lead === undefined ? null : (
        <div
          role="gridcell"
          aria-colindex={before}
          className="max-sm:col-start-2 max-sm:row-span-2 max-sm:me-(--cell-x)"
        >
          {lead.cell(item)}
        </div>
      )}
      {columns.map((column, at) =>
        (column.narrow === "second" || column.narrow === undefined) && at > 0 ? null : cell(column, at),
      )}
      {/* On a phone the rest stands in one line below the name; elsewhere this box is not there for the layout. */}
      <div
        role="presentation"
        className="contents max-sm:col-[3/-1] max-sm:row-start-2 max-sm:flex max-sm:min-w-0 max-sm:gap-1 max-sm:text-xs"
      >
        {columns.map((column, at) =>
          (column.narrow === "second" || column.narrow === undefined) && at > 0 ? cell(column, at) : null,
        )}
      </div>
    </div>
  );
}

/** The place of a row whose page is not in memory; it is being read. */
export function AbsentRow({ index }: { index: number }) {
  return (
    <div
      aria-hidden
      style={{ top: `calc(var(--h) * ${index})` }}
      className={cx(line, "absolute inset-x-0 h-(--h) border-b border-line-soft")}
    >
      <Skeleton className="col-span-full h-2.5 w-64" />
    </div>
  );
}

/** Whole text on hover where it was cut, without a listener on each cell. */
export function wholeOnHover(event: PointerEvent<HTMLElement>) {
  const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
  if (cell === null || event.target instanceof HTMLTimeElement) return;
  const cut = [cell, ...cell.querySelectorAll<HTMLElement>("*")].some(
    (part) => part.scrollWidth > part.clientWidth + 1,
  );
  if (cut) cell.title = cell.textContent ?? "";
  else cell.removeAttribute("title");
}

const lengths = ["w-44", "w-28", "w-36", "w-24", "w-40", "w-32"];

/** Same rows, same height, nothing in them: the first load. */
export function SkeletonRows<T>({
  columns,
  lead,
  selectable,
}: {
  columns: readonly Column<T>[];
  lead: Lead<T> | undefined;
  selectable: boolean;
}) {
  return (
    <div aria-hidden>
      {Array.from({ length: 18 }, (_, row) => (
        <div key={row} className={cx(line, "h-(--h) border-b border-line-soft")}>
          {selectable ? <Skeleton className="size-4" /> : null}
          {lead === undefined ? null : <Skeleton className="h-7 w-full" />}
          {columns.map((column, at) => (
            <Skeleton
              key={column.id}
              className={cx(
                "h-2.5 max-w-full",
                lengths[(row * 5 + at * 2) % lengths.length],
                at > 0 && "max-sm:hidden",
              )}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
