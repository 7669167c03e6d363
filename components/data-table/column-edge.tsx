"use client";

import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { bounded, columnWidth } from "./columns";

export interface ColumnEdgeProps {
  name: string;
  /** Null: back to the width it is defined with. `done` is false while the edge is still being dragged. */
  onResize: (width: number | null, done: boolean) => void;
}

const headOf = (edge: HTMLElement) => edge.parentElement?.getBoundingClientRect().width ?? columnWidth.least;
const directionOf = (edge: HTMLElement) => (getComputedStyle(edge).direction === "rtl" ? -1 : 1);

/** The end of a column's head: dragged, or moved with the arrows; a double press or Delete gives its own width back. */
export function ColumnEdge({ name, onResize }: ColumnEdgeProps) {
  const drag = useRef<{ from: number; width: number; direction: 1 | -1 }>(undefined);
  const [now, setNow] = useState<number>();

  function change(width: number | null, done: boolean) {
    setNow(width === null ? undefined : bounded(width));
    onResize(width === null ? null : bounded(width), done);
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.preventDefault();
    const edge = event.currentTarget;
    edge.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, width: headOf(edge), direction: directionOf(edge) };
  }

  function follow(event: PointerEvent<HTMLElement>, done: boolean) {
    if (drag.current === undefined) return;
    const { from, width, direction } = drag.current;
    if (done) drag.current = undefined;
    if (event.clientX !== from) change(width + (event.clientX - from) * direction, done);
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const edge = event.currentTarget;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) change(headOf(edge) + step * directionOf(edge) * columnWidth.step, true);
    else if (event.key === "Delete" || event.key === "Backspace") change(null, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    // A separator that can be moved is a control, as in the window splitter of the ARIA patterns.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuemin={columnWidth.least}
      aria-valuemax={columnWidth.most}
      aria-valuenow={now ?? columnWidth.least}
      aria-valuetext={now === undefined ? "as it is" : `${now} pixels`}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onFocus={(event) => setNow(bounded(headOf(event.currentTarget)))}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => follow(event, false)}
      onPointerUp={(event) => follow(event, true)}
      onPointerCancel={(event) => follow(event, true)}
      onDoubleClick={() => change(null, true)}
      onKeyDown={onKeyDown}
      className="absolute -inset-y-1 -end-[calc(var(--cell-x)/2+0.375rem)] w-3 cursor-col-resize touch-none rounded-xs after:absolute after:inset-y-1.5 after:start-1/2 after:w-px after:bg-line-strong after:opacity-0 hover:after:opacity-100 focus-visible:after:opacity-100 max-sm:hidden"
    />
  );
}
