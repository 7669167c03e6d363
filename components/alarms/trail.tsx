"use client";

import { doorWords } from "@/components/doors/door-words";
import { Name } from "@/components/ui/name";
import type { AlarmTrailEntry } from "@/lib/domains/alarms/schema";
import { type Disposition, dispositionWords } from "@/lib/domains/alarms/terms";
import { doorActions } from "@/lib/domains/doors/terms";
import { When } from "./when";

const isDisposition = (word: string): word is Disposition => word in dispositionWords;

/** "3 times", for what is counted. */
const times = (count: string | number | null) => (count === 1 ? "once" : `${count ?? "several"} times`);

/** What became of a door that was moved from the alarm. */
function movedWords(told: string): string {
  const [word, result] = told.split(", ");
  const action = doorActions.find((each) => each === word);
  if (action === undefined) return "Door moved";
  if (result === "unknown") return `${doorWords[action].verb}, result unknown`;
  return result === "refused" ? doorWords[action].failed : doorWords[action].done;
}

/** What happened, without who and when. States and priorities come in words. */
export function trailWords({ kind, from, to }: AlarmTrailEntry): string {
  const word = String(to ?? "");
  switch (kind) {
    case "started":
      return "Alarm started";
    case "ended":
      return "Alarm ended";
    case "repeated":
      return `Repeated ${times(to)}`;
    case "gatewayConfirmed":
      return "Confirmed in the vendor's client";
    case "gatewayMarked":
      return "Marked in the vendor's client";
    case "recovered":
      return "Found in the gateway's log, no message had come";
    case "files":
      return to === 1 ? "1 picture kept" : `${to ?? "All"} pictures kept`;
    case "snoozed":
      return "Snoozed";
    case "state":
      return from === "Resolved" || from === "Closed" ? `Opened again, ${word.toLowerCase()}` : word;
    case "owner":
      return to === null ? "Taken from its owner" : `Assigned to ${to}`;
    case "priority":
      return `Priority now ${to === null ? "the gateway's" : word.toLowerCase()}`;
    case "disposition":
      return `Turned out to be: ${isDisposition(word) ? dispositionWords[word].toLowerCase() : word}`;
    case "note":
      return "Note";
    case "handover":
      return word === "no" || word === "cleared" || word === "false"
        ? "No longer flagged for handover"
        : "Flagged for handover";
    case "step":
      return word === "done" ? "Step done" : "Step not done after all";
    case "cameraAdded":
      return `Camera added: ${word}`;
    case "cameraRemoved":
      return `Camera taken off: ${from ?? ""}`;
    case "door":
      return `${movedWords(word)}: ${from ?? ""}`;
    case "escalated":
      return to === null ? "Escalated" : `Escalated to ${to}`;
  }
}

/** Everything that happened to the alarm, the oldest first. */
export function Trail({ entries }: { entries: readonly AlarmTrailEntry[] }) {
  return (
    <ol aria-label="Trail" className="space-y-1.5">
      {entries.map((entry, at) => (
        <li key={`${entry.at} ${at}`} className="grid grid-cols-[minmax(4.25rem,auto)_minmax(0,1fr)] gap-x-2 text-sm">
          <span className="text-fg-faint">
            <When at={entry.at} />
          </span>
          <span className="min-w-0 wrap-anywhere text-fg">
            {trailWords(entry)}
            {entry.by === null ? null : (
              <>
                {" "}
                by <Name className="font-semibold">{entry.by.name}</Name>
              </>
            )}
            {entry.note === null || entry.note === "" ? null : (
              <bdi dir="auto" className="mt-0.5 block border-s-2 border-line ps-2 text-fg-soft">
                {entry.note}
              </bdi>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
