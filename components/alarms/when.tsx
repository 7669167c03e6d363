"use client";

import { bothZones, clock, date, dateTime } from "@/components/ui/time-format";
import { useNow, useViewer } from "@/components/ui/viewer";

/** To the second: today the clock alone, else with its date. `whole`: with its date on any day, as paper needs it. */
export function When({ at, whole = false }: { at: string; whole?: boolean }) {
  const viewer = useViewer();
  const now = useNow(60_000);
  const ms = Date.parse(at);
  const isToday = date(ms, viewer) === date(now, viewer);
  return (
    // The server's ICU data may spell a date a little differently from the browser's.
    <time dateTime={at} title={bothZones(ms, viewer, undefined)} suppressHydrationWarning>
      {isToday && !whole ? clock(ms, viewer, true) : dateTime(ms, viewer, true)}
    </time>
  );
}
