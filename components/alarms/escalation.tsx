"use client";

import { Clock } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import { useNow } from "@/components/ui/viewer";
import type { AlarmDetail, AlarmItem } from "@/lib/domains/alarms/schema";
import { countdown, namesInWords, warnsAtMs } from "./escalation-words";

type Escalating = AlarmItem & Partial<Pick<AlarmDetail, "trail">>;

/** Who was called already, and who will be unless somebody acknowledges it; nothing where nobody is. */
export function Escalation({ alarm }: { alarm: Escalating }) {
  const { state, snoozed, escalates = null, escalatedAt } = alarm;
  // What was just acknowledged calls nobody, also before it is read anew.
  const waits = state === "new" && !snoozed ? escalates : null;
  return (
    <>
      {escalatedAt === null ? null : <Escalated alarm={alarm} at={escalatedAt} />}
      {waits === null ? null : <TimeLeft {...waits} />}
    </>
  );
}

function Escalated({ alarm: { state, trail = [] }, at }: { alarm: Escalating; at: string }) {
  const last = trail.findLast(({ kind }) => kind === "escalated");
  const tone = state === "new" ? "font-medium text-danger-fg" : "text-fg-soft";
  return (
    <p className={`mt-1 flex gap-1.5 text-sm ${tone}`}>
      <Icon of={Clock} className="mt-0.5" />
      <span className="min-w-0 wrap-anywhere">
        Escalated
        {last === undefined || last.to === null ? null : (
          <>
            {" "}
            to <bdi>{last.to}</bdi>
          </>
        )}{" "}
        at <Time at={last?.at ?? at} />
      </span>
    </p>
  );
}

function TimeLeft({ at, to }: NonNullable<AlarmItem["escalates"]>) {
  const left = Date.parse(at) - useNow();
  const warns = left <= warnsAtMs;
  const whom =
    to.length === 0 ? null : (
      <>
        {" "}
        to <bdi>{namesInWords(to)}</bdi>
      </>
    );
  return (
    <p className={`mt-1 flex gap-1.5 text-sm ${warns ? "font-medium text-warn-fg" : "text-fg-soft"}`}>
      <Icon of={Clock} className="mt-0.5" />
      <span role="timer" className="min-w-0 wrap-anywhere" data-numeric>
        Escalates{whom} {left <= 0 ? "now" : `in ${countdown(left)}`}
      </span>
      <span role="status" className="sr-only">
        {warns ? "It escalates within a minute" : ""}
      </span>
    </p>
  );
}
