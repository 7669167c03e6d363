"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, Printer } from "lucide-react";
import type { KeyboardEvent } from "react";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { type Fact, Facts } from "@/components/mirror/facts";
import { IconButton } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Empty } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { handoverQueries } from "@/lib/domains/handovers/queries";
import type { HandoverSummary } from "@/lib/domains/handovers/schema";
import { handoverStates, handoverWords } from "@/lib/domains/handovers/terms";
import { handoverFilters, handoverParams } from "../search-params";
import { Notes } from "./board";
import { ItemList } from "./item-list";

const columns: Column<HandoverSummary>[] = [
  {
    id: "from",
    header: "From",
    width: "minmax(8rem, 1fr)",
    cell: ({ prepared }) => <Name>{prepared.by.name}</Name>,
  },
  {
    id: "to",
    header: "To",
    width: "minmax(8rem, 1fr)",
    cell: ({ taken }) => (taken === null ? null : <Name>{taken.by.name}</Name>),
  },
  {
    id: "state",
    header: "State",
    width: "minmax(7rem, 9rem)",
    narrow: "end",
    cell: ({ state }) => <Tag tone={state === "checked" ? "ok" : "neutral"}>{handoverWords[state]}</Tag>,
  },
  {
    id: "prepared",
    header: "Prepared",
    sort: "preparedAt",
    width: "minmax(7rem, 10rem)",
    cell: ({ prepared }) => <Time at={prepared.at} />,
  },
  {
    id: "taken",
    header: "Taken over",
    width: "minmax(7rem, 10rem)",
    narrow: "none",
    cell: ({ taken }) => (taken === null ? null : <Time at={taken.at} />),
  },
  {
    id: "items",
    header: "Items",
    width: "minmax(4rem, 6rem)",
    align: "end",
    narrow: "none",
    cell: ({ items }) => <span data-numeric>{items.count}</span>,
  },
  {
    id: "open",
    header: "Still open",
    width: "minmax(5rem, 7rem)",
    align: "end",
    narrow: "none",
    cell: ({ items }) => <span data-numeric>{items.open}</span>,
  },
];

const states: Filter = {
  id: "state",
  label: "State",
  options: handoverStates.map((value) => ({ value, label: handoverWords[value] })),
};

function HandoverDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(handoverQueries.detail(id));
  const { data } = query;
  const facts: Fact[] =
    data === undefined
      ? []
      : [
          { label: "State", value: handoverWords[data.state] },
          { label: "Prepared", value: <Time at={data.prepared.at} as="dateTime" /> },
          ...(data.taken === null ? [] : [{ label: "Taken over", value: <Time at={data.taken.at} as="dateTime" /> }]),
          ...(data.checkedAt === null ? [] : [{ label: "Checked", value: <Time at={data.checkedAt} as="dateTime" /> }]),
        ];
  return (
    <Drawer
      label="Handover"
      title={
        data === undefined ? (
          "Handover"
        ) : (
          <>
            From <Name>{data.prepared.by.name}</Name>
            {data.taken === null ? null : (
              <>
                {" "}
                to <Name>{data.taken.by.name}</Name>
              </>
            )}
          </>
        )
      }
      onClose={onClose}
      actions={<IconButton icon={Printer} label="Print" onPress={() => window.print()} />}
    >
      <QueryFailure query={query} />
      {data === undefined ? null : (
        <div data-print className="px-4 pb-6">
          <Facts facts={facts} />
          <Notes text={data.notes} />
          <ItemList items={data.items} />
        </div>
      )}
    </Drawer>
  );
}

/** Every handover there was. */
export function History() {
  const { values, list } = useListState(handoverParams);
  const query = useInfiniteQuery(handoverQueries.list(handoverFilters(values)));
  const { open } = list;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || open === null || event.defaultPrevented) return;
    list.openItem(null);
  }

  return (
    // Esc is heard wherever the focus is, in the list or in the handover.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="relative flex min-h-0 flex-1" onKeyDown={onKeyDown}>
      <div className="flex min-w-0 flex-1 flex-col">
        <DataTable
          id="handovers"
          own
          label="Handovers"
          noun={{ one: "handover", many: "handovers" }}
          query={query}
          list={list}
          columns={columns}
          nameOf={({ prepared }) => prepared.by.name}
          filters={[states]}
          searchLabel="Name or notes"
          onOpen={({ id }) => list.openItem(id)}
          empty={
            <Empty icon={ArrowLeftRight} title="No handovers yet">
              Prepare one when your shift ends: the next guard takes over here.
            </Empty>
          }
        />
      </div>
      {open === null ? null : <HandoverDrawer key={open} id={open} onClose={() => list.openItem(null)} />}
    </div>
  );
}
