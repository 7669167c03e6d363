import { StateDot } from "@/components/ui/state-dot";
import type { Tone } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import type { GapItem } from "@/lib/domains/queues/schema";
import { queueWords } from "@/lib/domains/queues/terms";

const states: Readonly<Record<GapItem["state"], { tone: Tone; word: string }>> = {
  open: { tone: "warn", word: "Being read" },
  recovered: { tone: "ok", word: "Read" },
  lost: { tone: "danger", word: "Could not be read" },
};

const causes: Readonly<Record<GapItem["cause"], string>> = {
  lapsed: "the gateway had stopped collecting",
  outage: "nothing was heard for longer than messages are kept",
};

/** Where what a queue did not tell is looked for, and what is counted there. */
const sourceOf = ({ queue }: GapItem) =>
  queue === "messages"
    ? { name: "access records", one: "event", many: "events" }
    : { name: "alarm log", one: "alarm", many: "alarms" };

function outcomeOf(gap: GapItem): string {
  const { name, one, many } = sourceOf(gap);
  const { state, recovered } = gap;
  const count = `${recovered} ${recovered === 1 ? one : many}`;
  if (state === "recovered") {
    return recovered === 0
      ? `The gateway’s ${name} had nothing that was not here already.`
      : `${count} that only the gateway’s ${name} knew ${recovered === 1 ? "was" : "were"} stored.`;
  }
  const found = recovered === 0 ? "" : ` ${count} found until then.`;
  return state === "open"
    ? `The gateway’s ${name} is read for what is missing; ${count} so far.`
    : `The gateway’s ${name} could not be read: what was missed is lost.${found}`;
}

/** The times in which something may have been missed, the newest first, and what came back of it. */
export function GapList({ gaps }: { gaps: readonly GapItem[] }) {
  return (
    <section aria-labelledby="gaps" className="border-t border-line p-5">
      <h2 id="gaps" className="text-md font-semibold">
        Gaps
      </h2>
      {gaps.length === 0 ? (
        <p className="mt-1 text-sm text-fg-soft">Nothing was missed in the last three days.</p>
      ) : (
        <ul aria-labelledby="gaps" className="mt-2 max-w-5xl">
          {gaps.map((gap) => (
            <li key={gap.id} className="border-t border-line-soft py-2.5 text-sm">
              <p className="flex flex-wrap items-baseline gap-x-3">
                <span className="font-medium">
                  {queueWords[gap.queue].name}, <Time at={gap.fromAt} /> to <Time at={gap.toAt} />
                </span>
                <StateDot tone={states[gap.state].tone}>{states[gap.state].word}</StateDot>
              </p>
              <p className="max-w-prose text-fg-soft">
                Missed as {causes[gap.cause]}. {outcomeOf(gap)} {gap.reason}{" "}
                {gap.code === null ? null : <code className="font-mono text-xs">{gap.code}</code>}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
