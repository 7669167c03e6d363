"use client";

import { useSyncExternalStore } from "react";

function subscribe(changed: () => void) {
  const root = new MutationObserver(changed);
  root.observe(document.documentElement, { attributes: true, attributeFilter: ["data-density", "style", "class"] });
  const coarse = matchMedia("(pointer: coarse)");
  coarse.addEventListener("change", changed);
  window.addEventListener("resize", changed);
  return () => {
    root.disconnect();
    coarse.removeEventListener("change", changed);
    window.removeEventListener("resize", changed);
  };
}

function pixels(token: string): number {
  const style = getComputedStyle(document.documentElement);
  const value = style.getPropertyValue(token).trim();
  const number = Number.parseFloat(value);
  return value.endsWith("rem") ? number * Number.parseFloat(style.fontSize) : number;
}

/** A length token such as `--row` in px, following density and pointer. `initial` is what the server assumes. */
export function useLength(token: `--${string}`, initial: number): number {
  return useSyncExternalStore(
    subscribe,
    () => pixels(token) || initial,
    () => initial,
  );
}

/** Whether a media query holds; false on the server. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}
