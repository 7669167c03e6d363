"use client";

import { useSyncExternalStore } from "react";
import { preferenceCookies } from "@/components/shell/preferences";
import { keepCookie, keptHere } from "@/components/ui/kept-cookie";

/** Notices of the desktop, for a window that is behind others. Asked for by a press, never by itself. */

export type Notices = "unavailable" | "refused" | "off" | "on";

const watchers = new Set<() => void>();
let kept: boolean | undefined;

function isWanted(): boolean {
  kept ??= keptHere(preferenceCookies.alarmNotices) === "on";
  return kept;
}

function state(): Notices {
  if (typeof Notification === "undefined") return "unavailable";
  if (Notification.permission === "denied") return "refused";
  return Notification.permission === "granted" && isWanted() ? "on" : "off";
}

export async function switchNotices(on: boolean): Promise<void> {
  if (on && typeof Notification !== "undefined") await Notification.requestPermission();
  kept = on;
  keepCookie(preferenceCookies.alarmNotices, on ? "on" : "off");
  for (const watcher of watchers) watcher();
}

export function useNotices(): Notices {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    state,
    () => "off",
  );
}

/** Only where nobody looks at this window; `tag` keeps one notice for each alarm, whatever the number of windows. */
export function notify(title: string, body: string, tag: string, onPress: () => void): void {
  if (state() !== "on" || !document.hidden) return;
  const notice = new Notification(title, { body, tag, silent: true, icon: "/icon.svg" });
  notice.onclick = () => {
    window.focus();
    notice.close();
    onPress();
  };
}
