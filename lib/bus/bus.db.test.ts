import { afterAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { dbTest, expect } from "@/lib/testing/database";
import { sleep } from "@/lib/time";
import type { BusEntry, BusEvent } from "./events";
import { pruneBus } from "./prune";
import { publish } from "./publish";
import { busHead, replay } from "./replay";
import { closeBus, subscribe } from "./subscribe";

const door = (id: string): BusEvent => ({ topic: "mirror", kind: "doors", ids: [id], areaIds: ["a1"] });
const idOf = (entry: BusEntry) => (entry.event.topic === "mirror" ? entry.event.ids?.[0] : undefined);

/** A listener that keeps what it hears; `until` waits for a state instead of guessing a time. */
function recorder() {
  const entries: BusEntry[] = [];
  const resets: number[] = [];
  let changed = () => {};
  const subscription = subscribe({
    onEntries(batch) {
      entries.push(...batch);
      changed();
    },
    onReset(head) {
      resets.push(head);
      changed();
    },
  });
  const until = (done: () => boolean) =>
    new Promise<void>((resolve) => {
      changed = () => done() && resolve();
      changed();
    });
  return { entries, resets, until, ...subscription };
}

const listening = async () => {
  const { rows } = await pool().query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'gatehouse bus'",
  );
  return rows.map((row) => row.pid);
};

beforeEach(() => closeBus());
afterAll(() => closeBus());

dbTest("events arrive in commit order, without gaps, never before their commit", async () => {
  const heard = recorder();
  const start = await heard.ready;
  // A mark that the publisher writes in the same transaction must be visible when its event is heard.
  await pool().query("CREATE TABLE mark (id text PRIMARY KEY)");
  const unseen: string[] = [];
  const checks: Promise<void>[] = [];
  const checking = subscribe({
    onEntries(batch) {
      for (const entry of batch) {
        const look = pool().query("SELECT 1 FROM mark WHERE id = $1", [idOf(entry)]);
        checks.push(look.then(({ rowCount }) => void (rowCount === 0 && unseen.push(String(idOf(entry))))));
      }
    },
    onReset: () => {},
  });
  await checking.ready;
  const numbers = new Map<string, number>();
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      transaction(async (tx) => {
        await sleep(Math.random() * 60);
        await tx.query("INSERT INTO mark VALUES ($1)", [`d${i}`]);
        numbers.set(`d${i}`, await publish(tx, door(`d${i}`)));
        await sleep(Math.random() * 30);
      }),
    ),
  );
  await heard.until(() => heard.entries.length >= 20);
  await Promise.all(checks);
  expect(heard.entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 20 }, (_, i) => start + 1 + i));
  expect(new Map(heard.entries.map((entry) => [idOf(entry), entry.seq]))).toEqual(numbers);
  expect(checks).toHaveLength(20);
  expect(unseen).toEqual([]);
  heard.close();
  checking.close();
});

dbTest("a transaction that rolls back leaves neither event nor gap", async () => {
  const heard = recorder();
  const start = await heard.ready;
  await transaction((tx) => publish(tx, door("kept 1")));
  const refused = transaction(async (tx) => {
    await publish(tx, door("rolled back"));
    throw new Error("changed my mind");
  });
  await expect(refused).rejects.toThrow("changed my mind");
  await transaction((tx) => publish(tx, door("kept 2")));
  await heard.until(() => heard.entries.length >= 2);
  expect(heard.entries.map((entry) => [entry.seq, idOf(entry)])).toEqual([
    [start + 1, "kept 1"],
    [start + 2, "kept 2"],
  ]);
  heard.close();
});

dbTest("a lost connection misses nothing, and one process has only one", async () => {
  const heard = recorder();
  const second = recorder();
  const start = await heard.ready;
  await second.ready;
  await publish(pool(), door("before"));
  await heard.until(() => heard.entries.length === 1);
  const [pid, ...others] = await listening();
  expect(others).toEqual([]);
  await pool().query("SELECT pg_terminate_backend($1)", [pid]);
  for (let i = 0; i < 5; i++) await publish(pool(), door(`while away ${i}`));
  await heard.until(() => heard.entries.length >= 6);
  await second.until(() => second.entries.length >= 6);
  expect(heard.entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5, 6].map((n) => start + n));
  expect(second.entries).toEqual(heard.entries);
  const [renewed, ...more] = await listening();
  expect(renewed).not.toBe(pid);
  expect(more).toEqual([]);
  heard.close();
  second.close();
});

dbTest("a listener that throws or never ends holds up no other", async () => {
  const bad = subscribe({
    onEntries() {
      throw new Error("bad listener");
    },
    onReset: () => {},
  });
  const slow = subscribe({ onEntries: () => new Promise<void>(() => {}), onReset: () => {} });
  const rejecting = subscribe({ onEntries: () => Promise.reject(new Error("later")), onReset: () => {} });
  const heard = recorder();
  await heard.ready;
  await publish(pool(), door("1"));
  await heard.until(() => heard.entries.length === 1);
  await publish(pool(), door("2"));
  await heard.until(() => heard.entries.length === 2);
  expect(heard.entries.map(idOf)).toEqual(["1", "2"]);
  for (const each of [bad, slow, rejecting, heard]) each.close();
});

dbTest("a long list is published as many", async () => {
  const ids = Array.from({ length: 201 }, (_, i) => String(i));
  const seq = await publish(pool(), { topic: "mirror", kind: "cameras", ids, areaIds: ["a1", "a2"] });
  const result = await replay(seq - 1, 10);
  expect(result).toMatchObject({
    kind: "entries",
    entries: [{ seq, event: { topic: "mirror", kind: "cameras", ids: null, areaIds: ["a1", "a2"] } }],
  });
  const { rows } = await pool().query("SELECT topic, area_ids FROM bus_event WHERE seq = $1", [seq]);
  expect(rows).toEqual([{ topic: "mirror", area_ids: ["a1", "a2"] }]);
});

dbTest("replay goes on in pages, passes over events of a newer version, and tells when to reset", async () => {
  const start = await busHead();
  for (let i = 0; i < 3; i++) await publish(pool(), door(`r${i}`));
  await pool().query("SELECT bus_publish('weather', NULL, '{\"topic\":\"weather\"}')");
  const first = await replay(start, 2);
  expect(first).toMatchObject({ kind: "entries", through: start + 2, head: start + 4 });
  const rest = await replay(start + 2, 10);
  expect(rest).toMatchObject({ kind: "entries", entries: [{ seq: start + 3 }], through: start + 4 });
  expect(await replay(start + 4, 10)).toEqual({ kind: "entries", entries: [], through: start + 4, head: start + 4 });
  expect(await replay(start + 5, 10)).toEqual({ kind: "reset", head: start + 4 });
});

dbTest("pruning by age and by number leaves no gap, and older positions reset", async () => {
  for (let i = 0; i < 6; i++) await publish(pool(), door(`p${i}`));
  const head = await busHead();
  expect(await pruneBus()).toBe(0);
  await pool().query("UPDATE bus_event SET at = at - interval '25 hours' WHERE seq <= $1", [head - 4]);
  expect(await pruneBus()).toBeGreaterThan(0);
  const { rows } = await pool().query<{ seq: string }>("SELECT seq FROM bus_event ORDER BY seq");
  expect(rows.map((row) => Number(row.seq))).toEqual([head - 3, head - 2, head - 1, head]);
  expect(await replay(head - 4, 10)).toMatchObject({ kind: "entries", through: head });
  expect(await replay(head - 5, 10)).toEqual({ kind: "reset", head });
  expect(await pruneBus({ maxRows: 1 })).toBe(3);
  expect(await replay(head - 2, 10)).toEqual({ kind: "reset", head });
  expect(await pruneBus({ maxRows: 0 })).toBe(1);
  expect(await replay(head, 10)).toEqual({ kind: "entries", entries: [], through: head, head });
  expect(await replay(head - 1, 10)).toEqual({ kind: "reset", head });
});

dbTest("subscribers are told when the database was restored to an earlier state", async () => {
  for (let i = 0; i < 3; i++) await publish(pool(), door(`s${i}`));
  const heard = recorder();
  const head = await heard.ready;
  await pool().query("DELETE FROM bus_event WHERE seq > $1", [head - 2]);
  await pool().query("UPDATE bus_head SET seq = $1", [head - 2]);
  await pool().query("SELECT pg_notify('gatehouse_bus', '')");
  await heard.until(() => heard.resets.length === 1);
  await publish(pool(), door("after"));
  await heard.until(() => heard.entries.length === 1);
  expect(heard.resets).toEqual([head - 2]);
  expect(heard.entries.map((entry) => entry.seq)).toEqual([head - 1]);
  heard.close();
});
