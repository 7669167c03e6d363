/** Several worker processes, real ones: who runs a duty when its holder dies, freezes or stops. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { childrenFrom } from "@/lib/testing/children";
import { dbTest, expect } from "@/lib/testing/database";
import { until } from "@/lib/testing/until";

const child = childrenFrom(import.meta.dirname);

interface Mark {
  pid: number;
  fence: number;
  kind: "plain" | "fenced";
  at: Date;
}

async function allMarks(): Promise<Mark[]> {
  const { rows } = await pool().query<Mark>("SELECT pid, fence::int, kind, at FROM mark ORDER BY id");
  return rows;
}

const workingSince = (fence: number) => () =>
  allMarks().then((marks) => marks.find((mark) => mark.fence > fence && mark.kind === "fenced"));

/** Marks of one holder after another, never mixed; each holder with a higher fence. */
function expectOneAfterAnother(marks: readonly Mark[]): void {
  const fences = marks.map((mark) => mark.fence);
  expect(fences).toEqual(fences.toSorted((a, b) => a - b));
  const holders = new Map<number, Set<number>>();
  for (const { fence, pid } of marks) holders.set(fence, (holders.get(fence) ?? new Set()).add(pid));
  for (const pids of holders.values()) expect(pids.size).toBe(1);
}

beforeEach(async () => {
  await pool().query(
    `CREATE TABLE IF NOT EXISTS mark (id bigserial PRIMARY KEY, pid int, fence bigint, kind text,
                                      at timestamptz DEFAULT clock_timestamp())`,
  );
  await pool().query("TRUNCATE mark");
});

dbTest("when the holder is killed another process takes over within 5 s, and two never run at once", async () => {
  const started = await Promise.all([1, 2, 3].map(() => child("fixtures/child.ts")));
  let fence = 0;
  for (let deaths = 0; deaths < 2; deaths++) {
    const holding = await until(workingSince(fence));
    const holder = started.find((each) => each.pid === holding.pid);
    holder?.kill("SIGKILL");
    const next = await until(workingSince(holding.fence));
    const marks = await allMarks();
    const last = marks.findLast((mark) => mark.fence === holding.fence);
    const first = marks.find((mark) => mark.fence === next.fence);
    expect(next.pid).not.toBe(holding.pid);
    expect(Number(first?.at) - Number(last?.at)).toBeLessThanOrEqual(5_000);
    fence = holding.fence;
  }
  expectOneAfterAnother(await allMarks());
});

dbTest("a holder that was frozen stores nothing more once another has taken over", async () => {
  const started = await Promise.all([1, 2].map(() => child("fixtures/child.ts")));
  const holding = await until(workingSince(0));
  const frozen = started.find((each) => each.pid === holding.pid);
  frozen?.kill("SIGSTOP");
  const next = await until(workingSince(holding.fence));
  expect(next.pid).not.toBe(holding.pid);
  frozen?.kill("SIGCONT");
  // The other dies too, so the frozen one works again: but as a new holder, with a new fence.
  started.find((each) => each.pid === next.pid)?.kill("SIGKILL");
  const again = await until(workingSince(next.fence));
  expect(again.pid).toBe(holding.pid);
  expectOneAfterAnother((await allMarks()).filter((mark) => mark.kind === "fenced"));
});

dbTest("the worker process says when it is ready and gives its leases up when told to stop or left alone", async () => {
  for (const end of [(worker: ChildProcess) => worker.kill("SIGTERM"), (worker: ChildProcess) => worker.disconnect()]) {
    const before = await pool().query<{ fence: string }>("SELECT fence FROM lease WHERE name = 'maintenance'");
    const worker = await child("main.ts");
    const taken = await pool().query("SELECT holder, fence FROM lease WHERE name = 'maintenance'");
    expect(taken.rows[0].holder).toContain(`/${worker.pid}/`);
    expect(Number(taken.rows[0].fence)).toBe(Number(before.rows[0]?.fence ?? 0) + 1);
    end(worker);
    const [code] = (await once(worker, "exit")) as [number | null];
    expect(code).toBe(0);
    const { rows } = await pool().query(
      "SELECT holder, expires_at <= clock_timestamp() AS ended FROM lease WHERE name = 'maintenance'",
    );
    expect(rows).toEqual([{ holder: "", ended: true }]);
  }
});
