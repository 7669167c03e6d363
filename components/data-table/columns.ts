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
}

/** As it stands in the cookie: `state.area~area`, the order and what is hidden. */
function written({ order, hidden }: Choice): string {
  return `${order.join(".")}~${[...hidden].join(".")}`;
}

function parsed(text: string | undefined): Choice | null {
  if (text === undefined || !text.includes("~")) return null;
  const [order = "", hidden = ""] = text.split("~");
  const ids = (part: string) => part.split(".").filter((id) => id !== "");
  return { order: ids(order), hidden: new Set(ids(hidden)) };
}

/** What is chosen, brought to the columns there are: those new to the choice come last. */
export function settled<T>(columns: readonly Column<T>[], saved: Choice | null): Choice {
  const ids = columns.slice(1).map((column) => column.id);
  const fresh = columns.slice(1).filter((column) => saved === null || !saved.order.includes(column.id));
  const order = saved === null ? ids : [...saved.order.filter((id) => ids.includes(id)), ...fresh.map(({ id }) => id)];
  const hidden = new Set([...(saved?.hidden ?? []), ...fresh.filter((column) => column.hidden).map(({ id }) => id)]);
  return { order, hidden };
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
    };
  }, [columns, keep, text]);
}
