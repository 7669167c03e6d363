"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { CircleSlash, SearchX, X } from "lucide-react";
import Link from "next/link";
import { PriorityMark } from "@/components/alarm-rules/priority-mark";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { Empty } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import { Time } from "@/components/ui/time";
import { alarmLogQueries } from "@/lib/domains/alarm-log/queries";
import type { AlarmLogItem, AlarmLogPage, AlarmLogSearch } from "@/lib/domains/alarm-log/schema";

type LogClocks = AlarmLogPage["clocks"];

function zone(minutes: number): string {
  const size = Math.abs(minutes);
  const [hours, rest] = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  return `UTC${minutes < 0 ? "−" : "+"}${hours}:${rest}`;
}

/** On whose clocks the gateway compared times. */
function clocksInWords({ of, least, most }: LogClocks): string {
  const zones = least === most ? zone(least) : `${zone(least)} to ${zone(most)}`;
  if (of === "viewer") return `searched on your clock, ${zones}: the time zones of the sites are not known yet`;
  return `searched on the ${least === most ? "clock" : "clocks"} of ${of === "area" ? "the area" : "the sites"}, ${zones}`;
}

/** Pages of the log as they come; the search under way can be stopped. */
export function LogResults({ wanted }: { wanted: AlarmLogSearch }) {
  const queries = useQueryClient();
  const options = alarmLogQueries.search(wanted);
  const query = useInfiniteQuery(options);
  const { data, isFetching, hasNextPage } = query;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const clocks = data?.pages[0]?.clocks;
  const missing = items.filter(({ known }) => !known).length;
  const skipped = data?.pages.reduce((sum, page) => sum + page.skipped, 0) ?? 0;
  const stop = (
    <Button icon={X} onPress={() => void queries.cancelQueries({ queryKey: options.queryKey })}>
      Stop searching
    </Button>
  );
  if (data === undefined) {
    if (query.isError) return <QueryFailure query={query} />;
    if (isFetching) {
      return (
        <div role="status" className="flex flex-wrap items-center gap-3 p-4 text-sm text-fg-soft">
          Asking the gateway… {stop}
        </div>
      );
    }
    return (
      <Empty
        icon={CircleSlash}
        title="The search was stopped"
        actions={<Button onPress={() => void query.refetch()}>Search again</Button>}
      />
    );
  }
  return (
    <>
      <p role="status" className="flex flex-wrap gap-x-3 border-b border-line px-4 py-2 text-xs text-fg-soft">
        <span>
          {items.length} {items.length === 1 ? "alarm" : "alarms"}
          {hasNextPage ? " so far" : ""}, {missing} not here
          {skipped === 0 ? "" : `, ${skipped} could not be read`}
        </span>
        {clocks === undefined ? null : <span className="text-fg-faint">{clocksInWords(clocks)}</span>}
      </p>
      {items.length === 0 && !hasNextPage ? (
        <Empty icon={SearchX} title="The log has no such alarm">
          It has nothing of this time and these events.
        </Empty>
      ) : (
        <ul className="divide-y divide-line-soft">
          {items.map((item) => (
            <LogRow key={item.id} item={item} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-3 p-4">
        {query.isFetchNextPageError ? <QueryFailure query={query} /> : null}
        {isFetching ? stop : null}
        {hasNextPage && !isFetching ? <Button onPress={() => void query.fetchNextPage()}>More alarms</Button> : null}
      </div>
    </>
  );
}

function LogRow({ item }: { item: AlarmLogItem }) {
  const { may } = useShell();
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2 text-sm sm:grid-cols-[9rem_minmax(0,1fr)_7rem_7rem] sm:items-baseline">
      <span className="text-fg-soft" data-numeric>
        {item.startedAt === null ? "Time not told" : <Time at={item.startedAt} as="dateTime" />}
      </span>
      <span className="min-w-0">
        <span className="text-fg">{item.typeName}</span>
        <span className="block text-xs text-fg-soft wrap-anywhere">
          <Name>{item.source.name ?? "Unknown source"}</Name>
          {item.area.name === null || item.area.name === "" ? null : (
            <>
              {" · "}
              <Name>{item.area.name}</Name>
            </>
          )}
          {item.rule === null || item.rule === "" ? null : (
            <>
              {" · "}
              <Name>{item.rule}</Name>
            </>
          )}
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-2">
        <PriorityMark priority={item.priority} />
        {item.active === true ? <Tag tone="warn">Going on</Tag> : null}
      </span>
      <span>
        {item.known && may("alarms:read") ? (
          <Link
            href={`/alarms/${encodeURIComponent(item.id)}`}
            prefetch={false}
            className="rounded-xs text-accent-fg hover:underline"
          >
            Open alarm
          </Link>
        ) : (
          <Tag>Not here</Tag>
        )}
      </span>
    </li>
  );
}
