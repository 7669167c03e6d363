"use client";

import type { ReactNode } from "react";
import {
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  Tabs as AriaTabs,
  type TabPanelProps,
  type TabsProps,
} from "react-aria-components";
import { cx } from "./cx";

export function Tabs({ className, ...rest }: Omit<TabsProps, "className"> & { className?: string }) {
  return <AriaTabs {...rest} className={cx("flex min-h-0 flex-col", className)} />;
}

export function TabList({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <AriaTabList
      aria-label={label}
      className={cx("flex shrink-0 gap-4 overflow-x-auto border-b border-line px-4", className)}
    >
      {children}
    </AriaTabList>
  );
}

/** With `href` it is a link, so that each tab has its own address. */
export function Tab({ id, href, count, children }: { id: string; href?: string; count?: number; children: ReactNode }) {
  return (
    <AriaTab
      id={id}
      {...(href === undefined ? {} : { href })}
      className="focus-inside flex h-11 cursor-default items-center gap-1.5 border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-fg-soft data-hovered:text-fg data-selected:border-accent-fg data-selected:text-fg"
    >
      {children}
      {count === undefined ? null : <span className="font-normal text-fg-faint">{count}</span>}
    </AriaTab>
  );
}

export function TabPanel({ className, ...rest }: Omit<TabPanelProps, "className"> & { className?: string }) {
  return <AriaTabPanel {...rest} className={cx("min-h-0 flex-1 outline-none", className)} />;
}
