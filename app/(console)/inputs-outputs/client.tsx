"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useListState } from "@/components/data-table/use-list-state";
import { useElementFilters } from "@/components/elements/element-filters";
import { ElementTable } from "@/components/elements/element-table";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { alarmInputQueries } from "@/lib/domains/alarm-inputs/queries";
import { alarmOutputQueries } from "@/lib/domains/alarm-outputs/queries";
import { ListPage } from "../_components/list-page";
import { signalFilters, signalParams, signalTab } from "./search-params";

export function SignalsPage() {
  const [tab, setTab] = useQueryState("tab", signalTab);
  const { values, list } = useListState(signalParams);
  const filters = useElementFilters(list);
  const wanted = signalFilters(values);
  const inputs = useInfiniteQuery({ ...alarmInputQueries.list(wanted), enabled: tab === "inputs" });
  const outputs = useInfiniteQuery({ ...alarmOutputQueries.list(wanted), enabled: tab === "outputs" });
  const [kind, query] = tab === "inputs" ? (["alarm-inputs", inputs] as const) : (["alarm-outputs", outputs] as const);
  return (
    <ListPage title="Inputs and outputs" kind={kind} query={query}>
      <Tabs
        className="flex-1"
        selectedKey={tab}
        onSelectionChange={(key) => {
          if (key === tab) return;
          if (list.open !== null) list.openItem(null);
          void setTab(key === "outputs" ? "outputs" : "inputs");
        }}
      >
        <TabList label="Inputs and outputs" className="bg-surface">
          <Tab id="inputs">Inputs</Tab>
          <Tab id="outputs">Outputs</Tab>
        </TabList>
        <TabPanel id={tab} className="flex flex-col">
          <ElementTable key={kind} signals kind={kind} query={query} list={list} filters={filters} filter={wanted} />
        </TabPanel>
      </Tabs>
    </ListPage>
  );
}
