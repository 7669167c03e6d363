import type { Actor } from "@/lib/auth/actor";
import { matching } from "@/lib/domains/sync/read";
import type { SqlParameters } from "@/lib/http/keyset";
import type { AlarmQuery } from "../schema";
import { alarmStates, openStates, type AlarmState } from "../terms";
import { isSnoozed } from "./rows";

export type AlarmConditions = Omit<AlarmQuery, "cursor" | "limit" | "sort">;

function wantedStates(state: AlarmConditions["state"]): readonly AlarmState[] {
  if (state === undefined || state.length === 0) return alarmStates;
  const open = state.includes("open") ? openStates : [];
  return alarmStates.filter((each) => state.includes(each) || (open as readonly string[]).includes(each));
}

const onlyOpen = (states: readonly AlarmState[]) =>
  states.every((state) => (openStates as readonly string[]).includes(state));

/** Conditions on the state of `table`, worded so that the planner finds the partial indexes; our own words alone. */
function statesAre(table: string, states: readonly AlarmState[]): string[] {
  if (states.length === alarmStates.length) return [];
  const where = onlyOpen(states) ? [`${table}.state NOT IN ('resolved', 'closed')`] : [];
  if (onlyOpen(states) && states.length === openStates.length) return where;
  const [state] = states;
  const words = states.map((each) => `'${each}'`).join(", ");
  return [...where, states.length === 1 ? `${table}.state = '${state}'` : `${table}.state IN (${words})`];
}

/**
 * The first of each run that is in one of these states; where that one is in another, or no longer kept, the next one
 * stands for the run: no open alarm hides behind a closed one.
 */
function firstOfRun(states: readonly AlarmState[]): string {
  const before = "(h.id = h.group_id OR (h.received_at, h.id) < (a.received_at, a.id))";
  const inState = statesAre("h", states).map((condition) => ` AND ${condition}`);
  return `(a.id = a.group_id OR NOT EXISTS (
    SELECT 1 FROM alarm h WHERE h.group_id = a.group_id AND ${before}${inState.join("")}))`;
}

/** All conditions of a list of alarms. `areas` are those that may be shown, null for all; of `areasWithin`. */
export function alarmConditions(
  actor: Pick<Actor, "userId">,
  query: AlarmConditions,
  areas: readonly string[] | null,
  parameters: SqlParameters,
): string[] {
  const states = wantedStates(query.state);
  // Open ones are few: looking through them is quicker than finding the words among all that are kept.
  const search = onlyOpen(states) ? "(a.search || '')" : "a.search";
  const where = [...statesAre("a", states), ...matching(search, query.q, parameters)];
  const is = (column: string, value: unknown, cast = "") => {
    if (value !== undefined) where.push(`a.${column} = ${parameters.add(value)}${cast}`);
  };
  const among = (column: string, values: readonly unknown[] | undefined) => {
    if (values === undefined || values.length === 0) return;
    // A single value equals: only so does the planner know that the index is in order.
    if (values.length === 1) is(column, values[0]);
    else where.push(`a.${column} = ANY (${parameters.add(values)})`);
  };
  if (areas !== null) where.push(`a.area_id = ANY (${parameters.add(areas)})`);
  among("priority", query.priority);
  among("type", query.type);
  is("source_id", query.source);
  is("rule_id", query.rule);
  among("disposition", query.disposition);
  if (query.owner === "nobody") where.push("a.owner_id IS NULL");
  else is("owner_id", query.owner === "me" ? actor.userId : query.owner, "::uuid");
  // Without a parameter, for the indexes of the few that are.
  if (query.handover !== undefined) where.push(query.handover === "yes" ? "a.handover" : "NOT a.handover");
  if (query.delayed !== undefined) where.push(query.delayed === "yes" ? "a.delayed" : "NOT a.delayed");
  if (query.snoozed !== undefined) where.push(query.snoozed === "yes" ? isSnoozed : `NOT ${isSnoozed}`);
  if (query.since !== undefined) where.push(`a.received_at >= ${parameters.add(query.since)}::timestamptz`);
  if (query.until !== undefined) where.push(`a.received_at < ${parameters.add(query.until)}::timestamptz`);
  if (query.handledSince !== undefined) {
    where.push(`a.resolved_at >= ${parameters.add(query.handledSince)}::timestamptz`);
  }
  if (query.repeats === "grouped") where.push(firstOfRun(states));
  return where;
}
