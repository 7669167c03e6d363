import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import type { Listing } from "./list";
import { cursorOf, MAX_PAGES, paging, type PageParam } from "./paging";

const perPage = 10;
const pagesThere = 30;

/** A list whose cursor is the number of its page, as text. */
function page(cursor: string | null): Listing<{ id: string }> {
  const at = Number(cursor ?? 0);
  return {
    items: Array.from({ length: perPage }, (_, index) => ({ id: String(at * perPage + index) })),
    nextCursor: at + 1 < pagesThere ? String(at + 1) : null,
    total: perPage * pagesThere,
    syncedAt: null,
    lateAt: null,
  };
}

it("keeps a bounded window of pages, walks back by the cursors that led there, and reads the same rows again", async () => {
  const queries = new QueryClient();
  const observer = new InfiniteQueryObserver(queries, {
    queryKey: ["rows"],
    queryFn: ({ pageParam }) => Promise.resolve(page(cursorOf(pageParam))),
    ...paging,
  });
  const stop = observer.subscribe(() => undefined);
  const ids = () => observer.getCurrentResult().data?.pages.flatMap(({ items }) => items.map(({ id }) => Number(id)));
  const offset = () => (observer.getCurrentResult().data?.pageParams[0] as PageParam)?.offset ?? 0;
  await observer.refetch();
  for (let read = 1; read < pagesThere; read += 1) await observer.fetchNextPage();
  const kept = perPage * MAX_PAGES;
  const last = perPage * pagesThere;
  expect(ids()).toEqual(Array.from({ length: kept }, (_, index) => last - kept + index));
  expect(offset()).toBe(last - kept);
  expect(observer.getCurrentResult()).toMatchObject({ hasNextPage: false, hasPreviousPage: true });

  await observer.refetch();
  expect(ids()?.[0]).toBe(last - kept);
  for (let read = MAX_PAGES; read < pagesThere; read += 1) await observer.fetchPreviousPage();
  expect(ids()).toEqual(Array.from({ length: kept }, (_, index) => index));
  expect(offset()).toBe(0);
  expect(observer.getCurrentResult()).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  stop();
  queries.clear();
});
