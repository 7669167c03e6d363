/** Stretches of time people ask for, in a zone of theirs. Text in the address: a quick one's name, or `from..to`. */
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

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the zone's clock shows at an instant, as if it were UTC, in milliseconds. */
function clockAt(instant: number, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    const [numeric, hourCycle] = ["numeric", "h23"] as const;
    const date = { year: numeric, month: numeric, day: numeric } as const;
    const time = { hour: numeric, minute: numeric, second: numeric, hourCycle } as const;
    clock = new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", ...date, ...time });
    clocks.set(timeZone, clock);
  }
  const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** When the day begins that is `days` after the one under way; where a clock change leaves midnight out, the change. */
function midnight(instant: number, timeZone: string, days = 0): number {
  const wanted = Math.floor(clockAt(instant, timeZone) / dayMs) * dayMs + days * dayMs;
  // A zone is nearly a day from UTC at most, and changes its clock once in three days at most.
  const found = [wanted - dayMs, wanted + dayMs].map((near) => wanted - (clockAt(near, timeZone) - near));
  const real = found.filter((each) => clockAt(each, timeZone) === wanted);
  return real.length > 0 ? Math.min(...real) : Math.max(...found);
}

const iso = (instant: number) => new Date(instant).toISOString();

/**
 * Days begin at the zone's own midnight, also where a clock change makes them 23 or 25 hours. The last hour ends with the
 * minute under way, so that it reads the same all through that minute. `now` is in milliseconds.
 */
export function quickRange(name: QuickRange, timeZone: string, now: number = Date.now()): TimeRange {
  const day = (days: number) => iso(midnight(now, timeZone, days));
  switch (name) {
    case "last-hour": {
      const end = Math.floor(now / minuteMs) * minuteMs + minuteMs;
      return { from: iso(end - hourMs), to: iso(end) };
    }
    case "today":
      return { from: day(0), to: day(1) };
    case "yesterday":
      return { from: day(-1), to: day(0) };
    case "last-7-days":
      return { from: day(-6), to: day(1) };
    case "last-30-days":
      return { from: day(-29), to: day(1) };
  }
}

/** An instant: date, time, and "Z" or how far from UTC. */
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const instantOf = (text: string) => (instantForm.test(text) ? Date.parse(text) : Number.NaN);

/** What such a text means now; null for what is none. */
export function rangeOf(text: string, timeZone: string, now?: number): TimeRange | null {
  if (isQuick(text)) return quickRange(text, timeZone, now);
  const [from, to, ...rest] = text.split("..");
  if (from === undefined || to === undefined || rest.length > 0) return null;
  const [start, end] = [instantOf(from), instantOf(to)];
  return start < end ? { from: iso(start), to: iso(end) } : null;
}

/** "Last 7 days", "1 Jan 2026, 08:00 to 2 Jan 2026, 08:00". */
export function rangeInWords(text: string, viewer: Viewer): string {
  if (isQuick(text)) return quickRangeWords[text];
  const range = rangeOf(text, viewer.timeZone);
  if (range === null) return text;
  return `${dateTime(Date.parse(range.from), viewer)} to ${dateTime(Date.parse(range.to), viewer)}`;
}

export const rangeText = ({ from, to }: TimeRange): string => `${from}..${to}`;
