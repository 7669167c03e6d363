"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { AreaPath } from "@/components/areas/area-path";
import { Facts, type Fact } from "@/components/mirror/facts";
import { Name } from "@/components/ui/name";
import { Ago, Since, Time } from "@/components/ui/time";
import type { AlarmDetail, AlarmItem } from "@/lib/domains/alarms/schema";
import { dispositionWords, priorityWords } from "@/lib/domains/alarms/terms";
import { priorityWord } from "./priority";
import { When } from "./when";
import { alarmHref, sourceHref, sourceKind, sourceName } from "./words";

const link = "rounded-xs hover:underline";
/** Told this much later than it happened: worth a word. */
const lateMs = 30_000;

function Linked({ href, children }: { href: string | null; children: ReactNode }) {
  return href === null ? (
    children
  ) : (
    <Link href={href} className={link}>
      {children}
    </Link>
  );
}

/** Another alarm by what and when it was, for paper too. */
function OtherAlarm({ alarm, whole }: { alarm: AlarmItem; whole: boolean }) {
  return (
    <Linked href={alarmHref(alarm.id)}>
      {alarm.typeName}, <Name>{sourceName(alarm)}</Name>, <When at={alarm.occurredAt} whole={whole} />
    </Linked>
  );
}

function received(alarm: AlarmDetail, whole: boolean): ReactNode {
  const late = Date.parse(alarm.receivedAt) - Date.parse(alarm.occurredAt);
  if (alarm.origin === "log") {
    return (
      <>
        <When at={alarm.receivedAt} whole={whole} />, <span className="text-warn-fg">from the gateway&rsquo;s log</span>
      </>
    );
  }
  return (
    <>
      <When at={alarm.receivedAt} whole={whole} />
      {alarm.delayed || late > lateMs ? (
        <span className="text-warn-fg">, {alarm.delayed ? "kept by the device meanwhile" : "late"}</span>
      ) : null}
    </>
  );
}

function priority(alarm: AlarmDetail): string {
  const level = alarm.priority === 4 ? "" : `, level ${alarm.priority} of 3`;
  if (alarm.priorityOverride === null) return `${priorityWord(alarm)}${level}`;
  return `${priorityWords[alarm.priority]}${level}, the gateway says ${priorityWords[alarm.gatewayPriority].toLowerCase()}`;
}

function course(alarm: AlarmDetail, whole: boolean): ReactNode {
  if (alarm.endedAt !== null) return <When at={alarm.endedAt} whole={whole} />;
  if (alarm.pulse) return "one of pulses, without an end";
  return alarm.active === false ? (
    "over"
  ) : alarm.active === null ? (
    "not told"
  ) : (
    <>
      goes on for <Since at={alarm.occurredAt} />
    </>
  );
}

/** The facts in the order in which a guard asks for them; what is not known is left out. `whole`: with every date. */
export function factsOf(alarm: AlarmDetail, whole = false): Fact[] {
  const device = [alarm.device.name, alarm.device.serial].filter((part) => part !== null).join(" · ");
  const rows: readonly [string, ReactNode][] = [
    ["Priority", priority(alarm)],
    [
      "Owner",
      alarm.owner === null ? <span className="text-fg-soft">Nobody yet</span> : <Name>{alarm.owner.name}</Name>,
    ],
    [
      sourceKind(alarm) ?? "Source",
      <Linked key="source" href={sourceHref(alarm)}>
        <Name>{sourceName(alarm)}</Name>
      </Linked>,
    ],
    [
      "Device",
      device === "" ? null : (
        <Linked href={alarm.device.id === null ? null : `/devices/${encodeURIComponent(alarm.device.id)}`}>
          <Name>{device}</Name>
        </Linked>
      ),
    ],
    ["Area", alarm.areaPath.length === 0 ? null : <AreaPath path={alarm.areaPath.map(({ name }) => name)} />],
    ["Started", <When key="started" at={alarm.occurredAt} whole={whole} />],
    ["Received", received(alarm, whole)],
    [alarm.endedAt === null ? "Course" : "Ended", course(alarm, whole)],
    ["Rule", alarm.rule === null || alarm.rule.name === null ? null : <Name>{alarm.rule.name}</Name>],
    [
      "Confirmed",
      alarm.confirmedUpstream === null ? null : (
        <>
          in the vendor&rsquo;s client, <Time at={alarm.confirmedUpstream.at} />
        </>
      ),
    ],
    [
      "Marked",
      alarm.markedUpstream === null ? null : (
        <>
          in the vendor&rsquo;s client, <Time at={alarm.markedUpstream.at} />
        </>
      ),
    ],
    [
      "Turned out",
      alarm.disposition === null ? null : (
        <>
          {dispositionWords[alarm.disposition]}
          {alarm.original === null ? null : (
            <>
              {" "}
              of <OtherAlarm alarm={alarm.original} whole={whole} />
            </>
          )}
          {alarm.dispositionNote === null ? null : <bdi className="block text-fg-soft">{alarm.dispositionNote}</bdi>}
        </>
      ),
    ],
    [
      "Duplicates",
      alarm.duplicates.length === 0 ? null : (
        <ul key="duplicates">
          {alarm.duplicates.map((duplicate) => (
            <li key={duplicate.id}>
              <OtherAlarm alarm={duplicate} whole={whole} />
            </li>
          ))}
        </ul>
      ),
    ],
    ["Handover", alarm.handover ? "flagged for the next shift" : null],
    [
      "Snoozed",
      alarm.snooze === null ? null : (
        <>
          until <Time at={alarm.snooze.until} />, <bdi>{alarm.snooze.reason}</bdi>
        </>
      ),
    ],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}

export function AlarmFacts({ alarm }: { alarm: AlarmDetail }) {
  return (
    <>
      <Facts facts={factsOf(alarm)} className="grid-cols-[5rem_minmax(0,1fr)]! gap-y-2!" />
      {alarm.repeated.length > 1 ? <Repeats alarm={alarm} /> : null}
    </>
  );
}

/** When the run of repeats came, as marks on a line. */
function Repeats({ alarm }: { alarm: AlarmDetail }) {
  const times = alarm.repeated.map(({ occurredAt }) => Date.parse(occurredAt));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const span = Math.max(1, to - from);
  return (
    <div className="mt-2 grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 text-sm">
      <span className="text-fg-soft">Repeats</span>
      <span className="flex items-center gap-2">
        <svg
          viewBox="0 0 120 14"
          preserveAspectRatio="none"
          role="img"
          aria-label={`${alarm.repeats.count} times`}
          className="h-3.5 min-w-0 flex-1 border-b border-line-strong"
        >
          {times.map((at, index) => (
            <rect key={index} x={((at - from) / span) * 118} y="2" width="2" height="12" className="fill-danger" />
          ))}
        </svg>
        <span className="shrink-0 text-xs text-fg-faint">
          last <Ago at={alarm.repeats.lastAt} as="counter" />
        </span>
      </span>
    </div>
  );
}
