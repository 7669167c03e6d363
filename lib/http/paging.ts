/** How a list is read page by page in the browser, in both directions, without keeping what is far out of view. */
import type { Listing } from "./list";

/** Pages kept in memory: those in view and some around them. What was dropped is read again by its cursor. */
export const MAX_PAGES = 8;

interface Stop {
  cursor: string | null;
  /** How many rows stand before this page. */
  offset: number;
}

/** Where a page begins, and the way that led there: a cursor leads on, never back. Null is the first page. */
export type PageParam = (Stop & { way: readonly Stop[] }) | null;

const first: NonNullable<PageParam> = { cursor: null, offset: 0, way: [] };

export const cursorOf = (param: PageParam): string | null => param?.cursor ?? null;

/** Spread into `infiniteQueryOptions`; `queryFn` takes its cursor with `cursorOf(pageParam)`. */
export const paging = {
  initialPageParam: null as PageParam,
  maxPages: MAX_PAGES,
  getNextPageParam: (last: Listing<unknown>, _pages: unknown, param: PageParam): PageParam | undefined => {
    if (last.nextCursor === null) return undefined;
    const { cursor, offset, way } = param ?? first;
    return { cursor: last.nextCursor, offset: offset + last.items.length, way: [...way, { cursor, offset }] };
  },
  getPreviousPageParam: (_first: unknown, _pages: unknown, param: PageParam): PageParam | undefined => {
    const before = param?.way.at(-1);
    if (param === null || before === undefined) return undefined;
    // Never null: that would say there is none.
    return { ...before, way: param.way.slice(0, -1) };
  },
};
