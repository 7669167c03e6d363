/** What the audit page keeps in its address. Runs on the server too. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { choices, listParams, oneText } from "@/components/data-table/list-params";
import { auditActionNames, auditResults, type AuditFilters } from "@/lib/domains/audit/schema";
import type { AuditAction } from "@/lib/audit/actions";

export const auditParams = {
  ...listParams(["time"]),
  sort: parseAsStringLiteral(["-time", "time"]).withDefault("-time"),
  /** Two ISO times with a slash between; either may be left out. */
  when: oneText,
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

/** The query that an address asks for: the same on the server and in the browser, so that both mean one cache entry. */
export function auditFilters({ q, sort, when, who, action, result, object, address }: AuditAddress): AuditFilters {
  const [from, to] = (when ?? "").split("/");
  const colon = object?.indexOf(":") ?? -1;
  return {
    q: textOf(q),
    sort,
    from: textOf(from),
    to: textOf(to),
    who: someOf(who),
    action: someOf(action),
    result: someOf(result),
    objectKind: textOf(colon === -1 ? object : object?.slice(0, colon)),
    objectId: colon === -1 ? undefined : textOf(object?.slice(colon + 1)),
    address: textOf(address),
  };
}
