/** The allowance as the gateway sees it: real processes, real HTTP, and a limiter that counts arrivals. */
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { pool } from "@/lib/db/client";
import { sleep } from "@/lib/time";
import { startAfresh, startProxy } from "./fixtures/harness";

let box: TestSandbox;
beforeAll(async () => {
  box = await startSandbox();
});
beforeEach(async () => {
  await startAfresh(box);
  // The last test's calls are older than a second before the next one's begin.
  await sleep(1_200);
  await box.control("POST", "/settings", { rateLimit: { refuse: true } });
  await box.control("DELETE", "/stats");
});
afterAll(() => box.stop());

interface Stats {
  refused: number;
  maxInOneSecond: number;
}

interface Caller {
  child: ChildProcess;
  /** Null when it was killed. */
  result: Promise<{ done: number; failures: string[] } | null>;
}

/** Starts a process with callers of these lanes; ready when it calls. */
async function startCaller(baseUrl: string, seconds: number, lanes: readonly string[]): Promise<Caller> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "lib/gateway/fixtures/caller.ts", baseUrl, String(seconds), ...lanes],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, GATEHOUSE_DB_CONNECTIONS: "6" } },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("calling");
  const result = lines.next().then(({ value, done }) => {
    return done ? null : (JSON.parse(value as string) as { done: number; failures: string[] });
  });
  return { child, result };
}

const startCallers = (baseUrl: string, seconds: number, lanes: readonly string[]) =>
  Promise.all([1, 2, 3].map(() => startCaller(baseUrl, seconds, lanes)));

/** When each call arrived, milliseconds of the sandbox's clock. */
async function arrivedAt(): Promise<number[]> {
  const { entries } = await box.control<{ entries: { atMs: number }[] }>("GET", "/journal");
  return entries.map(({ atMs }) => atMs);
}

/** Counts arrivals over a while in which everybody calls. They may come in fives, so only whole fives count. */
async function throughput(ms: number): Promise<string> {
  const before = (await arrivedAt()).length;
  await sleep(ms);
  const times = (await arrivedAt()).slice(before);
  const counted = Math.floor((times.length - 1) / 5) * 5;
  const perSecond = (counted * 1_000) / ((times[counted] ?? 0) - (times[0] ?? 0));
  return `${perSecond.toFixed(2)} calls a second, ${(perSecond / 5).toFixed(3)} of five`;
}

dbTest("three saturated processes, one killed half-way, never exceed the allowance", async ({ annotate }) => {
  const callers = await startCallers(box.url, 5, [
    "alarms",
    "alarms",
    "interactive",
    "interactive",
    "messages",
    "sweeps",
  ]);
  await annotate(await throughput(3_000), "three processes");
  callers[2]?.child.kill("SIGKILL");
  const [one, two, killed] = await Promise.all(callers.map(({ result }) => result));
  const stats = await box.control<Stats>("GET", "/stats");
  expect(stats).toMatchObject({ refused: 0 });
  expect(stats.maxInOneSecond).toBeLessThanOrEqual(5);
  expect(killed).toBeNull();
  for (const result of [one, two]) {
    expect(result?.failures).toEqual([]);
    expect(result?.done).toBeGreaterThan(0);
  }
  const { rowCount } = await pool().query(
    "SELECT 1 FROM gateway_slot WHERE free_at > clock_timestamp() + interval '2 s'",
  );
  expect(rowCount, "a killed process keeps no slot").toBe(0);
});

dbTest("requests that travel up to 150 ms longer than others, and answers that are late", async ({ annotate }) => {
  // A little is left of the 150 ms for the timers of a busy machine.
  let answerMs = 0;
  const proxy = await startProxy(box.url, {
    requestDelayMs: () => (Math.random() < 0.4 ? 0 : Math.random() * 140),
    // At times at once, so that the answer frees the slot; at times later than the slot comes free by itself.
    answerDelayMs: () => (answerMs = (answerMs + 100) % 400),
  });
  const callers = await startCallers(proxy.url, 5, Array<string>(4).fill("any"));
  await annotate(await throughput(4_000), "with jitter");
  const results = await Promise.all(callers.map(({ result }) => result));
  const stats = await box.control<Stats>("GET", "/stats");
  expect(stats).toMatchObject({ refused: 0 });
  expect(stats.maxInOneSecond).toBeLessThanOrEqual(5);
  for (const result of results) {
    expect(result?.failures).toEqual([]);
    expect(result?.done).toBeGreaterThan(0);
  }
  await proxy.close();
});

dbTest("a gateway that fails now and then: whatever is tried again stays within the allowance", async () => {
  for (const fault of [
    { kind: "status5xx", status: 503, probability: 0.1 },
    { kind: "reset", probability: 0.1 },
    { kind: "errorCode", code: "VMS000009", probability: 0.1 },
  ]) {
    await box.control("POST", "/faults", { match: "/areas/get", ...fault });
  }
  const callers = await startCallers(box.url, 6, ["alarms", "interactive", "interactive", "messages", "sweeps"]);
  const results = await Promise.all(callers.map(({ result }) => result));
  const stats = await box.control<Stats>("GET", "/stats");
  expect(stats).toMatchObject({ refused: 0 });
  expect(stats.maxInOneSecond).toBeLessThanOrEqual(5);
  for (const result of results) expect(result?.done).toBeGreaterThan(0);
  const { faults } = await box.control<{ faults: { hits: number }[] }>("GET", "/faults");
  expect(faults.reduce((sum, { hits }) => sum + hits, 0)).toBeGreaterThan(0);
});
