import { afterEach } from "vitest";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { dbTest, expect } from "@/lib/testing/database";
import { until } from "@/lib/testing/until";
import { sleep } from "@/lib/time";
import { duty, fenced, LeaseLostError, wake, type Duty, type DutyOptions, type DutyRun } from "./define";
import { contend, register, renew, type Query } from "./leases";
import { Runner } from "./runner";

const query: Query = async (text, values) => (await pool().query(text, values)).rows as never;
const runners: Runner[] = [];
let count = 0;

async function running(...duties: Duty[]): Promise<Runner> {
  const runner = new Runner(duties);
  runners.push(runner);
  await runner.start();
  return runner;
}

/** A duty under a name of its own, of which every run is known. */
function watched(
  options: Partial<Omit<DutyOptions, "run">> & { run?: (context: DutyRun, no: number) => Promise<number | void> },
) {
  const begun: number[] = [];
  const ended: number[] = [];
  const contexts: DutyRun[] = [];
  const made = duty({
    name: `test.${++count}`,
    every: "1h",
    staleAfter: "1m",
    ...options,
    async run(context) {
      begun.push(performance.now());
      contexts.push(context);
      try {
        return await options.run?.(context, begun.length);
      } finally {
        ended.push(performance.now());
      }
    },
  });
  return { duty: made, name: made.name, begun, ended, contexts };
}

const row = async (name: string) =>
  (
    await pool().query(
      `SELECT d.*, (extract(epoch FROM next_at - last_finished_at) * 1000)::float8 AS pause,
              l.holder AS lease_holder, l.fence, l.expires_at,
              l.expires_at > clock_timestamp() AS held
         FROM duty d JOIN lease l USING (name) WHERE name = $1`,
      [name],
    )
  ).rows[0];

const idle = (name: string, runs: number) =>
  until(async () => {
    const { runs: seen, next_at } = await row(name);
    return seen === runs && next_at !== null;
  });

const ignored = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop(0)));
});

dbTest("the pause counts from the end of a run, and runs do not overlap", async () => {
  const each = watched({ every: 120, run: () => sleep(150) });
  await running(each.duty);
  await until(() => each.begun.length >= 3);
  for (const no of [1, 2]) {
    // Timers and the database round to whole milliseconds.
    expect((each.begun[no] ?? 0) - (each.ended[no - 1] ?? 0)).toBeGreaterThanOrEqual(117);
  }
});

dbTest("a run may choose its own pause; the record tells who ran, when and when next", async () => {
  const each = watched({ run: async () => 7_000 });
  const runner = await running(each.duty);
  await idle(each.name, 1);
  const { pause, last_error, last_ok_at, last_finished_at, last_started_at, ...rest } = await row(each.name);
  expect(rest).toMatchObject({ runs: 1, holder: runner.holder, lease_holder: runner.holder, stale_after_ms: 60_000 });
  expect(Math.abs(pause - 7_000)).toBeLessThanOrEqual(2);
  expect(last_error).toBeNull();
  expect(Number(last_ok_at)).toBe(Number(last_finished_at));
  expect(Number(last_started_at)).toBeLessThanOrEqual(Number(last_finished_at));
});

dbTest(
  "waking runs a duty at once, also one that is running once more, also when the notification is lost",
  async () => {
    let finish = () => {};
    const each = watched({ run: (_, no) => (no === 2 ? new Promise((resolve) => (finish = resolve)) : sleep(0)) });
    await running(each.duty);
    await idle(each.name, 1);
    await wake(each.name);
    await until(() => each.begun.length === 2);
    await wake(each.name);
    await wake(each.name);
    finish();
    await idle(each.name, 3);
    await pool().query("UPDATE duty SET next_at = clock_timestamp() - interval '1 second' WHERE name = $1", [
      each.name,
    ]);
    await idle(each.name, 4);
    await expect(
      transaction(async (tx) => {
        await wake(each.name, tx);
        throw new Error("not after all");
      }),
    ).rejects.toThrow("not after all");
    // Twice the second in which leases are renewed and due times read.
    await sleep(2_000);
    expect(each.begun).toHaveLength(4);
  },
);

dbTest("an error is recorded and retried with growing pauses; success clears it", async () => {
  const each = watched({
    run: async (_, no) => {
      if (no <= 4) throw new TypeError(`broken ${no}`);
    },
  });
  await running(each.duty);
  for (const no of [1, 2, 3, 4]) {
    await idle(each.name, no);
    const { pause, last_error, last_ok_at } = await row(each.name);
    expect(last_error).toBe(`TypeError: broken ${no}`);
    expect(last_ok_at).toBeNull();
    expect(pause).toBeGreaterThanOrEqual(500 * 2 ** (no - 1) - 2);
    expect(pause).toBeLessThanOrEqual(1_000 * 2 ** (no - 1) + 2);
    await wake(each.name);
  }
  await idle(each.name, 5);
  const { pause, last_error, last_ok_at } = await row(each.name);
  expect(last_error).toBeNull();
  expect(last_ok_at).not.toBeNull();
  expect(pause).toBeGreaterThan(3_599_000);
});

dbTest("stopping aborts the run, gives the lease up at once and lets the next process begin at once", async () => {
  const each = watched({ run: ({ signal }) => sleep(3_600_000, signal) });
  const first = await running(each.duty);
  await until(() => each.begun.length === 1);
  expect(await first.stop()).toBe(true);
  expect(await row(each.name)).toMatchObject({ lease_holder: "", held: false, last_error: null, last_ok_at: null });
  const second = await running(each.duty);
  await until(() => each.begun.length === 2);
  expect(await row(each.name)).toMatchObject({ lease_holder: second.holder, held: true });
  expect(each.contexts[1]?.fence.number).toBe((each.contexts[0]?.fence.number ?? 0) + 1);
});

dbTest("stopping keeps the lease of a run that does not end, and says so", async () => {
  let finish = () => {};
  const each = watched({ run: () => new Promise((resolve) => (finish = resolve)) });
  const runner = await running(each.duty);
  await until(() => each.begun.length === 1);
  expect(await runner.stop(100)).toBe(false);
  expect(await row(each.name)).toMatchObject({ lease_holder: runner.holder, held: true });
  finish();
});

dbTest("a long run keeps its lease, and a second process does not run beside it", async () => {
  const each = watched({ run: ({ signal }) => sleep(5_000, signal) });
  await Promise.all([running(each.duty), running(each.duty)]);
  await until(() => each.ended.length === 1);
  expect(each.begun).toHaveLength(1);
  expect(each.contexts[0]?.signal.aborted).toBe(false);
});

dbTest("a holder that cannot renew aborts its run before its lease ends", async () => {
  let left: number | undefined;
  const each = watched({
    async run({ signal }) {
      await ignored(signal);
      const { rows } = await pool().query<{ left: number }>(
        "SELECT extract(epoch FROM expires_at - clock_timestamp())::float8 AS left FROM lease WHERE name = $1",
        [each.name],
      );
      left = rows[0]?.left;
      throw signal.reason;
    },
  });
  await running(each.duty);
  await until(() => each.begun.length === 1);
  await transaction(async (tx) => {
    await tx.query("SELECT 1 FROM lease WHERE name = $1 FOR UPDATE", [each.name]);
    await until(() => left !== undefined);
  });
  expect(left).toBeGreaterThan(0);
  expect(each.contexts[0]?.signal.reason).toBeInstanceOf(LeaseLostError);
  // Not the duty's fault, so no error; and it comes back under a new fence.
  await until(() => each.begun.length === 2);
  expect((await row(each.name)).last_error).toBeNull();
  expect(each.contexts[1]?.fence.number).toBeGreaterThan(each.contexts[0]?.fence.number ?? Infinity);
});

dbTest("a run learns at the next renewal that its lease was taken away", async () => {
  const each = watched({ run: ({ signal }) => ignored(signal) });
  await running(each.duty);
  await until(() => each.begun.length === 1);
  await pool().query(
    "UPDATE lease SET holder = 'thief', fence = fence + 1, expires_at = clock_timestamp() + interval '1 h' WHERE name = $1",
    [each.name],
  );
  await until(() => each.ended.length === 1);
  expect(each.contexts[0]?.signal.reason).toBeInstanceOf(LeaseLostError);
  expect((await row(each.name)).last_finished_at).toBeNull();
});

dbTest("a lost connection is renewed, and the leases with it", async () => {
  const each = watched({ every: 50 });
  await running(each.duty);
  await idle(each.name, 1);
  const connection = async () => {
    const { rows } = await pool().query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'gatehouse leases'`,
    );
    return rows[0]?.pid;
  };
  const lost = await connection();
  await pool().query("SELECT pg_terminate_backend($1)", [lost]);
  await until(async () => ![lost, undefined].includes(await connection()));
  const { expires_at } = await row(each.name);
  const runs = each.begun.length;
  await until(async () => Number((await row(each.name)).expires_at) >= Number(expires_at) + 4_000);
  expect(each.begun.length).toBeGreaterThan(runs);
});

dbTest("the fence of the last holder is refused, and storing work holds a take-over up but not a renewal", async () => {
  const plain = duty({ name: "test.fence", every: 1, staleAfter: 1, run: async () => {} });
  const expire = () =>
    pool().query("UPDATE lease SET expires_at = clock_timestamp() - interval '1 s' WHERE name = $1", [plain.name]);
  await register(query, [plain]);
  const [first] = await contend(query, "one", [plain]);
  expect(first?.fence).toBe("1");
  expect(await contend(query, "two", [plain])).toEqual([]);
  const old = { name: plain.name, number: 1 };
  await transaction(async (tx) => {
    await fenced(tx, old);
    expect(await renew(query, [{ duty: plain, fence: old }])).toHaveLength(1);
    await expire();
    expect(await contend(query, "two", [plain])).toEqual([]);
  });
  const [second] = await contend(query, "two", [plain]);
  expect(second?.fence).toBe("2");
  await expect(transaction((tx) => fenced(tx, old))).rejects.toBeInstanceOf(LeaseLostError);
  await transaction((tx) => fenced(tx, { ...old, number: 2 }));
  expect(await renew(query, [{ duty: plain, fence: old }])).toEqual([]);
});

dbTest("of many who contend for a lease exactly one gets it", async () => {
  const plain = duty({ name: "test.crowd", every: 1, staleAfter: 1, run: async () => {} });
  await register(query, [plain]);
  const taken = await Promise.all(Array.from({ length: 30 }, (_, i) => contend(query, `p${i}`, [plain])));
  expect(taken.flat().map((each) => each.fence)).toEqual(["1"]);
});

dbTest("two duties of one name are refused", () => {
  const plain = duty({ name: "test.twice", every: 1, staleAfter: 1, run: async () => {} });
  expect(() => new Runner([plain, plain])).toThrow("same name");
});
