"use client";

import { ItemResults } from "@/components/commands/item-results";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { ItemResult } from "@/lib/domains/commands/schema";

export interface RefreshDialogProps {
  /** How many devices are asked. */
  count: number;
  /** What was answered so far. */
  items: readonly ItemResult[];
  busy: boolean;
  /** Stops asking where it is not done. */
  onClose: () => void;
}

/** How far the asking is, and each answer as it comes. */
export function RefreshDialog({ count, items, busy, onClose }: RefreshDialogProps) {
  const done = items.length === count && !busy;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={count === 1 ? "State of the device" : "States of the devices"}
      className="max-w-130"
      actions={<Button onPress={onClose}>{done ? "Close" : "Stop"}</Button>}
    >
      <ProgressBar
        className="mb-3"
        label="Asking"
        value={items.length}
        max={count}
        aside={`${items.length} of ${count}`}
      />
      {items.length === 0 ? null : <ItemResults items={items} label="Answers" />}
    </Dialog>
  );
}
