"use client";

import { age, ago, bothZones, clock, date, dateTime, moment, span } from "./time-format";
import { useNow, useViewer } from "./viewer";

export type Instant = Date | string | number;

function milliseconds(at: Instant): number {
  return at instanceof Date ? at.getTime() : typeof at === "number" ? at : Date.parse(at);
}

export interface SiteZone {
  timeZone: string;
  /** How people call it: "Riga". */
  name: string;
}

interface StampProps {
  at: Instant;
  site?: SiteZone | undefined;
  className?: string;
}

function Stamp({ at, site, className, children }: StampProps & { children: string }) {
  const viewer = useViewer();
  const ms = milliseconds(at);
  if (Number.isNaN(ms)) return <span className="text-fg-faint">unknown</span>;
  return (
    // The server's ICU data may spell a date a little differently from the browser's.
    <time
      dateTime={new Date(ms).toISOString()}
      title={bothZones(ms, viewer, site)}
      suppressHydrationWarning
      {...(className === undefined ? {} : { className })}
    >
      {children}
    </time>
  );
}

/** A fixed moment in the viewer's zone; the site's, or UTC, on hover. */
export function Time({
  as = "moment",
  ...rest
}: StampProps & { as?: "moment" | "clock" | "seconds" | "date" | "dateTime" }) {
  const viewer = useViewer();
  const now = useNow(60_000);
  const ms = milliseconds(rest.at);
  const words = Number.isNaN(ms)
    ? ""
    : {
        moment: () => moment(ms, now, viewer),
        clock: () => clock(ms, viewer),
        seconds: () => clock(ms, viewer, true),
        date: () => date(ms, viewer),
        dateTime: () => dateTime(ms, viewer),
      }[as]();
  return <Stamp {...rest}>{words}</Stamp>;
}

/** How long ago, by itself: seconds, then minutes, then the clock. `counter` reads "1:52", for lists. */
export function Ago({ as = "words", ...rest }: StampProps & { as?: "words" | "counter" }) {
  const viewer = useViewer();
  const now = useNow();
  const ms = milliseconds(rest.at);
  const words = Number.isNaN(ms) ? "" : as === "counter" ? age(ms, now, viewer) : ago(ms, now, viewer);
  return <Stamp {...rest}>{words}</Stamp>;
}

/** How long something has lasted: "14 min", "4 h 53 min". */
export function Since(props: StampProps) {
  const now = useNow();
  const ms = milliseconds(props.at);
  return <Stamp {...props}>{Number.isNaN(ms) ? "" : span(now - ms)}</Stamp>;
}
