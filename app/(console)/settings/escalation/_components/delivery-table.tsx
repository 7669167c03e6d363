"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, CircleHelp, CircleX, Clock, type LucideIcon, Send } from "lucide-react";
import Link from "next/link";
import { type Column, DataTable, type Filter } from "@/components/data-table/data-table";
import { useListState } from "@/components/data-table/use-list-state";
import { Icon } from "@/components/ui/icon";
import { Name } from "@/components/ui/name";
import { Empty } from "@/components/ui/states";
import { type Tone, toneText } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { escalationQueries } from "@/lib/domains/escalations/queries";
import type { DeliveryItem } from "@/lib/domains/escalations/schema";
import { channelWords, type DeliveryState, deliveryStates, deliveryWords } from "@/lib/domains/escalations/terms";
import { deliveryFilters, deliveryParams } from "../search-params";

const faces: Record<DeliveryState, { icon: LucideIcon; tone: Tone }> = {
  waiting: { icon: Clock, tone: "warn" },
  sending: { icon: Send, tone: "accent" },
  sent: { icon: CircleCheck, tone: "ok" },
  failed: { icon: CircleX, tone: "danger" },
  unknown: { icon: CircleHelp, tone: "warn" },
};

function State({ delivery }: { delivery: DeliveryItem }) {
  const { icon, tone } = faces[delivery.state];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon of={icon} size={14} className={toneText[tone]} />
      {deliveryWords[delivery.state]}
      {delivery.attempts > 1 ? `, ${delivery.attempts} attempts` : null}
    </span>
  );
}

const columns: Column<DeliveryItem>[] = [
  {
    id: "about",
    header: "About",
    width: "minmax(10rem, 2fr)",
    cell: ({ alarm }) =>
      alarm === null ? (
        "Trial"
      ) : (
        <Link href={`/alarms/${encodeURIComponent(alarm.id)}`} className="rounded-xs hover:underline">
          {alarm.typeName}
          {alarm.sourceName === null ? null : (
            <>
              , <Name>{alarm.sourceName}</Name>
            </>
          )}
        </Link>
      ),
  },
  {
    id: "state",
    header: "State",
    width: "minmax(8rem, 12rem)",
    narrow: "end",
    cell: (delivery) => <State delivery={delivery} />,
  },
  {
    id: "rule",
    header: "Rule",
    width: "minmax(7rem, 1fr)",
    narrow: "none",
    cell: ({ rule }) => <Name>{rule.name}</Name>,
  },
  {
    id: "to",
    header: "To",
    width: "minmax(7rem, 1fr)",
    cell: ({ channel, to }) =>
      to === null ? (
        channelWords[channel]
      ) : (
        <>
          <Name>{to.name}</Name>, {channelWords[channel].toLowerCase()}
        </>
      ),
  },
  {
    id: "created",
    header: "When",
    sort: "createdAt",
    width: "minmax(6rem, 9rem)",
    narrow: "none",
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: "reason",
    header: "Reason",
    width: "minmax(9rem, 2fr)",
    narrow: "none",
    cell: ({ reason, nextAttemptAt }) => (
      <span className="min-w-0 truncate">
        {reason}
        {reason === null || nextAttemptAt === null ? null : (
          <>
            {" "}
            Next attempt <Time at={nextAttemptAt} as="seconds" />.
          </>
        )}
      </span>
    ),
  },
];

const states: Filter = {
  id: "state",
  label: "State",
  options: deliveryStates.map((value) => ({ value, label: deliveryWords[value] })),
};

/** What became of mails and webhooks. */
export function DeliveryTable() {
  const { values, list } = useListState(deliveryParams);
  const query = useInfiniteQuery(escalationQueries.deliveries(deliveryFilters(values)));
  return (
    <section aria-labelledby="deliveries" className="flex min-h-96 flex-1 flex-col">
      <h2 id="deliveries" className="px-5 pt-5 pb-1 text-md font-semibold">
        Sent
      </h2>
      <DataTable
        id="escalation-deliveries"
        own
        label="Sent"
        noun={{ one: "delivery", many: "deliveries" }}
        query={query}
        list={list}
        columns={columns}
        nameOf={({ alarm }) => alarm?.typeName ?? "Trial"}
        filters={[states]}
        searchLabel="Rule, person or source"
        empty={
          <Empty icon={Send} title="Nothing was sent yet">
            Mails and requests to webhooks are listed here, with what became of them.
          </Empty>
        }
      />
    </section>
  );
}
