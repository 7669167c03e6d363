/** Until when a snooze lasts. Pure; zones are IANA names. */

export const snoozeSpans = ["15min", "1h", "morning", "other"] as const;
export type SnoozeSpan = (typeof snoozeSpans)[number];

const minute = 60_000;
/** When the night shift goes home. */
const morningHour = 6;

function hourIn(at: number, timeZone: string): { hour: number; sinceHour: number } {
  const parts = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", hour: "numeric", minute: "numeric", second: "numeric" },
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return { hour: of("hour"), sinceHour: (of("minute") * 60 + of("second")) * 1_000 + (at % 1_000) };
}

/** The next six o'clock of a zone; also over the night in which clocks change, as only whole hours are counted. */
export function nextMorning(now: number, timeZone: string): number {
  let at = now - hourIn(now, timeZone).sinceHour;
  do at += 60 * minute;
  while (hourIn(at, timeZone).hour !== morningHour);
  return at;
}

/** Milliseconds since the epoch; null for a time of one's own. */
export function snoozeEnd(span: SnoozeSpan, now: number, timeZone: string): number | null {
  if (span === "15min") return now + 15 * minute;
  if (span === "1h") return now + 60 * minute;
  return span === "morning" ? nextMorning(now, timeZone) : null;
}
