import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Age, Listing } from "@/lib/http/list";

export type ListQueryResult<T> = UseInfiniteQueryResult<InfiniteData<Listing<T>>>;

export interface Loaded<T> extends Age {
  items: readonly T[];
  /** How many rows stand before the first of `items`: pages far out of view are not kept. */
  offset: number;
  total: number | null;
  totalAtLeast: number | undefined;
}

/** Lists that never drop a page begin at the top. */
function offsetOf(param: unknown): number {
  const offset = typeof param === "object" && param !== null && "offset" in param ? param.offset : 0;
  return typeof offset === "number" ? offset : 0;
}

/** The pages as one list; an item that moved between two pages while they were read counts once. */
export function loaded<T extends { id: string }>(data: InfiniteData<Listing<T>> | undefined): Loaded<T> | undefined {
  const first = data?.pages[0];
  if (data === undefined || first === undefined) return undefined;
  const seen = new Set<string>();
  const items = data.pages.flatMap((page) => page.items).filter((item) => !seen.has(item.id) && seen.add(item.id));
  return {
    items,
    offset: offsetOf(data.pageParams[0]),
    total: first.total,
    totalAtLeast: first.totalAtLeast,
    syncedAt: first.syncedAt,
    lateAt: first.lateAt,
  };
}

/** "412 cameras", "more than 10,000 cameras". */
export function totalWords({ total, totalAtLeast }: Loaded<unknown>, noun: Noun, locale: string): string {
  const number = new Intl.NumberFormat(locale);
  if (total === null) return `more than ${number.format(totalAtLeast ?? 0)} ${noun.many}`;
  return `${number.format(total)} ${total === 1 ? noun.one : noun.many}`;
}

export interface Noun {
  one: string;
  many: string;
}
