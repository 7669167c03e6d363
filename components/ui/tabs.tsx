"use client";

import Link from "next/link";
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";
import { cx } from "./cx";
import { useViewer } from "./viewer";

interface TabsState {
  base: string;
  selected: string | undefined;
  select: (key: string) => void;
}

const TabsContext = createContext<TabsState>({ base: "", selected: undefined, select: () => undefined });

export interface TabsProps {
  selectedKey?: string;
  defaultSelectedKey?: string;
  onSelectionChange?: (key: string) => void;
  children: ReactNode;
  className?: string;
}

/** One of several views of the same thing. Light, because whole pages stand in it. */
export function Tabs({ selectedKey, defaultSelectedKey, onSelectionChange, children, className }: TabsProps) {
  const base = useId();
  const [own, setOwn] = useState(defaultSelectedKey);
  const selected = selectedKey ?? own;
  const value = useMemo(
    (): TabsState => ({
      base,
      selected,
      select: (key) => {
        setOwn(key);
        onSelectionChange?.(key);
      },
    }),
    [base, onSelectionChange, selected],
  );
  return (
    <TabsContext value={value}>
      <div className={cx("flex min-h-0 flex-col", className)}>{children}</div>
    </TabsContext>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  const ahead = getComputedStyle(event.currentTarget).direction === "rtl" ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowRight: at + ahead,
    ArrowLeft: at - ahead,
    Home: 0,
    End: tabs.length - 1,
  };
  const to = steps[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = tabs[(to + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}

export function TabList({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  const { selected } = useContext(TabsContext);
  const list = useRef<HTMLDivElement>(null);
  // On a phone the one that is open may stand beyond the edge.
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector<HTMLElement>("[aria-selected=true]");
    // Only the row: scrolling the tab itself into view would move the page below it too.
    if (row && tab) row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.clientWidth) / 2;
  }, [selected]);
  return (
    // The keys of the tabs are heard here; each of them is focusable itself.
    <div
      ref={list}
      role="tablist"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={moveFocus}
      className={cx("flex shrink-0 gap-4 overflow-x-auto border-b border-line px-4", className)}
    >
      {children}
    </div>
  );
}

/** With `href` it is a link, so that each tab has its own address. */
export function Tab({ id, href, count, children }: { id: string; href?: string; count?: number; children: ReactNode }) {
  const { base, selected, select } = useContext(TabsContext);
  const { locale } = useViewer();
  const isSelected = selected === id;
  const shared = {
    role: "tab",
    id: `${base}-tab-${id}`,
    "aria-selected": isSelected,
    tabIndex: isSelected ? 0 : -1,
    ...(isSelected ? { "aria-controls": `${base}-panel-${id}`, "data-selected": true } : {}),
    onClick: () => select(id),
    className:
      "focus-inside flex h-11 cursor-default items-center gap-1.5 border-b-2 border-transparent text-sm font-medium whitespace-nowrap text-fg-soft hover:text-fg data-selected:border-accent-fg data-selected:text-fg",
    children: (
      <>
        {children}
        {count === undefined ? null : (
          <span className="font-normal text-fg-faint">{new Intl.NumberFormat(locale).format(count)}</span>
        )}
      </>
    ),
  };
  return href === undefined ? <button type="button" {...shared} /> : <Link href={href} {...shared} />;
}

/** Only the selected one exists. */
export function TabPanel({ id, children, className }: { id: string; children: ReactNode; className?: string }) {
  const { base, selected } = useContext(TabsContext);
  if (selected !== id) return null;
  return (
    <div
      role="tabpanel"
      id={`${base}-panel-${id}`}
      aria-labelledby={`${base}-tab-${id}`}
      className={cx("min-h-0 flex-1", className)}
    >
      {children}
    </div>
  );
}
