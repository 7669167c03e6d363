"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { useViewer } from "@/components/ui/viewer";

/** Takes everything that matches, not only what was loaded. */
export interface SelectAll<T> {
  /** More than these are never chosen at once. */
  limit: number;
  /** The first `limit` that match. Rejects with ApiProblem. */
  items: () => Promise<readonly T[]>;
}

export interface SelectionBarProps {
  count: number;
  onClear: () => void;
  /** Given once everything that is loaded is chosen and more matches. */
  more: { count: number; everything: boolean; take: () => Promise<void> } | undefined;
  children: ReactNode;
}

/** Floats over the foot of the list: how many, what can be done, and the way out. */
export function SelectionBar({ count, onClear, more, children }: SelectionBarProps) {
  const { locale } = useViewer();
  const number = new Intl.NumberFormat(locale);
  const [reading, setReading] = useState(false);

  async function takeAll(take: () => Promise<void>) {
    setReading(true);
    try {
      await take();
    } catch (error) {
      const { title, advice } = trouble(error);
      toast.failed({ title, ...(advice === undefined ? {} : { detail: advice }) });
    } finally {
      setReading(false);
    }
  }

  return (
    <div
      role="toolbar"
      aria-label="Chosen rows"
      className="absolute inset-x-4 bottom-13 z-(--z-bar) mx-auto flex w-fit max-w-full flex-wrap items-center gap-2 rounded-lg bg-raised py-2 ps-4 pe-2 shadow-popover"
    >
      <span role="status" className="border-e border-line pe-3 text-sm font-medium" data-numeric>
        {number.format(count)} selected
      </span>
      {more === undefined ? null : (
        <Button variant="quiet" busy={reading} busyLabel="Selecting" onPress={() => void takeAll(more.take)}>
          {more.everything ? "Select all" : "Select the first"} {number.format(more.count)}
        </Button>
      )}
      {children}
      <Button variant="quiet" keyCap="Esc" onPress={onClear}>
        Clear
      </Button>
    </div>
  );
}
