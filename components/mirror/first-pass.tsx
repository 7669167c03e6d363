"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Empty, ErrorState } from "@/components/ui/states";
import { useViewer } from "@/components/ui/viewer";
import type { MirrorKindName } from "@/lib/bus/events";
import { syncQueries } from "@/lib/domains/sync/queries";
import { useRefresh } from "./use-refresh";

/** Instead of an empty list, while a kind was never synchronised: how far the first pass is, or why it failed. */
export function FirstPass({ kind, many }: { kind: MirrorKindName; many: string }) {
  const { locale } = useViewer();
  const { data } = useQuery({ ...syncQueries.states(), refetchInterval: 2_000 });
  const refresh = useRefresh([kind]);
  const state = data?.items.find((each) => each.kind === kind);
  if (state !== undefined && state.error !== null) {
    return (
      <ErrorState
        title={`The first synchronisation of ${many} failed`}
        code={state.error.code ?? undefined}
        onRetry={refresh.onRefresh}
        retrying={refresh.refreshing}
      >
        {state.error.message} It is tried again by itself.
      </ErrorState>
    );
  }
  const number = new Intl.NumberFormat(locale);
  const running = state?.running ?? null;
  return (
    <Empty icon={RefreshCw} title={`The first synchronisation of ${many} runs`}>
      <p>They appear here by themselves. Nothing needs to be done.</p>
      {running === null ? null : running.total === null ? (
        <p className="mt-3" data-numeric>
          {number.format(running.seen)} read
        </p>
      ) : (
        <ProgressBar
          className="mt-4 w-72"
          label={`Reading ${many}`}
          value={running.seen}
          max={Math.max(1, running.total)}
          aside={`${number.format(running.seen)} of ${number.format(running.total)}`}
        />
      )}
    </Empty>
  );
}
