"use client";

import { useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { Fact } from "@/components/ui/fact";
import { StateDot } from "@/components/ui/state-dot";
import { Ago, Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { trouble } from "@/components/ui/trouble";
import { useViewer } from "@/components/ui/viewer";
import type { GapItem, QueueItem } from "@/lib/domains/queues/schema";
import { queueWords } from "@/lib/domains/queues/terms";
import { inSentence, lastLapse, queueOffers, standingOf } from "./words";

export interface QueueEntryProps {
  item: QueueItem;
  /** Of this queue. */
  gaps: readonly GapItem[];
  /** A worker is there. */
  alive: boolean;
  onSwitchOn: () => Promise<void>;
  /** Asks first. */
  onSwitchOff: () => void;
}

export function QueueEntry({ item, gaps, alive, onSwitchOn, onSwitchOff }: QueueEntryProps) {
  const { queue, on, since, pulledAt, receivedAt, received, unreadable, remaining } = item;
  const { locale } = useViewer();
  const number = new Intl.NumberFormat(locale);
  const { tone, word, dated, why, code } = standingOf(item, { alive, locale });
  const lapse = lastLapse(gaps);
  return (
    <li aria-labelledby={`queue-${queue}`} className="border-t border-line-soft py-4 text-sm">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h3 id={`queue-${queue}`} className="font-medium">
            {queueWords[queue].name}
          </h3>
          <p className="mt-0.5 max-w-prose text-fg-soft">{queueOffers[queue].brings}</p>
        </div>
        <QueueSwitch item={item} onSwitchOn={onSwitchOn} onSwitchOff={onSwitchOff} />
      </div>
      <dl className="mt-2.5 grid max-w-3xl grid-cols-[8.5rem_1fr] gap-x-4 gap-y-1 sm:gap-x-6">
        <Fact label="State">
          <StateDot
            tone={tone}
            {...(dated
              ? {
                  aside: (
                    <>
                      since <Time at={since} />
                    </>
                  ),
                }
              : {})}
          >
            {word}
          </StateDot>
          {why === null && code === null ? null : (
            <p className="text-fg-soft">
              {why} {code === null ? null : <code className="font-mono text-xs">{code}</code>}
            </p>
          )}
          {lapse === null ? null : (
            <p className="text-fg-soft">
              The gateway had stopped collecting, as nobody asked for two days; subscribed again{" "}
              <Time at={lapse.toAt} />.
            </p>
          )}
        </Fact>
        <Fact label="Last message">{receivedAt === null ? "none yet" : <Ago at={receivedAt} />}</Fact>
        <Fact label="Last answer">{pulledAt === null ? "none yet" : <Ago at={pulledAt} />}</Fact>
        {on && queue !== "access-records" ? (
          <Fact label="Waits at the gateway">
            {remaining === null ? "not told by this queue" : number.format(remaining)}
          </Fact>
        ) : null}
        <Fact label="Stored">
          {number.format(received)}
          {unreadable === 0
            ? null
            : `, of which ${number.format(unreadable)} could not be read and ${unreadable === 1 ? "is" : "are"} kept word for word`}
        </Fact>
      </dl>
    </li>
  );
}

function QueueSwitch({
  item: { queue, on },
  onSwitchOn,
  onSwitchOff,
}: Pick<QueueEntryProps, "item" | "onSwitchOn" | "onSwitchOff">) {
  const { person } = useShell();
  const [busy, setBusy] = useState(false);
  const limited = person.everywhere ? {} : { disabledReason: "For people without limits of area" };
  if (on) {
    return (
      <Button {...limited} onPress={onSwitchOff}>
        {`Switch off ${inSentence(queue)}…`}
      </Button>
    );
  }
  const switchOn = async () => {
    setBusy(true);
    try {
      await onSwitchOn();
    } catch (error) {
      const { title, advice, code } = trouble(error);
      toast.failed({ title, detail: advice ?? "", ...(code === undefined ? {} : { code }) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button {...limited} busy={busy} busyLabel="Switching on" onPress={() => void switchOn()}>
      {`Switch on ${inSentence(queue)}`}
    </Button>
  );
}
