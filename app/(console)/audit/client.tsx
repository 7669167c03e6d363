"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import dynamic from "next/dynamic";
import type { KeyboardEvent } from "react";
import { actionInWords, EntryTime, Objects, Result, shortHash, Who } from "@/components/audit/entry-words";
import { type Column, DataTable } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { exportButton } from "@/components/jobs/export-of";
import { PageFrame } from "@/components/shell/page-frame";
import { insist } from "@/components/ui/insist";
import { Empty } from "@/components/ui/states";
import { useNow, useViewer } from "@/components/ui/viewer";
import { auditQueries } from "@/lib/domains/audit/queries";
import type { AuditItem } from "@/lib/domains/audit/schema";
import { useAuditFilters } from "./_components/audit-filters";
import { ChainState } from "./_components/chain-state";
import { auditFilters, auditParams } from "./search-params";

const EntryDrawer = dynamic(() =>
  insist(() => import("./_components/entry-drawer")).then((module) => module.EntryDrawer),
);

const columns: readonly Column<AuditItem>[] = [
  {
    id: "time",
    header: "Time",
    sort: "time",
    width: "minmax(7.5rem, 10.5rem)",
    cell: ({ at }) => (
      <span className="font-normal text-fg-soft tabular-nums">
        <EntryTime at={at} />
      </span>
    ),
  },
  { id: "who", header: "Who", width: "minmax(7rem, 1fr)", cell: ({ who }) => <Who who={who} /> },
  {
    id: "what",
    header: "Did what",
    width: "minmax(8rem, 1.2fr)",
    cell: (item) => <span className="font-medium text-fg">{actionInWords(item)}</span>,
  },
  { id: "object", header: "To what", width: "minmax(8rem, 1.4fr)", cell: (item) => <Objects {...item} /> },
  {
    id: "result",
    header: "Result",
    width: "minmax(7rem, 9rem)",
    narrow: "end",
    cell: ({ result, code }) => <Result result={result} code={code} />,
  },
  {
    id: "address",
    header: "Address",
    width: "minmax(6rem, 8rem)",
    narrow: "none",
    cell: ({ address }) => (address === null ? null : <bdi>{address}</bdi>),
  },
  {
    id: "entry",
    header: "Entry",
    width: "5.5rem",
    narrow: "none",
    cell: ({ hash }) => <code className="font-mono text-xs text-fg-faint">{shortHash(hash)}</code>,
  },
];

export function AuditPage() {
  const { values, list } = useListState(auditParams);
  const { timeZone } = useViewer();
  const now = useNow(60_000);
  const filter = auditFilters(values, { timeZone, now });
  const query = useInfiniteQuery(auditQueries.list(filter));
  const filters = useAuditFilters();
  const { open } = list;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || open === null || event.defaultPrevented) return;
    list.openItem(null);
  }

  return (
    <PageFrame
      title="Audit"
      age={query.data?.pages[0]}
      onRefresh={() => void query.refetch()}
      refreshing={query.isRefetching}
    >
      <ChainState />
      {/* Esc is heard wherever the focus is, in the list or in the entry. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="relative flex min-h-0 flex-1" onKeyDown={onKeyDown}>
        <div className="flex min-w-0 flex-1 flex-col">
          <DataTable
            id="audit"
            label="Audit"
            noun={{ one: "entry", many: "entries" }}
            query={query}
            list={list}
            columns={columns}
            own
            exportList={exportButton("audit", { ...filter })}
            nameOf={(item) => `${actionInWords(item)}, entry ${item.id}`}
            filters={filters}
            searchLabel="Object, person or address"
            onOpen={({ id }) => list.openItem(id)}
            empty={
              <Empty icon={ShieldCheck} title="Nothing was done yet">
                Everything that anyone does is written down here.
              </Empty>
            }
          />
        </div>
        {open === null ? null : <EntryDrawer key={open} id={open} onClose={() => list.openItem(null)} />}
      </div>
    </PageFrame>
  );
}
