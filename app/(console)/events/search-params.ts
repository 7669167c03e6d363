/** What the events page keeps in its address. Runs on the server too. */
import { createParser, parseAsArrayOf, parseAsString } from "nuqs/server";
import { choices, listParams, oneText } from "@/components/data-table/list-params";
import { rangeOf } from "@/components/ui/date-ranges";
import { eventKinds, eventResults, type EventKind, type EventResult } from "@/lib/domains/events/terms";

/** `today`, or two ISO times: `from..to`. */
const aRange = createParser({
  parse: (text) => (rangeOf(text, "UTC") === null ? null : text),
  serialize: String,
});

const { sort, ...params } = listParams(["occurredAt"]);

export const eventParams = {
  ...params,
  sort: sort.withDefault("-occurredAt"),
  when: aRange,
  kind: choices(eventKinds),
  result: choices(eventResults),
  /** Codes of the guide's A.1.7. */
  type: parseAsArrayOf(parseAsString).withDefault([]),
  area: oneText,
  source: oneText,
  device: oneText,
  person: oneText,
};

export interface EventAddress {
  q: string;
  sort: string;
  when: string | null;
  kind: readonly EventKind[];
  result: readonly EventResult[];
  type: readonly string[];
  area: string | null;
  source: string | null;
  device: string | null;
  person: string | null;
}

/** What the page asks the server for; what is undefined is left out. */
export interface EventListFilters {
  q: string | undefined;
  sort: string;
  since: string | undefined;
  until: string | undefined;
  kind: EventKind[] | undefined;
  result: EventResult[] | undefined;
  type: string[] | undefined;
  area: string | undefined;
  source: string | undefined;
  device: string | undefined;
  person: string | undefined;
  repeats: "folded";
}

const someOf = <T>(list: readonly T[]) => (list.length === 0 ? undefined : [...list]);

/**
 * The query that an address asks for: the same on the server and in the browser within a minute, so that both mean one
 * cache entry. Days are those of `timeZone`; `now` is in milliseconds.
 */
export function eventFilters(address: EventAddress, { timeZone, now }: { timeZone: string; now: number }) {
  const { q, when, kind, result, type } = address;
  const range = when === null ? null : rangeOf(when, timeZone, now);
  return {
    q: q === "" ? undefined : q,
    sort: address.sort,
    since: range?.from,
    until: range?.to,
    kind: someOf(kind),
    result: someOf(result),
    type: someOf(type),
    area: address.area ?? undefined,
    source: address.source ?? undefined,
    device: address.device ?? undefined,
    person: address.person ?? undefined,
    repeats: "folded",
  } satisfies EventListFilters;
}
