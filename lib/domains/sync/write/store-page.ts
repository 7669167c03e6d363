/** SQL that stores a page of rows: one statement a page, and little work for rows that did not change. */

type ColumnType = "text" | "text[]" | "integer" | "boolean" | "timestamptz" | "jsonb";

/** How a kind lies in its table. All of it is SQL written in our code. */
export interface MirrorTable {
  table: string;
  /** Columns that come from the gateway, besides `id`. */
  columns: Readonly<Record<string, ColumnType>>;
  /** Columns that keep their value when the gateway leaves them out. */
  sticky?: readonly string[];
  /** Columns that searches look in. */
  search: readonly string[];
  /** Column with the area that a row belongs to; null when it belongs to none. */
  area: "area_id" | "id" | null;
  /** Further columns of a new row, as expressions over its values `v`. */
  initial?: Readonly<Record<string, string>>;
}

/** A row as it comes from the gateway, under the names of its columns. */
export type MirrorRow = { readonly id: string } & Readonly<Record<string, unknown>>;

const unstorable = /\0|[\ud800-\udfff]/gu;

/** The rows as JSON for `pageStatement`; what PostgreSQL cannot hold in text becomes U+FFFD, all else stays as it is. */
export function jsonRows(rows: readonly MirrorRow[]): string {
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "string" ? value.replace(unstorable, "\ufffd") : value,
  );
}

const list = (items: readonly string[]) => items.join(", ");

/**
 * $1: rows as JSON, each id once; $2: id of the sweep; $3: when the page was asked for. Rows that were changed here
 * since then keep their values. Returns the ids that changed, the areas they are or were in, and how many rows the
 * sweep had not seen before (`changed`, `areas`, `fresh`).
 */
export function pageStatement({ table, columns, sticky = [], search, area, initial = {} }: MirrorTable): string {
  const names = Object.keys(columns);
  const merged = names.map((name) =>
    sticky.includes(name) ? `coalesce(p.${name}, t.${name}) AS ${name}` : `p.${name}`,
  );
  const extra = Object.entries(initial);
  const updated = [...names, "search", "hash"].map((name) => `${name} = EXCLUDED.${name}`);
  if ("online" in columns) {
    updated.push(
      `online_since = CASE WHEN t.online = EXCLUDED.online THEN t.online_since ELSE EXCLUDED.changed_at END`,
    );
  }
  const areaOf = (alias: string) => (area === null ? "NULL::text" : `${alias}.${area}`);
  return `
    WITH came AS MATERIALIZED (
      SELECT p.id, ${list(merged)}, t.hash AS old_hash, ${areaOf("t")} AS old_area, t.sweep_id AS old_sweep,
             t.id IS NOT NULL AND t.changed_at >= $3 AS newer_here, t.gone_at IS NOT NULL AS was_gone
        FROM jsonb_to_recordset($1::jsonb) AS p(id text, ${list(names.map((name) => `${name} ${columns[name]}`))})
        LEFT JOIN ${table} t ON t.id = p.id),
    v AS MATERIALIZED (
      SELECT *, encode(sha256(convert_to(jsonb_build_array(${list(names)})::text, 'UTF8')), 'hex') AS new_hash FROM came),
    unchanged AS (
      SELECT id FROM v WHERE newer_here OR (old_hash = new_hash AND NOT was_gone)),
    stamped AS (
      UPDATE ${table} t SET sweep_id = $2, synced_at = clock_timestamp() FROM unchanged u WHERE t.id = u.id),
    written AS (
      INSERT INTO ${table} AS t (id, ${list(names)}, search, hash, sweep_id, ${extra.map(([name]) => `${name}, `).join("")}synced_at, changed_at)
      SELECT v.id, ${list(names.map((name) => `v.${name}`))},
             gh_fold(concat_ws(E'\\n', ${list(search.map((name) => `v.${name}`))})),
             new_hash, $2, ${extra.map(([, sql]) => `${sql}, `).join("")}clock_timestamp(), clock_timestamp()
        FROM v WHERE id NOT IN (SELECT id FROM unchanged) ORDER BY id
      ON CONFLICT (id) DO UPDATE
        SET ${list(updated)}, sweep_id = $2, gone_at = NULL, synced_at = EXCLUDED.synced_at, changed_at = EXCLUDED.changed_at
        WHERE t.changed_at < $3
      RETURNING t.id, ${areaOf("t")} AS new_area)
    SELECT coalesce((SELECT array_agg(id) FROM written), '{}') AS changed,
           coalesce((SELECT array_agg(DISTINCT a) FROM written w JOIN v USING (id), unnest(ARRAY[v.old_area, w.new_area]) AS a
                      WHERE a IS NOT NULL), '{}') AS areas,
           (SELECT count(*)::int FROM v WHERE old_sweep IS DISTINCT FROM $2::bigint) AS fresh`;
}
