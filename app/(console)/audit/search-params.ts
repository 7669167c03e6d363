/** What the audit page keeps in its address. Runs on the server too. */
import { createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { choices, listParams, oneText } from "@/components/data-table/list-params";
import { rangeOf } from "@/components/ui/date-ranges";
import type { AuditFilters } from "@/lib/domains/audit/schema";
import { auditActionNames, auditResults } from "@/lib/domains/audit/terms";
import type { AuditAction } from "@/lib/audit/actions";

/** `today`, or two ISO times: `from..to`. */
const aRange = createParser({
  parse: (text) => (rangeOf(text, "UTC") === null ? null : text),
  serialize: String,
});

export const auditParams = {
  ...listParams(["time"]),
  sort: parseAsStringLiteral(["-time", "time"]).withDefault("-time"),
  when: aRange,
  /** User ids, "system", "stranger". */
  who: parseAsArrayOf(parseAsString).withDefault([]),
  action: choices(auditActionNames),
  result: choices(auditResults),
  /** A kind, or `kind:id`. */
  object: oneText,
  address: oneText,
};

export interface AuditAddress {
  q: string;
  sort: string;
  when: string | null;
  who: readonly string[];
  action: readonly AuditAction[];
  result: AuditFilters["result"];
  object: string | null;
  address: string | null;
}

const someOf = <T>(list: readonly T[] | undefined) => (list === undefined || list.length === 0 ? undefined : list);
const textOf = (text: string | null | undefined) =>
  text === null || text === undefined || text === "" ? undefined : text;

/**
 * The query that an address asks for: the same on the server and in the browser within a minute, so that both mean one
 * cache entry. Days are those of `timeZone`; `now` is in milliseconds.
 */
export function auditFilters(
  { q, sort, when, who, action, result, object, address }: AuditAddress,
  { timeZone, now }: { timeZone: string; now: number },
): AuditFilters {
  const range = when === null ? null : rangeOf(when, timeZone, now);
  const colon = object?.indexOf(":") ?? -1;
  return {
    q: textOf(q),
    sort,
    from: range?.from,
    to: range?.to,
    who: someOf(who),
    action: someOf(action),
    result: someOf(result),
    objectKind: textOf(colon === -1 ? object : object?.slice(0, colon)),
    objectId: colon === -1 ? undefined : textOf(object?.slice(colon + 1)),
    address: textOf(address),
  };
}
