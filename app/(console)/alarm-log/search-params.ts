import { parseAsArrayOf, parseAsInteger, parseAsString } from "nuqs/server";

/** What was searched for: times as ISO, the viewer's clock in minutes east of UTC. Nothing is asked before both times stand. */
export const logParams = {
  from: parseAsString,
  to: parseAsString,
  offset: parseAsInteger.withDefault(0),
  areaId: parseAsString,
  type: parseAsArrayOf(parseAsString).withDefault([]),
};
