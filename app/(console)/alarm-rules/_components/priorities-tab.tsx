"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PriorityMark } from "@/components/alarm-rules/priority-mark";
import { NotKnown } from "@/components/mirror/facts";
import { useRefresh } from "@/components/mirror/use-refresh";
import { Name } from "@/components/ui/name";
import { QueryFailure } from "@/components/ui/query-failure";
import { AsOf } from "@/components/ui/states";
import { Tag } from "@/components/ui/tag";
import { alarmPriorityQueries } from "@/lib/domains/alarm-priorities/queries";
import { alarmScheduleQueries } from "@/lib/domains/alarm-schedules/queries";
import type { ScheduleDay } from "@/lib/domains/alarm-schedules/schema";

const kinds = ["alarm-priorities", "alarm-schedules", "platform-users"] as const;

/** Days 1 to 7, as the gateway was seen to write them, by name; another form stands as it is. */
const days: Readonly<Record<string, string>> = { 1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat", 7: "Sun" };

const spansOf = ({ spans }: ScheduleDay) => spans.map(({ from, to }) => `${from}–${to}`).join(", ");

/** Neighbouring days with the same times stand in one line. */
function linesOf(all: readonly ScheduleDay[]): { days: string; spans: string }[] {
  const lines: { first: string; last: string; spans: string }[] = [];
  for (const each of all) {
    const [day, spans] = [days[each.day] ?? each.day, spansOf(each)];
    const line = lines.at(-1);
    if (line?.spans === spans) line.last = day;
    else lines.push({ first: day, last: day, spans });
  }
  return lines.map(({ first, last, spans }) => ({ days: first === last ? first : `${first}–${last}`, spans }));
}

function Panel({ id, title, about, children }: { id: string; title: string; about: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="p-5">
      <h2 id={id} className="text-md font-semibold">
        {title}
      </h2>
      <p className="mt-1 max-w-160 text-sm text-fg-soft">{about}</p>
      {children}
    </section>
  );
}

/** What rules choose from. All of it is made in the vendor's portal; the gateway only tells. */
export function PrioritiesTab() {
  const priorities = useInfiniteQuery(alarmPriorityQueries.list());
  const schedules = useInfiniteQuery(alarmScheduleQueries.list());
  const refresh = useRefresh(kinds);
  const age = priorities.data?.pages[0];
  return (
    <div className="min-h-0 flex-1 divide-y divide-line overflow-auto bg-surface">
      {age === undefined ? null : (
        <p className="px-5 py-2">
          <AsOf age={age} onRefresh={refresh.onRefresh} refreshing={refresh.refreshing} />
          {refresh.problem === undefined ? null : <span className="ms-2 text-xs text-warn-fg">{refresh.problem}</span>}
        </p>
      )}
      <Panel
        id="priorities"
        title="Priorities"
        about="Colour and sound are those of the vendor's own client. They are changed in the account's own portal."
      >
        <QueryFailure query={priorities} />
        <ul className="mt-3 max-w-160 divide-y divide-line-soft rounded-md border border-line text-sm">
          {(priorities.data?.pages ?? [])
            .flatMap(({ items }) => items)
            .map((priority) => (
              <li key={priority.id} className="grid grid-cols-3 items-baseline gap-3 px-3 py-2">
                <PriorityMark priority={priority} />
                <span className="text-fg-soft">{priority.level === null ? "No level" : `Level ${priority.level}`}</span>
                <span className="text-fg-soft">
                  {priority.soundName === null || priority.soundName === "" ? (
                    <NotKnown>no sound</NotKnown>
                  ) : (
                    <bdi>{priority.soundName}</bdi>
                  )}
                </span>
              </li>
            ))}
        </ul>
      </Panel>
      <Panel
        id="schedules"
        title="Schedules"
        about="When rules are armed, on the clocks of their devices. They are made in the account's own portal."
      >
        <QueryFailure query={schedules} />
        <ul className="mt-3 max-w-160 divide-y divide-line-soft rounded-md border border-line text-sm">
          {(schedules.data?.pages ?? [])
            .flatMap(({ items }) => items)
            .map((schedule) => (
              <li key={schedule.id} className="px-3 py-2">
                <p className="flex items-baseline gap-2">
                  <Name className="font-medium text-fg">{schedule.name}</Name>
                  {schedule.builtIn === true ? <Tag>Built in</Tag> : null}
                </p>
                {schedule.days.length === 0 ? (
                  <NotKnown>times not told</NotKnown>
                ) : (
                  <ul className="text-fg-soft">
                    {linesOf(schedule.days).map((line) => (
                      <li key={`${line.days} ${line.spans}`}>
                        {line.days} {line.spans}
                      </li>
                    ))}
                  </ul>
                )}
              </li>
            ))}
        </ul>
      </Panel>
    </div>
  );
}
