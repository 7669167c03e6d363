"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useGateway } from "@/components/live/live-provider";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Empty, ErrorState } from "@/components/ui/states";
import { useViewer } from "@/components/ui/viewer";
import type { MirrorKindName } from "@/lib/bus/events";
import { syncQueries } from "@/lib/domains/sync/queries";
import type { SyncState } from "@/lib/domains/sync/schema";
import { mirrorKindWords } from "./kind-words";
import { type Refresh, useRefresh } from "./use-refresh";

/** The first synchronisation failed: of what, why, and what to do. */
function Failed({ of, error, refresh }: { of: string; error: NonNullable<SyncState["error"]>; refresh: Refresh }) {
  const gateway = useGateway();
  const refused = gateway.state === "refused" && gateway.code === error.code;
  return (
    <ErrorState
      title={`The first synchronisation of ${of} failed`}
      code={error.code ?? undefined}
      onRetry={refresh.onRefresh}
      retrying={refresh.refreshing}
    >
      {error.message} {refused ? `${gateway.advice} ` : null}It is tried again by itself.
    </ErrorState>
  );
}

/** Instead of an empty list, while a kind was never synchronised: how far the first pass is, or why it failed. */
export function FirstPass({ kind, many }: { kind: MirrorKindName; many: string }) {
  const { locale } = useViewer();
  const { data } = useQuery({ ...syncQueries.states(), refetchInterval: 2_000 });
  const refresh = useRefresh([kind]);
  const state = data?.items.find((each) => each.kind === kind);
  if (state !== undefined && state.error !== null) return <Failed of={many} error={state.error} refresh={refresh} />;
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

/** The same where a list is made of several kinds: what failed first among those never read, or that they are read. */
export function FirstPasses({ kinds }: { kinds: readonly MirrorKindName[] }) {
  const { data } = useQuery({ ...syncQueries.states(), refetchInterval: 2_000 });
  const refresh = useRefresh(kinds);
  const failed = data?.items.find(
    ({ kind, completedAt, error }) => kinds.includes(kind) && completedAt === null && error !== null,
  );
  if (failed !== undefined && failed.error !== null) {
    return <Failed of={mirrorKindWords[failed.kind].toLowerCase()} error={failed.error} refresh={refresh} />;
  }
  return (
    <Empty icon={RefreshCw} title="Nothing synchronised yet">
      The first synchronisation is under way; things appear here by themselves.
    </Empty>
  );
}
