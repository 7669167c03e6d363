"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { HardDrive, Plus, RefreshCw, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCommandReport } from "@/components/commands/item-results";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { useRefreshDevices } from "@/components/devices/use-refresh-devices";
import { categoryInWords } from "@/components/elements/device-category";
import { deviceHref, StateSince } from "@/components/elements/element-columns";
import { stateFilter } from "@/components/elements/element-filters";
import { exportButton } from "@/components/jobs/export-of";
import { FirstPass } from "@/components/mirror/first-pass";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { Empty } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/auth/roles";
import { deviceQueries } from "@/lib/domains/devices/queries";
import type { DeviceItem } from "@/lib/domains/devices/schema";
import { DELETE_MAX, deviceCategories } from "@/lib/domains/devices/terms";
import { mirroredItems } from "@/lib/domains/sync/queries";
import { ListPage } from "../_components/list-page";
import { deviceFilters, deviceParams } from "./search-params";

const AddDevicesDialog = dynamic(() =>
  insist(() => import("./_components/add-devices-dialog")).then((module) => module.AddDevicesDialog),
);
const DeleteDevicesDialog = dynamic(() =>
  insist(() => import("@/components/devices/delete-devices-dialog")).then((module) => module.DeleteDevicesDialog),
);

/** Refreshing asks one after the other; more than these nobody waits for. */
const selectMax = 200;

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
  const filter = deviceFilters(values);
  const query = useInfiniteQuery(deviceQueries.list(filter));
  const { person } = useShell();
  const [adding, setAdding] = useState(false);
  const [deleting, setDeleting] = useState<{ devices: readonly DeviceItem[]; clear: () => void }>();
  const report = useCommandReport();
  const refresh = useRefreshDevices();
  const changes = may(person, "devices:write") && person.everywhere;
  const add = (
    <Button variant="primary" icon={Plus} onPress={() => setAdding(true)}>
      Add devices
    </Button>
  );

  function verbs(devices: readonly DeviceItem[], clear: () => void) {
    const tooMany = devices.length > DELETE_MAX ? `At most ${DELETE_MAX} at a time` : undefined;
    return (
      <>
        <Button icon={RefreshCw} busy={refresh.busy} onPress={() => refresh.run(devices)}>
          Refresh state
        </Button>
        <Button icon={Trash2} disabledReason={tooMany} onPress={() => setDeleting({ devices, clear })}>
          Delete
        </Button>
      </>
    );
  }

  return (
    <ListPage title="Devices" kind="devices" query={query} actions={changes ? add : undefined}>
      <DataTable
        id="devices"
        kind="devices"
        views
        exportList={exportButton("devices", filter)}
        label="Devices"
        noun={{ one: "device", many: "devices" }}
        query={query}
        list={list}
        columns={columns}
        nameOf={({ name }) => name}
        filters={filters}
        searchLabel="Name, serial or model"
        onOpen={({ id }) => router.push(deviceHref(id))}
        bulkActions={changes ? verbs : undefined}
        selectAll={{ limit: selectMax, items: () => mirroredItems<DeviceItem>("devices", filter, selectMax) }}
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
      {report.dialog}
      {refresh.dialog}
      {adding ? <AddDevicesDialog onClose={() => setAdding(false)} /> : null}
      {deleting === undefined ? null : (
        <DeleteDevicesDialog
          devices={deleting.devices}
          onClose={() => setDeleting(undefined)}
          onDone={deleting.clear}
          report={report}
        />
      )}
    </ListPage>
  );
}
