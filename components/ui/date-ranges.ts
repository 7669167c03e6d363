/** Stretches of time people ask for, in a zone of theirs. Text in the address: a quick one's name, or `from..to`. */
import { now as nowIn, parseAbsolute, toTimeZone, type ZonedDateTime } from "@internationalized/date";
import { dateTime, type Viewer } from "./time-format";

export const quickRanges = ["last-hour", "today", "yesterday", "last-7-days", "last-30-days"] as const;
export type QuickRange = (typeof quickRanges)[number];

/** From `from` up to and without `to`; ISO times in UTC. */
export interface TimeRange {
  from: string;
  to: string;
}

export const quickRangeWords: Readonly<Record<QuickRange, string>> = {
  "last-hour": "Last hour",
  today: "Today",
  yesterday: "Yesterday",
  "last-7-days": "Last 7 days",
  "last-30-days": "Last 30 days",
};

const isQuick = (text: string): text is QuickRange => (quickRanges as readonly string[]).includes(text);

function midnight(of: ZonedDateTime): ZonedDateTime {
  return of.set({ hour: 0, minute: 0, second: 0, millisecond: 0 });
}

const iso = (at: ZonedDateTime) => at.toAbsoluteString();

/**
 * Days begin at the zone's own midnight, also where a clock change makes them 23 or 25 hours. The last hour ends with the
 * minute under way, so that it reads the same all through that minute.
 */
export function quickRange(name: QuickRange, timeZone: string, at: ZonedDateTime = nowIn(timeZone)): TimeRange {
  const present = toTimeZone(at, timeZone);
  const today = midnight(present);
  switch (name) {
    case "last-hour": {
      const end = present.set({ second: 0, millisecond: 0 }).add({ minutes: 1 });
      return { from: iso(end.subtract({ hours: 1 })), to: iso(end) };
    }
    case "today":
      return { from: iso(today), to: iso(midnight(today.add({ days: 1 }))) };
    case "yesterday":
      return { from: iso(midnight(today.subtract({ days: 1 }))), to: iso(today) };
    case "last-7-days":
      return { from: iso(midnight(today.subtract({ days: 6 }))), to: iso(midnight(today.add({ days: 1 }))) };
    case "last-30-days":
      return { from: iso(midnight(today.subtract({ days: 29 }))), to: iso(midnight(today.add({ days: 1 }))) };
  }
}

/** What such a text means now; null for what is none. */
export function rangeOf(text: string, timeZone: string, at?: ZonedDateTime): TimeRange | null {
  if (isQuick(text)) return quickRange(text, timeZone, at);
  const [from, to, ...rest] = text.split("..");
  if (from === undefined || to === undefined || rest.length > 0) return null;
  try {
    const [start, end] = [parseAbsolute(from, timeZone), parseAbsolute(to, timeZone)];
    return start.compare(end) < 0 ? { from: iso(start), to: iso(end) } : null;
  } catch {
    return null;
  }
}

/** "Last 7 days", "1 Jan 2026, 08:00 to 2 Jan 2026, 08:00". */
export function rangeInWords(text: string, viewer: Viewer): string {
  if (isQuick(text)) return quickRangeWords[text];
  const range = rangeOf(text, viewer.timeZone);
  if (range === null) return text;
  return `${dateTime(Date.parse(range.from), viewer)} to ${dateTime(Date.parse(range.to), viewer)}`;
}

export const rangeText = ({ from, to }: TimeRange): string => `${from}..${to}`;
