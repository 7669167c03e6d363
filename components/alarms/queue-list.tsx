"use client";

import { ArrowUp } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef, useState } from "react";
import { useReading } from "@/components/data-table/use-reading";
import type { ListQueryResult } from "@/components/data-table/pages";
import type { Selection } from "@/components/data-table/use-selection";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { useLength, useMedia } from "@/components/ui/use-length";
import { useRoving } from "@/components/ui/use-roving";
import { useViewer } from "@/components/ui/viewer";
import { useWindow } from "@/components/ui/use-window";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { QueueRow } from "./queue-row";
import type { Shown } from "./steady";

/** What the page's keys do with the list. */
export interface QueueHandle {
  /** The row that has the focus, or had it last. */
  current: () => AlarmItem | undefined;
  focus: () => void;
  step: (by: 1 | -1) => void;
  top: () => void;
  toggle: (run: boolean) => void;
}

export interface QueueListProps {
  shown: Shown<AlarmItem> | undefined;
  query: ListQueryResult<AlarmItem>;
  openId: string | null;
  onOpen: (alarm: AlarmItem, how: "pressed" | "moved") => void;
  onEscape: () => void;
  selection: Selection | undefined;
  total: number | null;
  arrivals: number;
  isHeld: boolean;
  onRelease: () => Promise<void>;
  /** A pointer, the focus or a scroll position is on the list. */
  onLooked: (looked: boolean) => void;
  empty: ReactNode;
  handle: RefObject<QueueHandle | null>;
}

/** 72 px: two lines that a thumb can hit. */
const narrowRow = 72;

export function QueueList(props: QueueListProps) {
  const { shown, query, openId, onOpen, selection, total, arrivals, handle } = props;
  const { singleKeys, person } = useShell();
  const { locale } = useViewer();
  const scroller = useRef<HTMLDivElement>(null);
  const narrow = useMedia("(width < 40rem)");
  const regular = useLength("--alarm-row", 60);
  const size = narrow ? narrowRow : regular;
  const items = shown?.items ?? [];
  const offset = shown?.offset ?? 0;
  const count = offset + items.length;
  const [last, setLast] = useState({ id: openId, index: 0 });
  const found = items.findIndex(({ id }) => id === last.id);
  // The row itself, wherever it is now; the one in its place where it has left.
  const current = found < 0 ? Math.max(0, Math.min(last.index, count - 1)) : offset + found;
  const setCurrent = (index: number) => setLast({ id: items[index - offset]?.id ?? null, index });
  const [hadFocus, setHadFocus] = useState(false);
  const view = useWindow({ scroller, count, size, keep: current });
  const reading = useReading(query, view, offset, count);
  const at = (index: number) => items[index - offset];

  function open(index: number, how: "pressed" | "moved") {
    const alarm = at(index);
    if (alarm !== undefined) onOpen(alarm, how);
  }
  const roving = useRoving({
    root: scroller,
    count,
    current,
    setCurrent: (index) => {
      setCurrent(index);
      open(index, "moved");
    },
    show: view.show,
    letters: singleKeys,
    onOpen: (index) => open(index, "pressed"),
    onToggle: selection === undefined ? undefined : (index, run) => toggle(index, run),
    onEscape: props.onEscape,
  });
  function toggle(index: number, run: boolean) {
    const alarm = at(index);
    if (alarm !== undefined) selection?.toggle(alarm.id, run);
  }

  // The row that had the focus has left: the one in its place takes it over.
  useEffect(() => {
    if (!hadFocus || document.activeElement !== document.body) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${roving.active}"]`);
    row?.focus({ preventScroll: true });
  });

  useLooked(scroller, props.onLooked);

  /** Whatever stands there then: the row before is not followed to where it went. */
  function toTop() {
    scroller.current?.scrollTo({ top: 0 });
    setLast({ id: null, index: 0 });
  }
  useImperativeHandle(handle, () => ({
    current: () => at(roving.active),
    focus: () => roving.go(roving.active),
    step: (by) => roving.go(roving.active + by),
    top: toTop,
    toggle: (run) => toggle(roving.active, run),
  }));

  const number = new Intl.NumberFormat(locale);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {arrivals > 0 ? (
        <Button
          variant="quiet"
          onPress={() => {
            // The button goes with what it announced; the focus stays in the list.
            scroller.current?.querySelector<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
            void props.onRelease().then(toTop);
          }}
          className="h-7! w-full rounded-none! border-0! border-b! border-line! bg-accent-soft text-xs! text-accent-fg! pointer-coarse:h-11!"
        >
          <span className="inline-flex items-center gap-2">
            <Icon of={ArrowUp} size={14} />
            <span data-numeric>
              {number.format(arrivals)} new {arrivals === 1 ? "alarm" : "alarms"} above
            </span>
          </span>
        </Button>
      ) : null}
      <div ref={scroller} className="relative min-h-0 flex-1 overflow-auto overscroll-contain">
        {/* The keys of the rows are heard here; each row is focusable itself. */}
        <div
          role="grid"
          tabIndex={-1}
          aria-label="Alarms"
          aria-rowcount={total ?? -1}
          aria-busy={query.isFetching || reading}
          {...(selection === undefined ? {} : { "aria-multiselectable": true })}
          onKeyDown={roving.onKeyDown}
          onFocus={() => setHadFocus(true)}
          onBlur={(event) => {
            // Null where the row itself left, which is no going away.
            if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) setHadFocus(false);
          }}
          style={{ "--h": `${size}px` } as React.CSSProperties}
          className="outline-none"
        >
          {items.length === 0 ? null : (
            <div role="rowgroup" className="relative" style={{ height: `calc(var(--h) * ${count})` }}>
              {view.rows.map((index) => {
                const alarm = at(index);
                return alarm === undefined ? (
                  <AbsentRow key={index} index={index} />
                ) : (
                  <QueueRow
                    key={alarm.id}
                    alarm={alarm}
                    index={index}
                    own={alarm.owner?.id === person.id}
                    isOpen={alarm.id === openId}
                    isChosen={selection?.chosen.has(alarm.id) ?? false}
                    choosing={(selection?.chosen.size ?? 0) > 0}
                    onToggle={selection === undefined ? undefined : (run) => selection.toggle(alarm.id, run)}
                    inTabOrder={index === roving.active}
                    isGone={shown?.gone.has(alarm.id) ?? false}
                    onFocus={() => setCurrent(index)}
                    onOpen={() => open(index, "pressed")}
                  />
                );
              })}
            </div>
          )}
        </div>
        {query.isPending ? <SkeletonRows size={size} /> : null}
        {shown === undefined ? <QueryFailure query={query} /> : items.length === 0 ? props.empty : null}
        {query.isFetchNextPageError ? (
          <div role="alert" className="flex items-center gap-3 px-4 py-3 text-sm text-danger-fg">
            The next alarms could not be loaded.
            <Button size="sm" onPress={() => void query.fetchNextPage()} busy={query.isFetchingNextPage}>
              Try again
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** Tells when a pointer rests on the list, the focus is in it, or it is scrolled away from its top. */
function useLooked(scroller: RefObject<HTMLElement | null>, tell: (looked: boolean) => void) {
  const latest = useRef(tell);
  useEffect(() => {
    latest.current = tell;
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const now = { pointer: false, focus: element.contains(document.activeElement), scrolled: element.scrollTop > 0 };
    const change = (part: Partial<typeof now>) => {
      Object.assign(now, part);
      latest.current(now.pointer || now.focus || now.scrolled);
    };
    const enter = (event: PointerEvent) => (event.pointerType === "touch" ? undefined : change({ pointer: true }));
    const leave = () => change({ pointer: false });
    const focus = () => change({ focus: true });
    const blur = (event: FocusEvent) => change({ focus: element.contains(event.relatedTarget as Node | null) });
    const scroll = () => change({ scrolled: element.scrollTop > 0 });
    change({});
    element.addEventListener("pointerenter", enter);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("focusin", focus);
    element.addEventListener("focusout", blur);
    element.addEventListener("scroll", scroll, { passive: true });
    return () => {
      element.removeEventListener("pointerenter", enter);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("focusin", focus);
      element.removeEventListener("focusout", blur);
      element.removeEventListener("scroll", scroll);
      latest.current(false);
    };
  }, [scroller]);
}

const line = "flex items-center gap-2.5 border-b border-line-soft ps-4 pe-3";

function AbsentRow({ index }: { index: number }) {
  return (
    <div aria-hidden style={{ top: `calc(var(--h) * ${index})` }} className={cx(line, "absolute inset-x-0 h-(--h)")}>
      <Skeleton className="size-4" />
      <Skeleton className="h-2.5 w-44" />
    </div>
  );
}

/** Same rows, same height, nothing in them: the first load. */
function SkeletonRows({ size }: { size: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: 14 }, (_, row) => (
        <div key={row} className={line} style={{ height: size }}>
          <Skeleton className="size-4" />
          <span className="flex-1 space-y-2">
            <Skeleton className={cx("h-2.5 max-w-full", row % 3 === 0 ? "w-44" : row % 3 === 1 ? "w-28" : "w-36")} />
            <Skeleton className={cx("h-2 max-w-full", row % 2 === 0 ? "w-52" : "w-40")} />
          </span>
          <Skeleton className="h-9 w-16" />
        </div>
      ))}
    </div>
  );
}
