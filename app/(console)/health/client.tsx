"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowLeftFromLine, ArrowRightToLine, Camera, CircleCheck, DoorClosed, HardDrive } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { AreaPath } from "@/components/areas/area-path";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { useElementFilters } from "@/components/elements/element-filters";
import { FirstPasses } from "@/components/mirror/first-pass";
import { useRefresh } from "@/components/mirror/use-refresh";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { cx } from "@/components/ui/cx";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { Empty } from "@/components/ui/states";
import { Since, Time } from "@/components/ui/time";
import { may } from "@/lib/auth/roles";
import { outageQueries } from "@/lib/domains/outages/queries";
import type { OutageItem } from "@/lib/domains/outages/schema";
import { outageKinds, type OutageKind } from "@/lib/domains/outages/terms";
import { ConsolePanel } from "./_components/console-panel";
import { outageFilters, outageParams } from "./search-params";

const kinds: Record<OutageKind, { label: string; one: string; icon: LucideIcon; href: (id: string) => string }> = {
  cameras: { label: "Cameras", one: "Camera", icon: Camera, href: (id) => `/cameras/${id}` },
  devices: { label: "Devices", one: "Device", icon: HardDrive, href: (id) => `/devices/${id}` },
  doors: { label: "Doors", one: "Door", icon: DoorClosed, href: (id) => `/doors?open=${id}` },
  "alarm-inputs": {
    label: "Alarm inputs",
    one: "Alarm input",
    icon: ArrowRightToLine,
    href: (id) => `/inputs-outputs?open=${id}`,
  },
  "alarm-outputs": {
    label: "Alarm outputs",
    one: "Alarm output",
    icon: ArrowLeftFromLine,
    href: (id) => `/inputs-outputs?tab=outputs&open=${id}`,
  },
};

const hrefOf = ({ kind, objectId }: OutageItem) => kinds[kind].href(encodeURIComponent(objectId));

const columns: Column<OutageItem>[] = [
  {
    id: "name",
    header: "Name",
    sort: "name",
    width: "minmax(10rem, 2fr)",
    cell: (item) => (
      <Link
        href={hrefOf(item)}
        prefetch={false}
        tabIndex={-1}
        className="inline-flex max-w-full items-center gap-2 rounded-xs hover:underline"
      >
        <Icon of={kinds[item.kind].icon} size={14} className="shrink-0 text-danger-fg" />
        <Name cut>{item.name}</Name>
      </Link>
    ),
  },
  {
    id: "duration",
    header: "Offline for",
    sort: "duration",
    width: "minmax(7rem, 9rem)",
    narrow: "end",
    cell: ({ since, sinceBefore }) => (
      <span data-numeric className="text-danger-fg">
        {sinceBefore ? "over " : null}
        <Since at={since} />
      </span>
    ),
  },
  { id: "kind", header: "Kind", sort: "kind", width: "minmax(6rem, 9rem)", cell: ({ kind }) => kinds[kind].one },
  {
    id: "area",
    header: "Area",
    width: "minmax(6rem, 2fr)",
    cell: ({ area }) => (area === null ? <span className="text-fg-faint">None</span> : <AreaPath cut path={area} />),
  },
  {
    id: "since",
    header: "Since",
    width: "minmax(7rem, 10rem)",
    narrow: "none",
    cell: ({ since, sinceBefore }) => (
      <span data-numeric>
        {sinceBefore ? "before " : null}
        <Time at={since} />
      </span>
    ),
  },
];

const kindFilter: Filter = {
  id: "kind",
  label: "Kind",
  options: outageKinds.map((value) => ({ value, label: kinds[value].label })),
};

/** What is offline and since when, and how the console itself does. */
export function HealthPage() {
  const router = useRouter();
  const { person } = useShell();
  const manages = may(person, "settings:manage");
  const { values, list } = useListState(outageParams);
  const query = useInfiniteQuery(outageQueries.list(outageFilters(values)));
  const refresh = useRefresh(outageKinds);
  const areaFilters = useElementFilters(list).filter(({ id }) => id === "areaId");
  const first = query.data?.pages[0];
  return (
    <PageFrame
      title="Health"
      age={first}
      onRefresh={refresh.onRefresh}
      refreshing={refresh.refreshing}
      note={refresh.problem === undefined ? undefined : <span className="text-warn-fg">{refresh.problem}</span>}
    >
      <div className={cx("flex h-full min-h-0 max-lg:flex-col", manages && "max-lg:h-auto")}>
        <div
          className={cx(
            "flex min-h-0 min-w-0 flex-1 flex-col",
            // Below the panel the list has a height of its own, and the page scrolls.
            manages && "max-lg:h-[max(30rem,60dvh)] max-lg:flex-none",
          )}
        >
          <DataTable
            id="outages"
            label="Offline now"
            noun={{ one: "thing offline", many: "things offline" }}
            query={query}
            list={list}
            columns={columns}
            nameOf={({ name }) => name}
            filters={[kindFilter, ...areaFilters]}
            searchLabel="Name, serial or area"
            onOpen={(item) => router.push(hrefOf(item))}
            empty={
              first?.syncedAt === null ? (
                <FirstPasses kinds={outageKinds} />
              ) : (
                <Empty icon={CircleCheck} title="Everything is online">
                  What loses its connection is listed here, newest first.
                </Empty>
              )
            }
          />
        </div>
        {manages ? <ConsolePanel /> : null}
      </div>
    </PageFrame>
  );
}
