"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { trouble } from "@/components/ui/trouble";
import type { MirrorKindName } from "@/lib/bus/events";
import { refreshKinds, syncQueries } from "@/lib/domains/sync/queries";
import type { SyncState, SyncStates } from "@/lib/domains/sync/schema";

export interface Refresh {
  /** From the press until the pass is done or has failed. */
  refreshing: boolean;
  onRefresh: () => void;
  /** Why it came to nothing; undefined while all is well. */
  problem: string | undefined;
}

const askAgainMs = 1_000;

function statesOf(states: SyncStates | undefined, kinds: readonly MirrorKindName[]): SyncState[] {
  return states?.items.filter(({ kind }) => kinds.includes(kind)) ?? [];
}

/** Whether a pass that was asked for then is still to come to its end, good or bad. */
function isUnderWay(states: readonly SyncState[], askedAt: number): boolean {
  return states.some(
    ({ requestedAt, error }) => requestedAt !== null && (error === null || Date.parse(error.at) < askedAt),
  );
}

/** "refresh" beside "as of": asks for a pass of these kinds and follows it to its end. */
export function useRefresh(kinds: readonly MirrorKindName[]): Refresh {
  const queries = useQueryClient();
  const [askedAt, setAskedAt] = useState<number | null>(null);
  const ask = useMutation({
    ...refreshKinds,
    onSuccess: (states) => {
      queries.setQueryData(syncQueries.states().queryKey, states);
      // On the server's clock, which errors are stamped with.
      const times = statesOf(states, kinds).flatMap(({ requestedAt }) =>
        requestedAt === null ? [] : [Date.parse(requestedAt)],
      );
      setAskedAt(times.length === 0 ? null : Math.min(...times));
    },
  });
  const { data } = useQuery({
    ...syncQueries.states(),
    enabled: askedAt !== null,
    refetchInterval: ({ state }) =>
      askedAt !== null && isUnderWay(statesOf(state.data, kinds), askedAt) ? askAgainMs : false,
  });
  const mine = statesOf(data, kinds);
  const underWay = askedAt !== null && isUnderWay(mine, askedAt);
  const done = askedAt !== null && !underWay;
  const names = kinds.join(" ");
  useEffect(() => {
    if (!done) return;
    for (const kind of names.split(" "))
      void queries.invalidateQueries({ predicate: (one) => one.queryKey[0] === kind });
  }, [done, names, queries]);

  const failure = mine.find(({ error, completedAt }) => error !== null && (completedAt ?? "") < error.at)?.error;
  return {
    refreshing: ask.isPending || underWay,
    onRefresh: () => ask.mutate([...kinds]),
    problem: ask.isError
      ? trouble(ask.error).title
      : failure === undefined || failure === null
        ? undefined
        : `Not synchronised: ${failure.message}`,
  };
}
