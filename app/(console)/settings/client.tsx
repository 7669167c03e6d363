"use client";

import { useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/ui/states";
import { trouble } from "@/components/ui/trouble";
import { connectionQueries } from "@/lib/domains/connection/queries";
import { ConnectionPanel } from "./_components/connection-panel";
import { SettingsFrame } from "./_components/settings-frame";

export function ConnectionPage() {
  const { data, error, isError, isFetching, refetch } = useQuery(connectionQueries.state());
  if (isError && data === undefined) {
    const { title, advice, code, requestId } = trouble(error);
    return (
      <SettingsFrame tab="connection">
        <ErrorState
          title={title}
          code={code}
          requestId={requestId}
          onRetry={() => void refetch()}
          retrying={isFetching}
        >
          {advice}
        </ErrorState>
      </SettingsFrame>
    );
  }
  return <SettingsFrame tab="connection">{data === undefined ? null : <ConnectionPanel state={data} />}</SettingsFrame>;
}
