/** Where an installation lives: its database, running or not, and its data folder. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { clusterFolder, runningEmbedded, startEmbedded } from "@/lib/db/embedded";
import type { Settings } from "@/lib/env";
import { claimFolder } from "../start/checks";
import { Failure, type Say } from "./failure";
import { connect } from "./tables";

/** `everyday` reads and writes; `owner` also makes tables. One and the same unless DATABASE_OWNER_URL is set. */
export interface OpenDatabase {
  everyday: string;
  owner: string;
  /** Leaves the server as it was found. */
  close(): Promise<void>;
}

export const postgresOf = (dataDir: string) => join(dataDir, "postgres");

const isCluster = (folder: string) => existsSync(join(folder, "PG_VERSION"));

export function ownDatabase(settings: Settings): OpenDatabase | null {
  const { databaseUrl, databaseDirectUrl, databaseOwnerUrl } = settings;
  if (databaseUrl === null) return null;
  const everyday = databaseDirectUrl ?? databaseUrl;
  return { everyday, owner: databaseOwnerUrl ?? everyday, close: () => Promise.resolve() };
}

/** The database to back up: yours, or the embedded one, which is started for the time when it does not run. */
export async function openSource(settings: Settings, say: Say): Promise<OpenDatabase> {
  const own = ownDatabase(settings);
  if (own !== null) return own;
  const options = { dataDir: postgresOf(settings.dataDir), say };
  if (!isCluster(clusterFolder({ ...options, say: () => undefined }))) {
    throw new Failure(
      "refused",
      `There is no ${settings.mode} installation in ${settings.dataDir}: check GATEHOUSE_DATA_DIR and the keys.`,
    );
  }
  const running = runningEmbedded(options);
  if (running !== null) return { everyday: running, owner: running, close: () => Promise.resolve() };
  // From here to the end no start may take the folder.
  const release = claimFolder(settings.dataDir);
  try {
    const server = await startEmbedded(options);
    return { everyday: server.url, owner: server.url, close: () => server.stop().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** What a start leaves behind in a folder that holds no installation. */
const trifles = /^(gatehouse\.pid|gatehouse\.log(\.1)?)$/;

/** True when the folder, or the place that its cluster moved to, holds an installation. */
export function isInhabited(dataDir: string): boolean {
  if (existsSync(dataDir) && readdirSync(dataDir).some((name) => !trifles.test(name))) return true;
  return isCluster(clusterFolder({ dataDir: postgresOf(dataDir), say: () => undefined }));
}

/** Folder and file of the cluster where they do not lie in the data folder; see lib/db/embedded.ts. */
export function clusterElsewhere(dataDir: string): string | null {
  const cluster = clusterFolder({ dataDir: postgresOf(dataDir), say: () => undefined });
  return dirname(cluster) === resolve(dataDir) ? null : cluster;
}

/** Throws Failure while any Gatehouse, on whatever machine, works with this database. */
export async function refuseWhileRunning(database: OpenDatabase): Promise<void> {
  const client = await connect(database.everyday);
  try {
    const { rows } = await client.query<{ at_work: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM pg_stat_activity
                       WHERE datname = current_database() AND application_name ~ '^gatehouse (web|worker|leases|bus)') AS at_work`,
    );
    if (rows[0]?.at_work === true) {
      throw new Failure("refused", "Gatehouse runs on this database: stop it on every machine, then restore.");
    }
  } finally {
    await client.end();
  }
}
