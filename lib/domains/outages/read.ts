import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { servesAreas } from "@/lib/domains/devices/read";
import { matching, mirrorTables, openKind } from "@/lib/domains/sync/read";
import { readPermission } from "@/lib/domains/sync/schema";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { OutageItem, OutageQuery } from "./schema";
import { outageKinds, type OutageKind } from "./terms";

const offline = outageKinds
  .map(
    (kind) =>
      `SELECT '${kind}' AS kind, id, name, search, ${kind === "devices" ? "NULL AS area_id" : "area_id"},
              coalesce(online_since, first_seen_at) AS since, online_since IS NULL AS before
         FROM ${mirrorTables[kind]} WHERE gone_at IS NULL AND online = 'offline'`,
  )
  .join(" UNION ALL ");

const sortable = {
  // Those that were offline when first seen come after all whose beginning is known.
  duration: {
    sql: "(CASE WHEN o.before THEN 1e14 ELSE 0 END - extract(epoch FROM o.since) * 1000)::bigint",
    type: "bigint",
  },
  name: { sql: "o.name" },
  kind: { sql: "(o.kind || E'\\n' || o.name)" },
} as const;

interface OutageRow {
  kind: OutageKind;
  objectId: string;
  name: string;
  area: string[] | null;
  since: Date;
  before: boolean;
}

const toItem = ({ kind, objectId, name, area, since, before }: OutageRow): OutageItem => ({
  id: `${kind}:${objectId}`,
  kind,
  objectId,
  name,
  area,
  since: since.toISOString(),
  sinceBefore: before,
});

/** Null for none at all, and where one of them is not known. */
function earliest(times: readonly (Date | null)[]): Date | null {
  const known = times.filter((time) => time !== null).map((time) => time.getTime());
  return known.length === 0 || known.length < times.length ? null : new Date(Math.min(...known));
}

/** What is offline among what the actor may read, newest first unless sorted. Throws ForbiddenError, BadRequestError. */
export async function listOutages(actor: Actor, query: OutageQuery): Promise<Listing<OutageItem>> {
  const readable = outageKinds.filter((kind) => may(actor, readPermission[kind]));
  const [areas, ...ages] = await Promise.all([areasOf(actor), ...readable.map((kind) => openKind(actor, kind))]);
  return listPage<OutageRow, OutageItem, keyof typeof sortable>({
    db: pool(),
    noun: "outages",
    query: { ...query },
    sortable,
    select: `o.kind, o.id AS "objectId", o.name, a.path_names AS area, o.since, o.before`,
    from: `(${offline}) o LEFT JOIN area a ON a.id = o.area_id`,
    id: "(o.kind || ':' || o.id)",
    where: (parameters) => {
      const kinds = readable.filter((kind) => query.kind?.includes(kind) ?? true);
      const where = [`o.kind = ANY (${parameters.add(kinds)})`, ...matching("o.search", query.q, parameters)];
      if (areas !== null) {
        const list = parameters.add(areas);
        where.push(`(o.area_id = ANY (${list}) OR o.kind = 'devices' AND ${servesAreas("o.id", list)})`);
      }
      if (query.areaId !== undefined) where.push(`a.path @> ARRAY[${parameters.add(query.areaId)}]`);
      return where;
    },
    item: toItem,
    // The age of the list is the age of its oldest part; a part that was never read has none.
    syncedAt: earliest(ages.map(({ syncedAt }) => syncedAt)),
    lateAt: earliest(ages.map(({ lateAt }) => lateAt)),
  });
}
