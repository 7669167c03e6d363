import fc from "fast-check";
import pg from "pg";
import { dbTest, expect } from "@/lib/testing/database";
import { pool } from "@/lib/db/client";
import { required } from "@/lib/env";
import { sleep } from "@/lib/time";
import { favourAlarms } from ".";
import { Budget, NoSlotError, type Lane } from "./budget";

const windowMs = 1_000;
const jitterMs = 150;
const epoch = Date.UTC(2026, 0, 1);

/** The most arrivals that any half-open window of one second holds. */
function worstWindow(arrivals: readonly number[]): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  return Math.max(0, ...sorted.map((start, i) => sorted.slice(i).filter((time) => time < start + windowMs).length));
}

interface Step {
  afterMs: number;
  process: number;
  lane: Lane;
  travelMs: number;
  /** Null: no answer ever comes, as after a crash. */
  answerMs: number | null;
}

const step = fc.record<Step>({
  afterMs: fc.integer({ min: 0, max: 260 }),
  process: fc.integer({ min: 0, max: 3 }),
  lane: fc.constantFrom("alarms", "interactive", "messages", "sweeps"),
  travelMs: fc.integer({ min: 0, max: jitterMs }),
  answerMs: fc.option(fc.integer({ min: 0, max: 400 }), { nil: null, freq: 4 }),
});

interface Sent {
  slot: number;
  grant: string;
  at: number;
  step: Step;
  answered: boolean;
}

/** Plays a history on the real SQL with a clock of its own; returns when requests arrived at the gateway. */
async function play(client: pg.Client, steps: readonly Step[]): Promise<number[]> {
  await client.query("TRUNCATE gateway_waiter, gateway_process, gateway_lane_use, gateway_usage");
  await client.query("UPDATE gateway_slot SET free_at = $1", [new Date(epoch)]);
  const waiting = new Map<string, Step>();
  const sent: Sent[] = [];
  let now = epoch;
  const setClock = () => client.query("SELECT set_config('gatehouse.clock', $1, false)", [new Date(now).toISOString()]);
  const tick = async (until: number) => {
    for (; now <= until; now += 25) {
      await setClock();
      for (const call of sent) {
        const { answerMs, travelMs } = call.step;
        if (call.answered || answerMs === null || now < call.at + travelMs + answerMs) continue;
        call.answered = true;
        await client.query("SELECT gateway_answered($1, $2, $3)", [call.slot, call.grant, `${windowMs} milliseconds`]);
      }
      for (let process = 0; process < 4; process += 1) {
        const { rows } = await client.query<{ waiter: string | null; slot: number; granted: string }>(
          "SELECT * FROM gateway_dispatch($1, $2)",
          [`p${process}`, `${windowMs + jitterMs} milliseconds`],
        );
        for (const row of rows) {
          const origin = row.waiter === null ? undefined : waiting.get(row.waiter);
          if (row.waiter === null || origin === undefined) continue;
          waiting.delete(row.waiter);
          sent.push({ slot: row.slot, grant: row.granted, at: now, step: origin, answered: false });
        }
      }
    }
  };
  for (const next of steps) {
    await tick(now + next.afterMs);
    await setClock();
    const { rows } = await client.query<{ id: string }>("SELECT gateway_enter($1, $2) AS id", [
      `p${next.process}`,
      next.lane,
    ]);
    waiting.set(rows[0]?.id ?? "", next);
  }
  await tick(now + 6_000);
  expect(waiting.size, "everybody is served in the end").toBe(0);
  return sent.map((call) => call.at + call.step.travelMs);
}

dbTest("no history of four processes puts six arrivals into one second", { timeout: 120_000 }, async () => {
  const client = new pg.Client({ connectionString: required("databaseUrl") });
  await client.connect();
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), async (steps) => {
        expect(worstWindow(await play(client, steps))).toBeLessThanOrEqual(5);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  } finally {
    await client.end();
  }
});

/** A gateway that answers at once and remembers when it was called. */
async function saturate(budgets: readonly Budget[], lanes: readonly Lane[], seconds: number): Promise<number[]> {
  const arrivals: number[] = [];
  const end = performance.now() + seconds * 1_000;
  const caller = async (budget: Budget, lane: Lane) => {
    while (performance.now() < end) {
      const grant = await budget.acquire(lane);
      if (!(await grant.confirm())) continue;
      await sleep(Math.random() * 3);
      arrivals.push(performance.now());
      await grant.answered();
    }
  };
  await Promise.all(
    budgets.flatMap((budget, i) =>
      [1, 2, 3].map((n) => caller(budget, lanes[(i + n) % lanes.length] ?? "interactive")),
    ),
  );
  return arrivals;
}

async function freshBudget(): Promise<void> {
  await pool().query("TRUNCATE gateway_waiter, gateway_process, gateway_lane_use, gateway_usage");
  await sleep(1_200);
}

dbTest("three processes that never pause stay within the limit and use it", async () => {
  await freshBudget();
  const budgets = [new Budget(pool()), new Budget(pool()), new Budget(pool())];
  const arrivals = await saturate(budgets, ["alarms", "interactive", "sweeps", "messages"], 6);
  expect(worstWindow(arrivals)).toBeLessThanOrEqual(5);
  expect(arrivals.length).toBeGreaterThanOrEqual(5);
});

dbTest("a lane alone borrows every slot", async () => {
  await freshBudget();
  const budget = new Budget(pool());
  const grants = await Promise.all([1, 2, 3, 4, 5].map(() => budget.acquire("sweeps")));
  expect(grants).toHaveLength(5);
});

dbTest("a person is served before a sweep that came earlier", async () => {
  await freshBudget();
  const budget = new Budget(pool());
  await Promise.all([1, 2, 3, 4, 5].map(() => budget.acquire("sweeps")));
  const order: string[] = [];
  const sweeps = [1, 2, 3, 4, 5, 6].map(() => budget.acquire("sweeps").then(() => order.push("sweep")));
  await sleep(50);
  const person = budget.acquire("interactive").then(() => order.push("person"));
  await Promise.all([...sweeps, person]);
  expect(order[0]).toBe("person");
});

dbTest("while alarms come, sweeps leave them a third slot", async () => {
  await freshBudget();
  await pool().query("UPDATE gateway_slot SET lane = NULL");
  const worker = new Budget(pool());
  const takenBy = async (lane: Lane) => {
    const { rows } = await pool().query<{ no: number }>("SELECT no FROM gateway_slot WHERE lane = $1 ORDER BY no", [
      lane,
    ]);
    return rows.map(({ no }) => no);
  };
  await favourAlarms({ draining: false });
  const pump = new Budget(pool());
  const alarms = [await pump.acquire("alarms"), await pump.acquire("alarms")];
  await Promise.all([1, 2, 3, 4].map(() => worker.acquire("sweeps")));
  expect(await takenBy("sweeps")).toEqual([4, 5]);
  expect(await takenBy("alarms")).toEqual([1, 2]);
  for (const grant of alarms) await grant.unused();
});

dbTest("a sweep is not starved by people", { timeout: 40_000 }, async () => {
  await freshBudget();
  const people = new Budget(pool());
  const worker = new Budget(pool());
  let running = true;
  const crowd = Array.from({ length: 12 }, async () => {
    while (running) await (await people.acquire("interactive")).answered();
  });
  const grant = await worker.acquire("sweeps", AbortSignal.timeout(15_000));
  running = false;
  await grant.answered();
  await Promise.all(crowd);
});

dbTest("a waiter that gives up leaves no trace, and its slot goes to the next", async () => {
  await freshBudget();
  const budget = new Budget(pool());
  await Promise.all([1, 2, 3, 4, 5].map(() => budget.acquire("interactive")));
  const given = new AbortController();
  const leaving = budget.acquire("interactive", given.signal);
  const staying = budget.acquire("interactive");
  await sleep(100);
  given.abort();
  await expect(leaving).rejects.toBeInstanceOf(NoSlotError);
  await staying;
  const { rows } = await pool().query("SELECT count(*)::int AS n FROM gateway_waiter");
  expect(rows[0]).toEqual({ n: 0 });
});

dbTest("waiters of a dead process do not hold up the living", async () => {
  await freshBudget();
  for (let i = 0; i < 5; i += 1) await pool().query("SELECT gateway_enter('dead', 'alarms')");
  const grant = await new Budget(pool()).acquire("interactive", AbortSignal.timeout(8_000));
  await grant.answered();
});

dbTest("a slow caller stamps its grant again, and takes another when it was lost", async () => {
  await freshBudget();
  const budget = new Budget(pool());
  const grant = await budget.acquire("interactive");
  await sleep(40);
  expect(await grant.confirm()).toBe(true);
  await pool().query(`UPDATE gateway_slot SET "grant" = "grant" + 1`);
  await sleep(40);
  expect(await grant.confirm()).toBe(false);
});
