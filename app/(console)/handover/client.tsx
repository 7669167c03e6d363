"use client";

import { useQuery } from "@tanstack/react-query";
import { ClipboardPen } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { Button } from "@/components/ui/button";
import { insist } from "@/components/ui/insist";
import { Tab, TabList, TabPanel, Tabs } from "@/components/ui/tabs";
import { handoverQueries } from "@/lib/domains/handovers/queries";
import { Board } from "./_components/board";
import { handoverTab } from "./search-params";

const History = dynamic(() => insist(() => import("./_components/history")).then((module) => module.History));
const PrepareDialog = dynamic(() =>
  insist(() => import("./_components/prepare-dialog")).then((module) => module.PrepareDialog),
);

export function HandoverPage() {
  const [tab, setTab] = useQueryState("tab", handoverTab);
  const { data: board } = useQuery(handoverQueries.board());
  const [preparing, setPreparing] = useState(false);
  return (
    <PageFrame
      title="Handover"
      actions={
        board === undefined ? null : (
          <Button variant="primary" icon={ClipboardPen} onPress={() => setPreparing(true)}>
            {board.own === null ? "Prepare handover" : "Prepare anew"}
          </Button>
        )
      }
    >
      <Tabs
        className="flex-1"
        selectedKey={tab}
        onSelectionChange={(key) => void setTab(key === "history" ? "history" : "now")}
      >
        <TabList label="Handover" className="bg-surface">
          <Tab id="now">Now</Tab>
          <Tab id="history">History</Tab>
        </TabList>
        <TabPanel id={tab} className="flex flex-col overflow-auto bg-surface">
          {tab === "history" ? <History /> : <Board />}
        </TabPanel>
      </Tabs>
      {preparing && board !== undefined ? <PrepareDialog board={board} onClose={() => setPreparing(false)} /> : null}
    </PageFrame>
  );
}
