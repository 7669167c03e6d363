import type { Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { servesAreas } from "@/lib/domains/devices/read";
import { matching } from "@/lib/domains/sync/read";
import { readPermission } from "@/lib/domains/sync/schema";
import { SqlParameters } from "@/lib/http/keyset";
import { type SearchHit, type SearchHits, type SearchKind, searchKinds } from "./schema";

const perKind = 5;

interface Source {
  from: string;
  path: string;
  serial: string;
  state: string;
  /** Condition for what lies within the areas of a parameter. */
  within: (areas: string) => string;
}

const inAreas = (areas: string) => `e.area_id = ANY (${areas})`;

/** Table of each kind and what is shown of it; constants, never input. */
const sources: Readonly<Record<SearchKind, Source>> = {
  areas: {
    from: "area e",
    path: "e.path_names[:cardinality(e.path_names) - 1]",
    serial: "NULL",
    state: "NULL",
    within: (areas) => `e.id = ANY (${areas})`,
  },
  cameras: {
    from: "camera e LEFT JOIN area a ON a.id = e.area_id",
    path: "a.path_names",
    serial: "e.device_serial",
    state: "e.online",
    within: inAreas,
  },
  devices: {
    from: "device e",
    path: "NULL::text[]",
    serial: "e.serial",
    state: "e.online",
    within: (areas) => servesAreas("e.id", areas),
  },
  doors: {
    from: "door e LEFT JOIN area a ON a.id = e.area_id",
    path: "a.path_names",
    serial: "e.device_serial",
    state: "e.online",
    within: inAreas,
  },
};

/** Words in names, serials and areas of everything the actor may read, in one trip to the database. */
export async function search(actor: Actor, q: string): Promise<SearchHits> {
  const kinds = searchKinds.filter((kind) => may(actor, readPermission[kind]));
  if (kinds.length === 0) return { items: [] };
  const areas = await areasOf(actor);
  const parameters = new SqlParameters();
  const start = `starts_with(gh_fold(e.name), gh_fold(${parameters.add(q.replaceAll("\0", ""))}))`;
  const parts = kinds.map((kind) => {
    const { from, path, serial, state, within } = sources[kind];
    const conditions = ["e.gone_at IS NULL", ...matching("e.search", q, parameters)];
    if (areas !== null) conditions.push(within(parameters.add(areas)));
    const where = conditions.join(" AND ");
    return `(SELECT '${kind}' AS kind, e.id, e.name, coalesce(${path}, '{}') AS path, ${serial} AS serial, ${state} AS state
               FROM ${from} WHERE ${where} ORDER BY ${start} DESC, e.name, e.id LIMIT ${perKind})`;
  });
  const { rows } = await pool().query<SearchHit>(parts.join(" UNION ALL "), parameters.values);
  return { items: rows };
}
