/**
 * Applies `prisma/migrations` with Prisma's own engine in its WebAssembly form: the same
 * `_prisma_migrations` table as `prisma migrate deploy`, without a binary to download.
 */
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import type { DiffTarget, MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";

const filters = { externalTables: [], externalEnums: [] };

/** Names of the migrations there are, in order. */
export function migrationNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "migration.sql")))
    .map((entry) => entry.name)
    .sort();
}

function migrationsIn(folder: string, directories: readonly string[]): MigrationList {
  const lock = join(folder, "migration_lock.toml");
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: existsSync(lock) ? readFileSync(lock, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: directories.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(folder, name, "migration.sql"), "utf8") },
      },
    })),
  };
}

/** The stock adapter cuts a script at every semicolon, also inside function bodies; the server need not be helped. */
class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool;
  /** What the server said last; the engine itself only reports "external error". */
  failure: unknown = null;

  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      try {
        await this.#pool.query(script);
      } catch (error) {
        this.failure = error;
        throw error;
      }
    };
    return adapter;
  }
}

interface OpenEngine {
  engine: SchemaEngine;
  scripts: WholeScripts;
  close(): Promise<void>;
}

interface Glue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: typeof SchemaEngine;
}

let glue: Promise<Glue> | undefined;

/** The glue module keeps one instance in a variable of its own: load it once a process. */
async function loadGlue(): Promise<Glue> {
  const glueFile = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const module = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as unknown as Glue;
  const imports = { "./schema_engine_bg.js": module as unknown as WebAssembly.ModuleImports };
  const wasm = await WebAssembly.compile(readFileSync(join(dirname(glueFile), "schema_engine_bg.wasm")));
  const instance = await WebAssembly.instantiate(wasm, imports);
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => process.stderr.write(`Prisma engine: ${text}\n`) },
  });
  module.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
  return module;
}

async function openEngine(connectionString: string, schemaFile: string): Promise<OpenEngine> {
  glue ??= loadGlue();
  const pool = new pg.Pool({ connectionString, max: 2 });
  const scripts = new WholeScripts(pool);
  const adapter = bindMigrationAwareSqlAdapterFactory(scripts);
  const datamodels: [string, string][] = [[schemaFile, readFileSync(schemaFile, "utf8")]];
  const engine = await (await glue).SchemaEngine.new({ datamodels }, () => undefined, adapter);
  const close = async () => {
    engine.free();
    await pool.end();
  };
  return { engine, scripts, close };
}

export interface MigrateOptions {
  /** Connection of a role that may create tables and extensions. */
  url: string;
  /** Folder that holds `schema.prisma` and `migrations/`. */
  prismaFolder: string;
  /** Names of the only migrations to apply, for a database as an earlier version left it; all unless told. */
  only?: readonly string[];
}

/** Applies what is missing, in order. Returns the names of the migrations applied now. */
export async function migrate({ url, prismaFolder, only }: MigrateOptions): Promise<string[]> {
  const { engine, scripts, close } = await openEngine(url, join(prismaFolder, "schema.prisma"));
  const folder = join(prismaFolder, "migrations");
  const names = migrationNames(folder).filter((name) => only?.includes(name) ?? true);
  const migrationsList = migrationsIn(folder, names);
  try {
    return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
  } catch (error) {
    throw new Error(`A migration failed: ${String(scripts.failure ?? error)}`, { cause: error });
  } finally {
    await close();
  }
}

/**
 * Lets the role of `url` read and write what the role of `ownerUrl` made, and no more: it may not change tables.
 * The audit log it may read, and write by the functions audit_append and audit_prune alone. Does nothing where both are one role. To be called after each migration, which may have made tables.
 */
export async function grantEveryday({ ownerUrl, url }: { ownerUrl: string; url: string }): Promise<void> {
  const role = decodeURIComponent(new URL(url).username);
  if (role === "" || role === decodeURIComponent(new URL(ownerUrl).username)) return;
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const to = owner.escapeIdentifier(role);
    await owner.query(
      `GRANT USAGE ON SCHEMA public TO ${to};
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${to};
       GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${to};
       REVOKE INSERT, UPDATE, DELETE ON audit_entry, audit_head, audit_checkpoint FROM ${to}`,
    );
  } finally {
    await owner.end();
  }
}

/** SQL that leads from one schema text (null: nothing) to another; needs any reachable database. */
export async function schemaChange(url: string, schemaFile: string, before: string | null): Promise<string> {
  const { engine, close } = await openEngine(url, schemaFile);
  const datamodel = (content: string): DiffTarget => ({
    tag: "schemaDatamodel",
    files: [{ path: schemaFile, content }],
  });
  try {
    const result = await engine.diff({
      from: before === null ? { tag: "empty" } : datamodel(before),
      to: datamodel(readFileSync(schemaFile, "utf8")),
      script: true,
      exitCode: null,
      filters,
    });
    return result.stdout ?? "";
  } finally {
    await close();
  }
}
