import { pool } from "@/lib/db/client";
import { dbTest, expect } from "@/lib/testing/database";
import {
  FIRST_LOCK_SECONDS,
  forgive,
  guarded,
  LOCK_OUT,
  lockAfter,
  LONGEST_LOCK_SECONDS,
  pruneFailures,
  type LockSubject,
  type Verdict,
} from "./lock-out";

let number = 0;
const fresh = () => `account ${(number += 1)}`;
const account = (of: string, address: string | null = null): LockSubject => ({ kind: "account", of, address });
const verdict = (word: Verdict<string>["verdict"]) => () => Promise.resolve({ verdict: word, value: word });
const fail = (subject: LockSubject) => guarded(subject, verdict("failed"));
const pass = (subject: LockSubject) => guarded(subject, verdict("passed"));

async function failTimes(subject: LockSubject, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) expect(await fail(subject)).toEqual({ value: "failed" });
}

/** As if all failures and locks so far had happened that much earlier. */
const later = (seconds: number) =>
  pool().query(
    `UPDATE sign_in_failure SET last_failed_at = last_failed_at - make_interval(secs => $1),
            locked_until = locked_until - make_interval(secs => $1)`,
    [seconds],
  );

dbTest("locks for 30 s after the free failures, then twice as long each time, an hour at most", async () => {
  const { free } = LOCK_OUT.account;
  expect([free - 1, free, free + 1, free + 2].map((count) => lockAfter("account", count))).toEqual([
    0,
    FIRST_LOCK_SECONDS,
    2 * FIRST_LOCK_SECONDS,
    4 * FIRST_LOCK_SECONDS,
  ]);
  expect(lockAfter("account", free + 30)).toBe(LONGEST_LOCK_SECONDS);
  const one = account(fresh());
  await failTimes(one, free);
  expect(await pass(one)).toMatchObject({ lockedSeconds: expect.any(Number) as number });
  expect(await pass(account(fresh()))).toEqual({ value: "passed" });
  await later(FIRST_LOCK_SECONDS);
  await failTimes(one, 1);
  const { lockedSeconds = 0 } = (await pass(one)) as { lockedSeconds?: number };
  expect(lockedSeconds).toBeGreaterThan(FIRST_LOCK_SECONDS);
  expect(lockedSeconds).toBeLessThanOrEqual(2 * FIRST_LOCK_SECONDS);
});

dbTest("a success forgets the account's failures, not the address's; an undecided one forgets nothing", async () => {
  const address = "192.0.2.1";
  const one = account(fresh(), address);
  await failTimes(one, LOCK_OUT.account.free - 1);
  expect(await guarded(one, verdict("undecided"))).toEqual({ value: "undecided" });
  expect(await pass(one)).toEqual({ value: "passed" });
  await failTimes(one, LOCK_OUT.account.free - 1);
  expect(await guarded(one, verdict("undecided"))).toEqual({ value: "undecided" });
  await failTimes(one, 1);
  expect(await pass(one)).toHaveProperty("lockedSeconds");
  const left = LOCK_OUT.address.free - 2 * LOCK_OUT.account.free + 1;
  for (let i = 0; i < left; i += 1) await failTimes(account(fresh(), address), 1);
  expect(await pass(account(fresh(), address))).toHaveProperty("lockedSeconds");
  expect(await pass(account(fresh(), "192.0.2.2"))).toEqual({ value: "passed" });
  await forgive(one.of);
  expect(await pass(account(one.of))).toEqual({ value: "passed" });
});

dbTest("a network of IPv6 is one address", async () => {
  for (let i = 0; i < LOCK_OUT.address.free; i += 1) await failTimes(account(fresh(), `2001:db8:0:7::${i}`), 1);
  expect(await pass(account(fresh(), "2001:db8::7:1:2:3:4"))).toHaveProperty("lockedSeconds");
  expect(await pass(account(fresh(), "2001:db8:0:8::1"))).toEqual({ value: "passed" });
});

dbTest("of a hundred guesses at once, no more than the free ones are looked at, also past a first lock", async () => {
  const one = account(fresh(), "198.51.100.1");
  for (const allowed of [LOCK_OUT.account.free, 1]) {
    let looked = 0;
    const guess = async (): Promise<Verdict<null>> => {
      looked += 1;
      await new Promise((resolve) => setImmediate(resolve));
      return { verdict: "failed", value: null };
    };
    const answers = await Promise.all(Array.from({ length: 100 }, () => guarded(one, guess)));
    expect(looked).toBe(allowed);
    expect(answers.filter((answer) => "lockedSeconds" in answer)).toHaveLength(100 - allowed);
    await later(FIRST_LOCK_SECONDS);
  }
});

dbTest("a hundred people at the start of a shift all get in", async () => {
  const names = Array.from({ length: 7 }, fresh);
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => pass(account(names[i % 7] ?? "", "198.51.100.2"))),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"value":"passed"}']));
});

dbTest("failures are forgotten one by one, and a check that throws counts for nothing", async () => {
  const one = account(fresh());
  await failTimes(one, LOCK_OUT.account.free - 1);
  await later(2 * LOCK_OUT.account.forgetSeconds);
  await failTimes(one, 2);
  for (let i = 0; i < LOCK_OUT.account.free; i += 1) {
    await expect(guarded(one, () => Promise.reject(new Error("no database")))).rejects.toThrow("no database");
  }
  expect(await pass(one)).toEqual({ value: "passed" });
});

dbTest("keeps neither e-mails nor addresses, and deletes what is old", async () => {
  await failTimes(account("mara@example.com", "203.0.113.77"), 1);
  const { rows } = await pool().query<{ key: string }>("SELECT key FROM sign_in_failure");
  expect(JSON.stringify(rows)).not.toMatch(/mara|203\.0\.113/);
  await later(4 * 24 * 60 * 60);
  expect(await pruneFailures()).toBe(rows.length);
});
