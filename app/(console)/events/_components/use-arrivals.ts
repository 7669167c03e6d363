"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FocusEvent, type PointerEvent, type UIEvent, useRef, useState } from "react";
import { eventQueries } from "@/lib/domains/events/queries";
import type { EventListFilters } from "../search-params";

const isRow = (target: EventTarget | null) => target instanceof Element && target.closest("[data-index]") !== null;

/**
 * The list as it happens, and as it was while somebody points at a row, has the focus on one or has scrolled: nothing
 * moves then. What arrives meanwhile is counted, and shown when they ask for it or go.
 */
export function useArrivals(filter: EventListFilters) {
  const queries = useQueryClient();
  const [held, setHeld] = useState<string | null>(null);
  const busy = useRef({ pointer: false, focus: false, scrolled: false });
  const isLeaving = useRef(false);
  const scroller = useRef<Element>(null);
  const live = eventQueries.list(filter);
  const query = useInfiniteQuery(held === null ? live : eventQueries.list({ ...filter, upTo: held }));
  const { data: later } = useQuery({
    ...eventQueries.arrivals({ ...filter, after: held ?? "0" }),
    enabled: held !== null,
  });

  const isBusy = () => Object.values(busy.current).includes(true);

  function hold() {
    const shown = queries.getQueryData(live.queryKey);
    const first = shown?.pages[0];
    if (shown === undefined || first === undefined || first.items.length === 0) return;
    // The very rows on screen, so that holding them changes nothing either.
    queries.setQueryData(eventQueries.list({ ...filter, upTo: first.newest }).queryKey, shown);
    setHeld(first.newest);
  }

  /** What is there now is read before the rows go on, so that they move once. */
  async function leave() {
    if (isLeaving.current) return;
    isLeaving.current = true;
    await queries.refetchQueries({ queryKey: live.queryKey, exact: true, type: "all" });
    isLeaving.current = false;
    if (!isBusy()) setHeld(null);
  }

  function note(change: Partial<typeof busy.current>) {
    Object.assign(busy.current, change);
    // The oldest first: what arrives comes below and moves nothing.
    if (isBusy() && held === null && filter.sort === "-occurredAt") hold();
    else if (!isBusy() && held !== null) void leave();
  }

  return {
    query,
    /** How many arrived; null: more than are counted. */
    count: held === null || later === undefined ? 0 : later.total,
    /** Shows them, from the top. */
    release() {
      scroller.current?.scrollTo({ top: 0 });
      note({ pointer: false, focus: false, scrolled: false });
    },
    /** For the element around the list. */
    watch: {
      onPointerOver: (event: PointerEvent) => {
        if (event.pointerType !== "touch") note({ pointer: isRow(event.target) });
      },
      onPointerLeave: () => note({ pointer: false }),
      onFocus: (event: FocusEvent) => note({ focus: isRow(event.target) }),
      onBlur: (event: FocusEvent) => {
        if (!isRow(event.relatedTarget)) note({ focus: false });
      },
      onScrollCapture: ({ target }: UIEvent) => {
        if (!(target instanceof Element) || target.querySelector("[role=grid]") === null) return;
        scroller.current = target;
        note({ scrolled: target.scrollTop > 0 });
      },
    },
  };
}
