"use client";

import { useCallback, useMemo, useRef, useState } from "react";

/** Chosen rows by id. With Shift the run from the last chosen one is taken too. */
export function useSelection(ids: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string>(undefined);

  const toggle = useCallback(
    (id: string, run = false) => {
      const from = anchor.current === undefined ? -1 : ids.indexOf(anchor.current);
      const to = ids.indexOf(id);
      anchor.current = id;
      setChosen((before) => {
        const next = new Set(before);
        const on = !before.has(id);
        const affected = run && from >= 0 && to >= 0 ? ids.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
        for (const each of affected) {
          if (on) next.add(each);
          else next.delete(each);
        }
        return next;
      });
    },
    [ids],
  );
  const clear = useCallback(() => setChosen(new Set()), []);
  const take = useCallback((many: readonly string[]) => setChosen(new Set(many)), []);
  const toggleAll = useCallback(
    () => setChosen((before) => (ids.every((id) => before.has(id)) ? new Set() : new Set([...before, ...ids]))),
    [ids],
  );

  return useMemo(() => {
    const inView = ids.filter((id) => chosen.has(id)).length;
    return {
      chosen,
      toggle,
      toggleAll,
      clear,
      take,
      all: ids.length > 0 && inView === ids.length,
      some: inView > 0 && inView < ids.length,
    };
  }, [chosen, clear, ids, take, toggle, toggleAll]);
}

export type Selection = ReturnType<typeof useSelection>;
