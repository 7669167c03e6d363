"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";

export interface WindowOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Height of one row, in px. */
  size: number;
  /** Kept although out of view: the row that holds the focus. */
  keep?: number;
  /** Height of what sticks over the rows at the top, in px. */
  head?: number;
}

/** The rows in view. The server assumes a screen of 900 px, so that a list is there on arrival. */
export function useWindow({ scroller, count, size, keep = -1, head = 0 }: WindowOptions) {
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called, never passed to memoised children
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 8,
    initialRect: { width: 1_200, height: 900 },
    paddingStart: head,
    scrollPaddingStart: head,
    rangeExtractor: (range) => {
      const inView = defaultRangeExtractor(range);
      return keep < 0 || keep >= count || inView.includes(keep) ? inView : [...inView, keep].sort((a, b) => a - b);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, size]);
  const rows = virtualizer.getVirtualItems().map((item) => item.index);
  return {
    rows,
    /** First and last row really in view; both -1 when there is none. */
    first: virtualizer.range?.startIndex ?? -1,
    last: virtualizer.range?.endIndex ?? -1,
    show: (index: number) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
