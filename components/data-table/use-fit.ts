"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { useLength } from "@/components/ui/use-length";
import { type Column, fitting } from "./columns";

/** The columns there is room for; all of them on the server, and on a phone, where a row has two lines. */
export function useFit<T>(
  scroller: RefObject<HTMLElement | null>,
  columns: readonly Column<T>[],
  { before, sorted, off }: { before: readonly string[]; sorted: string; off: boolean },
): readonly Column<T>[] {
  const [size, setSize] = useState<{ width: number; rem: number }>();
  const gap = useLength("--cell-x", 12);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const width = element.clientWidth;
      setSize((before) => (before?.width === width && before.rem === rem ? before : { width, rem }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  if (size === undefined || off) return columns;
  // A row has 1 rem on either side.
  return fitting(columns, { room: size.width - 2 * size.rem, gap, rem: size.rem, before, sorted });
}
