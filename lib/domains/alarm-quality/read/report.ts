import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { typeName } from "@/lib/domains/alarms/read/rows";
import { priorities, type AlarmPriority } from "@/lib/domains/alarms/terms";
import type { AlarmQuality, QualityQuery } from "../schema";
import { CHATTER_ALARMS, FLOOD_ENDS, FLOOD_STARTS, STALE_HOURS } from "../terms";

const dayMs = 86_400_000;
const usualDays = 7;

/** Minutes of one bar: between one and two hundred bars, whatever the span. */
function stepFor(spanMs: number): number {
  if (spanMs <= 1.1 * dayMs) return 10;
  if (spanMs <= 8 * dayMs) return 60;
  return spanMs <= 32 * dayMs ? 360 : 1_440;
}

interface Span {
  from: Date;
  to: Date;
  areas: string[] | null;
}

/** $1 and $2 bound the time, $3 the areas. What the gateway's log gave back later rang nobody then. */
const told = `a.received_at >= $1 AND a.received_at < $2 AND a.origin = 'queue'
  AND ($3::text[] IS NULL OR a.area_id = ANY ($3))`;

/** Ten minutes each, with how many alarms and how many people there were. */
const bins = `
  told AS (
    SELECT date_bin('10 minutes', a.received_at, $1) AS at, count(*)::int AS alarms,
           count(*) FILTER (WHERE a.priority = 1)::int AS high
      FROM alarm a WHERE ${told} GROUP BY 1),
  people AS (
    SELECT hour, count(*)::int AS operators FROM (
      SELECT date_bin('1 hour', e.at, $1) AS hour, e.user_id
        FROM alarm_entry e
       WHERE e.at >= $1 AND e.at < $2 AND e.user_id IS NOT NULL
         AND ($3::text[] IS NULL OR EXISTS (SELECT 1 FROM alarm a WHERE a.id = e.alarm_id AND a.area_id = ANY ($3)))
      UNION
      SELECT h.hour, d.user_id
        FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 millisecond', interval '1 hour') AS h (hour)
        JOIN duty_period d ON d.started_at < h.hour + interval '1 hour' AND least(d.until, d.ended_at) > h.hour
       WHERE $3::text[] IS NULL) AS present GROUP BY 1),
  bins AS MATERIALIZED (
    SELECT b.at, coalesce(t.alarms, 0) AS alarms, coalesce(t.high, 0) AS high, coalesce(p.operators, 1) AS operators,
           coalesce(t.alarms, 0)::float8 / coalesce(p.operators, 1) AS rate
      FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 millisecond', interval '10 minutes') AS b (at)
      LEFT JOIN told t ON t.at = b.at LEFT JOIN people p ON p.hour = date_bin('1 hour', b.at, $1))`;

/** A time between the two bounds belongs to what was there before it. */
const floods = `
  marked AS (
    SELECT *, CASE WHEN rate >= ${FLOOD_STARTS} THEN 1 WHEN rate < ${FLOOD_ENDS} THEN 0 END AS mark FROM bins),
  since AS (SELECT *, count(mark) OVER (ORDER BY at) AS change FROM marked),
  states AS (SELECT *, coalesce(max(mark) OVER (PARTITION BY change), 0) AS flood FROM since),
  islands AS (SELECT *, count(*) FILTER (WHERE flood = 0) OVER (ORDER BY at) AS island FROM states),
  floods AS (
    SELECT min(at) AS began, max(at) + interval '10 minutes' AS ended, sum(alarms)::int AS alarms, max(rate) AS peak
      FROM islands WHERE flood = 1 GROUP BY island)`;

interface Flood {
  began: string;
  ended: string;
  alarms: number;
  peak: number;
}

interface Load {
  total: number;
  operators: number;
  average: number;
  peak: number;
  overloaded: number;
  series: AlarmQuality["series"];
  floodCount: number;
  floodMinutes: number;
  floods: Flood[];
}

async function readLoad({ from, to, areas }: Span, stepMinutes: number): Promise<Load | undefined> {
  const { rows } = await pool().query<Load>(
    `WITH ${bins}, ${floods},
     bars AS (
       SELECT date_bin($4 * interval '1 minute', at, $1) AS at, sum(alarms)::int AS alarms, sum(high)::int AS high,
              avg(rate) AS rate
         FROM bins GROUP BY 1)
     SELECT coalesce(sum(alarms), 0)::int AS total, coalesce(avg(operators), 1)::float8 AS operators,
            coalesce(avg(rate), 0) AS average, coalesce(max(rate), 0) AS peak,
            coalesce(avg((rate >= ${FLOOD_STARTS})::int), 0)::float8 AS overloaded,
            (SELECT coalesce(jsonb_agg(bars ORDER BY at), '[]') FROM bars) AS series,
            (SELECT count(*)::int FROM floods) AS "floodCount",
            (SELECT coalesce(sum(extract(epoch FROM ended - began)) / 60, 0)::float8 FROM floods) AS "floodMinutes",
            (SELECT coalesce(jsonb_agg(f ORDER BY began DESC), '[]')
               FROM (SELECT * FROM floods ORDER BY began DESC LIMIT 50) AS f) AS floods
       FROM bins`,
    [from, to, areas, stepMinutes],
  );
  return rows[0];
}

async function readSources({ from, to, areas }: Span) {
  const { rows } = await pool().query<{ id: string; name: string | null; alarms: number }>(
    `SELECT a.source_id AS id, max(a.source_name) AS name, count(*)::int AS alarms FROM alarm a
      WHERE ${told} AND a.source_id IS NOT NULL GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 10`,
    [from, to, areas],
  );
  return rows;
}

async function readChatter({ from, to, areas }: Span): Promise<AlarmQuality["chattering"]> {
  const { rows } = await pool().query<{
    id: string;
    name: string | null;
    type: string;
    alarms: number;
    bursts: number;
    all: number;
  }>(
    `SELECT source_id AS id, max(source_name) AS name, type, count(*)::int AS alarms,
            count(*) FILTER (WHERE span <= interval '1 minute')::int AS bursts, count(*) OVER ()::int AS all
       FROM (SELECT a.source_id, a.source_name, a.type,
                    a.occurred_at - lag(a.occurred_at, ${CHATTER_ALARMS - 1})
                      OVER (PARTITION BY a.source_id, a.type ORDER BY a.occurred_at, a.id) AS span
               FROM alarm a WHERE ${told} AND a.source_id IS NOT NULL AND a.type IS NOT NULL) AS gaps
      GROUP BY source_id, type HAVING count(*) FILTER (WHERE span <= interval '1 minute') > 0
      ORDER BY bursts DESC, alarms DESC, source_id, type LIMIT 20`,
    [from, to, areas],
  );
  const items = rows.map(({ id, name, type, alarms, bursts }) => ({
    ...{ source: { id, name }, type, typeName: typeName(type), alarms, bursts },
  }));
  return { count: rows[0]?.all ?? 0, items };
}

async function readStale(areas: string[] | null): Promise<AlarmQuality["stale"]> {
  const { rows } = await pool().query<{ count: number; oldestAt: Date | null }>(
    `SELECT count(*)::int, min(a.received_at) AS "oldestAt" FROM alarm a
      WHERE a.state NOT IN ('resolved', 'closed') AND a.received_at < now() - interval '${STALE_HOURS} hours'
        AND ($1::text[] IS NULL OR a.area_id = ANY ($1))`,
    [areas],
  );
  return { count: rows[0]?.count ?? 0, oldestAt: rows[0]?.oldestAt?.toISOString() ?? null };
}

async function readMix({ from, to, areas }: Span): Promise<Map<AlarmPriority, number>> {
  const { rows } = await pool().query<{ priority: AlarmPriority; alarms: number }>(
    `SELECT a.priority, count(*)::int AS alarms FROM alarm a WHERE ${told} GROUP BY 1`,
    [from, to, areas],
  );
  return new Map(rows.map(({ priority, alarms }) => [priority, alarms]));
}

const isoOf = (text: string) => new Date(text).toISOString();
const shareOf = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** How well alarms serve those who watch them, within the actor's areas. Throws ForbiddenError. */
export async function readQuality(actor: Actor, query: QualityQuery): Promise<AlarmQuality> {
  permit(actor, "alarms:read");
  const now = Date.now();
  const to = Math.min(query.to === undefined ? now : Date.parse(query.to), now);
  const from = query.from === undefined ? to - usualDays * dayMs : Date.parse(query.from);
  const span: Span = { from: new Date(from), to: new Date(Math.max(from, to)), areas: await areasOf(actor) };
  const stepMinutes = stepFor(to - from);
  const [load, sources, chattering, stale, mix] = await Promise.all([
    readLoad(span, stepMinutes),
    readSources(span),
    readChatter(span),
    readStale(span.areas),
    readMix(span),
  ]);
  if (load === undefined) throw new Error("an aggregate always has a row");
  const { total, operators, average, peak, overloaded, series, floodCount, floodMinutes } = load;
  return {
    ...{ from: span.from.toISOString(), to: span.to.toISOString(), total, operators },
    ...{ rate: { average, peak, overloaded }, stepMinutes },
    series: series.map((bar) => ({ ...bar, at: isoOf(bar.at) })),
    floods: {
      ...{ count: floodCount, minutes: floodMinutes },
      items: load.floods.map(({ began, ended, alarms, peak: most }) => ({
        from: isoOf(began),
        // The last ten minutes are not over yet.
        to: Date.parse(ended) > to && to === now ? null : isoOf(ended),
        ...{ alarms, peak: most },
      })),
    },
    sources: {
      share: shareOf(
        sources.reduce((sum, { alarms }) => sum + alarms, 0),
        total,
      ),
      items: sources.map((source) => ({ ...source, share: shareOf(source.alarms, total) })),
    },
    ...{ chattering, stale },
    priorities: priorities.map((priority) => {
      const alarms = mix.get(priority) ?? 0;
      return { priority, alarms, share: shareOf(alarms, total) };
    }),
  };
}
