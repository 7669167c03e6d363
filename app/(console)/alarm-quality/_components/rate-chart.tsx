"use client";

import { Time } from "@/components/ui/time";
import { moment } from "@/components/ui/time-format";
import { useNow, useViewer } from "@/components/ui/viewer";
import type { AlarmQuality } from "@/lib/domains/alarm-quality/schema";
import { FLOOD_STARTS, RATE_GOOD, RATE_MOST } from "@/lib/domains/alarm-quality/terms";

const height = 100;
const barWidth = 10;

/** Guidelines that fit: of two that would touch, the higher one stays. */
function guidelines(top: number): { rate: number; words: string }[] {
  const all = [
    { rate: FLOOD_STARTS, words: `${FLOOD_STARTS} flood` },
    { rate: RATE_MOST, words: `${RATE_MOST} at most` },
    { rate: RATE_GOOD, words: `${RATE_GOOD} good` },
  ];
  const shown: typeof all = [];
  for (const line of all) {
    const last = shown.at(-1);
    if (line.rate <= top && (last === undefined || (last.rate - line.rate) / top > 0.14)) shown.push(line);
  }
  return shown;
}

/** Alarms in ten minutes for each operator, bar by bar; those of priority 1 stand red at the base. */
export function RateChart({ series, stepMinutes }: Pick<AlarmQuality, "series" | "stepMinutes">) {
  const viewer = useViewer();
  const now = useNow(60_000);
  const number = new Intl.NumberFormat(viewer.locale, { maximumFractionDigits: 1 });
  const top = Math.max(RATE_MOST, ...series.map(({ rate }) => rate)) * 1.1;
  const of = (rate: number) => (rate / top) * height;
  const [first, middle, last] = [series[0], series[series.length >> 1], series.at(-1)];
  const highest = series.reduce<AlarmQuality["series"][number] | undefined>(
    (most, bar) => (most === undefined || bar.rate > most.rate ? bar : most),
    undefined,
  );
  const summary =
    highest === undefined || highest.alarms === 0
      ? "No alarms in this time."
      : `Highest with ${number.format(highest.rate)} at ${moment(Date.parse(highest.at), now, viewer)}.`;
  return (
    <figure className="min-w-0">
      <div className="flex gap-2">
        <div className="relative h-40 min-w-0 flex-1 border-b border-line-strong">
          <svg
            role="img"
            aria-label={`Alarms in 10 minutes for each operator. ${summary}`}
            suppressHydrationWarning
            viewBox={`0 0 ${Math.max(1, series.length) * barWidth} ${height}`}
            preserveAspectRatio="none"
            className="absolute inset-0 size-full forced-color-adjust-none"
          >
            {series.map(({ at, alarms, high, rate }, index) => {
              const part = alarms === 0 ? 0 : (of(rate) * high) / alarms;
              const place = { x: index * barWidth + 1, width: barWidth - 2 };
              return alarms === 0 ? null : (
                <g key={at}>
                  <title>{`${moment(Date.parse(at), now, viewer)}: ${number.format(rate)}, ${alarms} alarms, ${high} of priority 1`}</title>
                  <rect {...place} y={height - of(rate)} height={of(rate) - part} className="fill-line-strong" />
                  <rect {...place} y={height - part} height={part} className="fill-p1" />
                </g>
              );
            })}
          </svg>
          {guidelines(top).map(({ rate }) => (
            <span
              key={rate}
              aria-hidden
              className="absolute inset-x-0 border-t border-dashed border-fg-faint"
              style={{ bottom: `${of(rate)}%` }}
            />
          ))}
        </div>
        <ul aria-label="Guidelines" className="relative w-16 text-2xs text-fg-soft">
          {guidelines(top).map(({ rate, words }) => (
            <li key={rate} className="absolute translate-y-1/2 whitespace-nowrap" style={{ bottom: `${of(rate)}%` }}>
              {words}
            </li>
          ))}
        </ul>
      </div>
      {first === undefined || last === undefined || middle === undefined ? null : (
        <div className="me-18 mt-1 flex justify-between gap-2 text-2xs text-fg-faint">
          <Time at={first.at} />
          <span className="max-sm:hidden">
            <Time at={middle.at} />
          </span>
          <Time at={last.at} />
        </div>
      )}
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-fg-soft">
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-xs bg-p1 forced-color-adjust-none" />
          Priority 1
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-xs bg-line-strong forced-color-adjust-none" />
          Other priorities
        </span>
        <span>Each bar is {stepMinutes < 60 ? `${stepMinutes} minutes` : hours(stepMinutes / 60)}</span>
      </figcaption>
    </figure>
  );
}

const hours = (count: number) => (count === 1 ? "an hour" : count === 24 ? "a day" : `${count} hours`);
