"use client";

import { useEffect, useRef } from "react";
import { type KeyGroup, useKeyHelp } from "@/components/shell/key-help";
import { useShell } from "@/components/shell/shell-context";
import { isTyping } from "@/components/ui/is-typing";

const reading: KeyGroup = {
  title: "In the queue",
  entries: [
    { keys: [["j"], ["↓"]], does: "Next alarm" },
    { keys: [["k"], ["↑"]], does: "Alarm before" },
    { keys: [["Enter"]], does: "Open the alarm" },
    { keys: [["."]], does: "Show the new alarms above" },
    { keys: [["v"]], does: "Open its camera" },
    { keys: [["p"]], does: "Print its report" },
    { keys: [["/"]], does: "Search the queue" },
    { keys: [["Esc"]], does: "Back to the queue, then close the alarm" },
  ],
};
const handling: KeyGroup = {
  title: "On alarms",
  entries: [
    { keys: [["a"]], does: "Acknowledge" },
    { keys: [["r"]], does: "Resolve" },
    { keys: [["n"]], does: "Write a note" },
    { keys: [["o"]], does: "Assign" },
    { keys: [["s"]], does: "Snooze its source" },
    { keys: [["x"], ["Space"]], does: "Choose the alarm" },
    { keys: [["Shift", "Space"]], does: "Choose all alarms from the last chosen one" },
  ],
};
const none: KeyGroup = { title: handling.title, entries: [] };

export type QueueKeys = Readonly<
  Record<"j" | "k" | "a" | "r" | "v" | "n" | "o" | "s" | "x" | "p" | "." | "/", () => void>
>;

/** One-letter keys of the page, wherever its focus is; never while somebody types or something is open over it. */
export function useQueueKeys(keys: QueueKeys, mayHandle: boolean): void {
  const { singleKeys } = useShell();
  useKeyHelp(reading);
  useKeyHelp(mayHandle ? handling : none);
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!singleKeys) return;
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") !== null) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : "";
      const work = (latest.current as Readonly<Record<string, () => void>>)[key];
      if (work === undefined || (event.repeat && key !== "j" && key !== "k")) return;
      event.preventDefault();
      work();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [singleKeys]);
}
