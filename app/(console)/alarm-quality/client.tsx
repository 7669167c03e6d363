"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { useShell } from "@/components/shell/shell-context";
import { buttonClass } from "@/components/ui/button";
import { rangeInWords } from "@/components/ui/date-ranges";
import { FilterChip } from "@/components/ui/filter-chip";
import { Icon } from "@/components/ui/icon";
import { insist } from "@/components/ui/insist";
import { Popover } from "@/components/ui/popover";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { Ago } from "@/components/ui/time";
import { span } from "@/components/ui/time-format";
import { useNow, useViewer } from "@/components/ui/viewer";
import { may } from "@/lib/auth/roles";
import { qualityFile, qualityQueries } from "@/lib/domains/alarm-quality/queries";
import type { AlarmQuality } from "@/lib/domains/alarm-quality/schema";
import { FLOOD_STARTS, RATE_GOOD, RATE_MOST, STALE_HOURS } from "@/lib/domains/alarm-quality/terms";
import { openStates } from "@/lib/domains/alarms/terms";
import { Chattering, Floods, PriorityMix, TopSources, useFigures } from "./_components/findings";
import { alarmsHref } from "./_components/links";
import { Panel } from "./_components/panel";
import { RateChart } from "./_components/rate-chart";
import { qualityParams, qualityQuery } from "./search-params";

const DateRangeChooser = dynamic(() =>
  insist(() => import("@/components/ui/date-range-chooser")).then((module) => module.DateRangeChooser),
);

/** Whether alarms help those who watch them: load, floods, what tells too much, what is left lying. */
export function QualityPage() {
  const viewer = useViewer();
  const now = useNow(60_000);
  const [when, setWhen] = useQueryState("when", qualityParams.when);
  const asked = qualityQuery(when, { timeZone: viewer.timeZone, now });
  const query = useQuery(qualityQueries.report(asked));
  const { person } = useShell();
  const { data } = query;
  const rules = may(person, "alarm-rules:read");
  return (
    <PageFrame
      title="Alarm quality"
      note="against the guidelines of ISA-18.2"
      actions={
        // Not a link of Next's: it would be fetched in the background.
        <a href={qualityFile(asked)} download className={buttonClass()}>
          <span className="flex items-center gap-2">
            <Icon of={Download} />
            <span>Export CSV</span>
          </span>
        </a>
      }
    >
      <div className="flex items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <Popover label="When" trigger={<FilterChip name="When" value={rangeInWords(when, viewer)} />}>
          {(close) => (
            <DateRangeChooser
              value={when}
              onChange={(range) => {
                void setWhen(range);
                close();
              }}
            />
          )}
        </Popover>
      </div>
      {query.isError && (data === undefined || query.isPlaceholderData) ? (
        <QueryFailure query={{ ...query, data: undefined }} />
      ) : data === undefined ? (
        <div aria-busy className="flex gap-8 bg-surface p-4">
          <Skeleton className="h-16 w-40" />
          <Skeleton className="h-16 w-40" />
          <Skeleton className="h-16 w-40" />
        </div>
      ) : (
        <Report report={data} rules={rules} />
      )}
    </PageFrame>
  );
}

function Report({ report, rules }: { report: AlarmQuality; rules: boolean }) {
  return (
    <div className="flex-1 bg-surface">
      <Figures report={report} />
      <Panel
        id="rate"
        title="Load"
        about={`Alarms in 10 minutes for each operator: about ${RATE_GOOD} is good, ${RATE_MOST} the most to live with. Operators are those on duty, or who acted on alarms, within the same hour, at least one.`}
        className="border-b border-line"
      >
        <RateChart series={report.series} stepMinutes={report.stepMinutes} />
      </Panel>
      <div className="grid divide-line max-lg:divide-y lg:grid-cols-2 lg:divide-x">
        <TopSources report={report} rules={rules} />
        <Chattering report={report} rules={rules} />
      </div>
      <div className="grid divide-line border-t border-line max-lg:divide-y lg:grid-cols-2 lg:divide-x">
        <Floods report={report} />
        <PriorityMix report={report} />
      </div>
    </div>
  );
}

function Figures({ report }: { report: AlarmQuality }) {
  const { whole, tenth, share } = useFigures();
  const now = useNow(60_000);
  const { from, to, total, rate, floods, chattering, stale } = report;
  const dayAgo = new Date(now - STALE_HOURS * 3_600_000).toISOString();
  return (
    <ul className="grid divide-line border-b border-line max-sm:divide-y sm:grid-cols-2 sm:divide-x lg:grid-cols-5">
      <Figure
        label="Alarms"
        href={alarmsHref({ since: from, until: to })}
        value={whole(total)}
        aside={report.operators === 1 ? "one operator" : `${tenth(report.operators)} operators on average`}
      />
      <Figure
        label="In 10 minutes for each operator"
        href="#rate"
        value={tenth(rate.average)}
        bad={rate.average > RATE_MOST}
        aside={`peak ${tenth(rate.peak)}, ${share(rate.overloaded)} of the time ${FLOOD_STARTS} or more`}
      />
      <Figure
        label="Floods"
        href="#floods"
        value={whole(floods.count)}
        bad={floods.count > 0}
        aside={floods.count === 0 ? "none in this time" : `${span(floods.minutes * 60_000)} altogether`}
      />
      <Figure
        label="Chattering"
        href="#chattering"
        value={whole(chattering.count)}
        bad={chattering.count > 0}
        aside="sources, each type by itself"
      />
      <Figure
        label={`Stale, open for more than ${STALE_HOURS} hours`}
        href={alarmsHref({ states: openStates, until: dayAgo })}
        value={whole(stale.count)}
        bad={stale.count > 0}
        aside={
          stale.oldestAt === null ? (
            "none now"
          ) : (
            <>
              oldest of <Ago at={stale.oldestAt} />
            </>
          )
        }
      />
    </ul>
  );
}

interface FigureProps {
  label: string;
  href: string;
  value: string;
  aside: ReactNode;
  /** Beyond its guideline. */
  bad?: boolean;
}

function Figure({ label, href, value, aside, bad = false }: FigureProps) {
  return (
    <li className="min-w-0">
      <Link
        href={href}
        prefetch={false}
        className="state-layer flex h-full flex-col px-4 py-3 -outline-offset-2"
        suppressHydrationWarning
      >
        <span className="text-xs text-fg-soft">{label}</span>
        <span data-numeric className={`text-2xl font-semibold ${bad ? "text-warn-fg" : "text-fg"}`}>
          {value}
        </span>
        <span data-numeric className="text-xs text-fg-faint">
          {aside}
        </span>
      </Link>
    </li>
  );
}
