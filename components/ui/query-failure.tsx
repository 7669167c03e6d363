"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { ErrorState } from "./states";
import { trouble } from "./trouble";

/** What happened, what to do and the code, where a query has nothing to show; else nothing. */
export function QueryFailure({ query }: { query: UseQueryResult }) {
  if (!query.isError || query.data !== undefined) return null;
  const { title, advice, code, requestId } = trouble(query.error);
  return (
    <ErrorState
      title={title}
      code={code}
      requestId={requestId}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    >
      {advice}
    </ErrorState>
  );
}
