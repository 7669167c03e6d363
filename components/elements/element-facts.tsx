"use client";

import Link from "next/link";
import { AreaLinks, AreaPath } from "@/components/areas/area-path";
import { Code, Facts, NotKnown } from "@/components/mirror/facts";
import { useShell } from "@/components/shell/shell-context";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import type { ElementDetail } from "@/lib/domains/elements/schema";
import { deviceHref, StateSince } from "./element-columns";

/** Everything the mirror knows of a camera, door, input or output. */
export function ElementFacts({ element }: { element: ElementDetail }) {
  const { may } = useShell();
  const { area, areaPath, device } = element;
  return (
    <Facts
      facts={[
        { label: "State", value: <StateSince state={element.state} since={element.stateSince} /> },
        {
          label: "Area",
          value:
            area === null ? (
              <NotKnown>none</NotKnown>
            ) : may("areas:read") ? (
              <AreaLinks path={areaPath} />
            ) : (
              <AreaPath path={area.path} />
            ),
        },
        { label: "Device", value: <Device element={element} /> },
        { label: "Serial", value: device?.serial ? <bdi>{device.serial}</bdi> : <NotKnown /> },
        { label: "Channel", value: element.channelNo ?? <NotKnown /> },
        { label: "Channel id", value: element.channelId === null ? <NotKnown /> : <Code>{element.channelId}</Code> },
        { label: "Gateway id", value: <Code>{element.id}</Code> },
        { label: "First seen", value: <Time at={element.firstSeenAt} as="dateTime" /> },
        { label: "Last changed", value: <Time at={element.changedAt} as="dateTime" /> },
        { label: "Synchronised", value: <Time at={element.syncedAt} as="dateTime" /> },
      ]}
    />
  );
}

function Device({ element: { device, deviceModel, deviceState } }: { element: ElementDetail }) {
  const { may } = useShell();
  if (device === null) return <NotKnown>none</NotKnown>;
  const words = device.name ?? device.serial ?? device.id ?? "";
  return (
    <>
      {device.id === null || !may("devices:read") ? (
        <Name>{words}</Name>
      ) : (
        <Link href={deviceHref(device.id)} prefetch={false} className="rounded-xs text-accent-fg hover:underline">
          <Name>{words}</Name>
        </Link>
      )}
      <span className="block text-xs text-fg-faint">
        {[deviceModel, deviceState].filter((part) => part !== null).join(", ")}
      </span>
    </>
  );
}
