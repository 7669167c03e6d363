"use client";

import dynamic from "next/dynamic";
import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef } from "react";
import { EntryTime } from "@/components/audit/entry-words";
import { type Column, DataTable } from "@/components/data-table/data-table";
import { loaded } from "@/components/data-table/pages";
import { useListState } from "@/components/data-table/use-list-state";
import { exportButton } from "@/components/jobs/export-of";
import { PageFrame } from "@/components/shell/page-frame";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { useNow, useViewer } from "@/components/ui/viewer";
import type { EventItem } from "@/lib/domains/events/schema";
import { useEventFilters } from "./_components/event-filters";
import { calledWords, EventPersonName, EventResultMark, EventThumbnail, placeOf } from "./_components/event-words";
import { NoEvents } from "./_components/no-events";
import { useArrivals } from "./_components/use-arrivals";
import { eventFilters, eventParams } from "./search-params";

const EventDrawer = dynamic(() =>
  insist(() => import("./_components/event-drawer")).then((module) => module.EventDrawer),
);

const lead = {
  header: "Picture",
  width: "3.125rem",
  cell: (event: EventItem) => (
    <span className="flex h-[calc(var(--row)-0.5rem)] justify-center max-sm:h-9">
      <EventThumbnail event={event} />
    </span>
  ),
};

const columns: readonly Column<EventItem>[] = [
  {
    id: "time",
    header: "Time",
    sort: "occurredAt",
    width: "minmax(6rem, 10.5rem)",
    cell: ({ occurredAt }) => (
      <span className="font-normal text-fg-soft tabular-nums">
        <EntryTime at={occurredAt} />
      </span>
    ),
  },
  {
    id: "what",
    header: "What",
    width: "minmax(8rem, 1.4fr)",
    cell: ({ typeName, call, delayed }) => {
      const called = call === null ? null : calledWords(call);
      return (
        <span className="min-w-0 truncate" title={typeName}>
          <span className="font-medium text-fg">{typeName}</span>
          {called === null ? null : <bdi className="text-fg-faint"> {called}</bdi>}
          {delayed ? <span className="text-warn-fg"> told late</span> : null}
        </span>
      );
    },
  },
  {
    id: "person",
    header: "Person",
    width: "minmax(7rem, 1.2fr)",
    cell: (event) => <EventPersonName event={event} />,
  },
  {
    id: "where",
    header: "Where",
    width: "minmax(7rem, 1.2fr)",
    cell: (event) => {
      const place = placeOf(event);
      return place === null ? <span className="text-fg-faint">Not told</span> : <Name>{place}</Name>;
    },
  },
  {
    id: "area",
    header: "Area",
    width: "minmax(6rem, 1fr)",
    narrow: "none",
    cell: ({ area }) => (area.name === null ? <span className="text-fg-faint">None</span> : <Name>{area.name}</Name>),
  },
  {
    id: "result",
    header: "Result",
    width: "minmax(6.5rem, 8rem)",
    narrow: "end",
    cell: (event) => <EventResultMark event={event} />,
  },
];

function arrivalWords(count: number | null, locale: string): string {
  if (count === null) return "Very many new events";
  return count === 1 ? "1 new event" : `${new Intl.NumberFormat(locale).format(count)} new events`;
}

export function EventsPage() {
  const { values, list } = useListState(eventParams);
  const { timeZone, locale } = useViewer();
  const now = useNow(60_000);
  const filter = eventFilters(values, { timeZone, now });
  const { query, count, release, watch } = useArrivals(filter);
  const items = useMemo(() => loaded(query.data)?.items ?? [], [query.data]);
  const filters = useEventFilters(list, items);
  const area = useRef<HTMLDivElement>(null);
  const { open } = list;

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || open === null || event.defaultPrevented) return;
    list.openItem(null);
  }

  return (
    <PageFrame title="Events" onRefresh={() => void query.refetch()} refreshing={query.isRefetching}>
      {/* Esc is heard wherever the focus is, in the list or in the event. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="relative flex min-h-0 flex-1" onKeyDown={onKeyDown}>
        {/* Watched so that nothing moves under a pointer or a focus. */}
        <div ref={area} tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none" {...watch}>
          <DataTable
            id="events"
            label="Events"
            noun={{ one: "event", many: "events" }}
            query={query}
            list={list}
            columns={columns}
            lead={lead}
            own
            views
            exportList={exportButton("events", { ...filter })}
            nameOf={({ typeName, id }) => `${typeName}, event ${id}`}
            filters={filters}
            searchLabel="Person, door or device"
            onOpen={({ id }) => list.openItem(id)}
            news={
              count === 0 ? undefined : (
                <Button
                  variant="primary"
                  size="sm"
                  icon={ArrowUp}
                  onPress={() => {
                    release();
                    area.current?.focus();
                  }}
                >
                  {arrivalWords(count, locale)}
                </Button>
              )
            }
            empty={<NoEvents />}
          />
        </div>
        {open === null ? null : (
          <EventDrawer
            key={open}
            id={open}
            onClose={() => list.openItem(null)}
            onPerson={(id) => list.filter("person", [id])}
          />
        )}
      </div>
    </PageFrame>
  );
}
