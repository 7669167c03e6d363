"use client";

import { useQuery } from "@tanstack/react-query";
import { Pencil, RefreshCw, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCommandReport } from "@/components/commands/item-results";
import { useRefreshDevices } from "@/components/devices/use-refresh-devices";
import { ObjectHistory } from "@/components/audit/object-history";
import { categoryInWords } from "@/components/elements/device-category";
import { StateSince } from "@/components/elements/element-columns";
import { firstTab } from "@/components/elements/element-params";
import { ResourceTabs } from "@/components/elements/resource-tabs";
import { BackLink } from "@/components/mirror/back-link";
import { DetailTrouble } from "@/components/mirror/detail-states";
import { Code, Facts, NotKnown } from "@/components/mirror/facts";
import { useRefresh } from "@/components/mirror/use-refresh";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { isMissing } from "@/components/ui/trouble";
import { may } from "@/lib/auth/roles";
import { deviceQueries } from "@/lib/domains/devices/queries";
import type { DeviceDetail } from "@/lib/domains/devices/schema";

const EditDeviceDialog = dynamic(() =>
  insist(() => import("./_components/edit-device-dialog")).then((module) => module.EditDeviceDialog),
);
const DeleteDevicesDialog = dynamic(() =>
  insist(() => import("@/components/devices/delete-devices-dialog")).then((module) => module.DeleteDevicesDialog),
);

const parent = { label: "Devices", href: "/devices" };

export function DevicePage({ id }: { id: string }) {
  const query = useQuery(deviceQueries.detail(id));
  const device = query.data;
  const refresh = useRefresh(["devices"]);
  if (device === undefined || isMissing(query.error)) {
    return <DetailTrouble noun="device" parent={parent} query={query} />;
  }
  return (
    <PageFrame
      title={<Name>{device.name}</Name>}
      parent={parent}
      age={device}
      onRefresh={refresh.onRefresh}
      refreshing={refresh.refreshing}
      note={refresh.problem === undefined ? undefined : <span className="text-warn-fg">{refresh.problem}</span>}
    >
      <div className="flex min-h-0 flex-1 flex-col bg-surface max-lg:min-h-fit lg:flex-row">
        <section
          aria-label="Facts"
          className="shrink-0 overflow-auto border-line px-4 py-5 max-lg:border-b sm:px-5 lg:w-90 lg:border-e"
        >
          <BackLink {...parent} />
          <p className="text-xl font-semibold wrap-anywhere">
            <Name>{device.name}</Name>
          </p>
          <DeviceActions device={device} />
          <DeviceFacts device={device} />
          <ObjectHistory kind="device" id={device.id} className="mt-6" />
        </section>
        <section aria-label="On this device" className="flex min-h-0 min-w-0 flex-1 flex-col max-lg:min-h-128">
          <ResourceTabs
            label="On this device"
            scope={{ deviceId: id }}
            counts={device.counts}
            first={firstTab(device.counts)}
          />
        </section>
      </div>
    </PageFrame>
  );
}

/** For those who may change devices, which reach beyond any area. */
function DeviceActions({ device }: { device: DeviceDetail }) {
  const { person } = useShell();
  const router = useRouter();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const report = useCommandReport();
  const refresh = useRefreshDevices();
  if (!may(person, "devices:write") || !person.everywhere) return null;
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button icon={Pencil} onPress={() => setOpen("edit")}>
        Edit
      </Button>
      <Button icon={RefreshCw} busy={refresh.busy} busyLabel="Asking" onPress={() => refresh.run([device])}>
        Refresh state
      </Button>
      <Button icon={Trash2} onPress={() => setOpen("delete")}>
        Delete
      </Button>
      {report.dialog}
      {refresh.dialog}
      {open === "edit" ? <EditDeviceDialog device={device} onClose={() => setOpen(null)} /> : null}
      {open === "delete" ? (
        <DeleteDevicesDialog
          devices={[device]}
          onClose={() => setOpen(null)}
          onDone={(deleted) => {
            if (deleted.length > 0) router.push(parent.href);
          }}
          report={report}
        />
      ) : null}
    </div>
  );
}

function offset(minutes: number): string {
  const hours = Math.trunc(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? "−" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}

function zoneInWords(zone: DeviceDetail["timeZone"]): string | null {
  if (zone === null) return null;
  return zone.name ?? (zone.utcOffsetMinutes === null ? zone.id : offset(zone.utcOffsetMinutes));
}

function DeviceFacts({ device }: { device: DeviceDetail }) {
  const text = (value: string | null) => (value === null || value === "" ? <NotKnown /> : <bdi>{value}</bdi>);
  return (
    <Facts
      className="mt-4"
      facts={[
        { label: "State", value: <StateSince state={device.state} since={device.stateSince} /> },
        { label: "Category", value: categoryInWords(device.category) },
        { label: "Model", value: text(device.model) },
        { label: "Serial", value: text(device.serial) },
        { label: "Firmware", value: text(device.firmware) },
        { label: "Time zone", value: text(zoneInWords(device.timeZone)) },
        { label: "Added", value: device.addedAt === null ? <NotKnown /> : <Time at={device.addedAt} as="dateTime" /> },
        { label: "Gateway id", value: <Code>{device.id}</Code> },
        { label: "First seen", value: <Time at={device.firstSeenAt} as="dateTime" /> },
        { label: "Last changed", value: <Time at={device.changedAt} as="dateTime" /> },
        { label: "Synchronised", value: <Time at={device.syncedAt} as="dateTime" /> },
      ]}
    />
  );
}
