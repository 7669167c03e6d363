"use client";

import { useQuery } from "@tanstack/react-query";
import { PageFrame } from "@/components/shell/page-frame";
import { ErrorState } from "@/components/ui/states";
import { trouble } from "@/components/ui/trouble";
import { connectionQueries } from "@/lib/domains/connection/queries";
import { healthQueries } from "@/lib/domains/health/queries";
import { ConnectionPanel } from "./_components/connection-panel";
import { DutiesPanel } from "./_components/duties-panel";

export function SettingsPage() {
  const connection = useQuery(connectionQueries.state());
  const health = useQuery(healthQueries.state());
  if (connection.isError && connection.data === undefined) {
    const { title, advice, code, requestId } = trouble(connection.error);
    return (
      <PageFrame title="Settings">
        <ErrorState
          title={title}
          code={code}
          requestId={requestId}
          onRetry={() => void connection.refetch()}
          retrying={connection.isFetching}
        >
          {advice}
        </ErrorState>
      </PageFrame>
    );
  }
  return (
    <PageFrame title="Settings" note="connection">
      <div className="min-h-full divide-y divide-line bg-surface">
        {connection.data === undefined ? null : <ConnectionPanel state={connection.data} />}
        {health.data !== undefined && "duties" in health.data ? <DutiesPanel health={health.data} /> : null}
      </div>
    </PageFrame>
  );
}
