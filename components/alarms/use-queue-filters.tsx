"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useAreaName } from "@/components/areas/use-area-name";
import type { Filter } from "@/components/data-table/filter";
import { useShell } from "@/components/shell/shell-context";
import { useLoaded } from "@/components/ui/ahead";
import { insist } from "@/components/ui/insist";
import { dateTime, type Viewer } from "@/components/ui/time-format";
import { useViewer } from "@/components/ui/viewer";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import { type AlarmState, openStates, priorities, priorityWords, stateWords } from "@/lib/domains/alarms/terms";
import { type AlarmAddress, handledStates, stretchOf } from "./alarm-params";

const AreaChooser = dynamic(() =>
  insist(() => import("@/components/areas/area-chooser")).then((module) => module.AreaChooser),
);
const TypeChooser = dynamic(() => insist(() => import("./type-chooser")).then((module) => module.TypeChooser));

const loadTypes = () => import("@/lib/gateway/dictionary/alarm-types");

const states = {
  unhandled: openStates,
  mine: openStates,
  handled: handledStates,
  handover: [...openStates, ...handledStates],
} as const;

/** The chips over the queue: area for those who may read areas, then priority and type; the rest behind "Filter". */
export function useQueueFilters(address: AlarmAddress): Filter[] {
  const { may, person } = useShell();
  const viewer = useViewer();
  const { area, source, tab, owner, when } = address;
  const areaName = useAreaName(may("areas:read") ? area : null);
  const sourceName = useSourceName(source);
  const typeWords = useTypeWords(address.type.length > 0);
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
      labelOf: typeWords,
      choose: ({ value, onChange }) => <TypeChooser value={value} onChange={onChange} />,
    },
    {
      id: "state",
      label: "State",
      tucked: true,
      options: states[tab].map((state) => ({ value: state, label: stateWords[state] })),
      labelOf: (state) => stateWords[state as AlarmState],
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
          label="All sources"
          onClear={() => {
            onChange([]);
            close();
          }}
        />
      ),
    });
  // Set by a number of another page.
  if (when !== null)
    filters.push({
      id: "when",
      label: "Received",
      single: true,
      labelOf: (text) => stretchInWords(text, viewer),
      choose: ({ onChange, close }) => (
        <OnlyClear
          label="At any time"
          onClear={() => {
            onChange([]);
            close();
          }}
        />
      ),
    });
  return filters;
}

function stretchInWords(text: string, viewer: Viewer): string {
  const { since, until } = stretchOf(text) ?? {};
  const words = (at: string) => dateTime(Date.parse(at), viewer);
  if (since === undefined) return until === undefined ? text : `before ${words(until)}`;
  return until === undefined ? `since ${words(since)}` : `${words(since)} to ${words(until)}`;
}

function OnlyClear({ label, onClear }: { label: string; onClear: () => void }) {
  return (
    <button type="button" onClick={onClear} className="focus-inside block px-3 py-2 text-sm text-fg hover:bg-hover">
      {label}
    </button>
  );
}

/** The gateway's words for all its types weigh more than the queue: they come when one is set. Until then its code stands. */
function useTypeWords(wanted: boolean): (code: string) => string {
  const words = useLoaded(wanted, loadTypes);
  return (code) => words?.describeAlarmType(code).label ?? code;
}

/** As its latest alarm calls it. */
function useSourceName(id: string | null): string | undefined {
  const { data } = useQuery({ ...alarmQueries.first({ source: id ?? "", limit: "1" }), enabled: id !== null });
  return id === null ? undefined : (data?.items[0]?.source.name ?? undefined);
}
