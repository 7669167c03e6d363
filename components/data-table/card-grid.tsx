"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import { Skeleton } from "@/components/ui/skeleton";
import type { ListQueryResult } from "./pages";
import { useReading } from "./use-reading";
import type { ListControls } from "./use-list-state";
import { useRoving } from "@/components/ui/use-roving";
import { useWindow } from "@/components/ui/use-window";

export interface Card<T> {
  render: (item: T) => ReactNode;
  /** As many columns as this width allows, in px; 220 unless told. */
  minWidth?: number;
  /** Height of a card of that width, in px: a picture of 16:9 and a caption. */
  height: (width: number) => number;
}

export interface CardGridProps<T extends { id: string }> {
  items: readonly T[];
  offset: number;
  list: ListControls;
  query: ListQueryResult<T>;
  card: Card<T>;
  label: string;
  nameOf: (item: T) => string;
  fill: ReactNode;
  total: number | null;
  onOpen: ((item: T) => void) | undefined;
  footer: (first: number, last: number) => ReactNode;
}

const gap = 12;
const edge = 16;

/** The same list as cards, drawn line by line as they come into view. */
export function CardGrid<T extends { id: string }>({
  items,
  offset,
  list,
  query,
  card,
  label,
  nameOf,
  fill,
  total,
  onOpen,
  footer,
}: CardGridProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1_200);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const inner = width - 2 * edge;
  const perLine = Math.max(1, Math.floor((inner + gap) / ((card.minWidth ?? 220) + gap)));
  const cardWidth = (inner - gap * (perLine - 1)) / perLine;
  const size = Math.ceil(card.height(cardWidth)) + gap;
  const count = offset + items.length;
  const lines = Math.ceil(count / perLine);
  const [current, setCurrent] = useState(0);
  const view = useWindow({ scroller, count: lines, size, keep: Math.floor(current / perLine) });
  const roving = useRoving({
    root: scroller,
    count,
    current,
    setCurrent,
    perLine,
    page: 3,
    show: (index) => view.show(Math.floor(index / perLine)),
    onOpen: onOpen === undefined ? undefined : (index) => open(index),
  });

  function open(index: number) {
    const item = items[index - offset];
    if (item !== undefined) onOpen?.(item);
  }

  useReading(query, { first: view.first * perLine, last: (view.last + 1) * perLine - 1 }, offset, count);

  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 overflow-auto bg-canvas">
        {items.length === 0 ? null : (
          // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears the keys of its cards
          <ul
            aria-label={label}
            aria-busy={query.isFetching}
            onKeyDown={roving.onKeyDown}
            className="relative m-4"
            style={{ height: lines * size }}
          >
            {view.rows.flatMap((at) =>
              Array.from({ length: perLine }, (_, column) => {
                const index = at * perLine + column;
                const item = items[index - offset];
                return item === undefined ? null : (
                  <li
                    key={item.id}
                    aria-setsize={total ?? -1}
                    aria-posinset={index + 1}
                    className="absolute"
                    style={{
                      top: at * size,
                      insetInlineStart: column * (cardWidth + gap),
                      width: cardWidth,
                      height: size - gap,
                    }}
                  >
                    <button
                      type="button"
                      data-index={index}
                      tabIndex={index === roving.active ? 0 : -1}
                      aria-label={nameOf(item)}
                      onFocus={() => setCurrent(index)}
                      onClick={() => onOpen?.(item)}
                      className={cx(
                        "block size-full rounded-sm text-start",
                        list.open === item.id && "outline-2 outline-offset-2 outline-focus",
                      )}
                    >
                      {card.render(item)}
                    </button>
                  </li>
                );
              }),
            )}
          </ul>
        )}
        {query.isPending ? (
          <div aria-hidden className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-3 p-4">
            {Array.from({ length: 16 }, (_, index) => (
              <Skeleton key={index} className="aspect-video w-full rounded-sm" />
            ))}
          </div>
        ) : null}
        {fill}
      </div>
      {footer(Math.max(0, view.first) * perLine, Math.min(count, (view.last + 1) * perLine) - 1)}
    </>
  );
}
