"use client";

import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { insist } from "./insist";
import type { Outcome, ToastMessage } from "./toast-shelf";

export type { ToastMessage } from "./toast-shelf";

const load = () => import("./toast-shelf");
const Shelf = dynamic(() => insist(load).then((module) => module.ToastShelf), { ssr: false });

const doneLeavesAfter = 5_000;

let needed = false;
const waiting = new Set<() => void>();

function add(message: ToastMessage, outcome: Outcome): void {
  needed = true;
  for (const tell of waiting) tell();
  const options = outcome === "done" ? { timeout: doneLeavesAfter } : {};
  void insist(load).then(({ queue }) => queue.add({ ...message, outcome }, options));
}

/** Done leaves by itself; what failed or is unknown stays until it is closed. */
export const toast = {
  done: (message: ToastMessage) => add(message, "done"),
  failed: (message: ToastMessage) => add(message, "failed"),
  unknown: (message: ToastMessage) => add(message, "unknown"),
};

function subscribe(tell: () => void) {
  waiting.add(tell);
  return () => void waiting.delete(tell);
}

/** Where notices appear; its code comes with the first of them. */
export function ToastRegion() {
  const shown = useSyncExternalStore(
    subscribe,
    () => needed,
    () => false,
  );
  return shown ? <Shelf /> : null;
}
