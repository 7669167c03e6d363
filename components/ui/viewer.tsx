"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { keepCookie } from "./kept-cookie";
import { type Viewer, zoneCookie } from "./time-format";

interface ViewerContextValue extends Viewer {
  /** When the server rendered, so that the first paint in the browser says the same. */
  renderedAt: number;
}

const ViewerContext = createContext<ViewerContextValue>({ locale: "en-GB", timeZone: "UTC", renderedAt: 0 });

export interface ViewerProviderProps {
  locale: string;
  /** From the cookie of an earlier visit; the browser's own takes over after the first paint. */
  timeZone: string;
  renderedAt: number;
  children: ReactNode;
}

const neverChanges = () => () => undefined;
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function ViewerProvider({ locale, timeZone, renderedAt, children }: ViewerProviderProps) {
  const zone = useSyncExternalStore(neverChanges, ownZone, () => timeZone);
  useEffect(() => {
    if (zone === timeZone) return;
    keepCookie(zoneCookie, zone);
  }, [timeZone, zone]);
  const value = useMemo(() => ({ locale, timeZone: zone, renderedAt }), [locale, zone, renderedAt]);
  return <ViewerContext value={value}>{children}</ViewerContext>;
}

export function useViewer(): ViewerContextValue {
  return useContext(ViewerContext);
}

const watchers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let ticked = 0;

function tick() {
  ticked = Date.now();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  if (timer === undefined) {
    tick();
    timer = setInterval(tick, 1_000);
  }
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
      ticked = 0;
    }
  };
}

/** The present, moving in steps of `step` ms. One timer serves the whole page. */
export function useNow(step = 1_000): number {
  const { renderedAt } = useViewer();
  const snapshot = () => {
    const now = ticked === 0 ? Date.now() : ticked;
    return Math.floor(now / step) * step;
  };
  return useSyncExternalStore(watch, snapshot, () => Math.floor(renderedAt / step) * step);
}
