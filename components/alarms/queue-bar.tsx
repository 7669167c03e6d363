"use client";

import { ArrowDownUp, BellOff, Download, ListFilter, Search as SearchIcon } from "lucide-react";
import type { RefObject } from "react";
import type { Filter } from "@/components/data-table/filter";
import { Filters } from "@/components/data-table/filters";
import { Search } from "@/components/data-table/toolbar";
import { IconButton } from "@/components/ui/button";
import { Menu, MenuItem, MenuSection } from "@/components/ui/menu";
import type { ListControls } from "@/components/data-table/use-list-state";

export const sortNames: readonly { id: string; label: string }[] = [
  { id: "-receivedAt", label: "Latest first" },
  { id: "receivedAt", label: "Oldest first" },
  { id: "priority", label: "By priority" },
  { id: "-occurredAt", label: "Latest happening first" },
];

export interface QueueBarProps {
  filters: readonly Filter[];
  list: Pick<ListControls, "q" | "search" | "filters" | "filter" | "sort" | "sortBy">;
  /** "12 alarms"; null while nobody knows. */
  count: string | null;
  searchRef: RefObject<HTMLInputElement | null>;
  /** The search has been asked for by its key. */
  searching: boolean;
  onSearching: (searching: boolean) => void;
  /** Undefined where the tab shows them anyway. */
  snoozed: { shown: boolean; show: (shown: boolean) => void } | undefined;
  onExport: (() => void) | undefined;
}

/** What narrows and orders the queue, all of it in the address. */
export function QueueBar({
  filters,
  list,
  count,
  searchRef,
  searching,
  onSearching,
  snoozed,
  onExport,
}: QueueBarProps) {
  const hasSearch = searching || list.q !== "";
  return (
    <div className="shrink-0 border-b border-line">
      <div className="flex items-start gap-1 py-2 ps-4 pe-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
          <Filters filters={filters} list={list} count={count} />
        </div>
        {hasSearch ? null : (
          <IconButton icon={SearchIcon} label="Search alarms" keyCap="/" onPress={() => onSearching(true)} />
        )}
        <Menu
          aria-label="Order of the queue"
          placement="bottom end"
          trigger={<IconButton icon={ListFilter} label="Order of the queue" />}
          onAction={(key) => {
            if (key === "snoozed") snoozed?.show(!snoozed.shown);
            else if (key === "export") onExport?.();
            else list.sortBy(String(key));
          }}
        >
          <MenuSection title="Order">
            {sortNames.map(({ id, label }) => (
              <MenuItem
                key={id}
                id={id}
                label={label}
                icon={ArrowDownUp}
                {...(list.sort === id ? { aside: "now" } : {})}
              />
            ))}
          </MenuSection>
          <MenuSection title="Queue">
            {snoozed === undefined ? null : (
              <MenuItem
                id="snoozed"
                icon={BellOff}
                label={snoozed.shown ? "Leave out what is snoozed" : "Show what is snoozed too"}
              />
            )}
            {onExport === undefined ? null : (
              <MenuItem id="export" icon={Download} label="Export this list" aside="CSV" />
            )}
          </MenuSection>
        </Menu>
      </div>
      {hasSearch ? (
        <div className="flex items-center gap-2 px-4 pb-2">
          <Search label="Type, source, area or rule" list={list} inputRef={searchRef} className="min-w-0 flex-1" />
        </div>
      ) : null}
    </div>
  );
}
