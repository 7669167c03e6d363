"use client";

import { usePathname } from "next/navigation";
import { useCallback } from "react";
import { alarmHref } from "./words";

const pattern = /^\/alarms\/([^/]+)$/;

/**
 * The open alarm is the address's last part. Moved on here without asking the server for a page: the queue stays as it
 * is, and Back closes what is open.
 */
export function useOpenAlarm() {
  const part = pattern.exec(usePathname())?.[1];
  const openId = part === undefined ? null : decodeURIComponent(part);
  const open = useCallback((id: string | null, how: "push" | "replace" = "push") => {
    const address = `${id === null ? "/alarms" : alarmHref(id)}${location.search}`;
    if (address === `${location.pathname}${location.search}`) return;
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }, []);
  return { openId, open };
}
