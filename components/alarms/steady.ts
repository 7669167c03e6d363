/** Keeps rows where they are while somebody looks at them. Pure. */

export interface Shown<T> {
  /** Rows before the first, whose pages are not in memory. */
  offset: number;
  pages: number;
  items: readonly T[];
  /** Ids of rows that the list no longer holds and that keep their place. */
  gone: ReadonlySet<string>;
}

export interface Fresh<T> {
  offset: number;
  pages: number;
  items: readonly T[];
}

const none: ReadonlySet<string> = new Set();

/** The list as it is. */
export function released<T>(fresh: Fresh<T>): Shown<T> {
  return { ...fresh, gone: none };
}

/**
 * `fresh` with what has left since `before` still in its place, so that nothing moves under a pointer or the focus. What
 * is in `mine` leaves at once: its own person sent it away. Rows of pages that were dropped are not kept.
 */
export function held<T extends { id: string }>(before: Shown<T>, fresh: Fresh<T>, mine: ReadonlySet<string>): Shown<T> {
  const present = new Set(fresh.items.map(({ id }) => id));
  const known = (item: T) => present.has(item.id);
  const first = before.items.findIndex(known);
  if (first < 0) return fresh.items.length === 0 ? keepAll(before, fresh, mine) : released(fresh);
  const last = before.items.findLastIndex(known);
  const dropped = fresh.offset !== before.offset || fresh.pages < before.pages;
  const [from, to] = dropped ? [first, last] : [0, before.items.length - 1];

  // What left stands after the row that it stood after; null is the top.
  const after = new Map<string | null, T[]>();
  let anchor: string | null = null;
  const gone = new Set<string>();
  for (const item of before.items.slice(from, to + 1)) {
    if (known(item)) anchor = item.id;
    else if (!mine.has(item.id)) {
      after.set(anchor, [...(after.get(anchor) ?? []), item]);
      gone.add(item.id);
    }
  }
  if (gone.size === 0) return released(fresh);
  const items = [...(after.get(null) ?? [])];
  for (const item of fresh.items) items.push(item, ...(after.get(item.id) ?? []));
  return { offset: fresh.offset, pages: fresh.pages, items, gone };
}

function keepAll<T extends { id: string }>(before: Shown<T>, fresh: Fresh<T>, mine: ReadonlySet<string>): Shown<T> {
  const items = before.items.filter(({ id }) => !mine.has(id));
  return { offset: before.offset, pages: fresh.pages, items, gone: new Set(items.map(({ id }) => id)) };
}
