"use client";

import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";

export interface RovingOptions {
  root: RefObject<HTMLElement | null>;
  count: number;
  /** Where the focus is or would go; the caller keeps it, for its window of rows. */
  current: number;
  setCurrent: (index: number) => void;
  /** Scrolls the row into the part of the list that exists. */
  show: (index: number) => void;
  onOpen?: ((index: number) => void) | undefined;
  onToggle?: ((index: number, run: boolean) => void) | undefined;
  /** Esc: what is open closes, or the selection is dropped. */
  onEscape?: (() => void) | undefined;
  /** Items in one line of a grid; 1 for rows. */
  perLine?: number;
  page?: number;
  /** False where letters jump to a name: j and k are letters then. */
  letters?: boolean;
}

/** One item of a list is in the tab order; arrows, j and k, Home, End and the page keys move it. */
export function useRoving({
  root,
  count,
  current,
  setCurrent,
  show,
  onOpen,
  onToggle,
  onEscape,
  perLine = 1,
  page = 15,
  letters = true,
}: RovingOptions) {
  const active = count === 0 ? -1 : Math.min(current, count - 1);
  const wanted = useRef<number>(undefined);

  // A row far away exists only after the list has scrolled: focus it as soon as it does.
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = root.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (row === null || row === undefined) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });

  function go(to: number) {
    const index = Math.max(0, Math.min(count - 1, to));
    wanted.current = index;
    setCurrent(index);
    show(index);
    root.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (count === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    const onItem = target.dataset["index"] !== undefined;
    if (event.key === "Escape") {
      // A row's box stands for the row; from anything else inside it, the way back is to the row first.
      if (!onItem && !target.matches("[type=checkbox]") && target.closest("[data-index]") !== null) go(active);
      else onEscape?.();
      return;
    }
    if (!onItem && target.closest("input:not([type=checkbox]), textarea, [role=combobox]") !== null) return;
    const horizontal = perLine > 1 ? (getComputedStyle(target).direction === "rtl" ? -1 : 1) : 0;
    const steps: Record<string, number> = {
      ArrowDown: perLine,
      ArrowUp: -perLine,
      PageDown: page * perLine,
      PageUp: -page * perLine,
      Home: -count,
      End: count,
      ...(letters ? { j: perLine, k: -perLine } : {}),
      ...(horizontal === 0 ? {} : { ArrowRight: horizontal, ArrowLeft: -horizontal }),
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(active + step);
    } else if (onItem && event.key === "Enter" && onOpen !== undefined) {
      event.preventDefault();
      onOpen(active);
    } else if (
      onItem &&
      (event.key === " " || (letters && event.key.toLowerCase() === "x")) &&
      onToggle !== undefined
    ) {
      event.preventDefault();
      onToggle(active, event.shiftKey);
    }
  }

  return { active, onKeyDown, go };
}
