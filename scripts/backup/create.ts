/** Makes a backup while Gatehouse runs or rests: one snapshot of the database, then the files it speaks of. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { open, readdir, type FileHandle } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Settings } from "@/lib/env";
import { writeArchive, type ArchiveWriter, type Lock } from "./archive";
import { Failure, type Say } from "./failure";
import {
  folders,
  formatName,
  formatText,
  Manifest,
  manifestName,
  secretName,
  Tally,
  type Folder,
  type FolderEntry,
  type TableEntry,
} from "./manifest";
import { openSource } from "./places";
import {
  connect,
  contentOf,
  copyOut,
  describeDatabase,
  keptTables,
  quoted,
  sequencesOf,
  type TableShape,
} from "./tables";

/** A tar entry tells its length first, so rows are collected up to here. */
const entryBytes = 1024 * 1024;

export interface CreateOptions {
  settings: Settings;
  /** Must not exist. */
  file: string;
  lock: Lock;
  say: Say;
}

type Client = Awaited<ReturnType<typeof connect>>;

async function addTable(archive: ArchiveWriter, client: Client, table: TableShape): Promise<TableEntry> {
  const tally = new Tally();
  let waiting: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  const pass = async () => {
    const bytes = waiting;
    const total = size;
    waiting = [];
    size = 0;
    await archive.add(`tables/${table.name}/${String(++number).padStart(8, "0")}`, total, bytes);
  };
  for await (const chunk of copyOut(client, table)) {
    tally.add(chunk);
    waiting.push(chunk);
    size += chunk.length;
    if (size >= entryBytes) await pass();
  }
  if (size > 0) await pass();
  return { ...table, ...(await contentOf(client, table)), bytes: tally.bytes, sha256: tally.digest() };
}

/** Exactly `size` bytes: a file that grows meanwhile is cut, one that shrinks fails. */
async function* counted(file: FileHandle, size: number, tally: Tally): AsyncGenerator<Uint8Array> {
  if (size === 0) return;
  const stream = file.createReadStream({ end: size - 1, autoClose: false });
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    tally.add(chunk);
    yield chunk;
  }
}

async function* filesBelow(folder: string, prefix: string): AsyncGenerator<string> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, path);
    else if (entry.isFile()) yield path;
  }
}

/** A picture replaced while we copy is gone; the console fetches another, so that is no failure. */
async function addFolder(archive: ArchiveWriter, dataDir: string, name: Folder): Promise<FolderEntry> {
  const folder = join(dataDir, name);
  const tally = new Tally();
  if (existsSync(folder)) {
    for await (const path of filesBelow(folder, "")) {
      // A picture that is still being fetched is nobody's yet.
      if (name === "media" && path.startsWith("drafts/")) continue;
      const file = await open(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
      if (file === null) continue;
      try {
        const { size } = await file.stat();
        tally.file(path, size);
        await archive.add(`${name}/${path}`, size, counted(file, size, tally));
      } finally {
        await file.close();
      }
    }
  }
  return { name, files: tally.files, bytes: tally.bytes, sha256: tally.digest() };
}

async function addText(archive: ArchiveWriter, name: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  await archive.add(name, bytes.length, [bytes]);
}

/** The version of the code that runs. */
export function appVersion(): string {
  const text = readFileSync(resolve(import.meta.dirname, "../../package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Writes a new backup. Throws Failure; then no file is left by the caller's clean-up. */
export async function createBackup({ settings, file, lock, say }: CreateOptions): Promise<Manifest> {
  const { bucket } = settings;
  if (bucket !== null)
    say(`Not in the backup: pictures and films in the bucket ${bucket.name}. Copy them as its owner can.`);
  const database = await openSource(settings, say);
  let manifest: Manifest | undefined;
  try {
    const client = await connect(database.owner);
    try {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const about = await describeDatabase(client);
      if (about.mode !== settings.mode) {
        throw new Failure(
          "refused",
          `The database holds a ${about.mode} installation; these settings are ${settings.mode}.`,
        );
      }
      const shapes = await keptTables(client);
      // A migration that wants to change a table waits until we have read it.
      await client.query(`LOCK TABLE ${shapes.map(({ name }) => quoted(name)).join(", ")} IN ACCESS SHARE MODE`);
      await writeArchive(file, lock, async (archive) => {
        await addText(archive, formatName, formatText);
        const tables: TableEntry[] = [];
        for (const shape of shapes) tables.push(await addTable(archive, client, shape));
        // Sequences know no snapshots: read last, they are never behind the rows.
        const sequences = await sequencesOf(client);
        await client.query("COMMIT");
        const kept: FolderEntry[] = [];
        for (const name of folders) kept.push(await addFolder(archive, settings.dataDir, name));
        const secretFile = join(settings.dataDir, "secret");
        const secret = settings.secret === null && existsSync(secretFile) ? readFileSync(secretFile) : null;
        if (secret !== null) await archive.add(secretName, secret.length, [secret]);
        manifest = Manifest.parse({
          ...about,
          app: appVersion(),
          createdAt: new Date().toISOString(),
          tables,
          sequences,
          folders: kept,
          secret: secret === null ? null : createHash("sha256").update(secret).digest("hex"),
        } satisfies Manifest);
        await addText(archive, manifestName, JSON.stringify(manifest));
      });
    } finally {
      await client.end().catch(() => undefined);
    }
  } finally {
    await database.close();
  }
  if (manifest === undefined) throw new Error("The backup ended without a manifest.");
  return manifest;
}
