/** Loads a checked backup into an empty database and folder. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { migrate } from "@/lib/db/migrate";
import { readArchive } from "./archive";
import { partOf } from "./check";
import { Failure } from "./failure";
import { formatName, manifestName, secretName, type Manifest, type TableEntry } from "./manifest";
import { connect, copyInStatement, prismaFolder, quoted } from "./tables";

export interface LoadOptions {
  file: string;
  passphrase: string;
  /** As `checkBackup` returned it. */
  manifest: Manifest;
  /** Address of an empty database, as a role that may make tables. */
  url: string;
  /** Takes media, results and secret; null: they are read and dropped. */
  dataDir: string | null;
}

interface Trigger {
  table: string;
  name: string;
  mode: "O" | "A" | "R";
}

const enabling = { O: "ENABLE", A: "ENABLE ALWAYS", R: "ENABLE REPLICA" } as const;

/**
 * Triggers that guard a table against changes would also guard it against its own past. The owner of the tables may
 * rest them for this transaction, also on a managed database without a superuser; keys between tables stay checked.
 */
async function restTriggers(client: pg.Client, tables: readonly TableEntry[]): Promise<Trigger[]> {
  const { rows } = await client.query<Trigger>(
    `SELECT c.relname AS table, t.tgname AS name, t.tgenabled AS mode
       FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1)
        AND NOT t.tgisinternal AND t.tgenabled <> 'D'`,
    [tables.map(({ name }) => name)],
  );
  for (const table of new Set(rows.map((row) => row.table))) {
    await client.query(`ALTER TABLE ${quoted(table)} DISABLE TRIGGER USER`);
  }
  return rows;
}

/** Rows that the migrations put there themselves give way to those of the backup. */
async function emptyTables(client: pg.Client, tables: readonly TableEntry[]): Promise<void> {
  for (const { name } of tables.toReversed()) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (rowCount !== 0) await client.query(`DELETE FROM ${quoted(name)}`);
  }
}

/** The COPY under way: the chunks of one table follow each other. */
class Copying {
  readonly #stream: Writable & { rowCount: number };
  #failed: Error | undefined;

  constructor(
    client: pg.Client,
    readonly table: TableEntry,
  ) {
    this.#stream = client.query(copyFrom(copyInStatement(table)));
    this.#stream.on("error", (error) => (this.#failed = error));
  }

  async write(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of bytes) {
      if (this.#failed !== undefined) throw this.#failed;
      if (!this.#stream.write(chunk)) await once(this.#stream, "drain");
    }
  }

  async end(): Promise<void> {
    if (this.#failed !== undefined) throw this.#failed;
    const done = once(this.#stream, "finish");
    this.#stream.end();
    await done;
    const { rowCount } = this.#stream;
    if (rowCount === this.table.rows) return;
    throw new Failure(
      "damaged",
      `Of ${this.table.rows} rows of ${this.table.name} only ${rowCount} are in the backup.`,
    );
  }

  /** So that the server forgets what it got, and the connection can be used again. */
  abandon(): void {
    this.#stream.destroy();
  }
}

async function keepFile(dataDir: string, name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = join(dataDir, name);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(file, { flags: "wx", mode: 0o600 }));
  const handle = await open(file);
  await handle.sync().finally(() => handle.close());
}

async function copyAll(client: pg.Client, { file, passphrase, manifest, dataDir }: LoadOptions): Promise<void> {
  const tables = new Map(manifest.tables.map((table) => [`tables/${table.name}`, table]));
  let copying: Copying | null = null;
  const endCopying = async () => {
    const current = copying;
    copying = null;
    await current?.end();
  };
  try {
    await readArchive(file, passphrase, async (name, _size, bytes) => {
      const table = tables.get(partOf(name)?.part ?? "");
      if (table !== undefined) {
        if (copying?.table !== table) {
          await endCopying();
          copying = new Copying(client, table);
        }
        return copying.write(bytes);
      }
      await endCopying();
      if (dataDir === null || name === formatName || name === manifestName) for await (const _ of bytes);
      else if (name === secretName) await keepSecret(dataDir, bytes);
      else await keepFile(dataDir, name, bytes);
    });
    await endCopying();
  } catch (error) {
    (copying as Copying | null)?.abandon();
    throw error;
  }
}

async function keepSecret(dataDir: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  await writeFile(join(dataDir, "secret"), Buffer.concat(chunks), { mode: 0o600, flag: "wx" });
}

/** Makes the schema as it was, then fills it in one transaction: all of it, or nothing. */
export async function loadBackup(options: LoadOptions): Promise<void> {
  const { manifest, url } = options;
  await migrate({ url, prismaFolder, only: manifest.migrations.map(({ name }) => name) });
  const client = await connect(url);
  try {
    await client.query("BEGIN");
    const rested = await restTriggers(client, manifest.tables);
    await emptyTables(client, manifest.tables);
    await copyAll(client, options);
    for (const { name, value, called } of manifest.sequences) {
      await client.query("SELECT setval($1::regclass, $2::bigint, $3)", [`public.${quoted(name)}`, value, called]);
    }
    for (const { table, name, mode } of rested) {
      await client.query(`ALTER TABLE ${quoted(table)} ${enabling[mode]} TRIGGER ${quoted(name)}`);
    }
    await client.query("COMMIT");
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What must not go on as if no time had passed; in a database of the present schema. */
const fresh: readonly string[] = [
  "UPDATE session SET ended_at = clock_timestamp() WHERE ended_at IS NULL",
  "DELETE FROM sign_in_attempt",
  // What was carried out after the backup is not known here: nothing is sent or opened a second time.
  "UPDATE user_link SET used_at = clock_timestamp() WHERE used_at IS NULL",
  "UPDATE job_row SET state = 'unknown', ended_at = clock_timestamp() WHERE state IN ('waiting', 'sent')",
  `UPDATE job j SET state = 'failed', finished_at = clock_timestamp(), error = 'A backup was restored meanwhile.',
          remedy = 'See what became of it, and start it again if need be.',
          unknown = (SELECT count(*) FROM job_row r WHERE r.job_id = j.id AND r.state = 'unknown')
    WHERE finished_at IS NULL`,
  // Pages that were open before the restore hold a position of the bus. With time in its upper digits no position
  // of the past can look like one of the present, however often the same backup is restored.
  "UPDATE bus_head SET seq = greatest(seq, floor(extract(epoch FROM clock_timestamp()))::bigint * 1000000)",
  "ANALYZE",
];

/** Brings a loaded database to the present: newest schema, nobody signed in, live pages read anew. */
export async function bringUpToDate(url: string): Promise<string[]> {
  const applied = await migrate({ url, prismaFolder });
  const client = await connect(url);
  try {
    for (const statement of fresh) await client.query(statement);
  } finally {
    await client.end();
  }
  return applied;
}
