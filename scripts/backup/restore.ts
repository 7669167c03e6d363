/** Puts a backup in the place of an installation, or where there is none. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { anchorFileName, olderAnchors } from "@/lib/audit/anchors";
import { runningEmbedded, startEmbedded } from "@/lib/db/embedded";
import { grantEveryday } from "@/lib/db/migrate";
import { readSettings, type Settings } from "@/lib/env";
import { generateClient } from "../build";
import { claimFolder } from "../start/checks";
import { checkBackup } from "./check";
import { createBackup } from "./create";
import { Failure, type Say } from "./failure";
import { bringUpToDate, loadBackup } from "./load";
import { folders, type Manifest } from "./manifest";
import {
  clusterElsewhere,
  isInhabited,
  ownDatabase,
  postgresOf,
  refuseWhileRunning,
  type OpenDatabase,
} from "./places";
import { checkMigrations, connect } from "./tables";

export interface RestoreOptions {
  file: string;
  passphrase: string;
  environment: Record<string, string | undefined>;
  /** Restores into this folder, with an embedded database, whatever the environment says. */
  toDataDir: string | null;
  replace: boolean;
  say: Say;
}

export interface Restored {
  manifest: Manifest;
  dataDir: string;
  /** Where what was there before lies now; null when there was nothing. */
  aside: string | null;
}

/** The restored log says that, when and from what it was restored. */
async function recordRestore(url: string, { createdAt, app }: Manifest): Promise<void> {
  generateClient();
  const { recordOn } = await import("@/lib/audit/record");
  const client = await connect(url);
  try {
    await recordOn(client, "system", { action: "backup.restore", details: { backupOf: createdAt, version: app } });
  } finally {
    await client.end();
  }
}

/** Checks everything first; what is there now stays until the backup is loaded. Throws Failure. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { file, passphrase, environment, toDataDir, say } = options;
  say("Checking the backup.");
  const manifest = await checkBackup(file, passphrase);
  checkMigrations(manifest);
  const sandbox = manifest.mode === "sandbox";
  const settings = readSettings({
    ...environment,
    ...(sandbox ? { GATEHOUSE_SANDBOX: "1" } : {}),
    ...(toDataDir === null
      ? {}
      : { DATABASE_URL: "", DATABASE_DIRECT_URL: "", DATABASE_OWNER_URL: "", GATEHOUSE_DATA_DIR: toDataDir }),
  });
  // Without keys the settings are the sandbox's; the folder is that of the backup all the same.
  const dataDir = resolve(settings.dataDir, "..", manifest.mode);
  const database = ownDatabase(settings);
  const aside =
    database === null
      ? await restoreEmbedded({ ...options, manifest, dataDir })
      : await restoreOwn({ ...options, manifest, dataDir, settings, database });
  return { manifest, dataDir, aside };
}

type Job = RestoreOptions & { manifest: Manifest; dataDir: string };

const stamp = () => new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");

const inhabited = (what: string) =>
  new Failure(
    "refused",
    `${what} holds an installation already: add --replace, which keeps it aside, or choose another place.`,
  );

/** Builds the new folder beside the old one, then they change places. */
async function restoreEmbedded({ file, passphrase, manifest, dataDir, replace, say }: Job): Promise<string | null> {
  const release = existsSync(dataDir) ? claimFolder(dataDir) : () => undefined;
  const built = `${dataDir}.restoring`;
  try {
    if (runningEmbedded({ dataDir: postgresOf(dataDir), say: () => undefined }) !== null) {
      throw new Failure(
        "refused",
        `A database server still runs on ${dataDir}: start Gatehouse, stop it, then restore.`,
      );
    }
    const old = isInhabited(dataDir);
    if (old && !replace) throw inhabited(dataDir);
    removeData(built);
    mkdirSync(built, { recursive: true });
    const server = await startEmbedded({ dataDir: postgresOf(built), say });
    try {
      say("Loading.");
      await loadBackup({ file, passphrase, manifest, url: server.url, dataDir: built });
      await bringUpToDate(server.url);
      await recordRestore(server.url, manifest);
    } finally {
      await server.stop();
    }
    release();
    const aside = old ? `${dataDir}.replaced-${stamp()}` : null;
    if (aside !== null) moveData(dataDir, aside);
    else rmSync(dataDir, { recursive: true, force: true });
    moveData(built, dataDir);
    return aside;
  } catch (error) {
    removeData(built);
    throw error;
  } finally {
    release();
  }
}

/** A cluster may have to lie outside its data folder; it goes along. */
function moveData(from: string, to: string): void {
  const cluster = clusterElsewhere(from);
  renameSync(from, to);
  if (cluster === null) return;
  const target = clusterElsewhere(to);
  if (target === null) throw new Error(`The cluster ${cluster} has no place beside ${to}.`);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(cluster, target);
  renameSync(`${cluster}.password`, `${target}.password`);
}

function removeData(dataDir: string): void {
  const cluster = clusterElsewhere(dataDir);
  for (const path of [dataDir, ...(cluster === null ? [] : [cluster, `${cluster}.password`])]) {
    rmSync(path, { recursive: true, force: true });
  }
}

async function isEmpty(database: OpenDatabase): Promise<boolean> {
  const client = await connect(database.owner);
  try {
    const { rowCount } = await client.query(
      "SELECT 1 FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace LIMIT 1",
    );
    return rowCount === 0;
  } finally {
    await client.end();
  }
}

/** Drops what Gatehouse made; extensions and other schemas stay. */
async function dropEverything(database: OpenDatabase): Promise<void> {
  const client = await connect(database.owner);
  try {
    await client.query(
      `DO $$
       DECLARE thing record;
       BEGIN
         FOR thing IN SELECT format('DROP TABLE IF EXISTS %s CASCADE', c.oid::regclass) AS drop FROM pg_class c
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
         LOOP EXECUTE thing.drop; END LOOP;
         FOR thing IN SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) AS drop FROM pg_proc p
            WHERE p.pronamespace = 'public'::regnamespace
              AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
         LOOP EXECUTE thing.drop; END LOOP;
       END $$`,
    );
  } finally {
    await client.end();
  }
}

/**
 * A database of yours cannot be swapped: what is in it is backed up first, with the same passphrase, and the message of
 * a failure says where.
 */
async function restoreOwn(job: Job & { settings: Settings; database: OpenDatabase }): Promise<string | null> {
  const { file, passphrase, manifest, dataDir, settings, database, replace, say } = job;
  await refuseWhileRunning(database);
  mkdirSync(dataDir, { recursive: true });
  const release = claimFolder(dataDir);
  try {
    const oldRows = !(await isEmpty(database));
    const oldFiles = [...folders, "secret"].some((name) => existsSync(join(dataDir, name)));
    if ((oldRows || oldFiles) && !replace) throw inhabited(oldRows ? "The database" : dataDir);
    const aside = oldRows || oldFiles ? `${dataDir}.replaced-${stamp()}` : null;
    if (aside !== null) mkdirSync(aside, { mode: 0o700 });
    if (oldRows) {
      const kept = join(aside ?? dataDir, "before.gatehouse");
      say(`Keeping what is in the database in ${kept}, with the same passphrase.`);
      await createBackup({ settings: { ...settings, dataDir }, file: kept, lock: { passphrase }, say });
      await dropEverything(database);
    }
    // Anchors of the chain that gives way would call the restored one cut off.
    for (const name of [...folders, "secret", anchorFileName, olderAnchors(anchorFileName)]) {
      if (aside !== null && existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(aside, name));
    }
    try {
      say("Loading.");
      await loadBackup({ file, passphrase, manifest, url: database.owner, dataDir });
      await bringUpToDate(database.owner);
      await recordRestore(database.owner, manifest);
      await grantEveryday({ ownerUrl: database.owner, url: database.everyday });
    } catch (error) {
      if (aside === null || error instanceof Failure) throw error;
      throw new Failure("failed", `Restoring failed (${String(error)}); what was there before is in ${aside}.`, {
        cause: error,
      });
    }
    return aside;
  } finally {
    release();
  }
}

/** True when the installation's secret is not in the backup and must come from GATEHOUSE_SECRET. */
export function needsSecret({ manifest, dataDir }: Restored): boolean {
  return (
    manifest.secret === null &&
    !(existsSync(join(dataDir, "secret")) && readFileSync(join(dataDir, "secret")).length > 0)
  );
}
