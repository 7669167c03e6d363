/** What the keys of the queue open. Each press is answered at once, so all of it is there before anybody presses. */
export function loadAhead(): void {
  for (const load of parts) void load().catch(() => undefined);
}

const parts: readonly (() => Promise<unknown>)[] = [
  () => import("@/components/ui/dialog-panel"),
  () => import("./resolve-dialog"),
  () => import("./assign-dialog"),
  () => import("./snooze-dialog"),
  () => import("./note-dialog"),
  () => import("@/components/ui/select"),
  () => import("@/components/data-table/selection-bar"),
];
