import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";

/** A start that cannot go on; the message is one line with the remedy. */
export class Refusal extends Error {}

export function checkPort(port: number): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EACCES"
          ? `Port ${port} needs more rights than this user has.`
          : `Port ${port} is taken by another program.`;
      taken(new Refusal(`${reason} Stop it, or choose another port: PORT=${port + 1} npm start`));
    });
    probe.listen(port, () => probe.close(() => free()));
  });
}

export function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    const probe = join(folder, ".write-test");
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new Refusal(
      `The data folder ${folder} cannot be written (${code}): give this user the right, ` +
        "or set GATEHOUSE_DATA_DIR to a folder that can.",
    );
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== "linux") return true;
    return /(start|backup)\.mjs/.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
  } catch {
    return false;
  }
}

/** One Gatehouse a data folder. Returns how to let go of it. */
export function claimFolder(folder: string): () => void {
  const file = join(folder, "gatehouse.pid");
  try {
    const pid = Number(readFileSync(file, "utf8"));
    if (pid !== process.pid && Number.isInteger(pid) && runs(pid)) {
      throw new Refusal(`Gatehouse already runs on ${folder} (process ${pid}): stop it, or set GATEHOUSE_DATA_DIR.`);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** Reachable, and able to search every script: trigrams of a non-Latin word must not be empty. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 8_000 });
  try {
    await client.connect();
  } catch (error) {
    const { host, pathname } = new URL(url);
    const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new Refusal(
      `The database ${pathname.slice(1)} at ${host} cannot be reached (${reason}): check DATABASE_URL and the server.`,
    );
  }
  try {
    const { rows } = await client.query<{ encoding: string; version: number }>(
      `SELECT pg_encoding_to_char(encoding) AS encoding, current_setting('server_version_num')::int AS version
         FROM pg_database WHERE datname = current_database()`,
    );
    const { encoding, version } = rows[0] ?? { encoding: "unknown", version: 0 };
    if (encoding !== "UTF8") throw new Refusal(`The database has the encoding ${encoding}: create it with UTF8.`);
    if (version < 140_000) throw new Refusal("The database server is too old: PostgreSQL 14 or newer is needed.");
  } finally {
    await client.end();
  }
}
