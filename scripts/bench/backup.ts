/** Backup, verification and restore of a small and a large database: time, size, and the memory that stays the same. */
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { progress, table } from "./figures";

const sizes = [100_000, 2_000_000];

interface Run {
  seconds: number;
  /** MiB. */
  peak: number;
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
  } catch {
    // It has just ended.
    return 0;
  }
}

function command(args: string[], variables: Record<string, string>): Promise<Run> {
  const began = performance.now();
  const child = spawn(process.execPath, ["scripts/backup.mjs", ...args], {
    env: {
      ...process.env,
      ...{ HCC_BASE_URL: "", HCC_APP_KEY: "", HCC_SECRET_KEY: "", GATEHOUSE_SECRET: "", GATEHOUSE_SANDBOX: "1" },
      ...{ GATEHOUSE_BACKUP_PASSPHRASE: "the passphrase of the benchmark", ...variables },
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 20);
  return new Promise((done, failed) => {
    child.once("exit", (code) => {
      clearInterval(watch);
      if (code !== 0) return failed(new Error(`${args[0]} ended with ${code}.`));
      done({ seconds: (performance.now() - began) / 1_000, peak });
    });
  });
}

async function measure(rows: number): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-bench-backup-"));
  chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: join(folder, "postgres"), durable: false, say: () => undefined });
  try {
    await migrate({ url: server.url, prismaFolder: resolve("prisma") });
    progress(`Filling ${rows} rows.`);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query("INSERT INTO installation (mode, base_url, app_key_hash) VALUES ('sandbox', 'sandbox', 'h')");
    await client.query(
      `INSERT INTO audit_name (kind, id, name)
       SELECT 'camera', n::text, 'Camera ' || md5(n::text) || md5((n + 1)::text) FROM generate_series(1, $1) n`,
      [rows],
    );
    await client.end();
    mkdirSync(join(folder, "data"));
    const file = join(folder, "bench.gatehouse");
    const variables = { DATABASE_URL: server.url, GATEHOUSE_DATA_DIR: join(folder, "data") };
    progress("Backing up, verifying, restoring.");
    const runs = {
      backup: await command(["backup", "--to", file, "--no-verify"], variables),
      verify: await command(["backup", "--verify", file], variables),
      restore: await command(["restore", "--from", file, "--to-data-dir", join(folder, "new")], variables),
    };
    const size = (statSync(file).size / 1024 ** 2).toFixed(0);
    return Object.entries(runs).map(([name, { seconds, peak }]) => [
      ...[name, String(rows), size, seconds.toFixed(1), peak.toFixed(0)],
    ]);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function benchBackup(): Promise<void> {
  const measured: string[][][] = [];
  for (const rows of sizes) measured.push(await measure(rows));
  const [small = [], large = []] = measured;
  const ratios = small.map((row, at) => (Number(large[at]?.[4]) / Number(row[4])).toFixed(2));
  table(
    "Backup: the memory's ratio is that of the large database to the small",
    ["command", "rows", "file, MiB", "seconds", "peak memory, MiB", "ratio"],
    measured.flatMap((group, which) => group.map((row, at) => [...row, which === 0 ? "" : (ratios[at] ?? "")])),
  );
}
