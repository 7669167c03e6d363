/** What a list keeps in its address. Runs on the server too: give the same map to `createLoader` and `useListState`. */
import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** Search, sort (`name`, `-name`; the first of `sorts` when absent), table or grid, and the open item. */
export function listParams<const Field extends string>(sorts: readonly [Field, ...Field[]]) {
  const words = sorts.flatMap((field) => [field, `-${field}` as const]);
  return {
    q: parseAsString.withDefault(""),
    sort: parseAsStringLiteral(words).withDefault(sorts[0]),
    view: parseAsStringLiteral(["table", "grid"]).withDefault("table"),
    open: parseAsString,
  };
}

/** A filter of any number out of a fixed set: `?state=online,offline`. */
export function choices<const Value extends string>(values: readonly [Value, ...Value[]]) {
  return parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);
}

/** A filter of any one text, such as an area's id. */
export const oneText = parseAsString;
