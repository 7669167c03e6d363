"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useAreaName } from "@/components/areas/use-area-name";
import type { Filter } from "@/components/data-table/toolbar";
import { useShell } from "@/components/shell/shell-context";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import { openStates, priorities, priorityWords, stateWords } from "@/lib/domains/alarms/terms";
import { describeAlarmType } from "@/lib/gateway/dictionary/alarm-types";
import { type AlarmAddress, handledStates } from "./alarm-params";

const AreaChooser = dynamic(() => import("@/components/areas/area-chooser").then((module) => module.AreaChooser));
const TypeChooser = dynamic(() => import("./type-chooser").then((module) => module.TypeChooser));

const states = {
  unhandled: openStates,
  mine: openStates,
  handled: handledStates,
  handover: [...openStates, ...handledStates],
} as const;

/** The chips over the queue: area for those who may read areas, then priority and type; the rest behind "Filter". */
export function useQueueFilters(address: AlarmAddress): Filter[] {
  const { may, person } = useShell();
  const { area, source, tab, owner } = address;
  const areaName = useAreaName(may("areas:read") ? area : null);
  const sourceName = useSourceName(source);
  const filters: Filter[] = [];
  if (may("areas:read")) {
    filters.push({
      id: "area",
      label: "Area",
      single: true,
      labelOf: (id) => `${areaName ?? id} and below`,
      choose: ({ onChange, close }) => (
        <AreaChooser
          value={area}
          onChoose={(id) => {
            onChange([id]);
            close();
          }}
        />
      ),
    });
  }
  filters.push(
    {
      id: "priority",
      label: "Priority",
      options: priorities.map((each) => ({
        value: String(each),
        label: `${each}, ${priorityWords[each].toLowerCase()}`,
      })),
    },
    {
      id: "type",
      label: "Type",
      labelOf: (code) => describeAlarmType(code).label,
      choose: ({ value, onChange }) => <TypeChooser value={value} onChange={onChange} />,
    },
    {
      id: "state",
      label: "State",
      tucked: true,
      options: states[tab].map((state) => ({ value: state, label: stateWords[state] })),
    },
  );
  if (tab !== "mine") {
    const known = [
      { value: "nobody", label: "Nobody yet" },
      { value: "me", label: "Me" },
    ];
    filters.push({
      id: "owner",
      label: "Owner",
      tucked: true,
      single: true,
      options:
        owner === null || owner === "nobody" || owner === "me"
          ? known
          : [...known, { value: owner, label: owner === person.id ? person.name : "Somebody else" }],
    });
  }
  // Set by a press on "only this source"; a list of all sources would be a list of all the site.
  if (source !== null)
    filters.push({
      id: "source",
      label: "Source",
      single: true,
      labelOf: () => sourceName ?? source,
      choose: ({ onChange, close }) => (
        <OnlyClear
          onClear={() => {
            onChange([]);
            close();
          }}
        />
      ),
    });
  return filters;
}

function OnlyClear({ onClear }: { onClear: () => void }) {
  return (
    <button type="button" onClick={onClear} className="focus-inside block px-3 py-2 text-sm text-fg hover:bg-hover">
      All sources
    </button>
  );
}

/** As its latest alarm calls it. */
function useSourceName(id: string | null): string | undefined {
  const { data } = useQuery({ ...alarmQueries.first({ source: id ?? "", limit: "1" }), enabled: id !== null });
  return id === null ? undefined : (data?.items[0]?.source.name ?? undefined);
}
