"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** Floats over the foot of the list: how many, what can be done, and the way out. */
export function SelectionBar({
  count,
  onClear,
  children,
}: {
  count: number;
  onClear: () => void;
  children: ReactNode;
}) {
  return (
    <div
      role="toolbar"
      aria-label="Chosen rows"
      className="absolute inset-x-4 bottom-13 z-(--z-bar) mx-auto flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg bg-raised py-2 ps-4 pe-2 shadow-popover"
    >
      <span role="status" className="border-e border-line pe-3 text-sm font-medium" data-numeric>
        {count} selected
      </span>
      {children}
      <Button variant="quiet" keyCap="Esc" onPress={onClear}>
        Clear
      </Button>
    </div>
  );
}
