/**
 * `npm run audit:verify -- [--json] [--live] [--anchors <file>]`: follows the audit log from its beginning, whether
 * Gatehouse runs or not, and prints a line for each finding. Ends with 0 when the log is intact, 1 when it is not, and
 * 2 when it could not be read. Needs no keys of the gateway.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { clusterFolder, EmbeddedServerError, runningEmbedded, startEmbedded } from "@/lib/db/embedded";
import { readSettings, SettingsError, type Settings } from "@/lib/env";
import { claimFolder, Refusal } from "../start/checks";

const say = (line: string) => void process.stderr.write(`· ${line}\n`);
/** Only says that the installation is not the sandbox; nothing is sent there. */
const noGateway = { HCC_BASE_URL: "https://none.invalid", HCC_APP_KEY: "none", HCC_SECRET_KEY: "none" };

class Usage extends Error {}

interface Options {
  json: boolean;
  live: boolean;
  anchors: string | undefined;
}

function options(args: string[]): Options {
  const known = { json: { type: "boolean" }, live: { type: "boolean" }, anchors: { type: "string" } } as const;
  try {
    const { json = false, live = false, anchors } = parseArgs({ args, options: known, strict: true }).values;
    return { json, live, anchors };
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0]?.replace(/\.$/, "") ?? "";
    throw new Usage(`${reason}. Known are --json, --live and --anchors <file>.`);
  }
}

const postgresOf = ({ dataDir }: Settings) => ({ dataDir: join(dataDir, "postgres"), say });

const isInstalled = (settings: Settings) =>
  settings.databaseUrl !== null ||
  existsSync(join(clusterFolder({ ...postgresOf(settings), say: () => undefined }), "PG_VERSION"));

/** The installation that the environment names; without keys the live one, where there is one or it is asked for. */
function installation({ live }: Options): Settings {
  const { env } = process;
  const keyless = !env["HCC_BASE_URL"] && !env["HCC_APP_KEY"] && !env["HCC_SECRET_KEY"];
  const isLive = keyless && env["GATEHOUSE_SANDBOX"] !== "1" && (live || Boolean(env["DATABASE_URL"]));
  if (isLive) Object.assign(env, noGateway);
  const settings = readSettings(env);
  if (isInstalled(settings)) return settings;
  const other = keyless && !isLive ? readSettings({ ...env, ...noGateway }) : null;
  if (other === null || !isInstalled(other)) {
    throw new Refusal(
      `There is no installation in ${settings.dataDir}: check GATEHOUSE_DATA_DIR, or set DATABASE_URL.`,
    );
  }
  Object.assign(env, noGateway);
  return other;
}

/** Leaves the server as it was found. */
async function openDatabase(settings: Settings): Promise<{ url: string; close: () => Promise<void> }> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, close: () => Promise.resolve() };
  const running = runningEmbedded(postgresOf(settings));
  if (running !== null) return { url: running, close: () => Promise.resolve() };
  const release = claimFolder(settings.dataDir);
  try {
    const server = await startEmbedded(postgresOf(settings));
    return { url: server.url, close: () => server.stop().finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

function secretOf(settings: Settings): string | null {
  if (settings.secret !== null) return settings.secret;
  const file = join(settings.dataDir, "secret");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}

async function verify(given: Options, from: string): Promise<boolean> {
  const settings = installation(given);
  const secret = secretOf(settings);
  const database = await openDatabase(settings);
  if (settings.mode === "sandbox") process.env["GATEHOUSE_SANDBOX"] = "1";
  Object.assign(process.env, { DATABASE_URL: database.url, ...(secret === null ? {} : { GATEHOUSE_SECRET: secret }) });
  const { verifyChain } = await import("@/lib/audit/verify");
  const { anchorFile, anchorPublicKey, keyFingerprint, readAnchors } = await import("@/lib/audit/anchors");
  const { closeDatabase } = await import("@/lib/db/client");
  try {
    const file = given.anchors === undefined ? anchorFile(settings.dataDir) : resolve(from, given.anchors);
    if (given.anchors !== undefined && !existsSync(file)) throw new Usage(`There is no file ${file}.`);
    const publicKey = secret === null ? null : anchorPublicKey();
    const anchors = publicKey === null ? undefined : { lines: readAnchors(file), publicKey };
    const result = await verifyChain({ anchors });
    if (given.json) {
      process.stdout.write(`${JSON.stringify({ ...result, publicKey }, null, 2)}\n`);
      return result.intact;
    }
    for (const { notice = false, seq, text } of result.findings) {
      process.stdout.write(`${notice ? "notice" : "broken"}  ${seq === null ? "" : `entry ${seq}: `}${text}\n`);
    }
    const more = result.findingCount - result.findings.length;
    if (more > 0) process.stdout.write(`and ${more} more\n`);
    const compared =
      publicKey === null
        ? "anchors were not compared, since the installation's secret is not here"
        : `${result.anchors} anchors compared (key ${keyFingerprint(publicKey)})`;
    const verdict = result.intact ? "intact" : "BROKEN";
    process.stdout.write(
      `The audit log is ${verdict}: ${result.checked} entries followed to ${result.through.seq}, ${compared}.\n`,
    );
    return result.intact;
  } finally {
    await closeDatabase();
    await database.close();
  }
}

/** Returns the number to end with. `from` is the folder that relative paths start at. */
export async function main(args: string[], from: string): Promise<number> {
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
    return (await verify(options(args), from)) ? 0 : 1;
  } catch (error) {
    const known = error instanceof Usage || error instanceof Refusal || error instanceof EmbeddedServerError;
    const line =
      error instanceof SettingsError
        ? error.problems.join("\n")
        : known
          ? error.message
          : `The audit log could not be read: ${error instanceof Error ? error.message : String(error)}`;
    process.stderr.write(`${line}\n`);
    return 2;
  }
}
