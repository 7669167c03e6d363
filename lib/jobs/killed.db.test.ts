/** Real worker processes that are killed while they work on a job. */
import { readFile } from "node:fs/promises";
import { beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { readJob, listJobRows } from "@/lib/domains/jobs/read";
import { isFinished } from "@/lib/domains/jobs/terms";
import { childrenFrom, kill } from "@/lib/testing/children";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";
import { ownDataFolder } from "@/lib/testing/folder";
import { until } from "@/lib/testing/until";
import { resultFile, startJob } from "./define";
import { makeMarks, marking, numbers } from "./fixtures/kinds";

ownDataFolder();
const start = childrenFrom(import.meta.dirname);
const worker = () => start("fixtures/worker.ts");

interface Mark {
  no: number;
  pid: number;
}

async function marks(of: string): Promise<Mark[]> {
  const { rows } = await pool().query<Mark>("SELECT no, pid FROM sending WHERE job_id = $1 ORDER BY id", [of]);
  return rows;
}

beforeEach(makeMarks);

dbTest("a row under way when the worker dies is unknown, and no row is ever sent twice", async () => {
  const actor = await make.actor("guard");
  const rows = Array.from({ length: 8 }, (_, i) => ({ name: `row ${i + 1}` }));
  const { id } = await startJob(actor, marking, { mark: "killed", hangAt: 4, paceMs: 0 }, rows);
  const first = await worker();
  await until(async () => (await marks("killed")).find(({ no }) => no === 4));
  await kill(first);
  expect(await readJob(actor, id)).toMatchObject({ state: "running", done: 3, unknown: 0 });

  const others = await Promise.all([worker(), worker()]);
  const job = await until(async () => {
    const now = await readJob(actor, id);
    return isFinished(now.state) ? now : undefined;
  });
  expect(job).toMatchObject({ state: "done", total: 8, done: 7, unknown: 1, failed: 0, skipped: 0 });
  const sent = await marks("killed");
  expect(sent.map(({ no }) => no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(others.map(({ pid }) => pid)).toContain(sent.at(-1)?.pid);
  const { items } = await listJobRows(actor, id, { q: undefined, limit: 50, sort: { field: "no", descending: false } });
  expect(items.map(({ state }) => state)).toEqual([
    ...["answered", "answered", "answered", "unknown"],
    ...["answered", "answered", "answered", "answered"],
  ]);
});

dbTest("several workers, killed again and again, send each row of several jobs once", async () => {
  const actor = await make.actor("guard");
  const rows = Array.from({ length: 30 }, (_, i) => i);
  const jobs = await Promise.all(
    ["a", "b"].map((mark) => startJob(actor, marking, { mark, paceMs: 20 }, rows).then(({ id }) => ({ mark, id }))),
  );
  const workers = await Promise.all([worker(), worker(), worker()]);
  for (const at of [6, 12]) {
    const { pid } = await until(async () => (await marks("a")).find(({ no }) => no >= at));
    const holder = workers.find((each) => each.pid === pid && each.signalCode === null);
    if (holder !== undefined) await kill(holder);
  }
  for (const { mark, id } of jobs) {
    const job = await until(async () => {
      const now = await readJob(actor, id);
      return isFinished(now.state) ? now : undefined;
    });
    expect(job).toMatchObject({ state: "done", failed: 0, skipped: 0 });
    expect(job.done + job.unknown).toBe(30);
    const sent = (await marks(mark)).map(({ no }) => no);
    expect(sent.length).toBe(new Set(sent).size);
    expect(job.unknown).toBeLessThanOrEqual(2);
  }
});

dbTest("a file goes on in another worker where the killed one had stored it", async () => {
  const actor = await make.actor("guard");
  const { id } = await startJob(actor, numbers, { mark: "file", upTo: 300, paceMs: 20 });
  const first = await worker();
  await until(async () => (await marks("file")).find(({ no }) => no >= 100));
  await kill(first);
  const before = await readJob(actor, id);
  const second = await worker();
  await until(async () => ((await readJob(actor, id)).state === "done" ? true : undefined));
  const again = (await marks("file")).filter(({ pid }) => pid === second.pid);
  // What a dying process had sent off may still have been stored after it was gone.
  expect(again[0]?.no).toBeGreaterThanOrEqual(before.done);
  const { rows } = await pool().query<{ hash: string }>("SELECT result_hash AS hash FROM job WHERE id = $1", [id]);
  const text = await readFile(resultFile(rows[0]?.hash ?? ""), "utf8");
  expect(text).toBe(Array.from({ length: 300 }, (_, i) => `${i}\n`).join(""));
});
