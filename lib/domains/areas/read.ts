import type { Actor } from "@/lib/auth/actor";
import { withinAreas, areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { existing, matching, openKind } from "@/lib/domains/sync/read";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { AreaDetail, AreaItem, AreaQuery, AreaTree } from "./schema";
import type { AreaCounts } from "./terms";

/** Name of each count, its table, and a further condition. */
const counted: readonly [name: keyof AreaCounts, table: string, condition: string][] = [
  ["cameras", "camera", ""],
  ["camerasOffline", "camera", " AND online = 'offline'"],
  ["doors", "door", ""],
  ["doorsOffline", "door", " AND online = 'offline'"],
  ["alarmInputs", "alarm_input", ""],
  ["alarmOutputs", "alarm_output", ""],
];

/** The counts as JSON; `inside` is a condition on `area_id`. */
function countsSql(inside: string): string {
  const pairs = counted.map(
    ([name, table, condition]) =>
      `'${name}', (SELECT count(*) FROM ${table} WHERE area_id ${inside} AND gone_at IS NULL${condition})`,
  );
  return `jsonb_build_object(${pairs.join(", ")})`;
}

interface AreaRow {
  id: string;
  name: string;
  parentId: string | null;
  path: string[];
  pathNames: string[];
  counts: AreaCounts;
}

const select = `a.id, a.name, a.parent_id AS "parentId", a.path, a.path_names AS "pathNames",
  ${countsSql("= a.id")} AS counts`;

const sortable = { name: { sql: "a.name" }, path: { sql: "array_to_string(a.path_names, E'\\n')" } } as const;

function toItem({ id, name, parentId, pathNames, counts }: AreaRow): AreaItem {
  return { id, name, parentId, path: pathNames, counts };
}

/** A page of areas. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listAreas(actor: Actor, query: AreaQuery): Promise<Listing<AreaItem>> {
  const { syncedAt, lateAt } = await openKind(actor, "areas");
  return listPage<AreaRow, AreaItem, keyof typeof sortable>({
    db: pool(),
    noun: "areas",
    query: { ...query },
    sortable,
    select,
    from: "area a",
    id: "a.id",
    where: (parameters) => {
      const where = ["a.gone_at IS NULL", ...matching("a.search", query.q, parameters)];
      const scope = actor.areaIds === null ? null : parameters.add(actor.areaIds);
      if (scope !== null) where.push(`a.path && ${scope}::text[]`);
      // The highest areas somebody may see are roots to them.
      if (query.parentId === "root" && scope !== null) where.push(`a.id = ANY (${scope}::text[])`);
      else if (query.parentId === "root") where.push("cardinality(a.path) = 1");
      else if (query.parentId !== undefined) where.push(`a.parent_id = ${parameters.add(query.parentId)}`);
      return where;
    },
    item: toItem,
    syncedAt,
    lateAt,
  });
}

interface DetailRow extends AreaRow {
  within: AreaDetail["within"];
  firstSeenAt: Date;
  changedAt: Date;
  syncedAt: Date;
  goneAt: Date | null;
}

/** One area. Throws ForbiddenError, and NotFoundError also for one that has gone. */
export async function readArea(actor: Actor, id: string): Promise<AreaDetail> {
  const [areas, { ageOf }] = await Promise.all([areasOf(actor), openKind(actor, "areas")]);
  withinAreas(areas, { noun: "area", id, areaIds: [id] });
  const { rows } = await pool().query<DetailRow>(
    `WITH below AS MATERIALIZED (SELECT id FROM area WHERE path @> ARRAY[$1] AND gone_at IS NULL)
     SELECT ${select}, ${countsSql("IN (SELECT id FROM below)")}
              || jsonb_build_object('areas', (SELECT count(*) FROM below WHERE id <> $1)) AS within,
            a.first_seen_at AS "firstSeenAt", a.changed_at AS "changedAt", a.synced_at AS "syncedAt",
            a.gone_at AS "goneAt"
       FROM area a WHERE a.id = $1`,
    [id],
  );
  const row = existing("area", rows[0]);
  return {
    ...toItem(row),
    areaPath: row.path.map((areaId, at) => ({ id: areaId, name: row.pathNames[at] ?? areaId })),
    within: row.within,
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    ...ageOf(row.syncedAt),
  };
}

/** Every area with what is directly inside, in one answer. */
export async function readAreaTree(actor: Actor): Promise<AreaTree> {
  const { syncedAt, lateAt } = await openKind(actor, "areas");
  const all = (table: string) =>
    `(SELECT area_id, count(*) AS n, count(*) FILTER (WHERE online = 'offline') AS offline
        FROM ${table} WHERE gone_at IS NULL GROUP BY area_id)`;
  // One look at each table costs less here than the counts of a thousand areas one by one.
  const { rows } = await pool().query<AreaTree["items"][number]>(
    `SELECT a.id, a.name, p.id AS "parentId",
            jsonb_build_object('cameras', coalesce(c.n, 0), 'camerasOffline', coalesce(c.offline, 0),
                               'doors', coalesce(d.n, 0), 'doorsOffline', coalesce(d.offline, 0),
                               'alarmInputs', coalesce(i.n, 0), 'alarmOutputs', coalesce(o.n, 0)) AS counts
       FROM area a
       LEFT JOIN area p ON p.id = a.parent_id AND p.gone_at IS NULL AND ($1::text[] IS NULL OR p.path && $1)
       LEFT JOIN ${all("camera")} c ON c.area_id = a.id LEFT JOIN ${all("door")} d ON d.area_id = a.id
       LEFT JOIN ${all("alarm_input")} i ON i.area_id = a.id LEFT JOIN ${all("alarm_output")} o ON o.area_id = a.id
      WHERE a.gone_at IS NULL AND ($1::text[] IS NULL OR a.path && $1) ORDER BY gh_fold(a.name), a.id`,
    [actor.areaIds],
  );
  return { items: rows, syncedAt: syncedAt?.toISOString() ?? null, lateAt: lateAt?.toISOString() ?? null };
}

/** An area somebody wants to change something in. Throws NotFoundError also for one outside of the actor's areas. */
export async function areaForChange(actor: Actor, id: string): Promise<{ id: string; name: string }> {
  withinAreas(await areasOf(actor), { noun: "area", id, areaIds: [id] });
  const { rows } = await pool().query<{ id: string; name: string; goneAt: Date | null }>(
    `SELECT id, name, gone_at AS "goneAt" FROM area WHERE id = $1`,
    [id],
  );
  const { name } = existing("area", rows[0]);
  return { id, name };
}

/** From the top to the area where something stands; the name that was told where the mirror knows no such area. */
export function areaPathOf(place: {
  areaId: string | null;
  areaName: string | null;
  areaPath: readonly string[] | null;
  areaPathNames: readonly string[] | null;
}): { id: string; name: string }[] {
  const { areaId, areaName, areaPath, areaPathNames } = place;
  if (areaId === null) return [];
  if (areaPath === null) return [{ id: areaId, name: areaName ?? areaId }];
  return areaPath.map((id, at) => ({ id, name: areaPathNames?.[at] ?? id }));
}
