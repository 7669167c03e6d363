"use client";

import { useEffect } from "react";
import type { ListQueryResult } from "./pages";

/** Rows out of view that are read before they are reached. */
const readAhead = 30;

/** Reads the pages that come into view, on either side of those in memory. Whether one is being read. */
export function useReading<T>(
  query: ListQueryResult<T>,
  { first, last }: { first: number; last: number },
  offset: number,
  count: number,
): boolean {
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const { hasPreviousPage, isFetchPreviousPageError, fetchPreviousPage } = query;
  useEffect(() => {
    if (isFetching || first < 0) return;
    // What is above comes first: its rows are missing now, those below only soon.
    if (hasPreviousPage && !isFetchPreviousPageError && first < offset + readAhead) void fetchPreviousPage();
    else if (hasNextPage && !isFetchNextPageError && last >= count - readAhead) void fetchNextPage();
  }, [
    count,
    fetchNextPage,
    fetchPreviousPage,
    first,
    hasNextPage,
    hasPreviousPage,
    isFetchNextPageError,
    isFetchPreviousPageError,
    isFetching,
    last,
    offset,
  ]);
  return query.isFetchingPreviousPage || query.isFetchingNextPage;
}
