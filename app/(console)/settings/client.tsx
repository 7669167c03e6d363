"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryFailure } from "@/components/ui/query-failure";
import { connectionQueries } from "@/lib/domains/connection/queries";
import { ConnectionPanel } from "./_components/connection-panel";
import { SettingsFrame } from "./_components/settings-frame";

export function ConnectionPage() {
  const query = useQuery(connectionQueries.state());
  return (
    <SettingsFrame tab="connection">
      <QueryFailure query={query} />
      {query.data === undefined ? null : <ConnectionPanel state={query.data} />}
    </SettingsFrame>
  );
}
