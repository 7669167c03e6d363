"use client";

import type { ReactNode } from "react";

/** A name and what holds for it, side by side in a `dl` that is a grid of two columns. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-soft">{label}</dt>
      <dd data-numeric className="min-w-0 wrap-anywhere">
        {children}
      </dd>
    </>
  );
}
