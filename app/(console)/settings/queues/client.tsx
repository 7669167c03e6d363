"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { ConfirmDialog } from "@/components/ui/dialog";
import { QueryFailure } from "@/components/ui/query-failure";
import { Banner, NoPermission } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { queueQueries, switchQueue } from "@/lib/domains/queues/queries";
import type { QueueStates } from "@/lib/domains/queues/schema";
import { queueWords, type QueueName } from "@/lib/domains/queues/terms";
import { SettingsFrame } from "../_components/settings-frame";
import { GapList } from "./_components/gap-list";
import { QueueEntry } from "./_components/queue-entry";
import { inSentence, queueOffers } from "./_components/words";

/** A change of state is told; counts and the time of the last message are asked for. */
const ASK_MS = 10_000;

export function QueuesPage() {
  const { may } = useShell();
  const mayRead = may("alarms:read");
  const query = useQuery({ ...queueQueries.states(), enabled: mayRead, refetchInterval: ASK_MS });
  if (!mayRead) {
    return (
      <SettingsFrame tab="queues">
        <NoPermission>
          How queues stand is for people who may see alarms, and your role does not include it.
        </NoPermission>
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame tab="queues">
      <QueryFailure query={query} />
      {query.data === undefined ? null : <Queues states={query.data} />}
    </SettingsFrame>
  );
}

function Queues({ states: { items, gaps, worker } }: { states: QueueStates }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<QueueName>();
  // It keeps what it says while it closes.
  const [named, setNamed] = useState<QueueName>("alarms");
  const change = async (queue: QueueName, on: boolean) => {
    const { mutationFn, onSettled } = switchQueue(queries);
    try {
      await mutationFn({ queue, on });
    } finally {
      await onSettled();
    }
    toast.done({ title: `${queueWords[queue].name} switched ${on ? "on" : "off"}` });
  };
  return (
    <>
      {worker.state === "alive" ? null : (
        <Banner
          tone="danger"
          icon={TriangleAlert}
          role="alert"
          title={
            worker.lastSeenAt === null ? (
              "The worker has never run."
            ) : (
              <>
                The worker has stood still since <Time at={worker.lastSeenAt} as="seconds" />.
              </>
            )
          }
        >
          No queue is read. Whoever runs the server must start it; what waits at the gateway is fetched then.
        </Banner>
      )}
      <section aria-labelledby="queues" className="p-5">
        <h2 id="queues" className="text-md font-semibold">
          What the gateway tells
        </h2>
        <p className="mt-1 max-w-3xl text-sm text-fg-soft">
          Alarms and events come from queues of HikCentral Connect. Each message is stored before it is confirmed, so
          that none is lost when this console stops.
        </p>
        <ul aria-labelledby="queues" className="mt-3 max-w-5xl">
          {items.map((item) => (
            <QueueEntry
              key={item.queue}
              item={item}
              alive={worker.state === "alive"}
              gaps={gaps.filter(({ queue }) => queue === item.queue)}
              onSwitchOn={() => change(item.queue, true)}
              onSwitchOff={() => {
                setNamed(item.queue);
                setAsked(item.queue);
              }}
            />
          ))}
        </ul>
      </section>
      <GapList gaps={gaps} />
      <ConfirmDialog
        isOpen={asked !== undefined}
        onOpenChange={(open) => (open ? undefined : setAsked(undefined))}
        title={`Switch the ${inSentence(named)} off?`}
        consequence={queueOffers[named].without}
        confirmLabel={`Switch off ${inSentence(named)}`}
        busyLabel="Switching off"
        danger
        onConfirm={() => change(named, false)}
      />
    </>
  );
}
