"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { useListState } from "@/components/data-table/use-list-state";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { alarmRuleQueries } from "@/lib/domains/alarm-rules/queries";
import { ListPage } from "../_components/list-page";
import { RuleTable } from "./_components/rule-table";
import { ruleFilters, ruleParams, ruleTab, ruleTabs } from "./search-params";

const PrioritiesTab = dynamic(() =>
  insist(() => import("./_components/priorities-tab")).then((module) => module.PrioritiesTab),
);
const SolarTab = dynamic(() => insist(() => import("./_components/solar-tab")).then((module) => module.SolarTab));
const InstructionsTab = dynamic(() =>
  insist(() => import("./_components/instructions-tab")).then((module) => module.InstructionsTab),
);
const RuleDialog = dynamic(() => insist(() => import("./_components/rule-dialog")).then((module) => module.RuleDialog));

const words = {
  rules: "Rules",
  instructions: "Instructions",
  priorities: "Priorities and schedules",
  solar: "Solar cameras",
} as const;

export function AlarmRulesPage() {
  const [tab, setTab] = useQueryState("tab", ruleTab);
  const { values, list } = useListState(ruleParams);
  const filter = ruleFilters(values);
  const query = useInfiniteQuery(alarmRuleQueries.list(filter));
  const { may } = useShell();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button variant="primary" icon={Plus} onPress={() => setAdding(true)}>
      Add rule
    </Button>
  );
  return (
    <ListPage
      title="Alarm rules"
      kind="alarm-rules"
      query={query}
      actions={may("alarm-rules:write") && tab === "rules" ? add : undefined}
    >
      <Tabs
        className="flex-1"
        selectedKey={tab}
        onSelectionChange={(key) => {
          const next = ruleTabs.find((each) => each === key);
          if (next === undefined || next === tab) return;
          if (list.open !== null) list.openItem(null);
          void setTab(next);
        }}
      >
        <TabList label="Alarm rules" className="bg-surface">
          {ruleTabs.map((each) => (
            <Tab key={each} id={each}>
              {words[each]}
            </Tab>
          ))}
        </TabList>
        <TabPanel id={tab} className="flex flex-col">
          {tab === "rules" ? <RuleTable query={query} list={list} /> : null}
          {tab === "instructions" ? <InstructionsTab /> : null}
          {tab === "priorities" ? <PrioritiesTab /> : null}
          {tab === "solar" ? <SolarTab /> : null}
        </TabPanel>
      </Tabs>
      {adding ? <RuleDialog onClose={() => setAdding(false)} /> : null}
    </ListPage>
  );
}
