"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FocusEvent, type PointerEvent, type UIEvent, useRef, useState } from "react";
import { eventQueries } from "@/lib/domains/events/queries";
import type { EventListFilters } from "../search-params";

const gridOf = (target: EventTarget) => (target as Element).closest("[role=grid]");

/**
 * The list as it happens, and as it was while somebody points at a row, has the focus on one or has scrolled: nothing
 * moves then. What arrives meanwhile is counted, and shown when they ask for it or go.
 */
export function useArrivals(filter: EventListFilters) {
  const queries = useQueryClient();
  const [held, setHeld] = useState<string | null>(null);
  const at = useRef({ pointer: false, focus: false, scrolled: false });
  const scroller = useRef<Element>(null);
  const query = useInfiniteQuery(eventQueries.list(held === null ? filter : { ...filter, upTo: held }));
  const { data: later } = useQuery({
    ...eventQueries.arrivals({ ...filter, after: held ?? "0" }),
    enabled: held !== null,
  });

  function hold() {
    const shown = queries.getQueryData(eventQueries.list(filter).queryKey);
    const first = shown?.pages[0];
    if (shown === undefined || first === undefined || first.items.length === 0) return;
    // The very rows on screen, so that holding them changes nothing either.
    queries.setQueryData(eventQueries.list({ ...filter, upTo: first.newest }).queryKey, shown);
    setHeld(first.newest);
  }

  function note(change: Partial<typeof at.current>) {
    Object.assign(at.current, change);
    const { pointer, focus, scrolled } = at.current;
    const isBusy = pointer || focus || scrolled;
    // The oldest first: what arrives comes below and moves nothing.
    if (isBusy && held === null && filter.sort === "-occurredAt") hold();
    else if (!isBusy && held !== null) setHeld(null);
  }

  return {
    query,
    /** How many arrived; null: more than are counted. */
    count: held === null || later === undefined ? 0 : later.total,
    /** Shows them, from the top. */
    release() {
      scroller.current?.scrollTo({ top: 0 });
      Object.assign(at.current, { pointer: false, focus: false, scrolled: false });
      setHeld(null);
    },
    /** For the element around the list. */
    watch: {
      onPointerOver: (event: PointerEvent) => {
        if (event.pointerType !== "touch") note({ pointer: gridOf(event.target) !== null });
      },
      onPointerLeave: () => note({ pointer: false }),
      onFocus: (event: FocusEvent) => note({ focus: gridOf(event.target) !== null }),
      onBlur: (event: FocusEvent) => {
        if (event.relatedTarget === null || gridOf(event.relatedTarget) === null) note({ focus: false });
      },
      onScrollCapture: ({ target }: UIEvent) => {
        if (!(target instanceof Element) || target.querySelector("[role=grid]") === null) return;
        scroller.current = target;
        note({ scrolled: target.scrollTop > 0 });
      },
    },
  };
}
