/** Names beside the chain go with the last entry that mentions them. */
import type pg from "pg";

interface Named {
  kind: string;
  id: string;
}

/**
 * The names that entries up to `through` mention, held until the transaction ends: an entry that is just being written
 * about one of them either holds it already, which leaves it out here, or writes it anew afterwards.
 */
export async function holdNames(tx: pg.PoolClient, through: number): Promise<Named[]> {
  const { rows } = await tx.query<Named>(
    `SELECT n.kind, n.id FROM audit_name n
      WHERE (n.kind, n.id) IN (
              SELECT o ->> 'kind', o ->> 'id' FROM audit_entry e, jsonb_array_elements(e.body::jsonb -> 'objects') o
               WHERE e.seq <= $1
               UNION SELECT 'user', e.actor_id FROM audit_entry e WHERE e.seq <= $1)
        FOR UPDATE SKIP LOCKED`,
    [through],
  );
  return rows;
}

/** Forgets those of these names that no entry mentions any more. Returns how many. */
export async function forgetUnmentioned(tx: pg.PoolClient, names: readonly Named[]): Promise<number> {
  // In this order: of whoever acts every day the first look finds an entry, while the second would find them all.
  const { rowCount } = await tx.query(
    `DELETE FROM audit_name n USING unnest($1::text[], $2::text[]) AS old (kind, id)
      WHERE n.kind = old.kind AND n.id = old.id
        AND NOT CASE WHEN n.kind = 'user' AND EXISTS (SELECT 1 FROM audit_entry e WHERE e.actor_id = n.id) THEN true
                     ELSE EXISTS (SELECT 1 FROM audit_entry e
                                   WHERE (e.body::jsonb -> 'objects')
                                         @> jsonb_build_array(jsonb_build_object('kind', n.kind, 'id', n.id))) END`,
    [names.map(({ kind }) => kind), names.map(({ id }) => id)],
  );
  return rowCount ?? 0;
}
