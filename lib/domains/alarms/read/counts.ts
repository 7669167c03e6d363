import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { SqlParameters } from "@/lib/http/keyset";
import { EXACT_TOTAL } from "@/lib/http/list";
import type { AlarmCounts, CountsQuery } from "../schema";
import { priorities, type AlarmPriority } from "../terms";
import { alarmConditions, type AlarmConditions } from "./conditions";
import { runningSnoozes } from "./rows";

/** What each number counts: the very filters of the list behind it. */
const tabs = {
  open: { state: ["open"], snoozed: "no" },
  new: { state: ["new"], snoozed: "no" },
  mine: { state: ["open"], owner: "me" },
  handover: { handover: "yes" },
} as const;

const midnight = () => `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;

/** The numbers beside the tabs of the queue. Throws ForbiddenError. */
export async function countAlarms(actor: Actor, { since = midnight() }: CountsQuery): Promise<AlarmCounts> {
  permit(actor, "alarms:read");
  const areas = await areasOf(actor);
  const parameters = new SqlParameters();
  const matching = (filters: object) => {
    const query = { repeats: "grouped", ...filters } as AlarmConditions;
    return `FROM alarm a WHERE ${["true", ...alarmConditions(actor, query, areas, parameters)].join(" AND ")}`;
  };
  const all = parameters.add(areas);
  const upTo = (filters: object) =>
    `(SELECT count(*)::int FROM (SELECT 1 ${matching(filters)} LIMIT ${EXACT_TOTAL}) AS counted)`;
  const { rows } = await pool().query<Omit<AlarmCounts, "byPriority"> & { byPriority: [AlarmPriority, number][] }>(
    `SELECT ${upTo(tabs.open)} AS open, ${upTo(tabs.new)} AS new, ${upTo(tabs.mine)} AS mine,
            ${upTo(tabs.handover)} AS handover,
            ${upTo({ state: ["resolved", "closed"], handledSince: since })} AS "handledToday",
            (SELECT coalesce(jsonb_agg(jsonb_build_array(priority, count)), '[]') FROM (
               SELECT priority, count(*) FROM (SELECT a.priority ${matching(tabs.open)} LIMIT ${EXACT_TOTAL}) AS counted
                GROUP BY priority) AS by_priority) AS "byPriority",
            (SELECT count(*)::int FROM snooze WHERE id IN (${runningSnoozes})
                AND (${all}::text[] IS NULL OR scope = 'type' OR area_id = ANY (${all}))) AS snoozes`,
    parameters.values,
  );
  const row = rows[0];
  if (row === undefined) throw new Error("a row of counts is always there");
  const byPriority = new Map(row.byPriority);
  return {
    ...row,
    byPriority: Object.fromEntries(
      priorities.map((priority) => [priority, byPriority.get(priority) ?? 0]),
    ) as AlarmCounts["byPriority"],
  };
}

/** Alarms that ring and that nobody has taken yet, up to the most that lists count; repeats count as one. */
export async function countUnhandled(actor: Actor): Promise<number> {
  permit(actor, "alarms:read");
  const parameters = new SqlParameters();
  const query: AlarmConditions = { q: undefined, repeats: "grouped", state: ["new"], snoozed: "no" };
  const where = alarmConditions(actor, query, await areasOf(actor), parameters);
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int FROM (SELECT 1 FROM alarm a WHERE ${where.join(" AND ")} LIMIT ${EXACT_TOTAL}) AS counted`,
    parameters.values,
  );
  return rows[0]?.count ?? 0;
}

/** When the oldest that nobody has taken came, and how many came in the last hour, up to the most that lists count. */
export async function readArrivals(actor: Actor): Promise<{ oldestAt: string | null; lastHour: number }> {
  permit(actor, "alarms:read");
  const parameters = new SqlParameters();
  const query: AlarmConditions = { q: undefined, repeats: "each", state: ["new"], snoozed: "no" };
  const areas = await areasOf(actor);
  const where = alarmConditions(actor, query, areas, parameters);
  const all = parameters.add(areas);
  const { rows } = await pool().query<{ oldestAt: Date | null; lastHour: number }>(
    `SELECT (SELECT min(a.received_at) FROM alarm a WHERE ${where.join(" AND ")}) AS "oldestAt",
            (SELECT count(*)::int FROM (SELECT 1 FROM alarm a WHERE a.received_at > now() - interval '1 hour'
                AND (${all}::text[] IS NULL OR a.area_id = ANY (${all})) LIMIT ${EXACT_TOTAL}) AS counted) AS "lastHour"`,
    parameters.values,
  );
  return { oldestAt: rows[0]?.oldestAt?.toISOString() ?? null, lastHour: rows[0]?.lastHour ?? 0 };
}
