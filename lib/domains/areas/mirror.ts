import type pg from "pg";
import { gateway } from "@/lib/gateway";
import { listAreas, type Area } from "@/lib/gateway/endpoints";
import { transaction } from "@/lib/db/transaction";
import { storeRows, type MirrorSource } from "@/lib/domains/sync/mirror";

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

const toRow = ({ id, name, parentId }: Area) => ({ id, name, parent_id: parentId });

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
    return { ...rest, items: items.map(toRow) };
  },
};

/**
 * Reads the areas right below one again, or those at the top, and stores them. Resolves to whether one of this name is
 * among them. Throws GatewayError.
 */
export async function rereadAreas(parentId: string | null, name: string, signal: AbortSignal): Promise<boolean> {
  const input = { page: 1, pageSize: 500, includeSubAreas: false, ...(parentId === null ? {} : { parentId }) };
  const { items } = await gateway().call(listAreas, input, { lane: "interactive", signal });
  await transaction((tx) => storeRows(tx, areaMirror, items.map(toRow)));
  return items.some((area) => area.name === name && area.parentId === parentId);
}
