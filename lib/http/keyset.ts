/**
 * Lists in plain SQL, page by page after the last row seen (keyset paging): no page repeats or loses a row because
 * others come and go, and the hundredth page costs what the first does.
 */
import type { Queryable } from "@/lib/db/transaction";
import { decodeCursor, encodeCursor, type CursorScope, type Position } from "./cursor";
import { EXACT_TOTAL, type Listing, type ListQuery } from "./list";

/** A column to sort by. All of it is SQL written in our code; nothing of it comes from a request. */
export interface SortColumn {
  sql: string;
  /** PostgreSQL type of the column; `text` when absent. */
  type?: "text" | "integer" | "bigint" | "timestamptz";
  /** Rows without a value come last, whichever way the list is sorted. */
  nullable?: boolean;
}

/** Parameters of one statement: `$1`, `$2` … in the order they were added. */
export class SqlParameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

export interface Keyset {
  orderBy: string;
  /** Condition for the rows after the position; null on the first page. */
  after: string | null;
}

/** ORDER BY and condition for (column, id), where `idSql` names a unique text column. */
export function keyset(
  column: SortColumn,
  descending: boolean,
  idSql: string,
  position: Position | null,
  parameters: SqlParameters,
): Keyset {
  const direction = descending ? "DESC" : "ASC";
  const beyond = descending ? "<" : ">";
  // Said only where it matters: with NULLS LAST a descending sort cannot walk the plain index backwards.
  const nulls = column.nullable === true ? " NULLS LAST" : "";
  const orderBy = `${column.sql} ${direction}${nulls}, ${idSql} ${direction}`;
  if (position === null) return { orderBy, after: null };
  const id = parameters.add(position.id);
  if (position.value === null) return { orderBy, after: `(${column.sql} IS NULL AND ${idSql} ${beyond} ${id})` };
  const value = `${parameters.add(position.value)}::${column.type ?? "text"}`;
  const row = `(${column.sql}, ${idSql}) ${beyond} (${value}, ${id})`;
  return { orderBy, after: column.nullable === true ? `(${row} OR ${column.sql} IS NULL)` : row };
}

export interface PageOptions<Row extends object, Item, Field extends string> {
  db: Queryable;
  /** Name of the list, such as `cameras`; binds the cursor. */
  noun: string;
  query: ListQuery<Field> & Record<string, unknown>;
  sortable: Record<Field, SortColumn>;
  /** Column list, table and joins; SQL written in our code. */
  select: string;
  from: string;
  /** The table alone, where no condition is about the others: then an index may be enough to count. */
  counted?: string;
  /** A unique text column; `id` when absent. */
  id?: string;
  /** Adds its values to `parameters` and returns conditions, all of which must hold. */
  where: (parameters: SqlParameters) => string[];
  item: (row: Row) => Item;
  syncedAt: Date | null;
  /** Left out where nothing is synchronised. */
  lateAt?: Date | null;
}

const all = (conditions: readonly string[]) => (conditions.length === 0 ? "true" : conditions.join(" AND "));

async function countUpTo<Row extends object, Item, Field extends string>(options: PageOptions<Row, Item, Field>) {
  const parameters = new SqlParameters();
  const where = all(options.where(parameters));
  const limit = parameters.add(EXACT_TOTAL + 1);
  const { rows } = await options.db.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM (SELECT 1 FROM ${options.counted ?? options.from} WHERE ${where} LIMIT ${limit}) AS counted`,
    parameters.values,
  );
  return rows[0]?.total ?? 0;
}

/** One page of a list. Throws BadRequestError when the cursor is not one of this list, sort and filters. */
export async function listPage<Row extends object, Item, Field extends string>(
  options: PageOptions<Row, Item, Field>,
): Promise<Listing<Item>> {
  const { cursor, limit, sort, ...filters } = options.query;
  const scope: CursorScope = { noun: options.noun, sort: `${sort.descending ? "-" : ""}${sort.field}`, filters };
  const position = cursor === undefined ? null : decodeCursor(cursor, scope);
  const column = options.sortable[sort.field];
  const id = options.id ?? "id";
  const parameters = new SqlParameters();
  const conditions = options.where(parameters);
  const { orderBy, after } = keyset(column, sort.descending, id, position, parameters);
  const { rows } = await options.db.query<Row & { gh_sort: string | null; gh_id: string }>(
    `SELECT ${options.select}, (${column.sql})::text AS gh_sort, (${id})::text AS gh_id
       FROM ${options.from} WHERE ${all(after === null ? conditions : [...conditions, after])}
      ORDER BY ${orderBy} LIMIT ${parameters.add(limit + 1)}`,
    parameters.values,
  );
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const onePage = position === null && rows.length <= limit;
  const total = onePage ? rows.length : await countUpTo(options);
  return {
    items: shown.map((row) => options.item(row)),
    nextCursor: last === undefined ? null : encodeCursor({ value: last.gh_sort, id: last.gh_id }, scope),
    ...(total > EXACT_TOTAL ? { total: null, totalAtLeast: EXACT_TOTAL } : { total }),
    syncedAt: options.syncedAt?.toISOString() ?? null,
    lateAt: options.lateAt?.toISOString() ?? null,
  };
}
