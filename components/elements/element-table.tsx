"use client";

import dynamic from "next/dynamic";
import { type KeyboardEvent, type ReactNode, useMemo } from "react";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import type { ListQueryResult } from "@/components/data-table/pages";
import type { ListControls } from "@/components/data-table/use-list-state";
import { FirstPass } from "@/components/mirror/first-pass";
import { SignalCell, type SignalKind } from "@/components/signals/signal-cell";
import { exportButton } from "@/components/jobs/export-of";
import { insist } from "@/components/ui/insist";
import { Empty } from "@/components/ui/states";
import { REMOVE_MAX } from "@/lib/domains/areas/terms";
import type { ElementItem, ElementFilters } from "@/lib/domains/elements/schema";
import { mirroredItems } from "@/lib/domains/sync/queries";
import { elementColumns, type ElementColumnsOptions } from "./element-columns";
import { type PlainKind, plainKinds } from "./element-kinds";

const ElementDrawer = dynamic(() => insist(() => import("./element-drawer")).then((module) => module.ElementDrawer));

const signalColumn = (kind: SignalKind): Column<ElementItem> => ({
  id: "signal",
  header: "Signal",
  width: "minmax(5.5rem, 7rem)",
  cell: ({ id }) => <SignalCell kind={kind} id={id} />,
});

export interface ElementTableProps {
  kind: PlainKind;
  query: ListQueryResult<ElementItem>;
  list: ListControls;
  filters: readonly Filter[];
  /** What the list asks the server for. */
  filter: ElementFilters;
  without?: ElementColumnsOptions<ElementItem>["without"];
  /** Has the devices asked what inputs and outputs are just now. */
  signals?: boolean;
  knownPath?: number;
  /** Verbs for the chosen rows; with it rows can be chosen. */
  bulkActions?: ((chosen: readonly ElementItem[], clear: () => void) => ReactNode) | undefined;
}

/** Doors, inputs or outputs; the open one's facts stand beside the list. */
export function ElementTable({
  kind,
  query,
  list,
  filters,
  filter,
  without,
  signals = false,
  knownPath = 0,
  bulkActions,
}: ElementTableProps) {
  const { label, one, many, icon } = plainKinds[kind];
  const columns = useMemo(() => {
    const all = elementColumns<ElementItem>({ knownPath, ...(without === undefined ? {} : { without }) });
    return signals && kind !== "doors" ? all.toSpliced(2, 0, signalColumn(kind)) : all;
  }, [knownPath, without, signals, kind]);
  const { open } = list;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || open === null || event.defaultPrevented) return;
    list.openItem(null);
  }

  return (
    // Esc is heard wherever the focus is, in the list or in the facts.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="relative flex min-h-0 flex-1" onKeyDown={onKeyDown}>
      <div className="flex min-w-0 flex-1 flex-col">
        <DataTable
          views={without === undefined}
          kind={without === undefined ? kind : undefined}
          id={without === undefined ? kind : `${kind}-without-${without.join("-")}`}
          label={label}
          noun={{ one, many }}
          query={query}
          list={list}
          columns={columns}
          nameOf={({ name }) => name}
          filters={filters}
          searchLabel="Name, serial or area"
          onOpen={({ id }) => list.openItem(id)}
          bulkActions={bulkActions}
          selectAll={{ limit: REMOVE_MAX, items: () => mirroredItems<ElementItem>(kind, filter, REMOVE_MAX) }}
          exportList={exportButton(kind, filter)}
          empty={
            query.data?.pages[0]?.syncedAt === null ? (
              <FirstPass kind={kind} many={many} />
            ) : (
              <Empty icon={icon} title={`No ${many} here`}>
                {label} appear by themselves when they are added to an area in the cloud account.
              </Empty>
            )
          }
        />
      </div>
      {open === null ? null : <ElementDrawer key={open} kind={kind} id={open} onClose={() => list.openItem(null)} />}
    </div>
  );
}
