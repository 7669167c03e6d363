"use client";

import { BellRing } from "lucide-react";
import dynamic from "next/dynamic";
import type { KeyboardEvent } from "react";
import { PriorityMark } from "@/components/alarm-rules/priority-mark";
import { useAreaName } from "@/components/areas/use-area-name";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import type { ListQueryResult } from "@/components/data-table/pages";
import type { ListControls } from "@/components/data-table/use-list-state";
import { FirstPass } from "@/components/mirror/first-pass";
import { useShell } from "@/components/shell/shell-context";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { Empty } from "@/components/ui/states";
import type { AlarmRuleItem } from "@/lib/domains/alarm-rules/schema";
import {
  eventWords,
  ruleLevels,
  ruleSourceTypes,
  ruleSourceWords,
  ruleStates,
  ruleStateWords,
} from "@/lib/domains/alarm-rules/terms";
import { RuleStateDot } from "./rule-state";

const RuleDrawer = dynamic(() => insist(() => import("./rule-drawer")).then((module) => module.RuleDrawer));
const AreaChooser = dynamic(() =>
  insist(() => import("@/components/areas/area-chooser")).then((module) => module.AreaChooser),
);

const none = <span className="text-fg-faint">None</span>;

const columns: Column<AlarmRuleItem>[] = [
  { id: "name", header: "Name", sort: "name", width: "minmax(10rem, 2fr)", cell: ({ name }) => <Name>{name}</Name> },
  {
    id: "state",
    header: "State",
    width: "minmax(7rem, 8rem)",
    narrow: "end",
    cell: ({ state }) => <RuleStateDot state={state} />,
  },
  {
    id: "priority",
    header: "Priority",
    sort: "priority",
    width: "minmax(5.5rem, 8rem)",
    cell: ({ priority }) => <PriorityMark priority={priority} />,
  },
  {
    id: "event",
    header: "Event",
    width: "minmax(7rem, 1fr)",
    cell: ({ eventType }) => eventWords(eventType),
  },
  {
    id: "source",
    header: "Source",
    width: "minmax(7rem, 1.5fr)",
    narrow: "none",
    cell: ({ source }) => (source.name === null ? none : <Name>{source.name}</Name>),
  },
  {
    id: "area",
    header: "Area",
    width: "minmax(6rem, 1fr)",
    narrow: "none",
    cell: ({ area }) => (area === null ? none : <Name>{area.name}</Name>),
  },
  {
    id: "schedule",
    header: "Schedule",
    width: "minmax(6rem, 1fr)",
    narrow: "none",
    cell: ({ schedule }) => (schedule === null ? none : <Name>{schedule.name}</Name>),
  },
  {
    id: "recipients",
    header: "Recipients",
    width: "minmax(5rem, 6rem)",
    narrow: "none",
    align: "end",
    cell: ({ recipients }) => (recipients === null ? none : recipients.length),
  },
];

function useRuleFilters(list: ListControls): Filter[] {
  const { may } = useShell();
  const areas = may("areas:read");
  const areaId = list.filters["areaId"]?.[0] ?? null;
  const areaName = useAreaName(areas ? areaId : null);
  const fixed: Filter[] = [
    {
      id: "state",
      label: "State",
      options: ruleStates.map((value) => ({ value, label: ruleStateWords[value] })),
    },
    {
      id: "level",
      label: "Priority",
      options: ruleLevels.map((value) => ({ value, label: `Level ${value}` })),
    },
    {
      id: "source",
      label: "Source",
      options: ruleSourceTypes.map((value) => ({ value, label: ruleSourceWords[value] })),
    },
  ];
  if (!areas) return fixed;
  return [
    ...fixed,
    {
      id: "areaId",
      label: "Area",
      single: true,
      labelOf: (id) => areaName ?? id,
      choose: ({ onChange, close }) => (
        <AreaChooser
          value={areaId}
          onChoose={(id) => {
            onChange([id]);
            close();
          }}
        />
      ),
    },
  ];
}

export interface RuleTableProps {
  query: ListQueryResult<AlarmRuleItem>;
  list: ListControls;
}

/** Every rule of the cloud account; the open one's facts stand beside the list. */
export function RuleTable({ query, list }: RuleTableProps) {
  const { open } = list;
  const filters = useRuleFilters(list);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || open === null || event.defaultPrevented) return;
    list.openItem(null);
  }

  return (
    // Esc is heard wherever the focus is, in the list or in the facts.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="relative flex min-h-0 flex-1" onKeyDown={onKeyDown}>
      <div className="flex min-w-0 flex-1 flex-col">
        <DataTable
          id="alarm-rules"
          kind="alarm-rules"
          label="Alarm rules"
          noun={{ one: "rule", many: "rules" }}
          query={query}
          list={list}
          columns={columns}
          nameOf={({ name }) => name}
          filters={filters}
          searchLabel="Name, source or description"
          onOpen={({ id }) => list.openItem(id)}
          empty={
            query.data?.pages[0]?.syncedAt === null ? (
              <FirstPass kind="alarm-rules" many="alarm rules" />
            ) : (
              <Empty icon={BellRing} title="No alarm rules yet">
                Without a rule the cloud account tells of no alarm. Add one, or make it in the account&apos;s own
                portal.
              </Empty>
            )
          }
        />
      </div>
      {open === null ? null : <RuleDrawer key={open} id={open} onClose={() => list.openItem(null)} />}
    </div>
  );
}
