"use client";

import { type RefObject, useEffect, useState } from "react";

export interface WindowOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Height of one row, in px; all are alike, which is why no measuring library is needed. */
  size: number;
  /** Kept although out of view: the row that holds the focus. */
  keep?: number;
  /** Height of what sticks over the rows at the top, in px. */
  head?: number;
}

const overscan = 8;
/** What the server assumes, so that a list is there on arrival. */
const assumedHeight = 900;

interface Place {
  top: number;
  height: number;
}

/** The rows in view, and a few around them. */
export function useWindow({ scroller, count, size, keep = -1, head = 0 }: WindowOptions) {
  const [place, setPlace] = useState<Place>({ top: 0, height: assumedHeight });

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const next = { top: element.scrollTop, height: element.clientHeight };
      setPlace((before) => (before.top === next.top && before.height === next.height ? before : next));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller]);

  function show(index: number) {
    const element = scroller.current;
    if (element === null) return;
    const [start, end] = [index * size, (index + 1) * size + head];
    if (start < element.scrollTop) element.scrollTo({ top: start });
    else if (end > element.scrollTop + element.clientHeight) element.scrollTo({ top: end - element.clientHeight });
  }

  // Rows begin below the head, which sticks: what it covers is not in view.
  const first = count === 0 ? -1 : Math.min(count - 1, Math.max(0, Math.floor(place.top / size)));
  const last = count === 0 ? -1 : Math.min(count - 1, Math.floor((place.top + place.height - head - 1) / size));
  const [from, to] = [Math.max(0, first - overscan), Math.min(count - 1, last + overscan)];
  const rows = count === 0 ? [] : Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  if (keep >= 0 && keep < count && (keep < from || keep > to)) {
    if (keep < from) rows.unshift(keep);
    else rows.push(keep);
  }
  return {
    rows,
    /** First and last row really in view; both -1 when there is none. */
    first,
    last,
    show,
  };
}
