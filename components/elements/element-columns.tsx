"use client";

import Link from "next/link";
import { AreaPath } from "@/components/areas/area-path";
import type { Column } from "@/components/data-table/data-table";
import { useShell } from "@/components/shell/shell-context";
import { Name } from "@/components/ui/name";
import { PresenceDot } from "@/components/ui/state-dot";
import { Since } from "@/components/ui/time";
import type { ElementItem } from "@/lib/domains/elements/schema";
import type { OnlineState } from "@/lib/domains/sync/schema";

/** Online, offline or unknown, and since when where that is known. */
export function StateSince({ state, since }: { state: OnlineState; since: string | null }) {
  return <PresenceDot presence={state} {...(since === null ? {} : { aside: <Since at={since} /> })} />;
}

export const deviceHref = (id: string) => `/devices/${encodeURIComponent(id)}`;

/** The device as it is known: its name, else its serial number. */
export function DeviceName({ device }: { device: ElementItem["device"] }) {
  const { may } = useShell();
  if (device === null) return <span className="text-fg-faint">None</span>;
  const words = device.name ?? device.serial ?? device.id ?? "";
  if (device.id === null || !may("devices:read")) return <Name>{words}</Name>;
  return (
    <Link
      href={deviceHref(device.id)}
      prefetch={false}
      tabIndex={-1}
      className="rounded-xs hover:text-fg hover:underline"
    >
      <Name>{words}</Name>
    </Link>
  );
}

export function SerialChannel({ item }: { item: Pick<ElementItem, "device" | "channelNo"> }) {
  const parts = [item.device?.serial, item.channelNo?.toString()].filter((part) => part !== null && part !== undefined);
  return parts.length === 0 ? <span className="text-fg-faint">None</span> : <bdi>{parts.join(" · ")}</bdi>;
}

export interface ElementColumnsOptions<T> {
  /** Leads to the thing's own page. */
  nameHref?: (item: T) => string;
  /** Columns that say the same in every row here. */
  without?: readonly ("area" | "device")[];
  /** How many names of every area path the page says already. */
  knownPath?: number;
}

/** The columns that everything on a channel of a device has. */
export function elementColumns<T extends ElementItem>({
  nameHref,
  without = [],
  knownPath = 0,
}: ElementColumnsOptions<T> = {}) {
  const columns: Column<T>[] = [
    {
      id: "name",
      header: "Name",
      sort: "name",
      width: "minmax(9rem, 2fr)",
      cell: (item) =>
        nameHref === undefined ? (
          <Name>{item.name}</Name>
        ) : (
          // For a new tab by mouse; the row itself opens with Enter.
          <Link href={nameHref(item)} prefetch={false} tabIndex={-1} className="rounded-xs hover:underline">
            <Name>{item.name}</Name>
          </Link>
        ),
    },
    {
      id: "state",
      header: "State",
      sort: "state",
      width: "minmax(6.5rem, 10rem)",
      narrow: "end",
      cell: ({ state, stateSince }) => <StateSince state={state} since={stateSince} />,
    },
    {
      id: "area",
      header: "Area",
      width: "minmax(5rem, 2fr)",
      cell: ({ area }) =>
        area === null ? (
          <span className="text-fg-faint">None</span>
        ) : (
          <AreaPath cut path={area.path} known={knownPath} />
        ),
    },
    {
      id: "serial",
      header: "Serial, channel",
      width: "minmax(6.5rem, 9.5rem)",
      narrow: "none",
      cell: (item) => <SerialChannel item={item} />,
    },
    {
      id: "device",
      header: "Device",
      width: "minmax(5rem, 1fr)",
      narrow: "none",
      cell: ({ device }) => <DeviceName device={device} />,
    },
  ];
  return columns.filter(({ id }) => !without.some((each) => each === id));
}
