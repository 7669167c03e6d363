"use client";

import { SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { type KeyGroup, useKeyHelp } from "@/components/shell/key-help";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { insist } from "@/components/ui/insist";
import { QueryFailure } from "@/components/ui/query-failure";
import { Empty, Synchronised } from "@/components/ui/states";
import { trouble } from "@/components/ui/trouble";
import { useLength, useMedia } from "@/components/ui/use-length";
import { useViewer } from "@/components/ui/viewer";
import type { MirrorKindName } from "@/lib/bus/events";
import type { Card, CardGridProps } from "./card-grid";
import { type Column, useColumnChoice } from "./columns";
import { type ListQueryResult, loaded, type Noun, totalWords } from "./pages";
import { AbsentRow, Head, type Lead, Row, SkeletonRows, tracks, tracksBefore, wholeOnHover } from "./rows";
import type { SelectAll } from "./selection-bar";
import type { Filter } from "./filter";
import { Toolbar } from "./toolbar";
import type { ListControls } from "./use-list-state";
import { useFit } from "./use-fit";
import { useReading } from "./use-reading";
import { useWholeCount } from "./use-whole-count";
import { useRoving } from "@/components/ui/use-roving";
import { type Selection, useSelection } from "./use-selection";
import { useSearchKey } from "./use-search-key";
import { useWindow } from "@/components/ui/use-window";

export type { Column } from "./columns";
export type { Filter } from "./filter";

// Not every list is seen as cards, and not every visit chooses rows.
const CardGrid = dynamic(() => insist(() => import("./card-grid")).then((module) => module.CardGrid)) as <
  T extends { id: string },
>(
  props: CardGridProps<T>,
) => ReactNode;
const SelectionBar = dynamic(() => insist(() => import("./selection-bar")).then((module) => module.SelectionBar), {
  ssr: false,
});

export interface DataTableProps<T extends { id: string }> {
  /** Under this name the browser keeps the choice of columns. */
  id: string;
  /** What it lists, as a heading would say: "Cameras". */
  label: string;
  noun: Noun;
  query: ListQueryResult<T>;
  /** From `useListState`. */
  list: ListControls;
  /** The first names the thing and is always there; where there is no room for all, the others go by their `narrow`. */
  columns: readonly Column<T>[];
  nameOf: (item: T) => string;
  /** A picture before the name. */
  lead?: Lead<T>;
  filters?: readonly Filter[];
  /** What can be searched: "Name, serial or area". */
  searchLabel: string;
  /** Enter, or a press on the row. */
  onOpen?: (item: T) => void;
  /** Nothing exists yet, and the next step. Nothing found is said by the table itself. */
  empty: ReactNode;
  /** Rows of two lines. */
  twoLines?: boolean;
  /** Verbs for the chosen rows; with it rows can be chosen. */
  bulkActions?: ((chosen: readonly T[], clear: () => void) => ReactNode) | undefined;
  /** Offers to choose also what matches and is not loaded. */
  selectAll?: SelectAll<T> | undefined;
  /** Views of this list can be kept; only for a list whose filters are all in the address. */
  views?: boolean;
  /** The button that exports what matches, with the columns in view, by id. */
  exportList?: (columns: readonly string[]) => ReactNode;
  /** The list is of everything of this mirrored kind unless it is narrowed; how much that is, the mirror knows. */
  kind?: MirrorKindName | undefined;
  /** With it, the list can be shown as cards too. */
  card?: Card<T>;
  /** What it lists is the console's own, not a copy that grows old. */
  own?: boolean;
  /** Over the head, where it covers no row: what arrived while the rows stand still. */
  news?: ReactNode;
  /** At the end of the toolbar. */
  children?: ReactNode;
}

const moves = [
  { keys: [["j"], ["↓"]], does: "Next row" },
  { keys: [["k"], ["↑"]], does: "Row before" },
  { keys: [["Home"], ["End"]], does: "First row, last row that is loaded" },
  { keys: [["Enter"]], does: "Open the row" },
];
const search = { keys: [["/"]], does: "Search the list" };

const listKeys: KeyGroup = { title: "In the list", entries: [search, ...moves] };
const choosingKeys: KeyGroup = {
  title: "In the list",
  entries: [
    search,
    ...moves,
    { keys: [["x"], ["Space"]], does: "Choose the row" },
    { keys: [["Shift", "Space"]], does: "Choose all rows from the last chosen one" },
  ],
};

/** The one table. Search, filters, sort and view live in the address; a refetch never blanks what is on screen. */
export function DataTable<T extends { id: string }>(props: DataTableProps<T>) {
  const { id, label, noun, query, list, columns, filters = [], searchLabel, card, bulkActions, own = false } = props;
  const { locale } = useViewer();
  const searchRef = useRef<HTMLInputElement>(null);
  const { shown, choice, choose, reset, text, take } = useColumnChoice(id, columns);
  const data = useMemo(() => loaded(query.data), [query.data]);
  const items = useMemo(() => data?.items ?? [], [data]);
  const selection = useSelection(items);
  const { exportList } = props;
  const narrowed = list.q !== "" || Object.values(list.filters).some((values) => values.length > 0);
  const counted = useWholeCount(narrowed ? undefined : props.kind, data);
  useSearchKey(searchRef);
  useKeyHelp(bulkActions === undefined ? listKeys : choosingKeys);

  const asGrid = card !== undefined && list.view === "grid";

  function body(): ReactNode {
    if (data === undefined) return <QueryFailure query={query} />;
    if (items.length > 0) return null;
    if (!narrowed) return props.empty;
    return (
      <Empty
        icon={SearchX}
        title={`No ${noun.many} match`}
        actions={<Button onPress={list.clear}>Clear search and filters</Button>}
      >
        Other words or fewer filters may find them.
      </Empty>
    );
  }

  const fill = body();
  const { selectAll } = props;
  const total = data?.total ?? null;
  const most = selectAll === undefined ? 0 : Math.min(selectAll.limit, total ?? selectAll.limit);
  const more =
    selectAll !== undefined && selection.all && selection.chosen.size < most
      ? {
          count: most,
          everything: most === total,
          take: async () => selection.take(await selectAll.items()),
        }
      : undefined;
  const shared = {
    items,
    offset: data?.offset ?? 0,
    list,
    query,
    fill,
    label,
    onOpen: props.onOpen,
    total,
  };
  return (
    <section aria-label={label} className="relative flex min-h-0 flex-1 flex-col bg-surface">
      <Toolbar
        searchLabel={searchLabel}
        searchRef={searchRef}
        list={list}
        filters={filters}
        count={counted === undefined ? null : totalWords(counted, noun, locale)}
        hasGrid={card !== undefined}
        columns={columns}
        choice={choice}
        onChoose={choose}
        onReset={reset}
        views={props.views === true ? { list: id, columns: text, onColumns: take } : undefined}
        exporting={exportList?.(shown.map((column) => column.id))}
      >
        {props.children}
      </Toolbar>
      {props.news === undefined ? null : (
        <div className="relative z-(--z-bar) h-0">
          <div className="absolute inset-x-0 top-1 flex justify-center">{props.news}</div>
        </div>
      )}
      {asGrid ? (
        <CardGrid
          {...shared}
          card={card}
          nameOf={props.nameOf}
          footer={(first, last) => <Footer {...{ first, last, data: counted, noun, query, own }} />}
        />
      ) : (
        <TableBody
          {...shared}
          columns={shown}
          lead={props.lead}
          nameOf={props.nameOf}
          twoLines={props.twoLines === true}
          widths={choice.widths}
          onWidths={(widths) => choose({ ...choice, widths })}
          selection={bulkActions === undefined ? undefined : selection}
          footer={(first, last) => <Footer {...{ first, last, data: counted, noun, query, own }} />}
        />
      )}
      {bulkActions === undefined || selection.chosen.size === 0 ? null : (
        <SelectionBar count={selection.chosen.size} onClear={selection.clear} more={more}>
          {bulkActions(selection.rows, selection.clear)}
        </SelectionBar>
      )}
    </section>
  );
}

interface BodyProps<T extends { id: string }> {
  items: readonly T[];
  /** Rows before the first of `items`, whose pages are not in memory. */
  offset: number;
  total: number | null;
  list: ListControls;
  query: ListQueryResult<T>;
  /** What fills the body instead of rows. */
  fill: ReactNode;
  label: string;
  columns: readonly Column<T>[];
  lead: Lead<T> | undefined;
  nameOf: (item: T) => string;
  onOpen: ((item: T) => void) | undefined;
  twoLines: boolean;
  selection: Selection | undefined;
  widths: Readonly<Record<string, number>>;
  onWidths: (widths: Readonly<Record<string, number>>) => void;
  footer: (first: number, last: number) => ReactNode;
}

function TableBody<T extends { id: string }>({
  items,
  offset,
  total,
  list,
  query,
  fill,
  label,
  columns: chosen,
  lead,
  nameOf,
  onOpen,
  twoLines,
  selection,
  widths,
  onWidths,
  footer,
}: BodyProps<T>) {
  const { singleKeys } = useShell();
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useMedia("(width < 40rem)");
  const one = useLength("--row", 36);
  const two = useLength("--row-two", 44);
  const phone = useLength("--row-narrow", 56);
  const headHeight = useLength("--head", 32);
  const size = narrow ? phone : twoLines ? two : one;
  const columns = useFit(scroller, chosen, {
    before: tracksBefore(lead, selection !== undefined),
    sorted: list.sort.replace("-", ""),
    off: narrow,
  });

  const [current, setCurrent] = useState(0);
  const count = offset + items.length;
  const view = useWindow({ scroller, count, size, keep: current, head: narrow ? 0 : headHeight });
  const roving = useRoving({
    root: scroller,
    count,
    current,
    setCurrent,
    show: view.show,
    letters: singleKeys,
    onOpen: onOpen === undefined ? undefined : (index) => open(index),
    onToggle: selection === undefined ? undefined : (index, run) => toggle(index, run),
    onEscape: () => {
      if (selection !== undefined && selection.chosen.size > 0) selection.clear();
      else if (list.open !== null) list.openItem(null);
    },
  });

  function open(index: number) {
    const item = items[index - offset];
    if (item !== undefined) onOpen?.(item);
  }
  function toggle(index: number, run: boolean) {
    const item = items[index - offset];
    if (item !== undefined) selection?.toggle(item.id, run);
  }

  const reading = useReading(query, view, offset, count);
  const { isFetchNextPageError, isFetchingNextPage, fetchNextPage } = query;

  const [dragged, setDragged] = useState<Readonly<Record<string, number>>>();
  function resize(id: string, width: number | null, done: boolean) {
    const { [id]: _before, ...others } = widths;
    const next = width === null ? others : { ...others, [id]: width };
    setDragged(done ? undefined : next);
    if (done) onWidths(next);
  }
  const grid = tracks(columns, lead, selection !== undefined, dragged ?? widths);
  const columnCount = columns.length + (lead === undefined ? 0 : 1) + (selection === undefined ? 0 : 1);
  return (
    <>
      <div ref={scroller} className="relative min-h-0 flex-1 overflow-auto" onPointerOver={wholeOnHover}>
        {/* The keys of the rows are heard here; each row is focusable itself. */}
        <div
          role="grid"
          tabIndex={-1}
          aria-label={label}
          aria-rowcount={total === null ? -1 : total + 1}
          aria-colcount={columnCount}
          aria-busy={query.isFetching || reading}
          {...(selection === undefined ? {} : { "aria-multiselectable": true })}
          onKeyDown={roving.onKeyDown}
          className={cx(
            "min-w-fit max-sm:[--h:var(--row-narrow)]",
            twoLines ? "[--h:var(--row-two)]" : "[--h:var(--row)]",
          )}
          style={{ "--columns": grid } as React.CSSProperties}
        >
          <Head columns={columns} lead={lead} selection={selection} list={list} onResize={resize} />
          {items.length === 0 ? null : (
            <div role="rowgroup" className="relative" style={{ height: `calc(var(--h) * ${count})` }}>
              {view.rows.map((index) => {
                const item = items[index - offset];
                return item === undefined ? (
                  <AbsentRow key={index} index={index} />
                ) : (
                  <Row
                    key={item.id}
                    item={item}
                    index={index}
                    columns={columns}
                    lead={lead}
                    selection={selection}
                    nameOf={nameOf}
                    inTabOrder={index === roving.active}
                    isOpen={list.open === item.id}
                    onFocus={() => setCurrent(index)}
                    onOpen={onOpen === undefined ? undefined : () => onOpen(item)}
                  />
                );
              })}
            </div>
          )}
          {query.isPending ? <SkeletonRows columns={columns} lead={lead} selectable={selection !== undefined} /> : null}
        </div>
        {fill}
        {isFetchNextPageError ? (
          <div role="alert" className="sticky start-0 flex items-center gap-3 px-4 py-3 text-sm text-danger-fg">
            The next rows could not be loaded.
            <Button size="sm" onPress={() => void fetchNextPage()} busy={isFetchingNextPage}>
              Try again
            </Button>
          </div>
        ) : null}
      </div>
      {footer(view.first, Math.min(view.last, count - 1))}
    </>
  );
}

function Footer<T extends { id: string }>({
  first,
  last,
  data,
  noun,
  query,
  own,
}: {
  first: number;
  last: number;
  data: ReturnType<typeof loaded<T>>;
  noun: Noun;
  query: ListQueryResult<T>;
  own: boolean;
}) {
  const { locale } = useViewer();
  const number = new Intl.NumberFormat(locale);
  const failed = query.isRefetchError ? trouble(query.error) : undefined;
  return (
    <div className="flex min-h-9 shrink-0 flex-wrap items-center justify-between gap-x-4 border-t border-line px-4 text-xs text-fg-faint">
      <span data-numeric>
        {data === undefined || data.items.length === 0 || last < 0
          ? null
          : `${number.format(Math.max(0, first) + 1)}–${number.format(last + 1)} of ${totalWords(data, noun, locale)}${query.hasNextPage ? ", loaded as you scroll" : ""}`}
      </span>
      <span>
        {failed !== undefined ? (
          <span className="text-warn-fg">Could not be read again: {failed.title}</span>
        ) : data === undefined || own ? null : (
          <Synchronised age={data} />
        )}
      </span>
    </div>
  );
}
