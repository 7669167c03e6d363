"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button";

export interface DrawerProps {
  /** What kind of thing is shown: "Door". */
  label: string;
  title: ReactNode;
  onClose: () => void;
  /** Beside the title, before Close. */
  actions?: ReactNode;
  children: ReactNode;
}

/** One thing of a list, beside it; on a narrow screen in its place. The list keeps the focus and hears Esc. */
export function Drawer({ label, title, onClose, actions, children }: DrawerProps) {
  return (
    <aside
      aria-label={label}
      className="flex w-(--aside) shrink-0 flex-col overflow-auto border-s border-line bg-surface max-md:absolute max-md:inset-0 max-md:z-(--z-drawer) max-md:w-full max-md:border-0"
    >
      <div className="flex items-start gap-2 px-4 pt-3 pb-2">
        <h2 className="min-w-0 flex-1 pt-[calc((var(--control)-1.5rem)/2)] text-lg font-semibold wrap-anywhere">
          {title}
        </h2>
        {actions}
        <IconButton icon={X} label="Close" keyCap="Esc" onPress={onClose} />
      </div>
      {children}
    </aside>
  );
}
