"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { ErrorState } from "@/components/ui/states";
import { StateDot } from "@/components/ui/state-dot";
import { Time } from "@/components/ui/time";
import { trouble } from "@/components/ui/trouble";
import { healthQueries } from "@/lib/domains/health/queries";
import type { Health } from "@/lib/domains/health/schema";

/** Signed links and alarm times go wrong beyond this. */
const skewToWorryMs = 30_000;

function Skew({ ms }: { ms: number | null }) {
  if (ms === null) return "not measured yet";
  const seconds = Math.round(Math.abs(ms) / 1_000);
  const words = seconds === 0 ? "in step" : `${seconds} s ${ms > 0 ? "ahead of" : "behind"} ours`;
  return Math.abs(ms) < skewToWorryMs ? words : <StateDot tone="warn">{words}</StateDot>;
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-fg-soft">{label}</dt>
      <dd data-numeric className="min-w-0 text-end">
        {children}
      </dd>
    </div>
  );
}

function Facts({ health }: { health: Health }) {
  const troubled = health.duties.filter((duty) => duty.health !== "ok" && duty.health !== "never ran");
  const { state, downSince } = health.gateway;
  return (
    <dl className="mt-2 space-y-1.5 text-sm">
      <Row label="Gateway">
        {state === "up" || downSince === null ? (
          <StateDot tone="ok">Connected</StateDot>
        ) : (
          <StateDot tone="danger" aside={<Time at={downSince} />}>
            Down since
          </StateDot>
        )}
      </Row>
      <Row label="Gateway's clock">
        <Skew ms={health.gateway.clockSkewMs} />
      </Row>
      <Row label="Background duties">
        {health.duties.length === 0 ? (
          <StateDot tone="danger">No worker</StateDot>
        ) : troubled.length === 0 ? (
          <StateDot tone="ok">{`${health.duties.length} on time`}</StateDot>
        ) : (
          <StateDot tone="danger">{`${troubled.length} of ${health.duties.length} in trouble`}</StateDot>
        )}
      </Row>
      <Row label="Database">{`${Math.ceil(health.database.sizeBytes / 1_048_576)} MiB`}</Row>
      <Row label="Connections to it">{String(health.database.connections)}</Row>
    </dl>
  );
}

/** How Gatehouse itself does, for those who manage it. */
export function ConsolePanel() {
  const query = useQuery(healthQueries.state());
  const { data } = query;
  return (
    <aside
      aria-labelledby="console"
      className="shrink-0 border-line bg-surface p-4 max-lg:order-first max-lg:border-b lg:w-80 lg:overflow-auto lg:border-s"
    >
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="console" className="text-md font-semibold">
          The console itself
        </h2>
        <Link href="/settings" className="rounded-xs text-sm text-accent-fg hover:underline">
          Settings
        </Link>
      </div>
      {data !== undefined && "duties" in data ? (
        <Facts health={data} />
      ) : query.isError ? (
        <ErrorState title={trouble(query.error).title} onRetry={() => void query.refetch()} retrying={query.isFetching}>
          {trouble(query.error).advice}
        </ErrorState>
      ) : data?.status === "down" ? (
        <p className="mt-2 text-sm text-danger-fg">The database does not answer.</p>
      ) : null}
    </aside>
  );
}
