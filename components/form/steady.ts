"use client";

import { useState, useSyncExternalStore } from "react";

let pressing = false;
let ending: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function change(to: boolean): void {
  clearTimeout(ending);
  if (pressing === to) return;
  pressing = to;
  for (const watcher of watchers) watcher();
}

/** A finger's press comes twice: as pointer events, then as mouse events, between which the focus moves. */
function began(event: MouseEvent): void {
  // The menu of another button swallows its end.
  if (event.button === 0) change(true);
}

/** The click follows in the same turn as the end of the press, and belongs to it. */
function ended(): void {
  if (!pressing) return;
  clearTimeout(ending);
  ending = setTimeout(() => change(false));
}

const begins = ["pointerdown", "mousedown"] as const;
const ends = ["pointerup", "pointercancel", "mouseup", "keydown"] as const;

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) {
    for (const name of begins) window.addEventListener(name, began, true);
    for (const name of ends) window.addEventListener(name, ended, true);
  }
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    for (const name of begins) window.removeEventListener(name, began, true);
    for (const name of ends) window.removeEventListener(name, ended, true);
    change(false);
  };
}

const isPressing = () => pressing;
const never = () => false;

/**
 * The value, but while a pointer is down the one from before. For whatever takes room in a form: a press takes the
 * focus out of a field, and what that field then says must not move the button away from under the press.
 */
export function useSteady<T>(value: T): T {
  const held = useSyncExternalStore(watch, isPressing, never);
  const [steady, setSteady] = useState(value);
  if (held || Object.is(steady, value)) return steady;
  setSteady(value);
  return value;
}
