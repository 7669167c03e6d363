/** What of the database is kept, and how it is read and compared. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { migrationNames } from "@/lib/db/migrate";
import { Failure } from "./failure";
import type { Manifest, TableEntry } from "./manifest";

export const prismaFolder = resolve(import.meta.dirname, "../../prisma");

/** Means nothing at another time: who holds or waits for what just now, and events that open pages have had. */
const momentary: ReadonlySet<string> = new Set([
  ...["_prisma_migrations", "lease", "duty", "bus_event", "host_health", "file_look"],
  ...["gateway_slot", "gateway_waiter", "gateway_process", "gateway_lane_use", "gateway_usage", "gateway_state"],
]);

/** Rows are written and compared as text, which depends on these. */
const sameText = `SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';
  SET bytea_output = 'hex'; SET extra_float_digits = 1; SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0; SET client_encoding = 'UTF8'`;

/** A connection for reading or loading a backup. The caller ends it. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: "gatehouse backup", keepAlive: true });
  // A lost connection makes the statement under way fail; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(sameText);
  } catch (error) {
    const { host, pathname } = new URL(url);
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new Failure(
      "failed",
      `The database ${pathname.slice(1)} at ${host} cannot be reached (${reason}): check DATABASE_URL and the server.`,
    );
  }
  return client;
}

export type TableShape = Pick<TableEntry, "name" | "columns">;

/** Tables that are kept, each after those it refers to. */
export async function keptTables(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape & { refers: string[] }>(
    `SELECT c.relname AS name,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            ARRAY(SELECT DISTINCT r.relname::text FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid
                   WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid <> c.oid) AS refers
       FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      ORDER BY c.relname`,
  );
  const waiting = new Map(rows.filter(({ name }) => !momentary.has(name)).map((row) => [row.name, row]));
  const ordered: TableShape[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(({ refers }) => !refers.some((name) => waiting.has(name)));
    if (free.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${[...waiting.keys()].join(", ")}.`);
    for (const { name, columns } of free) {
      ordered.push({ name, columns });
      waiting.delete(name);
    }
  }
  return ordered;
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const columnList = ({ columns }: TableShape) => columns.map(quoted).join(", ");

/** Rows as COPY writes them, a chunk at a time. */
export function copyOut(client: pg.Client, table: TableShape): AsyncIterable<Uint8Array> {
  return client.query(copyTo(`COPY ${quoted(table.name)} (${columnList(table)}) TO STDOUT`));
}

export const copyInStatement = (table: TableShape) => `COPY ${quoted(table.name)} (${columnList(table)}) FROM STDIN`;

/** How many rows, and a sum over them that no order changes but every other change does. */
export async function contentOf(client: pg.Client, table: TableShape): Promise<Pick<TableEntry, "rows" | "content">> {
  const { rows } = await client.query<{ rows: string; content: string }>(
    `SELECT count(*) AS rows,
            coalesce(sum(('x' || left(md5(ROW(${columnList(table)})::text), 15))::bit(60)::bigint::numeric), 0)::text
              AS content
       FROM ${quoted(table.name)}`,
  );
  return { rows: Number(rows[0]?.rows), content: rows[0]?.content ?? "" };
}

/** Reads what the manifest tells about the database as a whole, in the caller's snapshot. */
export async function describeDatabase(
  client: pg.Client,
): Promise<Pick<Manifest, "server" | "migrations" | "mode" | "installation">> {
  const about = await client.query<{ server: number; known: boolean }>(
    `SELECT current_setting('server_version_num')::int AS server,
            to_regclass('public.installation') IS NOT NULL AND to_regclass('public._prisma_migrations') IS NOT NULL
              AS known`,
  );
  const nothing = new Failure("refused", "There is no installation in this database: start Gatehouse once first.");
  const { server = 0, known = false } = about.rows[0] ?? {};
  if (!known) throw nothing;
  const [migrations, installation] = [
    await client.query<{ name: string; checksum: string }>(
      `SELECT migration_name AS name, checksum FROM _prisma_migrations
        WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
    ),
    await client.query<{ mode: Manifest["mode"]; base_url: string; app_key_hash: string }>(
      "SELECT mode, base_url, app_key_hash FROM installation WHERE id = 1",
    ),
  ];
  const [own] = installation.rows;
  if (own === undefined) throw nothing;
  return {
    server,
    migrations: migrations.rows,
    mode: own.mode,
    installation: { baseUrl: own.base_url, appKeyHash: own.app_key_hash },
  };
}

export async function sequencesOf(client: pg.Client): Promise<Manifest["sequences"]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
      WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname`,
  );
  const found: Manifest["sequences"] = [];
  for (const { name } of rows) {
    const state = await client.query<{ value: string; called: boolean }>(
      `SELECT last_value AS value, is_called AS called FROM ${quoted(name)}`,
    );
    if (state.rows[0] !== undefined) found.push({ name, ...state.rows[0] });
  }
  return found;
}

/** Throws Failure unless this Gatehouse has exactly the migrations that the backup was made with. */
export function checkMigrations({ app, migrations }: Manifest): void {
  const folder = join(prismaFolder, "migrations");
  const known = new Set(migrationNames(folder));
  for (const { name, checksum } of migrations) {
    if (!known.has(name)) {
      throw new Failure(
        "refused",
        `The backup was made by a newer Gatehouse (${app}, with ${name}): restore it with that version or a later one.`,
      );
    }
    const mine = createHash("sha256")
      .update(readFileSync(join(folder, name, "migration.sql")))
      .digest("hex");
    if (mine !== checksum) {
      throw new Failure("refused", `The backup's database was made by another text of the migration ${name}.`);
    }
  }
}
