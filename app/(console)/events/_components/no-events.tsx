"use client";

import { useQuery } from "@tanstack/react-query";
import { DoorOpen } from "lucide-react";
import { useShell } from "@/components/shell/shell-context";
import { Empty } from "@/components/ui/states";
import { queueQueries } from "@/lib/domains/queues/queries";
import type { QueueItem } from "@/lib/domains/queues/schema";
import { queueWords, type QueueName, type QueueRunState } from "@/lib/domains/queues/terms";

const told: readonly QueueName[] = ["messages", "access-records"];

const stateWords: Readonly<Record<QueueRunState, string>> = {
  starting: "starting",
  running: "read now",
  failing: "cannot be read",
  missing: "not offered by this gateway",
  off: "not read",
};

/** Nothing yet: where events come from, and how that stands. */
export function NoEvents() {
  const { may } = useShell();
  const { data } = useQuery({ ...queueQueries.states(), enabled: may("alarms:read") });
  const queues = (data?.items ?? []).filter(({ queue }) => told.includes(queue));
  return (
    <Empty icon={DoorOpen} title="No events yet">
      <p>
        People at doors, intercom calls and vehicles appear here by themselves. Many accounts get no door events from
        the message queue; Gatehouse then reads the access records instead, which is a minute slower.
      </p>
      {queues.length === 0 ? null : (
        <ul aria-label="Where events come from" className="mt-3 space-y-1 text-start">
          {queues.map((queue) => (
            <Source key={queue.queue} queue={queue} />
          ))}
        </ul>
      )}
    </Empty>
  );
}

function Source({ queue: { queue, state, reason, code } }: { queue: QueueItem }) {
  return (
    <li>
      <span className="font-medium text-fg">{queueWords[queue].name}:</span> {stateWords[state]}
      {reason === null ? null : `. ${reason}`}
      {code === null ? null : <code className="ms-1 font-mono text-xs">{code}</code>}
    </li>
  );
}
