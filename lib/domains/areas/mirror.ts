import type pg from "pg";
import { gateway } from "@/lib/gateway";
import { listAreas } from "@/lib/gateway/endpoints";
import type { MirrorSource } from "@/lib/domains/sync/mirror";

/**
 * Ids and names from the root to each area. An area whose parent has gone hangs on the path the parent had; areas
 * whose parents are unknown, or go round in a circle, stand at the top. Gone areas keep the path they had.
 */
export async function placeAreas(tx: pg.PoolClient): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `WITH RECURSIVE walk AS (
       SELECT a.id, coalesce(p.path, '{}') || a.id AS path, coalesce(p.path_names, '{}') || a.name AS names
         FROM area a LEFT JOIN area p ON p.id = a.parent_id
        WHERE a.gone_at IS NULL AND (p.id IS NULL OR p.gone_at IS NOT NULL)
       UNION ALL
       SELECT a.id, w.path || a.id, w.names || a.name
         FROM walk w JOIN area a ON a.parent_id = w.id WHERE a.gone_at IS NULL)
     UPDATE area a SET path = placed.path, path_names = placed.names
       FROM (SELECT o.id, coalesce(w.path, ARRAY[o.id]) AS path, coalesce(w.names, ARRAY[o.name]) AS names
               FROM area o LEFT JOIN walk w ON w.id = o.id WHERE o.gone_at IS NULL) AS placed
      WHERE a.id = placed.id AND (a.path, a.path_names) IS DISTINCT FROM (placed.path, placed.names)
     RETURNING a.id`,
  );
  return rows.map((row) => row.id);
}

export const areaMirror: MirrorSource = {
  kind: "areas",
  table: "area",
  columns: { name: "text", parent_id: "text" },
  search: ["name"],
  area: "id",
  initial: { path: "ARRAY[v.id]", path_names: "ARRAY[v.name]" },
  settle: placeAreas,
  read: async (page, signal) => {
    const { items, ...rest } = await gateway().call(listAreas, page, { lane: "sweeps", signal });
    return { ...rest, items: items.map(({ id, name, parentId }) => ({ id, name, parent_id: parentId })) };
  },
};
