/** What the audit log costs: entries a second of twenty writers beside plain inserts, and following a million entries. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { progress, spread, table } from "./figures";

const writers = 20;
const runs = 5;
const secondsEach = 10;
const entries = 1_000_000;
const verifications = 3;
/** Entries that one statement appends while the chain is filled; with more, its own versions of the head slow it down. */
const batch = 500;

/** Entries a second: every writer begins the next as soon as the last is committed. */
async function rate(write: () => Promise<unknown>): Promise<number> {
  let written = 0;
  const until = performance.now() + secondsEach * 1_000;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() < until) {
        await write();
        written += 1;
      }
    }),
  );
  return written / ((performance.now() - began) / 1_000);
}

async function append(): Promise<void> {
  const { recordAlone } = await import("@/lib/audit/record");
  const { pool } = await import("@/lib/db/client");
  // Of the same size as an entry, without chain, trigger and indexes.
  await pool().query("CREATE TABLE plain (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), body text)");
  const body = JSON.stringify({
    action: "device.refresh",
    objects: [{ kind: "device", id: "d1" }],
    pad: "x".repeat(300),
  });
  const chained: number[] = [];
  const plain: number[] = [];
  for (let run = 1; run <= runs; run += 1) {
    progress(`Appending, run ${run} of ${runs}.`);
    plain.push(await rate(() => pool().query("INSERT INTO plain (body) VALUES ($1)", [body])));
    chained.push(
      await rate(() =>
        recordAlone("system", { action: "device.refresh", objects: [{ kind: "device", id: "d1" }], details: { run } }),
      ),
    );
  }
  const ratios = chained.map((each, at) => each / (plain[at] ?? NaN));
  table(
    `Appending with ${writers} writers, ${runs} runs of ${secondsEach} s, each entry in a transaction of its own: median (smallest–largest)`,
    ["what", "entries a second"],
    [
      ["audit entries, chained, with details", spread(chained, 0)],
      ["rows of the same size in a plain table", spread(plain, 0)],
      ["ratio", spread(ratios, 2)],
    ],
  );
}

/** By the very function that appends, many at a time. */
async function fill(): Promise<number> {
  const { pool } = await import("@/lib/db/client");
  const began = performance.now();
  for (;;) {
    const { rows } = await pool().query<{ seq: string }>("SELECT seq FROM audit_head");
    const left = entries - Number(rows[0]?.seq ?? 0);
    if (left <= 0) return (performance.now() - began) / 1_000;
    if (left % 200_000 < batch) progress(`Filling the log, ${left} entries left.`);
    await pool().query(
      `SELECT count(audit_append(format('{"action":"device.refresh","actor":{"kind":"system"},"address":null,"code":null,'
                || '"details":null,"objectCount":1,"objects":[{"id":"d%s","kind":"device"}],"phase":"event",'
                || '"request":null,"result":"done","v":1}', n), '', NULL))
         FROM generate_series(1, $1::int) AS n`,
      [Math.min(batch, left)],
    );
  }
}

async function verify(): Promise<void> {
  const { verifyChain } = await import("@/lib/audit/verify");
  const seconds: number[] = [];
  const memory: number[] = [];
  for (let run = 1; run <= verifications; run += 1) {
    progress(`Verifying, run ${run} of ${verifications}.`);
    let most = 0;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
    const began = performance.now();
    const { intact, checked, findings } = await verifyChain();
    clearInterval(watch);
    if (!intact || checked !== entries) throw new Error(`The log is not intact: ${JSON.stringify(findings)}`);
    seconds.push((performance.now() - began) / 1_000);
    memory.push(most / 1_048_576);
  }
  table(
    `Following ${entries.toLocaleString("en")} entries, ${verifications} runs: median (smallest–largest)`,
    ["seconds", "entries a second", "memory of the process, MiB"],
    [
      [
        spread(seconds, 1),
        spread(
          seconds.map((each) => entries / each),
          0,
        ),
        spread(memory, 0),
      ],
    ],
  );
}

export async function benchAudit(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-bench-audit-"));
  chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: join(folder, "cluster"), say: progress });
  try {
    await migrate({ url: server.url, prismaFolder: resolve("prisma") });
    Object.assign(process.env, {
      DATABASE_URL: server.url,
      GATEHOUSE_SANDBOX: "1",
      GATEHOUSE_SECRET: "a secret of the benchmark, long enough",
      GATEHOUSE_DB_CONNECTIONS: String(writers + 2),
      GATEHOUSE_LOG_LEVEL: "error",
    });
    await append();
    const { pool, closeDatabase } = await import("@/lib/db/client");
    const size = async () =>
      (await pool().query<{ size: string }>("SELECT pg_total_relation_size('audit_entry') AS size")).rows[0]?.size;
    progress(
      `Filled in ${(await fill()).toFixed(0)} s; ${(Number(await size()) / 1_048_576).toFixed(0)} MiB with indexes.`,
    );
    await verify();
    await closeDatabase();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
