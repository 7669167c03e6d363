"use client";

import { useEffect, useSyncExternalStore } from "react";

export interface KeyHelp {
  /** Key caps, pressed together; alternatives are entries of their own: [["j"], ["↓"]]. */
  keys: readonly (readonly string[])[];
  does: string;
}

export interface KeyGroup {
  title: string;
  entries: readonly KeyHelp[];
}

/** Keys that work on every page. */
export const everywhere: KeyGroup = {
  title: "Everywhere",
  entries: [
    { keys: [["Ctrl", "K"]], does: "Find a page, a thing or an action" },
    { keys: [["?"]], does: "Show these keys" },
    { keys: [["Esc"]], does: "Close what is open" },
  ],
};

let groups: readonly KeyGroup[] = [];
const tellers = new Set<() => void>();

function change(next: readonly KeyGroup[]) {
  groups = next;
  for (const tell of tellers) tell();
}

/** Lists a part's keys in the help while it is on the page. `group` must stay the same object. */
export function useKeyHelp(group: KeyGroup): void {
  useEffect(() => {
    change([...groups, group]);
    return () => {
      const at = groups.indexOf(group);
      change(groups.filter((_, index) => index !== at));
    };
  }, [group]);
}

function subscribe(tell: () => void) {
  tellers.add(tell);
  return () => void tellers.delete(tell);
}

/** What the present page hears, each group once. */
export function useKeyGroups(): readonly KeyGroup[] {
  const present = useSyncExternalStore(
    subscribe,
    () => groups,
    () => groups,
  );
  return [everywhere, ...new Set(present)];
}
