"use client";

import dynamic from "next/dynamic";
import { type ComponentType, type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import { insist } from "./insist";

const never = () => () => undefined;

/** Code of its own for a part that opens later, drawn at once where it was preloaded. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let there: ComponentType<Props> | undefined;
  const fetched = async () => (there ??= await insist(load));
  // What is drawn on the server, or before its code is there, waits for it in its place.
  const Waiting = dynamic<Props>(fetched);
  function Later(props: Props): ReactNode {
    const hydrating = useSyncExternalStore(
      never,
      () => false,
      () => true,
    );
    // Decided once: whatever is drawn stays, with the focus in it.
    const [Here] = useState(() => (hydrating ? undefined : there));
    return Here === undefined ? <Waiting {...props} /> : <Here {...props} />;
  }
  return [Later, () => void fetched().catch(() => undefined)] as const;
}

/** In the browser's record of the page: from here on nothing is loaded that the page itself needs. The benchmark knows it. */
const MARK = "ahead";
const REST_MS = 1_000;
const AT_MOST_MS = 5_000;

/** Once the page is there and has come to rest, loads what keys and buttons will open. */
export function useAhead(load: () => void): void {
  useEffect(() => {
    let idle: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
      performance.mark(MARK);
      load();
    };
    const rest = () => {
      timer = setTimeout(() => {
        // Safari has no such callback.
        if (typeof requestIdleCallback === "function") idle = requestIdleCallback(begin, { timeout: AT_MOST_MS });
        else begin();
      }, REST_MS);
    };
    if (document.readyState === "complete") rest();
    else window.addEventListener("load", rest, { once: true });
    return () => {
      window.removeEventListener("load", rest);
      clearTimeout(timer);
      if (idle !== undefined) cancelIdleCallback(idle);
    };
  }, [load]);
}

/** What `load` brings, once it is wanted and there; a press or a reading waits for nothing. `load` stays the same. */
export function useLoaded<T extends object>(wanted: boolean, load: () => Promise<T>): T | undefined {
  const [found, setFound] = useState<T>();
  const missing = wanted && found === undefined;
  useEffect(() => {
    if (!missing) return;
    let gone = false;
    void load().then(
      (module) => (gone ? undefined : setFound(module)),
      // Asked for again with the next visit.
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [missing, load]);
  return found;
}
