"use client";

import Link from "next/link";
import { Name } from "@/components/ui/name";
import { Time } from "@/components/ui/time";
import { span } from "@/components/ui/time-format";
import { useNow, useViewer } from "@/components/ui/viewer";
import type { AlarmQuality } from "@/lib/domains/alarm-quality/schema";
import { CHATTER_ALARMS, FLOOD_ENDS, FLOOD_STARTS, GOOD_MIX } from "@/lib/domains/alarm-quality/terms";
import { priorityWords } from "@/lib/domains/alarms/terms";
import { alarmsHref } from "./links";
import { None, Panel, ShareBar } from "./panel";

const link = "target rounded-xs hover:underline";
const row = "flex min-h-(--row) items-center gap-3 border-t border-line py-1 text-sm";

/** Numbers and shares in the viewer's language. */
export function useFigures() {
  const { locale } = useViewer();
  const whole = new Intl.NumberFormat(locale);
  const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  return {
    whole: (value: number) => whole.format(value),
    tenth: (value: number) => tenth.format(value),
    share: (value: number) => share.format(value),
  };
}

interface Asked {
  report: AlarmQuality;
  /** Whether links to alarm rules are of use to the reader. */
  rules: boolean;
}

function Rules({ name }: { name: string }) {
  return (
    <Link href={`/alarm-rules?q=${encodeURIComponent(name)}`} prefetch={false} className={`${link} text-accent-fg`}>
      Rules
    </Link>
  );
}

/** The ten sources that tell most. */
export function TopSources({ report: { sources, from, to }, rules }: Asked) {
  const { whole, share } = useFigures();
  return (
    <Panel
      id="sources"
      title="Top ten sources"
      about={
        sources.items.length === 0 ? "Who tells most" : `They told ${share(sources.share)} of all: begin with these`
      }
    >
      {sources.items.length === 0 ? <None>No alarms in this time.</None> : null}
      <ul>
        {sources.items.map((item) => (
          <li key={item.id} className={row}>
            <span className="min-w-0 flex-1">
              <Link
                href={alarmsHref({ source: item.id, since: from, until: to })}
                prefetch={false}
                className={`${link} inline-block max-w-full`}
              >
                <Name cut>{item.name ?? item.id}</Name>
              </Link>
              <ShareBar share={item.share} />
            </span>
            <span data-numeric className="w-24 shrink-0 text-end">
              {whole(item.alarms)} <span className="text-fg-faint">{share(item.share)}</span>
            </span>
            {rules ? <Rules name={item.name ?? item.id} /> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Sources that tell the same again and again. */
export function Chattering({ report: { chattering, from, to }, rules }: Asked) {
  const { whole } = useFigures();
  const rest = chattering.count - chattering.items.length;
  return (
    <Panel
      id="chattering"
      title="Chattering"
      about={`${CHATTER_ALARMS} of the same source and type within a minute, or more; good is none`}
    >
      {chattering.items.length === 0 ? <None>Nothing chattered in this time.</None> : null}
      <ul>
        {chattering.items.map(({ source, type, typeName, alarms, bursts }) => (
          <li key={`${source.id} ${type}`} className={row}>
            <span className="min-w-0 flex-1">
              <Link
                href={alarmsHref({ source: source.id, type, since: from, until: to })}
                prefetch={false}
                className={`${link} inline-block max-w-full`}
              >
                <Name cut>{source.name ?? source.id}</Name>
              </Link>
              <span className="block truncate text-xs text-fg-soft">{typeName}</span>
            </span>
            <span data-numeric className="shrink-0 text-end">
              {whole(bursts)} <span className="text-fg-faint">of {whole(alarms)}</span>
            </span>
            {rules ? <Rules name={source.name ?? source.id} /> : null}
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="mt-2 text-xs text-fg-soft">And {whole(rest)} more.</p> : null}
    </Panel>
  );
}

/** Times in which nobody could have looked at every alarm. */
export function Floods({ report: { floods } }: Pick<Asked, "report">) {
  const { whole, tenth } = useFigures();
  const now = useNow(60_000);
  const rest = floods.count - floods.items.length;
  return (
    <Panel
      id="floods"
      title="Floods"
      about={`They begin with ${FLOOD_STARTS} alarms in 10 minutes for each operator and end below ${FLOOD_ENDS}`}
    >
      {floods.items.length === 0 ? <None>No flood in this time.</None> : null}
      <ul className="max-h-96 overflow-auto">
        {floods.items.map(({ from, to, alarms, peak }) => (
          <li key={from} className={row}>
            <Link
              href={alarmsHref({ since: from, ...(to === null ? {} : { until: to }) })}
              prefetch={false}
              className={`${link} min-w-0 flex-1`}
            >
              <Time at={from} />
              <span suppressHydrationWarning className="text-fg-soft">
                {" "}
                for {span((to === null ? now : Date.parse(to)) - Date.parse(from))}
                {to === null ? ", not over yet" : null}
              </span>
            </Link>
            <span data-numeric className="shrink-0 text-end">
              {whole(alarms)} <span className="text-fg-faint">peak {tenth(peak)}</span>
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="mt-2 text-xs text-fg-soft">And {whole(rest)} earlier ones.</p> : null}
    </Panel>
  );
}

const marks: Readonly<Record<number, number>> = GOOD_MIX;

/** Whether high priority still says something. */
export function PriorityMix({ report: { priorities, from, to } }: Pick<Asked, "report">) {
  const { whole, share } = useFigures();
  return (
    <Panel
      id="mix"
      title="Priority mix"
      about={`Good is about ${GOOD_MIX[1]}% high, ${GOOD_MIX[2]}% medium and ${GOOD_MIX[3]}% low: the dashed lines`}
    >
      <ul>
        {priorities.map((part) => {
          const mark = marks[part.priority];
          return (
            <li key={part.priority} className={row}>
              <Link
                href={alarmsHref({ priority: part.priority, since: from, until: to })}
                prefetch={false}
                className={`${link} w-32 shrink-0`}
              >
                {priorityWords[part.priority]}
              </Link>
              <ShareBar
                share={part.share}
                high={part.priority === 1}
                {...(mark === undefined ? {} : { mark: mark / 100 })}
              />
              <span data-numeric className="w-28 shrink-0 text-end">
                {whole(part.alarms)} <span className="text-fg-faint">{share(part.share)}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
