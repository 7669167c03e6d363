/** The alarm queue with a million alarms kept: the time of each question, and whether it found its rows by an index. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { percentile, progress, table } from "./figures";
import { watchProcessors } from "./processes";

const alarms = Number(process.env["BENCH_ALARMS"] ?? 1_000_000);
const asks = 60;
const areas = 500;
/** The database hands its counters over no more often than this. */
const statisticsMs = 1_100;

const queue = "repeats=grouped&state=open&snoozed=no";
const day = 86_400_000;

/** What people ask of `GET /api/alarms`. */
const questions: Readonly<Record<string, string>> = {
  "the queue": queue,
  "the queue, new ones": "repeats=grouped&state=new&snoozed=no",
  "the queue, an area": `${queue}&area=area-17`,
  "the queue, a site of 50 areas": `${queue}&area=site-3`,
  "the queue, a priority": `${queue}&priority=1`,
  "the queue, a type": `${queue}&type=10009`,
  "the queue, area, priority and type": `${queue}&area=site-3&priority=2&type=10009`,
  "the queue, mine": `${queue}&owner=me`,
  "the queue, the most urgent first": `${queue}&sort=priority`,
  "the queue, by time of occurrence": `${queue}&sort=-occurredAt`,
  "the queue, a search": `${queue}&q=camera%2017`,
  everything: "",
  "everything, the most urgent first": "sort=priority",
  closed: "state=closed&repeats=grouped",
  "closed, an area": "state=closed&area=area-17",
  "closed, a site of 50 areas": "state=closed&area=site-3",
  "closed, a type and a priority": "state=closed&type=10009&priority=1",
  "resolved, a priority": "state=resolved&priority=3",
  "a day a month ago": `since=${new Date(Date.now() - 30 * day).toISOString()}&until=${new Date(Date.now() - 29 * day).toISOString()}`,
  "a source": "source=camera-777",
  "a rule": "rule=rule-12",
  "a search": "q=camera%201777",
  "false alarms": "disposition=false",
  "flagged for the next shift": "handover=yes",
  "told late": "delayed=yes",
  "handled since midnight": `state=resolved&state=closed&handledSince=${new Date().toISOString().slice(0, 10)}T00:00:00Z`,
};

async function fill(): Promise<void> {
  const { pool } = await import("@/lib/db/client");
  await pool().query(
    `INSERT INTO area (id, name, search, parent_id, path, path_names, hash, sweep_id)
     SELECT 'site-' || n, 'Site ' || n, '', NULL, ARRAY['site-' || n], ARRAY['Site ' || n], '', 1 FROM generate_series(0, 9) n
     UNION ALL
     SELECT 'area-' || n, 'Area ' || n, '', 'site-' || n % 10, ARRAY['site-' || n % 10, 'area-' || n], '{}', '', 1
       FROM generate_series(0, $1::int - 1) n`,
    [areas],
  );
  const batch = 100_000;
  for (let from = 0; from < alarms; from += batch) {
    progress(`Storing alarms, ${alarms - from} left.`);
    // Spread over ninety days; one in two hundred of the last two days' is still open; a third repeats the one before.
    await pool().query(
      `INSERT INTO alarm (id, type, source_type, source_id, source_name, area_id, area_name, rule_id, rule_name, priority,
                          gateway_priority, search, occurred_at, received_at, state, group_id, group_last_at, disposition,
                          resolved_at, handover, delayed)
       SELECT 'alarm-' || n, (10002 + source % 40)::text, 'camera', 'camera-' || source, 'Camera ' || source,
              'area-' || source % $3::int, 'Area', 'rule-' || source % 100, 'Rule', priority, priority,
              'camera ' || source || ' area ' || source % $3::int, at, at + interval '1 second', state,
              CASE WHEN n % 3 = 2 THEN 'alarm-' || n - 1 ELSE 'alarm-' || n END, at,
              CASE WHEN state IN ('resolved', 'closed') THEN (ARRAY['true', 'false', 'test', 'technical'])[1 + n % 4] END,
              CASE WHEN state IN ('resolved', 'closed') THEN at + interval '10 minutes' END, n % 5000 = 0, n % 700 = 0
         FROM (SELECT n, (n / 3 * 7919 % 2000)::int AS source, now() - ($4::int - n) * interval '90 days' / $4::int AS at,
                      CASE WHEN n % 20 = 0 THEN 1 WHEN n % 20 < 5 THEN 2 WHEN n % 20 < 12 THEN 3 ELSE 4 END AS priority,
                      CASE WHEN $4::int - n < $4::int / 200 THEN (ARRAY['new', 'new', 'acknowledged', 'inProgress'])[1 + n % 4]
                           WHEN n % 30 = 0 THEN 'resolved' ELSE 'closed' END AS state
                 FROM generate_series($1::bigint, $2::bigint - 1) n) AS made`,
      [from, Math.min(alarms, from + batch), areas, alarms],
    );
  }
  await pool().query("VACUUM ANALYZE");
}

async function wholeReads(): Promise<number> {
  const { pool } = await import("@/lib/db/client");
  await new Promise((done) => setTimeout(done, statisticsMs));
  // Each connection hands over what it counted the next time it is used.
  await Promise.all(Array.from({ length: 4 }, () => pool().query("SELECT pg_stat_force_next_flush()")));
  const { rows } = await pool().query<{ reads: string }>(
    "SELECT seq_scan AS reads FROM pg_stat_user_tables WHERE relname = 'alarm'",
  );
  return Number(rows[0]?.reads ?? 0);
}

async function ask(): Promise<void> {
  const { make } = await import("@/lib/testing/factories");
  const { AlarmQuery } = await import("@/lib/domains/alarms/schema");
  const { listAlarms } = await import("@/lib/domains/alarms/read/list");
  const { countAlarms } = await import("@/lib/domains/alarms/read/counts");
  const { readAlarm } = await import("@/lib/domains/alarms/read/detail");
  const guard = await make.actor("guard");
  const limited = await make.actor("guard", { areaIds: ["site-3"] });
  const rows: string[][] = [];
  const processors = watchProcessors();
  const measure = async (name: string, get: () => Promise<unknown>) => {
    const before = await wholeReads();
    const times: number[] = [];
    for (let n = 0; n < asks; n += 1) {
      const began = performance.now();
      JSON.stringify(await get());
      // The first few fill caches and prepare plans, as they do once after a start.
      if (n >= 5) times.push(performance.now() - began);
    }
    const scans = (await wholeReads()) - before;
    rows.push([
      name,
      percentile(times, 0.5).toFixed(1),
      percentile(times, 0.95).toFixed(1),
      scans === 0 ? "no" : "yes",
    ]);
    progress(rows.at(-1)?.join("  ") ?? "");
  };
  const list = (actor: typeof guard, query: string) => {
    const search = new URLSearchParams(query);
    const names = [...new Set(search.keys())];
    const values = names.map((name) => [name, search.getAll(name)] as const);
    const given = values.map(([name, all]) => [name, all.length === 1 ? all[0] : all]);
    return () => listAlarms(actor, AlarmQuery.parse(Object.fromEntries(given)));
  };
  for (const [name, query] of Object.entries(questions)) await measure(name, list(guard, query));
  await measure("the queue, of somebody limited to 50 areas", list(limited, queue));
  await measure("closed, of somebody limited to 50 areas", list(limited, "state=closed"));
  await measure("the counts", () => countAlarms(guard, {}));
  await measure("one alarm", () => readAlarm(guard, `alarm-${alarms - 100}`));
  table(
    `Lists of ${alarms.toLocaleString("en")} alarms, ${asks} times each, milliseconds; ` +
      `other programs had ${(processors().takenByOthers * 100).toFixed(0)} % of the machine`,
    ["question", "p50", "p95", "read from the table's start"],
    rows,
  );
}

export async function benchAlarms(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-bench-alarms-"));
  chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: join(folder, "cluster"), say: progress });
  try {
    await migrate({ url: server.url, prismaFolder: resolve("prisma") });
    Object.assign(process.env, {
      DATABASE_URL: server.url,
      GATEHOUSE_SANDBOX: "1",
      GATEHOUSE_SECRET: "a secret of the benchmark, long enough",
      GATEHOUSE_DB_CONNECTIONS: "4",
      GATEHOUSE_LOG_LEVEL: "error",
    });
    await fill();
    await ask();
    const { closeDatabase } = await import("@/lib/db/client");
    await closeDatabase();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
