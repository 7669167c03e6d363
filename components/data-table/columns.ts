"use client";

import type { ReactNode } from "react";
import { useMemo } from "react";
import { useStoredChoice } from "./choice-provider";

export interface Column<T> {
  id: string;
  header: string;
  cell: (item: T) => ReactNode;
  /** The field in the list's `sort`; without it the head is no button. */
  sort?: string;
  /** A grid track; `minmax(7rem, 1fr)` unless told. */
  width?: string;
  /** Numbers end, text starts. */
  align?: "start" | "end";
  /** Left out until chosen. */
  hidden?: boolean;
  /** Below 640 px: at the end of the first line, on the second line (the default), or not at all. */
  narrow?: "end" | "second" | "none";
}

export interface Choice {
  /** Column ids in order, the name's not among them. */
  order: readonly string[];
  hidden: ReadonlySet<string>;
  /** Widths somebody gave a column, in px, by its id. */
  widths: Readonly<Record<string, number>>;
}

/** Narrower nothing can be read, wider nothing else is in view. */
export const columnWidth = { least: 64, most: 960, step: 16 } as const;

/** As it stands in the cookie and in saved views: `state.area~area~name:220`, the order, what is hidden, widths. */
function written({ order, hidden, widths }: Choice): string {
  const given = Object.entries(widths).map(([id, width]) => `${id}:${width}`);
  return `${order.join(".")}~${[...hidden].join(".")}~${given.join(".")}`;
}

function widthsOf(part: string): Record<string, number> {
  const given = part.split(".").map((each) => each.split(":"));
  return Object.fromEntries(
    given.flatMap(([id = "", text = ""]): [string, number][] => {
      const width = Number.parseInt(text, 10);
      return id === "" || Number.isNaN(width) ? [] : [[id, bounded(width)]];
    }),
  );
}

/** A grid track's least width in rem; tracks are written in rem, `7rem` or `minmax(7rem, 1fr)`. */
const leastOf = (track: string) => Number.parseFloat(track.replace("minmax(", "")) || 0;

/** The grid track of a column, by its place. */
export function trackOf<T>({ width }: Column<T>, index: number): string {
  return width ?? (index === 0 ? "minmax(11rem, 2fr)" : "minmax(7rem, 1fr)");
}

export interface Fit {
  /** For the tracks and the gaps between them, `gap` and `rem`: px. */
  room: number;
  gap: number;
  rem: number;
  /** Tracks before the first column. */
  before: readonly string[];
  /** The field that the list is sorted by: its column stays. */
  sorted: string;
}

/**
 * What there is room for: first those go that a phone does not show, then those of its second line, each time the last
 * one. The name, what a phone shows beside it, and the sorted column always stay.
 */
export function fitting<T>(columns: readonly Column<T>[], { room, gap, rem, before, sorted }: Fit): Column<T>[] {
  const taken = (tracks: readonly string[]) =>
    tracks.reduce((sum, track) => sum + leastOf(track) * rem, 0) + gap * (tracks.length - 1);
  const rank = { none: 0, second: 1, end: 2 } as const;
  const leaving = columns
    .map((column, index) => ({ column, index, rank: rank[column.narrow ?? "second"] }))
    .filter((each) => each.index > 0 && each.rank < 2 && (each.column.sort ?? "") !== sorted)
    .sort((a, b) => a.rank - b.rank || b.index - a.index);
  const kept = new Set(columns);
  const tracksLeft = () => columns.flatMap((column, index) => (kept.has(column) ? [trackOf(column, index)] : []));
  for (const { column } of leaving) {
    if (taken([...before, ...tracksLeft()]) <= room) break;
    kept.delete(column);
  }
  return columns.filter((column) => kept.has(column));
}

export function bounded(width: number): number {
  return Math.round(Math.min(columnWidth.most, Math.max(columnWidth.least, width)));
}

function parsed(text: string | undefined): Choice | null {
  if (text === undefined || !text.includes("~")) return null;
  const [order = "", hidden = "", widths = ""] = text.split("~");
  const ids = (part: string) => part.split(".").filter((id) => id !== "");
  return { order: ids(order), hidden: new Set(ids(hidden)), widths: widthsOf(widths) };
}

/** What is chosen, brought to the columns there are: those new to the choice come last. */
export function settled<T>(columns: readonly Column<T>[], saved: Choice | null): Choice {
  const ids = columns.slice(1).map((column) => column.id);
  const fresh = columns.slice(1).filter((column) => saved === null || !saved.order.includes(column.id));
  const order = saved === null ? ids : [...saved.order.filter((id) => ids.includes(id)), ...fresh.map(({ id }) => id)];
  const hidden = new Set([...(saved?.hidden ?? []), ...fresh.filter((column) => column.hidden).map(({ id }) => id)]);
  const known = new Set(columns.map((column) => column.id));
  const widths = Object.fromEntries(Object.entries(saved?.widths ?? {}).filter(([id]) => known.has(id)));
  return { order, hidden, widths };
}

/** Which columns this person wants in which order, kept in a cookie, so that the server renders them. */
export function useColumnChoice<T>(table: string, columns: readonly Column<T>[]) {
  const { text, keep } = useStoredChoice(table);
  return useMemo(() => {
    const choice = settled(columns, parsed(text));
    const shown = choice.order.flatMap(
      (id) => columns.find((column) => column.id === id && !choice.hidden.has(id)) ?? [],
    );
    return {
      shown: [...columns.slice(0, 1), ...shown],
      choice,
      choose: (next: Choice) => keep(written(next)),
      reset: () => keep(""),
      /** The choice in one word, for a saved view. */
      text: written(choice),
      /** Takes such a word again. */
      take: keep,
    };
  }, [columns, keep, text]);
}
