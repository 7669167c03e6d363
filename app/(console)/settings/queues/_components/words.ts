import type { Tone } from "@/components/ui/tag";
import type { GapItem, QueueItem } from "@/lib/domains/queues/schema";
import { queueWords, type QueueName } from "@/lib/domains/queues/terms";

/** What a queue brings, and what happens without it. */
export const queueOffers: Readonly<Record<QueueName, { brings: string; without: string }>> = {
  alarms: {
    brings: "Every alarm with its rule, priority, times and pictures. The alarms page lives on it.",
    without:
      "Alarms will no longer arrive: nobody sees or hears a new one until the queue is switched on again. The gateway keeps collecting for two days; of what comes after that only its alarm log is left.",
  },
  messages: {
    brings: "Who passes which door, calls of intercoms, and vehicles. The events page lives on it.",
    without:
      "Calls and vehicles will no longer arrive. People at doors are read from the access records instead, about a minute later, as long as those are switched on.",
  },
  events: {
    brings:
      "Alarms of sources without a rule, and calls; without rule and priority. It uses up some of the calls that are allowed, and newer gateways have none, so it is off unless switched on.",
    without:
      "What only this queue tells will no longer arrive: alarms of sources without a rule. Those of the alarm queue arrive as before.",
  },
  "access-records": {
    brings:
      "Who passed which door, searched for every minute while the message queue tells nothing of doors. It needs nothing of its own at the gateway.",
    without: "Where the message queue tells nothing of doors, nobody who passes one will be seen on the events page.",
  },
};

/** "alarm queue", within a sentence. */
export function inSentence(queue: QueueName): string {
  const { name } = queueWords[queue];
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

export interface Standing {
  tone: Tone;
  word: string;
  /** Whether `since` of the queue is when this began. */
  dated: boolean;
  /** A sentence or two: why, and what happens now. */
  why: string | null;
  /** Of the fault, if it is one. */
  code: string | null;
}

/** How a queue stands, in a word; `alive` says whether a worker is there to read it. */
export function standingOf(
  { queue, on, state, reason, code, remaining }: QueueItem,
  { alive, locale }: { alive: boolean; locale: string },
): Standing {
  const plain = { dated: false, why: reason, code };
  if (!on) {
    const tone = queue === "events" ? "neutral" : "warn";
    return { tone, word: "Switched off", dated: state === "off", why: null, code: null };
  }
  if (!alive) return { ...plain, tone: "danger", word: "Stands still", why: "No worker is there to read it." };
  switch (state) {
    case "missing": {
      const tone = queue === "alarms" ? "danger" : "neutral";
      return { ...plain, tone, word: "Not offered by this gateway", why: "It is looked for again every hour." };
    }
    case "failing": {
      const why = [reason, "It is tried again by itself."].filter((part) => part !== null).join(" ");
      return { tone: "danger", word: "Cannot be read", dated: true, why, code };
    }
    case "off":
      return reason === null
        ? { ...plain, tone: "info", word: "Starting" }
        : { ...plain, tone: "neutral", word: "Rests, as it is not needed" };
    case "starting":
      return { ...plain, tone: "info", word: "Starting" };
    case "running":
      return (remaining ?? 0) > 0
        ? { ...plain, tone: "warn", word: `Behind by ${new Intl.NumberFormat(locale).format(remaining ?? 0)}` }
        : { ...plain, tone: "ok", word: "Running" };
  }
}

/** The last time the gateway had stopped collecting for us, in the days that are told of; null: it did not. */
export function lastLapse(gaps: readonly GapItem[]): GapItem | null {
  const lapses = gaps.filter(({ cause }) => cause === "lapsed");
  return lapses.sort((one, other) => Date.parse(other.toAt) - Date.parse(one.toAt))[0] ?? null;
}
