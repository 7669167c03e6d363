"use client";

import { useQuery } from "@tanstack/react-query";
import { Clock, type LucideIcon, RadioTower, TriangleAlert, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useConnection } from "@/components/live/live-provider";
import { Button } from "@/components/ui/button";
import { Banner } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/viewer";
import { ApiProblem } from "@/lib/http/fetcher";
import { queueQueries } from "@/lib/domains/queues/queries";
import type { GapItem, QueueItem, QueueStates } from "@/lib/domains/queues/schema";
import { ring } from "./sound";

/** Rings again until somebody has seen to it, or silenced it. */
const AGAIN_MS = 15_000;
const ASK_MS = 10_000;
/** So much waiting at the gateway, and a guard is told. */
const LATE_FROM = 500;
/** A gap that was closed longer ago is history. */
const GAP_SHOWN_MS = 12 * 60 * 60_000;

interface Notice {
  key: string;
  /** Nothing new is seen at all: loud. */
  dead: boolean;
  icon: LucideIcon;
  title: ReactNode;
  words: ReactNode;
}

function alarmQueue({ items }: QueueStates): QueueItem | undefined {
  return items.find(({ queue }) => queue === "alarms");
}

/** A screen that has gone stale must not look alive: what stands between the site and this queue, loud and in words. */
export function QueueWatch() {
  const connection = useConnection();
  // A worker that is dead tells nobody: it is asked after.
  const query = useQuery({ ...queueQueries.states(), refetchInterval: ASK_MS });
  const now = useNow(10_000);
  const states = query.data;
  const [silenced, setSilenced] = useState<string | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [allGaps, setAllGaps] = useState(false);

  const notices: Notice[] = [];
  if (connection.state === "lost") {
    notices.push({
      key: `stream ${connection.since}`,
      dead: true,
      icon: WifiOff,
      title: (
        <>
          This screen has stood still since <Time at={connection.since} as="seconds" />.
        </>
      ),
      words: "New alarms do not appear. It tries to connect by itself; check the network of this computer.",
    });
  }
  // What cannot be asked is told by the connection; an installation without this part tells nothing.
  if (states !== undefined && !(query.error instanceof ApiProblem && query.error.status === 404)) {
    notices.push(...queueNotices(states));
  }
  const dead = notices.find((notice) => notice.dead);
  const deadKey = dead?.key ?? null;
  const isSilent = deadKey === null || silenced === deadKey;
  useEffect(() => {
    if (isSilent) return;
    ring("dead");
    const again = setInterval(() => ring("dead"), AGAIN_MS);
    return () => clearInterval(again);
  }, [isSilent, deadKey]);

  const gaps = (states?.gaps ?? []).filter(
    (gap) => !closed.has(gap.id) && (gap.state === "open" || now - Date.parse(gap.toAt) < GAP_SHOWN_MS),
  );
  gaps.sort((a, b) => urgency[a.state] - urgency[b.state] || b.toAt.localeCompare(a.toAt));
  const [worst, ...more] = gaps;
  if (notices.length === 0 && worst === undefined) return null;
  return (
    <aside aria-label="State of the queue" className="shrink-0">
      {notices.map((notice) => (
        <Banner
          key={notice.key}
          tone={notice.dead ? "danger" : "warn"}
          icon={notice.icon}
          role={notice.dead ? "alert" : "status"}
          title={notice.title}
          action={
            notice.key === deadKey && silenced !== deadKey ? (
              <Button variant="quiet" size="sm" onPress={() => setSilenced(notice.key)}>
                Silence
              </Button>
            ) : undefined
          }
        >
          {notice.words}
        </Banner>
      ))}
      {(allGaps ? gaps : gaps.slice(0, 1)).map((gap) => (
        <Banner
          key={gap.id}
          tone={gap.state === "lost" ? "danger" : gap.state === "open" ? "warn" : "info"}
          icon={RadioTower}
          role="status"
          title={<GapTitle gap={gap} />}
          action={
            <>
              {gap !== worst || more.length === 0 ? null : (
                <Button variant="quiet" size="sm" aria-expanded={allGaps} onPress={() => setAllGaps(!allGaps)}>
                  {allGaps ? "Show one" : `${more.length} more`}
                </Button>
              )}
              {gap.state === "open" ? null : (
                <Button variant="quiet" size="sm" onPress={() => setClosed((before) => new Set([...before, gap.id]))}>
                  Close
                </Button>
              )}
            </>
          }
        >
          <GapWords gap={gap} />
        </Banner>
      ))}
    </aside>
  );
}

/** What may be lost stands before what is being mended, and that before what is over. */
const urgency: Readonly<Record<GapItem["state"], number>> = { lost: 0, open: 1, recovered: 2 };

function queueNotices(states: QueueStates): Notice[] {
  const { worker } = states;
  if (worker.state === "dead") {
    const { lastSeenAt } = worker;
    return [
      {
        key: `worker ${lastSeenAt ?? ""}`,
        dead: true,
        icon: TriangleAlert,
        title:
          lastSeenAt === null ? (
            "The worker has never run."
          ) : (
            <>
              The worker has stood still since <Time at={lastSeenAt} as="seconds" />.
            </>
          ),
        words:
          "No alarm is fetched from the gateway. Whoever runs the server must start it; what waits there is fetched then.",
      },
    ];
  }
  const queue = alarmQueue(states);
  if (queue === undefined) return [];
  const stopped = {
    failing: (
      <>
        The alarm queue has failed since <Time at={queue.since} as="seconds" />.
      </>
    ),
    off: "The alarm queue is switched off.",
    missing: "This gateway has no alarm queue.",
    starting: null,
    running: null,
  }[queue.state];
  if (stopped !== null) {
    const advice = queue.state === "off" ? "An administrator switches it on in Settings, Queues." : "";
    return [
      {
        key: `queue ${queue.state} ${queue.since}`,
        dead: true,
        icon: TriangleAlert,
        title: stopped,
        words: (
          <>
            New alarms do not appear. {queue.reason ?? advice}{" "}
            {queue.code === null ? null : <code className="font-mono">{queue.code}</code>}
          </>
        ),
      },
    ];
  }
  if ((queue.remaining ?? 0) < LATE_FROM) return [];
  return [
    {
      key: "late",
      dead: false,
      icon: Clock,
      title: "Alarms may be late.",
      words: (
        <>
          <span data-numeric>{queue.remaining}</span> wait at the gateway and are being fetched.
        </>
      ),
    },
  ];
}

const alarms = (count: number) => (count === 1 ? "1 alarm was" : `${count} alarms were`);

function GapTitle({ gap }: { gap: GapItem }) {
  const span = (
    <>
      <Time at={gap.fromAt} /> to <Time at={gap.toAt} />
    </>
  );
  if (gap.state === "recovered") return <>Nothing was heard from {span}.</>;
  return (
    <>
      Alarms of {span} may be {gap.state === "open" ? "missing" : "lost"}.
    </>
  );
}

/** What was missed, and what of it came back. */
function GapWords({ gap: { state, recovered, reason, code } }: { gap: GapItem }) {
  if (state === "open") {
    const soFar = recovered === 0 ? "" : `, ${recovered} found so far`;
    if (reason === null) return <>The gateway&rsquo;s log is being read for them{soFar}.</>;
    return (
      <>
        The gateway&rsquo;s log cannot be read yet and is asked again by itself{soFar}. {reason}{" "}
        {code === null ? null : <code className="font-mono">{code}</code>}
      </>
    );
  }
  if (state === "recovered") {
    return recovered === 0 ? (
      <>The gateway&rsquo;s log holds no alarm of that time that is not here. {reason}</>
    ) : (
      <>
        {alarms(recovered)} found in the gateway&rsquo;s log and put into the queue. {reason}
      </>
    );
  }
  return (
    <>
      The gateway&rsquo;s log could not be read. {reason}{" "}
      {code === null ? null : <code className="font-mono">{code}</code>}
    </>
  );
}
