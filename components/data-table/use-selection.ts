"use client";

import { useCallback, useMemo, useRef, useState } from "react";

/** Chosen rows by id, what rows and the head of a table need of them. */
export interface Selection {
  chosen: { readonly size: number; has: (id: string) => boolean };
  toggle: (id: string, run?: boolean) => void;
  toggleAll: () => void;
  clear: () => void;
  /** Every row that is loaded is chosen. */
  all: boolean;
  /** Some are, not all. */
  some: boolean;
}

/**
 * Chosen rows, kept as they were last seen: those of a page no longer in memory, or left out by another search, stay
 * chosen. With Shift the run from the last chosen one is taken too.
 */
export function useSelection<T extends { id: string }>(items: readonly T[]) {
  const [kept, setKept] = useState<ReadonlyMap<string, T>>(new Map());
  const anchor = useRef<string>(undefined);

  const toggle = useCallback(
    (id: string, run = false) => {
      const at = (wanted: string | undefined) => items.findIndex((item) => item.id === wanted);
      const [from, to] = [at(anchor.current), at(id)];
      anchor.current = id;
      setKept((before) => {
        const next = new Map(before);
        const on = !before.has(id);
        const first = run && from >= 0 ? Math.min(from, to) : to;
        for (const item of items.slice(first, (run ? Math.max(from, to) : to) + 1)) {
          if (on) next.set(item.id, item);
          else next.delete(item.id);
        }
        return next;
      });
    },
    [items],
  );
  const clear = useCallback(() => setKept(new Map()), []);
  const take = useCallback((many: readonly T[]) => setKept(new Map(many.map((item) => [item.id, item]))), []);
  const toggleAll = useCallback(
    () =>
      setKept((before) =>
        items.every(({ id }) => before.has(id))
          ? new Map()
          : new Map([...before, ...items.map((item): [string, T] => [item.id, item])]),
      ),
    [items],
  );

  return useMemo(() => {
    const present = new Map(items.map((item) => [item.id, item]));
    const inView = items.filter(({ id }) => kept.has(id)).length;
    return {
      chosen: kept,
      /** In the order they were chosen, each as it is now where it is loaded. */
      rows: [...kept.values()].map((item) => present.get(item.id) ?? item),
      toggle,
      toggleAll,
      clear,
      take,
      all: items.length > 0 && inView === items.length,
      some: inView > 0 && inView < items.length,
    };
  }, [clear, items, kept, take, toggle, toggleAll]) satisfies Selection;
}
