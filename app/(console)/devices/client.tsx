"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { HardDrive } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { categoryInWords } from "@/components/elements/device-category";
import { deviceHref, StateSince } from "@/components/elements/element-columns";
import { stateFilter } from "@/components/elements/element-filters";
import { FirstPass } from "@/components/mirror/first-pass";
import { Name } from "@/components/ui/name";
import { Empty } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { deviceQueries } from "@/lib/domains/devices/queries";
import type { DeviceItem } from "@/lib/domains/devices/schema";
import { deviceCategories } from "@/lib/domains/devices/terms";
import { ListPage } from "../_components/list-page";
import { deviceFilters, deviceParams } from "./search-params";

const none = <span className="text-fg-faint">None</span>;
const word = (text: string | null) => (text === null || text === "" ? none : <bdi>{text}</bdi>);

const columns: Column<DeviceItem>[] = [
  {
    id: "name",
    header: "Name",
    sort: "name",
    width: "minmax(10rem, 2fr)",
    cell: ({ id, name }) => (
      <Link href={deviceHref(id)} prefetch={false} tabIndex={-1} className="rounded-xs hover:underline">
        <Name>{name}</Name>
      </Link>
    ),
  },
  {
    id: "state",
    header: "State",
    sort: "state",
    width: "minmax(6rem, 10rem)",
    narrow: "end",
    cell: ({ state, stateSince }) => <StateSince state={state} since={stateSince} />,
  },
  {
    id: "category",
    header: "Category",
    sort: "category",
    width: "minmax(6rem, 1fr)",
    cell: ({ category }) => categoryInWords(category),
  },
  { id: "model", header: "Model", width: "minmax(6rem, 1fr)", cell: ({ model }) => word(model) },
  {
    id: "serial",
    header: "Serial",
    sort: "serial",
    width: "minmax(6rem, 8rem)",
    narrow: "none",
    cell: ({ serial }) => word(serial),
  },
  {
    id: "firmware",
    header: "Firmware",
    width: "minmax(5rem, 10rem)",
    narrow: "none",
    cell: ({ firmware }) => word(firmware),
  },
  {
    id: "added",
    header: "Added",
    width: "minmax(5rem, 7rem)",
    narrow: "none",
    cell: ({ addedAt }) => (addedAt === null ? none : <Time at={addedAt} as="date" />),
  },
];

const filters: Filter[] = [
  stateFilter,
  {
    id: "category",
    label: "Category",
    options: deviceCategories.map((value) => ({ value, label: categoryInWords(value) })),
  },
];

export function DevicesPage() {
  const router = useRouter();
  const { values, list } = useListState(deviceParams);
  const query = useInfiniteQuery(deviceQueries.list(deviceFilters(values)));
  return (
    <ListPage title="Devices" kind="devices" query={query}>
      <DataTable
        id="devices"
        views
        label="Devices"
        noun={{ one: "device", many: "devices" }}
        query={query}
        list={list}
        columns={columns}
        nameOf={({ name }) => name}
        filters={filters}
        searchLabel="Name, serial or model"
        onOpen={({ id }) => router.push(deviceHref(id))}
        empty={
          query.data?.pages[0]?.syncedAt === null ? (
            <FirstPass kind="devices" many="devices" />
          ) : (
            <Empty icon={HardDrive} title="No devices yet">
              Add a device to the cloud account: it appears here by itself.
            </Empty>
          )
        }
      />
    </ListPage>
  );
}
