"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { loaded } from "@/components/data-table/pages";
import { type AlarmListFilters, alarmQueries } from "@/lib/domains/alarms/queries";
import type { AlarmItem } from "@/lib/domains/alarms/schema";
import { held, released, type Shown } from "./steady";
import { sentAway } from "./use-triage";

/** A pointer that only passes by lets nothing jump. */
const GRACE_MS = 800;

const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

/** Only their number is wanted. */
const arrivedSince = (filters: AlarmListFilters, mark: string | null): AlarmListFilters => ({
  ...filters,
  limit: "1",
  ...(mark === null ? {} : { since: mark }),
});

/**
 * The rows of the queue. While `looked` at they stay where they are: what arrives after that moment is only counted, and
 * what others send away keeps its place. `release` lets everything in.
 */
export function useQueue(filters: AlarmListFilters, looked: boolean) {
  const queries = useQueryClient();
  /** From here on arrivals wait; null: none do. */
  const [mark, setMark] = useState<string | null>(null);
  const asked = JSON.stringify(filters);
  const [before, setBefore] = useState(asked);
  if (before !== asked) {
    setBefore(asked);
    setMark(null);
  }
  const live = alarmQueries.list(filters);
  const narrowed = useMemo(
    () => (mark === null ? filters : { ...filters, until: mark }),
    // The filters are told by their words: a new object with the same words is no other question.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [asked, mark],
  );
  const query = useInfiniteQuery(alarmQueries.list(narrowed));
  const data = useMemo(() => loaded(query.data), [query.data]);

  const hold = useCallback(() => {
    const data = queries.getQueryData(live.queryKey);
    const items = data?.pages.flatMap((page) => page.items) ?? [];
    if (data === undefined || items.length === 0) return;
    const newest = items.reduce((most, { receivedAt }) => (receivedAt > most ? receivedAt : most), "");
    const next = later(newest, 1);
    queries.setQueryData(alarmQueries.list({ ...filters, until: next }).queryKey, data);
    setMark(next);
  }, [filters, live.queryKey, queries]);

  // Handled in an effect: what is looked at follows pointer, focus and scrolling, which only the browser knows.
  const latest = useRef({ hold, looked });
  const release = useCallback(async () => {
    // Read first: whoever still looks begins a new hold, and it must hold what has come.
    await queries.fetchInfiniteQuery({ ...alarmQueries.list(filters), pages: 1, staleTime: 0 }).catch(() => undefined);
    if (latest.current.looked) latest.current.hold();
    else setMark(null);
  }, [filters, queries]);
  const letGo = useRef(release);
  useEffect(() => {
    latest.current = { hold, looked };
    letGo.current = release;
  });
  const isHeld = mark !== null;
  const count = data?.items.length ?? 0;
  useEffect(() => {
    if (looked && !isHeld && count > 0) latest.current.hold();
    if (looked || !isHeld) return;
    const timer = setTimeout(() => void letGo.current(), GRACE_MS);
    return () => clearTimeout(timer);
  }, [looked, isHeld, count]);

  // One reading for each time somebody looked: none of use once they look away.
  useEffect(() => {
    if (mark === null) return;
    return () => {
      queries.removeQueries({ queryKey: alarmQueries.list({ ...filters, until: mark }).queryKey, type: "inactive" });
      queries.removeQueries({ queryKey: alarmQueries.first(arrivedSince(filters, mark)).queryKey, type: "inactive" });
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [asked, mark, queries]);

  const waiting = useQuery({ ...alarmQueries.first(arrivedSince(filters, mark)), enabled: isHeld });
  const first = isHeld ? waiting.data : undefined;
  const arrivals = first === undefined ? 0 : (first.total ?? first.totalAtLeast ?? first.items.length);

  const shown = useShown(data, query.data?.pages.length ?? 0, isHeld, `${asked} ${mark ?? ""}`);
  return { query, shown, total: data, arrivals, isHeld, release };
}

/** Compares each reading with what was shown before it, within one hold. */
function useShown(
  data: ReturnType<typeof loaded<AlarmItem>>,
  pages: number,
  isHeld: boolean,
  holding: string,
): Shown<AlarmItem> | undefined {
  const [state, setState] = useState<{ data: unknown; holding: string; shown: Shown<AlarmItem> | undefined }>({
    data: undefined,
    holding: "",
    shown: undefined,
  });
  if (state.data === data && state.holding === holding) return state.shown;
  const fresh = data === undefined ? undefined : { offset: data.offset, pages, items: data.items };
  const same = state.holding === holding && isHeld && state.shown !== undefined;
  const shown =
    fresh === undefined ? undefined : same ? held(state.shown as Shown<AlarmItem>, fresh, sentAway) : released(fresh);
  setState({ data, holding, shown });
  return shown;
}
