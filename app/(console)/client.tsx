"use client";

import { useQuery } from "@tanstack/react-query";
import { Camera, CircleCheck, DoorClosed, HardDrive, RefreshCw, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { useRefresh } from "@/components/mirror/use-refresh";
import { PageFrame } from "@/components/shell/page-frame";
import { Icon, type LucideIcon } from "@/components/ui/icon";
import { AreaPath } from "@/components/areas/area-path";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { Empty } from "@/components/ui/states";
import { Since, Time } from "@/components/ui/time";
import { useViewer } from "@/components/ui/viewer";
import { RATE_GOOD, RATE_MOST } from "@/lib/domains/alarm-quality/terms";
import { priorities, priorityWords } from "@/lib/domains/alarms/terms";
import { overviewQueries } from "@/lib/domains/overview/queries";
import type { Overview } from "@/lib/domains/overview/schema";
import { GatewayPanel } from "./_components/gateway-panel";
import { SyncPanel } from "./_components/sync-panel";
import { Warnings } from "./_components/warnings";

type Kind = Overview["counts"][number]["kind"];

const kinds: Record<Kind, { icon: LucideIcon; label: string; path: string }> = {
  cameras: { icon: Camera, label: "Cameras offline", path: "/cameras" },
  devices: { icon: HardDrive, label: "Devices offline", path: "/devices" },
  doors: { icon: DoorClosed, label: "Doors offline", path: "/doors" },
};

/** Is everything all right, in one look; every number leads to the list behind it. */
export function OverviewPage() {
  const query = useQuery(overviewQueries.now());
  const { data } = query;
  const refresh = useRefresh(data?.kinds.map(({ kind }) => kind) ?? []);
  const oldest = data?.kinds.reduce<string | null>(
    (least, { asOf }) => (asOf !== null && (least === null || asOf < least) ? asOf : least),
    null,
  );
  return (
    <PageFrame title="Overview" note={data === undefined ? undefined : "everything from the mirror"}>
      {query.isError && data === undefined ? (
        <QueryFailure query={query} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <div className="flex min-h-full flex-col">
          {data.warnings === null ? null : <Warnings {...data.warnings} />}
          {data.alarms === null ? null : <Alarms alarms={data.alarms} />}
          <Counts counts={data.counts} kinds={data.kinds} />
          <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
            <Offline
              offline={data.offline}
              counts={data.counts}
              refusal={data.gateway.refusal}
              {...(oldest === null ? { unread: data.kinds.some(({ failing }) => failing) ? "fails" : "waits" } : {})}
            />
            <aside
              aria-label="State of the console"
              className="shrink-0 divide-y divide-line border-line bg-surface max-lg:border-t lg:w-96 lg:border-s"
            >
              <GatewayPanel gateway={data.gateway} budget={data.budget} />
              <SyncPanel kinds={data.kinds} refresh={refresh} />
            </aside>
          </div>
        </div>
      )}
    </PageFrame>
  );
}

function Loading() {
  return (
    <div aria-busy className="flex gap-8 bg-surface p-4">
      <Skeleton className="h-16 w-40" />
      <Skeleton className="h-16 w-40" />
      <Skeleton className="h-16 w-40" />
    </div>
  );
}

/** What nobody has taken yet, what is being handled, and how much there is to look at. */
function Alarms({ alarms }: { alarms: NonNullable<Overview["alarms"]> }) {
  const { locale } = useViewer();
  const number = new Intl.NumberFormat(locale);
  const { unhandled, oldestAt, open, lastHour } = alarms;
  const parts = priorities.filter((priority) => open[priority] > 0);
  return (
    <ul className="flex divide-line border-b border-line bg-surface max-sm:flex-col max-sm:divide-y sm:divide-x">
      <Figure href="/alarms?state=new" label="Unhandled alarms" value={number.format(unhandled)}>
        {oldestAt === null ? (
          "none waits"
        ) : (
          <>
            the oldest waits for <Since at={oldestAt} />
          </>
        )}
      </Figure>
      <Figure
        href="/alarms"
        label="Open alarms"
        value={number.format(parts.reduce((sum, priority) => sum + open[priority], 0))}
      >
        {parts.length === 0
          ? "all handled"
          : parts
              .map((priority) => `${number.format(open[priority])} ${priorityWords[priority].toLowerCase()}`)
              .join(", ")}
      </Figure>
      <Figure href="/alarm-quality?when=today" label="Alarms in the last hour" value={number.format(lastHour)}>
        {RATE_GOOD * 6} for each operator are good, {RATE_MOST * 6} the most to live with
      </Figure>
    </ul>
  );
}

interface FigureProps {
  href: string;
  label: string;
  value: string;
  children: ReactNode;
}

function Figure({ href, label, value, children }: FigureProps) {
  return (
    <li className="min-w-0 flex-1">
      <Link href={href} className="state-layer flex h-full flex-col px-4 py-3 -outline-offset-2">
        <span className="text-xs text-fg-soft">{label}</span>
        <span data-numeric className="text-2xl font-semibold text-fg">
          {value}
        </span>
        <span data-numeric className="text-xs text-fg-faint">
          {children}
        </span>
      </Link>
    </li>
  );
}

/** A kind that was never read has no number, least of all a good one. */
function Counts({ counts, kinds: states }: Pick<Overview, "counts" | "kinds">) {
  const { locale } = useViewer();
  const number = new Intl.NumberFormat(locale);
  const isRead = (kind: Kind) => states.find((state) => state.kind === kind)?.asOf !== null;
  return (
    <ul className="flex divide-line border-b border-line bg-surface max-sm:flex-col max-sm:divide-y sm:divide-x">
      {counts.map(({ kind, total, offline, offlineLastHour }) => (
        <li key={kind} className="min-w-0 flex-1">
          <Link
            href={`${kinds[kind].path}?state=offline`}
            className="state-layer flex h-full flex-col px-4 py-3 -outline-offset-2"
          >
            <span className="text-xs text-fg-soft">{kinds[kind].label}</span>
            <span className="flex items-baseline gap-2">
              <span data-numeric className={`text-2xl font-semibold ${offline > 0 ? "text-danger-fg" : "text-fg"}`}>
                {isRead(kind) ? number.format(offline) : "–"}
              </span>
              {isRead(kind) ? (
                <span data-numeric className="text-xs text-fg-soft">
                  of {number.format(total)}
                </span>
              ) : null}
            </span>
            <span className="text-xs text-fg-faint">
              {!isRead(kind)
                ? "not yet read"
                : offline === 0
                  ? "all online"
                  : `${number.format(offlineLastHour)} in the last hour`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const nothingOffline = {
  waits: {
    icon: RefreshCw,
    title: "Nothing synchronised yet",
    children: "The first synchronisation is under way; things appear here by themselves.",
  },
  fails: {
    icon: TriangleAlert,
    title: "The first synchronisation fails",
    children: "What the site has is not known. Settings, Connection tests what is wrong; it is tried again by itself.",
  },
  read: {
    icon: CircleCheck,
    title: "Everything is online",
    children: "Cameras, devices and doors that lose their connection are listed here.",
  },
};

function Offline({
  offline,
  counts,
  refusal,
  unread,
}: Pick<Overview, "offline" | "counts"> & {
  refusal: Overview["gateway"]["refusal"];
  /** Nothing was ever synchronised: it is still awaited, or it fails. */
  unread?: "waits" | "fails";
}) {
  const all = counts.reduce((sum, count) => sum + count.offline, 0);
  return (
    <section aria-labelledby="offline-now" className="flex min-w-0 flex-1 flex-col bg-surface">
      <h2 id="offline-now" className="px-4 pt-4 pb-2 text-md font-semibold">
        Offline now{" "}
        {offline.length === 0 ? null : (
          <span className="ms-1 text-xs font-normal text-fg-faint">
            newest first{all > offline.length ? `, ${offline.length} of ${all}` : ""}
          </span>
        )}
      </h2>
      {offline.length === 0 ? (
        <Empty {...nothingOffline[unread ?? "read"]}>
          {unread !== undefined && refusal !== null ? (
            <>
              {refusal.meaning} {refusal.advice} <code className="text-xs">{refusal.code}</code>
            </>
          ) : (
            nothingOffline[unread ?? "read"].children
          )}
        </Empty>
      ) : (
        <table className="w-full table-fixed text-sm">
          <thead className="text-start text-xs text-fg-soft">
            <tr className="h-8 border-b border-line [&>th]:px-4 [&>th]:text-start [&>th]:font-medium">
              <th scope="col">Name</th>
              <th scope="col" className="max-sm:hidden">
                Area
              </th>
              <th scope="col" className="w-32 max-sm:hidden">
                Since
              </th>
              <th scope="col" className="w-28 sm:w-32">
                For
              </th>
            </tr>
          </thead>
          <tbody>
            {offline.map((thing) => (
              <tr key={`${thing.kind} ${thing.id}`} className="h-row border-b border-line-soft [&>td]:px-4">
                <td className="min-w-0">
                  <Link
                    href={`${kinds[thing.kind].path}?q=${encodeURIComponent(thing.name)}`}
                    title={thing.name}
                    className="flex min-w-0 items-center gap-2 rounded-xs font-medium hover:underline"
                  >
                    <Icon of={kinds[thing.kind].icon} size={14} className="shrink-0 text-danger-fg" />
                    <Name cut>{thing.name}</Name>
                  </Link>
                </td>
                <td className="truncate text-fg-soft max-sm:hidden" title={thing.area?.join(" / ")}>
                  {thing.area === null ? "–" : <AreaPath cut path={thing.area} />}
                </td>
                <td data-numeric className="text-fg-soft max-sm:hidden">
                  {thing.sinceBefore ? "before " : null}
                  <Time at={thing.since} />
                </td>
                <td data-numeric className="text-fg-soft">
                  {thing.sinceBefore ? "over " : null}
                  <Since at={thing.since} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
