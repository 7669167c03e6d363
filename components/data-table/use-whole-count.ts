"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { MirrorKindName } from "@/lib/bus/events";
import { syncQueries } from "@/lib/domains/sync/queries";
import type { Loaded } from "./pages";

/** A list counts itself only up to a limit; where it is all there is of a kind, the mirror's own count completes it. */
export function useWholeCount<T>(kind: MirrorKindName | undefined, data: Loaded<T> | undefined): Loaded<T> | undefined {
  const { data: states } = useQuery({
    ...syncQueries.states(),
    enabled: kind !== undefined && data !== undefined && data.total === null,
  });
  return useMemo(() => {
    if (data === undefined || data.total !== null) return data;
    // Null for somebody who is limited to a part of the site.
    const count = states?.items.find((each) => each.kind === kind)?.count ?? null;
    return count === null || count <= (data.totalAtLeast ?? 0) ? data : { ...data, total: count };
  }, [data, kind, states]);
}
