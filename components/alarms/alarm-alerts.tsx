"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { hearLive } from "@/components/live/live-events";
import { useNow, useViewer } from "@/components/ui/viewer";
import { alarmQueries } from "@/lib/domains/alarms/queries";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { navigationQueries } from "@/lib/domains/navigation/queries";
import { dayBegan } from "./alarm-params";
import { notify } from "./desktop-news";
import { ring, useSound } from "./sound";
import { useBadge } from "./use-badge";
import { alarmHref, alarmTitle } from "./words";

/** The latest new ones; a run of repeats rings once, and what is snoozed does not. */
const latest = { state: "new", snoozed: "no", repeats: "grouped", sort: "-receivedAt", limit: "20" } as const;
/** In a window nobody sees readings wait, but what rings must not. */
const UNSEEN_MS = 1_000;

export interface AlarmAlertsProps {
  /** ISO time; what came earlier was there when the console was opened and does not ring. */
  openedAt: string;
}

/** Rings, notifies, announces and counts, on every page. */
export function AlarmAlerts({ openedAt }: AlarmAlertsProps) {
  const queries = useQueryClient();
  const router = useRouter();
  const path = usePathname();
  const { timeZone } = useViewer();
  const now = useNow(60_000);
  const sound = useSound();
  const since = dayBegan(now, timeZone);
  const { data: counts } = useQuery(alarmQueries.counts(since));
  const { data: newest } = useQuery(alarmQueries.first(latest));
  const [said, setSaid] = useState<{ polite: string; assertive: string }>({ polite: "", assertive: "" });
  const seenUpTo = useRef(openedAt);

  useEffect(() => {
    let due: ReturnType<typeof setTimeout> | undefined;
    const stop = hearLive((event) => {
      if (event.topic !== "alarm" || !document.hidden || due !== undefined) return;
      due = setTimeout(() => {
        due = undefined;
        void queries.refetchQueries({ queryKey: alarmQueries.first(latest).queryKey });
        void queries.refetchQueries({ queryKey: alarmQueries.counts(since).queryKey });
      }, UNSEEN_MS);
    });
    return () => {
      stop();
      clearTimeout(due);
    };
  }, [queries, since]);

  useEffect(() => {
    if (newest === undefined) return;
    const before = seenUpTo.current;
    seenUpTo.current = newest.items.reduce((most, { receivedAt }) => (receivedAt > most ? receivedAt : most), before);
    const arrived = newest.items.filter(({ receivedAt }) => receivedAt > before);
    const [loudest] = arrived.toSorted((a, b) => a.priority - b.priority);
    if (loudest === undefined) return;
    const tell = (first: AlarmItem) => {
      ring(first.priority);
      for (const alarm of [first, ...arrived.filter(({ id }) => id !== first.id)].slice(0, 3)) {
        notify(alarm.typeName, placeWords(alarm), alarm.id, () => router.push(alarmHref(alarm.id)));
      }
      // Told once, by the announcer alone: rows that appear say nothing themselves.
      setSaid((last) =>
        first.priority === 1
          ? { ...last, assertive: announced(arrived, first) }
          : { ...last, polite: announced(arrived, first) },
      );
    };
    if (arrived.length < Number(latest.limit)) return tell(loudest);
    // More came than were read: the most urgent may not be among the latest.
    const since = new Date(Date.parse(before) + 1).toISOString();
    void queries
      .fetchQuery({ ...alarmQueries.first({ ...latest, sort: "priority", since, limit: "1" }), staleTime: 0 })
      .then(({ items: [first] }) => first ?? loudest)
      .catch(() => loudest)
      .then(tell);
  }, [newest, queries, router]);

  // The same number as the server gives, moved on at once instead of when the rest of the navigation is read.
  const untaken = counts?.new;
  useEffect(() => {
    if (untaken === undefined) return;
    queries.setQueryData(navigationQueries.counts().queryKey, (known) => {
      if (known === undefined) return known;
      const { "/alarms": _before, ...others } = known.counts;
      return {
        counts: untaken === 0 ? others : { ...others, "/alarms": { count: untaken, of: "unhandled" as const } },
      };
    });
  }, [untaken, queries]);
  useBadge(counts?.new ?? 0, path === "/alarms" || path.startsWith("/alarms/"));

  return (
    <div className="sr-only" data-sound={sound}>
      <p aria-live="polite">{said.polite}</p>
      <p aria-live="assertive">{said.assertive}</p>
    </div>
  );
}

function placeWords({ source, area }: AlarmItem): string {
  return [source.name, area.name].filter((part) => part !== null).join(", ");
}

function announced(arrived: readonly AlarmItem[], first: AlarmItem): string {
  const words = `Priority ${first.priority}: ${alarmTitle(first)}`;
  if (arrived.length === 1) return `New alarm. ${words}`;
  return `${arrived.length}${arrived.length < Number(latest.limit) ? "" : " or more"} new alarms. ${words}`;
}
