"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useAreaName } from "@/components/areas/use-area-name";
import type { Filter } from "@/components/data-table/data-table";
import type { ListControls } from "@/components/data-table/use-list-state";
import { useDeviceName } from "@/components/elements/use-device-name";
import { useShell } from "@/components/shell/shell-context";
import { useLoaded } from "@/components/ui/ahead";
import { rangeInWords } from "@/components/ui/date-ranges";
import { insist } from "@/components/ui/insist";
import { useViewer } from "@/components/ui/viewer";
import { doorQueries } from "@/lib/domains/doors/queries";
import type { EventItem } from "@/lib/domains/events/schema";
import { eventKinds, eventKindWords, eventResults, eventResultWords } from "@/lib/domains/events/terms";

const AreaChooser = dynamic(() =>
  insist(() => import("@/components/areas/area-chooser")).then((module) => module.AreaChooser),
);
const DateRangeChooser = dynamic(() =>
  insist(() => import("@/components/ui/date-range-chooser")).then((module) => module.DateRangeChooser),
);
const DeviceChooser = dynamic(() =>
  insist(() => import("@/components/elements/device-chooser")).then((module) => module.DeviceChooser),
);
const DoorChooser = dynamic(() => insist(() => import("./event-choosers")).then((module) => module.DoorChooser));
const TypeChooser = dynamic(() => insist(() => import("./event-choosers")).then((module) => module.TypeChooser));

/** The words for all types weigh as much as the page: they come when one is set. */
const loadTypes = () => import("@/lib/gateway/dictionary/message-types");

function useDoorName(id: string | null): string | undefined {
  const { data } = useQuery({ ...doorQueries.detail(id ?? ""), enabled: id !== null, retry: false });
  return data?.name;
}

/** The people of the rows that are loaded, each once. */
function peopleOf(items: readonly EventItem[]): { value: string; label: string }[] {
  const names = new Map(
    items.flatMap(({ person }) =>
      person === null || person.id === null || person.name === null ? [] : [[person.id, person.name] as const],
    ),
  );
  return [...names].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label));
}

export function useEventFilters(list: ListControls, items: readonly EventItem[]): Filter[] {
  const viewer = useViewer();
  const { may } = useShell();
  const one = (id: string) => list.filters[id]?.[0] ?? null;
  const areaName = useAreaName(may("areas:read") ? one("area") : null);
  const deviceName = useDeviceName(may("devices:read") ? one("device") : null);
  const types = useLoaded(one("type") !== null, loadTypes);
  const doorName = useDoorName(one("source"));
  const filters: Filter[] = [
    {
      id: "when",
      label: "When",
      single: true,
      labelOf: (range) => rangeInWords(range, viewer),
      choose: ({ value, onChange, close }) => (
        <DateRangeChooser
          value={value[0] ?? null}
          onChange={(range) => {
            onChange([range]);
            close();
          }}
        />
      ),
    },
    { id: "kind", label: "Kind", options: eventKinds.map((value) => ({ value, label: eventKindWords[value] })) },
    {
      id: "result",
      label: "Result",
      options: eventResults.map((value) => ({ value, label: eventResultWords[value] })),
    },
    {
      id: "source",
      label: "Door",
      single: true,
      labelOf: (id) => doorName ?? id,
      choose: (props) => <DoorChooser {...props} />,
    },
    {
      id: "type",
      label: "Type",
      tucked: true,
      labelOf: (code) => types?.describeMessageType(code).label ?? code,
      choose: (props) => <TypeChooser {...props} />,
    },
  ];
  if (may("areas:read")) {
    filters.push({
      id: "area",
      label: "Area",
      single: true,
      tucked: true,
      labelOf: (id) => areaName ?? id,
      choose: ({ onChange, close }) => (
        <AreaChooser
          value={one("area")}
          onChoose={(id) => {
            onChange([id]);
            close();
          }}
        />
      ),
    });
  }
  if (may("devices:read")) {
    filters.push({
      id: "device",
      label: "Device",
      single: true,
      tucked: true,
      labelOf: (id) => deviceName ?? id,
      choose: ({ onChange, close }) => (
        <DeviceChooser
          value={one("device")}
          onChoose={(id) => {
            onChange([id]);
            close();
          }}
        />
      ),
    });
  }
  const people = peopleOf(items);
  if (may("persons:read") && (people.length > 0 || one("person") !== null)) {
    filters.push({ id: "person", label: "Person", single: true, tucked: true, options: people });
  }
  return filters;
}
