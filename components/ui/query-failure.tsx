"use client";

import { ErrorState } from "./states";
import { isMissing, trouble } from "./trouble";

export interface QueryFailureProps {
  /** Of useQuery or useInfiniteQuery. */
  query: { isError: boolean; error: unknown; data: unknown; isFetching: boolean; refetch: () => unknown };
  className?: string;
}

/** What happened, what to do and the code, where a query has nothing to show; else nothing. */
export function QueryFailure({ query, className }: QueryFailureProps) {
  const { isError, error, data, isFetching, refetch } = query;
  // What has gone is said at once, whatever was known of it before; to ask again would not bring it back.
  const missing = isMissing(error);
  if (!isError || (data !== undefined && !missing)) return null;
  const { title, advice, code, requestId } = trouble(error);
  return (
    <ErrorState
      title={title}
      code={code}
      requestId={requestId}
      {...(missing ? {} : { onRetry: () => void refetch(), retrying: isFetching })}
      {...(className === undefined ? {} : { className })}
    >
      {advice}
    </ErrorState>
  );
}
