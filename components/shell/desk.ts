"use client";

import { useEffect } from "react";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { lockDesk } from "@/lib/domains/account/queries";

export const lockKey = "Ctrl Shift L";

/** Other windows of the same browser, which are to be covered at the same moment. */
const CHANNEL = "gatehouse-desk";

const here = () => `${location.pathname}${location.search}`;

function cover(path: string): void {
  // A whole new page: nothing of what was shown stays in memory, and Back shows the lock again.
  location.replace(path === "/" ? "/locked" : `/locked?next=${encodeURIComponent(path)}`);
}

function tell(title: string, error: unknown): void {
  const { title: detail, code } = trouble(error);
  toast.failed({ title, detail, ...(code === undefined ? {} : { code }) });
}

/** Locks the desk at the server, then covers this and every other window of it. */
export async function lockThisDesk(): Promise<void> {
  try {
    await lockDesk();
  } catch (error) {
    return tell("The desk is not locked", error);
  }
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("locked");
  channel.close();
  cover(here());
}

/** Signs out and asks the next person to sign in; they see what was open. */
export async function handOver(path = here()): Promise<void> {
  try {
    const { signOut } = await import("@/lib/domains/users/queries");
    await signOut();
  } catch (error) {
    return tell("The desk is not handed over", error);
  }
  location.replace(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}

/** Runs `work` at Ctrl+Shift+L, on a Mac also at Cmd+Shift+L. */
export function useLockKey(work: () => void): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const pressed = event.code === "KeyL" || event.key.toLowerCase() === "l";
      if (!pressed || !(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey || event.repeat) return;
      event.preventDefault();
      work();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [work]);
}

const lock = () => void lockThisDesk();

/** The lock's key, and the ear for a lock in another window. */
export function useDesk(): void {
  useLockKey(lock);
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => cover(here());
    return () => channel.close();
  }, []);
}
