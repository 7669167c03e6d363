"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { PriorityMark } from "@/components/alarm-rules/priority-mark";
import { AreaPath } from "@/components/areas/area-path";
import { ObjectHistory } from "@/components/audit/object-history";
import { Code, Facts, NotKnown } from "@/components/mirror/facts";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { insist } from "@/components/ui/insist";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { isMissing } from "@/components/ui/trouble";
import { alarmRuleQueries } from "@/lib/domains/alarm-rules/queries";
import type { AlarmRuleDetail } from "@/lib/domains/alarm-rules/schema";
import { eventWords, ruleSourceTypes } from "@/lib/domains/alarm-rules/terms";
import { describeAlarmSource } from "@/lib/gateway/dictionary/sources";
import { RuleLinkages } from "./rule-linkages";
import { RuleStateDot } from "./rule-state";

const RuleDialog = dynamic(() => insist(() => import("./rule-dialog")).then((module) => module.RuleDialog));
const LinkageDialog = dynamic(() => insist(() => import("./linkage-dialog")).then((module) => module.LinkageDialog));

/** One rule, beside the list; on a narrow screen in its place. */
export function RuleDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(alarmRuleQueries.detail(id));
  const { data } = query;
  return (
    <Drawer label="Rule" title={data === undefined ? "Rule" : <Name>{data.name}</Name>} onClose={onClose}>
      {query.isError && (data === undefined || isMissing(query.error)) ? (
        <QueryFailure query={query} />
      ) : data === undefined ? (
        <div aria-busy className="space-y-3 p-4">
          <Skeleton className="h-2.5 w-40" />
          <Skeleton className="h-2.5 w-56" />
          <Skeleton className="h-2.5 w-48" />
        </div>
      ) : (
        <div className="px-4 pt-2 pb-5">
          <RuleActions rule={data} />
          <RuleFacts rule={data} />
          <RuleLinkages linkages={data.linkages} />
          <ObjectHistory kind="alarm rule" id={data.id} className="mt-6" />
        </div>
      )}
    </Drawer>
  );
}

function RuleActions({ rule }: { rule: AlarmRuleDetail }) {
  const { may } = useShell();
  const [open, setOpen] = useState<"edit" | "link" | null>(null);
  if (!may("alarm-rules:write")) return null;
  const elsewhere = ruleSourceTypes.some((type) => type === rule.source.type)
    ? undefined
    : "Rules of such a source are changed in the account's own portal";
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <Button icon={Pencil} disabledReason={elsewhere} onPress={() => setOpen("edit")}>
        Edit
      </Button>
      <Button icon={Link2} onPress={() => setOpen("link")}>
        Add linkage
      </Button>
      {open === "edit" ? <RuleDialog rule={rule} onClose={() => setOpen(null)} /> : null}
      {open === "link" ? <LinkageDialog rule={rule} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

const why = {
  working: null,
  off: "Switched off in the cloud account; it can be switched on there alone.",
  abnormal: "The cloud account says that it does not work. Look at its source and schedule there.",
  sourceGone:
    "What it watched is no longer in the cloud account, so it tells of nothing. Give it another source here, or delete it in the account's own portal.",
} as const;

function RuleFacts({ rule }: { rule: AlarmRuleDetail }) {
  const { source, area, schedule, recipients, ignoreRecurring } = rule;
  return (
    <Facts
      facts={[
        {
          label: "State",
          value: (
            <>
              <RuleStateDot state={rule.state} />
              {why[rule.state] === null ? null : (
                <span className="mt-1 block text-xs text-fg-soft">{why[rule.state]}</span>
              )}
            </>
          ),
        },
        {
          label: "Description",
          value: rule.description === "" ? <NotKnown>none</NotKnown> : <bdi>{rule.description}</bdi>,
        },
        { label: "Event", value: eventWords(rule.eventType) },
        {
          label: "Source",
          value: (
            <>
              {source.name === null ? <NotKnown /> : <Name>{source.name}</Name>}
              {source.type === null ? null : (
                <span className="block text-xs text-fg-faint">{describeAlarmSource(source.type).label}</span>
              )}
            </>
          ),
        },
        { label: "Area", value: area === null ? <NotKnown>none</NotKnown> : <AreaPath path={area.path} /> },
        { label: "Priority", value: <PriorityMark priority={rule.priority} /> },
        { label: "Schedule", value: schedule === null ? <NotKnown /> : <Name>{schedule.name}</Name> },
        {
          label: "Recipients",
          value:
            recipients === null ? (
              <NotKnown>nobody</NotKnown>
            ) : (
              <ul>
                {recipients.map(({ id, name }) => (
                  <li key={id}>
                    <Name>{name}</Name>
                  </li>
                ))}
              </ul>
            ),
        },
        {
          label: "Comes again",
          value: ignoreRecurring === null ? "told each time" : `left out for ${ignoreRecurring}, in the portal's unit`,
        },
        { label: "Gateway id", value: <Code>{rule.id}</Code> },
        { label: "First seen", value: <Time at={rule.firstSeenAt} as="dateTime" /> },
        { label: "Last changed", value: <Time at={rule.changedAt} as="dateTime" /> },
        { label: "Synchronised", value: <Time at={rule.syncedAt} as="dateTime" /> },
      ]}
    />
  );
}
