"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { CameraTable } from "@/components/cameras/camera-table";
import { useListState } from "@/components/data-table/use-list-state";
import { useShell } from "@/components/shell/shell-context";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import type { Permission } from "@/lib/auth/roles";
import { alarmInputQueries } from "@/lib/domains/alarm-inputs/queries";
import { alarmOutputQueries } from "@/lib/domains/alarm-outputs/queries";
import { cameraQueries } from "@/lib/domains/cameras/queries";
import { doorQueries } from "@/lib/domains/doors/queries";
import type { ElementItem, ElementKind } from "@/lib/domains/elements/schema";
import { stateFilter } from "./element-filters";
import {
  elementFilters,
  type ResourceCounts,
  resourceParams,
  type ResourceTab,
  resourceTab,
  resourceTabs,
} from "./element-params";
import { ElementTable } from "./element-table";

export interface ResourceScope {
  /** Everything below it too. */
  areaId?: string | undefined;
  deviceId?: string | undefined;
}

export interface ResourceTabsProps {
  label: string;
  scope: ResourceScope;
  counts?: ResourceCounts | undefined;
  /** How many names of every area path the page says already. */
  knownPath?: number;
  /** Open until somebody chooses. */
  first?: ResourceTab;
  /** Verbs for the chosen rows of a kind; with it rows can be chosen. */
  bulkActions?: ((kind: ElementKind, chosen: readonly ElementItem[], clear: () => void) => ReactNode) | undefined;
}

const tabs: Record<ResourceTab, { label: string; count: "cameras" | "doors" | "alarmInputs" | "alarmOutputs" }> = {
  cameras: { label: "Cameras", count: "cameras" },
  doors: { label: "Doors", count: "doors" },
  inputs: { label: "Inputs", count: "alarmInputs" },
  outputs: { label: "Outputs", count: "alarmOutputs" },
};

const permissions: Record<ResourceTab, Permission> = {
  cameras: "cameras:read",
  doors: "doors:read",
  inputs: "devices:read",
  outputs: "devices:read",
};

const nothingLeftOut = [] as const;
const sameDevice = ["device"] as const;
const filters = [stateFilter];

/** What an area holds, or what hangs on a device, a tab for each kind. */
export function ResourceTabs(props: ResourceTabsProps) {
  const { label, scope, counts, knownPath = 0, first = "cameras", bulkActions } = props;
  const { may } = useShell();
  const [chosen, setTab] = useQueryState("tab", resourceTab);
  const tab = chosen ?? first;
  const { list } = useListState(resourceParams);
  const offered = resourceTabs.filter((each) => may(permissions[each]));
  return (
    <Tabs
      className="flex-1"
      selectedKey={tab}
      onSelectionChange={(key) => {
        const next = offered.find((each) => each === key);
        if (next === undefined || next === tab) return;
        list.clear();
        if (list.open !== null) list.openItem(null);
        void setTab(next);
      }}
    >
      <TabList label={label} className="bg-surface">
        {offered.map((each) => (
          <Tab key={each} id={each} {...(counts === undefined ? {} : { count: counts[tabs[each].count] })}>
            {tabs[each].label}
          </Tab>
        ))}
      </TabList>
      <TabPanel id={tab} className="flex flex-col">
        <ResourceList tab={tab} scope={scope} knownPath={knownPath} bulkActions={bulkActions} />
      </TabPanel>
    </Tabs>
  );
}

const kinds: Record<ResourceTab, ElementKind> = {
  cameras: "cameras",
  doors: "doors",
  inputs: "alarm-inputs",
  outputs: "alarm-outputs",
};

interface ResourceListProps extends Pick<ResourceTabsProps, "scope" | "bulkActions"> {
  tab: ResourceTab;
  knownPath: number;
}

function ResourceList({ tab, scope, knownPath, bulkActions }: ResourceListProps) {
  const { values, list } = useListState(resourceParams);
  const wanted = elementFilters({ ...values, ...scope });
  const without = scope.deviceId === undefined ? nothingLeftOut : sameDevice;
  const actions =
    bulkActions === undefined
      ? undefined
      : (chosen: readonly ElementItem[], clear: () => void) => bulkActions(kinds[tab], chosen, clear);
  const shared = { list, filters, filter: wanted, without, knownPath, bulkActions: actions };
  const cameras = useInfiniteQuery({ ...cameraQueries.list(wanted), enabled: tab === "cameras" });
  const doors = useInfiniteQuery({ ...doorQueries.list(wanted), enabled: tab === "doors" });
  const inputs = useInfiniteQuery({ ...alarmInputQueries.list(wanted), enabled: tab === "inputs" });
  const outputs = useInfiniteQuery({ ...alarmOutputQueries.list(wanted), enabled: tab === "outputs" });
  if (tab === "cameras") return <CameraTable {...shared} query={cameras} />;
  if (tab === "doors") return <ElementTable {...shared} kind="doors" query={doors} />;
  if (tab === "inputs") return <ElementTable {...shared} kind="alarm-inputs" query={inputs} />;
  return <ElementTable {...shared} kind="alarm-outputs" query={outputs} />;
}
