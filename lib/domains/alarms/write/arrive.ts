/** What happens to an alarm the moment it is first heard of: its area, its run of repeats, running snoozes. */
import type pg from "pg";
import { REPEAT_MINUTES } from "../terms";
import type { Folded } from "./fold";

const text = (value: unknown) => (typeof value === "string" ? value : null);
export const sourceOf = ({ values }: Folded) => text(values["source_id"]);
export const typeOf = ({ values }: Folded) => text(values["type"]);
export const areaOf = ({ values }: Folded) => text(values["area_id"]);
const ruleOf = ({ values }: Folded) => text(values["rule_id"]);
const priorityOf = ({ values }: Folded) => {
  const priority = values["gateway_priority"];
  return typeof priority === "number" ? priority : 4;
};

interface Place {
  id: string;
  areaId: string;
  areaName: string | null;
}

/** Areas by id of a resource or device; a device is where the first of its cameras or doors is. */
export async function areasBySource(tx: pg.PoolClient, ids: readonly string[]): Promise<Map<string, Place>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<Place>(
    `SELECT w.id, s.area_id AS "areaId", a.name AS "areaName"
       FROM unnest($1::text[]) AS w(id)
      CROSS JOIN LATERAL (
        SELECT coalesce((SELECT area_id FROM camera WHERE id = w.id), (SELECT area_id FROM door WHERE id = w.id),
                        (SELECT area_id FROM alarm_input WHERE id = w.id),
                        (SELECT area_id FROM alarm_output WHERE id = w.id),
                        (SELECT area_id FROM camera WHERE device_id = w.id AND area_id IS NOT NULL ORDER BY id LIMIT 1),
                        (SELECT area_id FROM door WHERE device_id = w.id AND area_id IS NOT NULL ORDER BY id LIMIT 1)
                       ) AS area_id) s
       LEFT JOIN area a ON a.id = s.area_id
      WHERE s.area_id IS NOT NULL`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Fills the area of those whose messages name none, as far as the mirror knows source or device. */
export async function withAreas(tx: pg.PoolClient, alarms: readonly Folded[]): Promise<Folded[]> {
  const lost = alarms.filter((alarm) => areaOf(alarm) === null);
  const named = (alarm: Folded) => [sourceOf(alarm), text(alarm.values["device_id"])].filter((id) => id !== null);
  const ids = [...new Set(lost.flatMap(named))];
  const places = await areasBySource(tx, ids);
  return alarms.map((alarm) => {
    if (areaOf(alarm) !== null) return alarm;
    const place = named(alarm).flatMap((id) => places.get(id) ?? [])[0];
    if (place === undefined) return alarm;
    return { ...alarm, values: { ...alarm.values, area_id: place.areaId, area_name: place.areaName } };
  });
}

/** What a new alarm takes over from the run it joins. */
export interface Inherited {
  state: string;
  owner_id: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  priority_override: number | null;
}

export const fresh: Inherited = {
  ...{ state: "new", owner_id: null, acknowledged_at: null, acknowledged_by: null, priority_override: null },
};

/** What all alarms of a run have in common. */
interface Kind {
  source: string;
  type: string;
  /** The gateway's. */
  priority: number;
  rule: string | null;
  area: string | null;
}

interface Run extends Inherited {
  id: string;
  /** Of its kind. */
  key: string;
  begunAt: number;
  lastAt: number;
  areaId: string | null;
}

export interface Joined {
  /** By the new alarm's id. */
  groups: Map<string, Inherited & { group_id: string; group_count: number; group_last_at: string }>;
  /** Runs that were there before and grew. */
  grown: { id: string; areaId: string | null; by: number; lastAt: string }[];
}

const reachMs = REPEAT_MINUTES * 60_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** Null for an alarm of which too little is known: it repeats nothing. */
function kindOf(alarm: Folded): Kind | null {
  const [source, type] = [sourceOf(alarm), typeOf(alarm)];
  if (source === null || type === null) return null;
  return { source, type, priority: priorityOf(alarm), rule: ruleOf(alarm), area: areaOf(alarm) };
}

const keyOf = ({ source, type, priority, rule, area }: Kind) => JSON.stringify([source, type, priority, rule, area]);

/** The latest open run of each kind, by the index alone: in the words of alarm_run_idx. */
export const openRunsQuery = `
  SELECT r.id, w.key, r.state, r.owner_id, r.acknowledged_at::text, r.acknowledged_by, r.priority_override,
         r.area_id AS "areaId",
         (extract(epoch FROM r.occurred_at) * 1000)::float8 AS "begunAt",
         (extract(epoch FROM r.group_last_at) * 1000)::float8 AS "lastAt"
    FROM unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[])
         AS w(key, source, type, priority, rule, area)
   CROSS JOIN LATERAL (
     SELECT * FROM alarm a WHERE a.source_id = w.source AND a.type = w.type AND a.gateway_priority = w.priority
                             AND coalesce(a.rule_id, '') = w.rule AND coalesce(a.area_id, '') = w.area
                             AND a.id = a.group_id AND a.state NOT IN ('resolved', 'closed')
      ORDER BY a.occurred_at DESC LIMIT 1) r`;

async function openRuns(tx: pg.PoolClient, wanted: ReadonlyMap<string, Kind>): Promise<Run[]> {
  if (wanted.size === 0) return [];
  const kinds = [...wanted.values()];
  const { rows } = await tx.query<Run>(openRunsQuery, [
    ...[[...wanted.keys()], kinds.map(({ source }) => source), kinds.map(({ type }) => type)],
    ...[
      kinds.map(({ priority }) => priority),
      kinds.map(({ rule }) => rule ?? ""),
      kinds.map(({ area }) => area ?? ""),
    ],
  ]);
  // Locked one after the other in one order, so that a guard who acts on several never waits in a circle; and what a guard
  // did a moment ago is what a repeat takes over.
  const { rows: now } = await tx.query<Inherited & { id: string }>(
    `SELECT id, state, owner_id, acknowledged_at::text, acknowledged_by, priority_override
       FROM alarm WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
    [rows.map(({ id }) => id)],
  );
  const locked = new Map(now.map((row) => [row.id, row]));
  return rows
    .map((row) => ({ ...row, ...locked.get(row.id) }))
    .filter(({ state }) => state !== "resolved" && state !== "closed");
}

/**
 * Puts new alarms into runs: the same source, type, priority, rule and area, while the run's first is open and the last
 * of it occurred no longer than REPEAT_MINUTES before. A repeat takes over what people have begun with the run.
 */
export async function joinRuns(tx: pg.PoolClient, alarms: readonly Folded[]): Promise<Joined> {
  const ordered = [...alarms].sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0));
  const kinds = ordered.map(kindOf).filter((kind) => kind !== null);
  const runs = new Map<string, Run[]>();
  for (const run of await openRuns(tx, new Map(kinds.map((kind) => [keyOf(kind), kind])))) runs.set(run.key, [run]);
  const groups: Joined["groups"] = new Map();
  const grown = new Map<string, Joined["grown"][number]>();
  for (const alarm of ordered) {
    const at = Date.parse(alarm.occurredAt);
    const kind = kindOf(alarm);
    const key = kind === null ? alarm.id : keyOf(kind);
    // One that comes late begins a run beside the one that goes on.
    const beside = runs.get(key) ?? [];
    const run = beside.find(({ begunAt, lastAt }) => at <= lastAt + reachMs && at >= begunAt - reachMs);
    if (run === undefined) {
      groups.set(alarm.id, { ...fresh, group_id: alarm.id, group_count: 1, group_last_at: alarm.occurredAt });
      runs.set(key, [...beside, { id: alarm.id, key, begunAt: at, lastAt: at, areaId: areaOf(alarm), ...fresh }]);
      continue;
    }
    run.lastAt = Math.max(run.lastAt, at);
    const { state, owner_id, acknowledged_at, acknowledged_by, priority_override } = run;
    const inherited = { state, owner_id, acknowledged_at, acknowledged_by, priority_override };
    groups.set(alarm.id, { ...inherited, group_id: run.id, group_count: 1, group_last_at: alarm.occurredAt });
    const began = groups.get(run.id);
    if (began !== undefined) {
      began.group_count += 1;
      began.group_last_at = iso(run.lastAt);
      continue;
    }
    const counted = grown.get(run.id);
    grown.set(run.id, { id: run.id, areaId: run.areaId, by: (counted?.by ?? 0) + 1, lastAt: iso(run.lastAt) });
  }
  return { groups, grown: [...grown.values()] };
}

interface Snooze {
  id: string;
  scope: string;
  targetId: string;
  /** Of an area: itself and what is below. */
  areas: string[] | null;
}

/** Running snoozes that silence new alarms, by the alarm's id; each counts what it silenced. */
export async function snoozed(tx: pg.PoolClient, alarms: readonly Folded[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (alarms.length === 0) return found;
  const { rows } = await tx.query<Snooze>(
    `SELECT s.id, s.scope, s.target_id AS "targetId",
            CASE WHEN s.scope = 'area' THEN ARRAY(SELECT a.id FROM area a WHERE a.path @> ARRAY[s.target_id]) END AS areas
       FROM snooze s WHERE s.lifted_at IS NULL AND s.until > clock_timestamp() ORDER BY s.until DESC, s.id`,
  );
  const within = new Map(rows.map((snooze) => [snooze.id, new Set([snooze.targetId, ...(snooze.areas ?? [])])]));
  const counts = new Map<string, number>();
  for (const alarm of alarms) {
    const about = { source: sourceOf(alarm), type: typeOf(alarm), area: areaOf(alarm) };
    const hit = rows.find(({ id, scope, targetId }) => {
      const value = about[scope as keyof typeof about] ?? null;
      return value !== null && (scope === "area" ? (within.get(id)?.has(value) ?? false) : value === targetId);
    });
    if (hit === undefined) continue;
    found.set(alarm.id, hit.id);
    counts.set(hit.id, (counts.get(hit.id) ?? 0) + 1);
  }
  if (counts.size > 0) {
    await tx.query(
      `UPDATE snooze s SET count = s.count + n.count
         FROM unnest($1::uuid[], $2::int[]) AS n(id, count) WHERE s.id = n.id`,
      [[...counts.keys()], [...counts.values()]],
    );
  }
  return found;
}
