import { pool } from "@/lib/db/client";
import { log } from "@/lib/log";
import { dbTest, expect } from "@/lib/testing/database";
import { maintenance } from "@/lib/domains/settings/job";
import { dutyStates } from "./states";

dbTest("states tell a duty that never ran from one that is stuck, late, failing or well", async () => {
  expect(await dutyStates()).toEqual([]);
  const ago = (seconds: number | null) => (seconds === null ? null : new Date(Date.now() - seconds * 1_000));
  const add = async (
    name: string,
    held: boolean,
    times: { started?: number; finished?: number; next?: number; error?: string },
  ) => {
    await pool().query("INSERT INTO lease VALUES ($1, 'h/1/a', 3, clock_timestamp() + $2 * interval '1 minute')", [
      name,
      held ? 1 : -1,
    ]);
    await pool().query(
      `INSERT INTO duty (name, last_started_at, last_finished_at, next_at, last_error, stale_after_ms)
       VALUES ($1, $2, $3, $4, $5, 60000)`,
      [name, ago(times.started ?? null), ago(times.finished ?? null), ago(times.next ?? null), times.error ?? null],
    );
  };
  await add("a.new", true, {});
  await add("b.well", true, { started: 20, finished: 10, next: -50 });
  await add("c.running", true, { started: 20, finished: 30 });
  await add("d.stuck", true, { started: 90, finished: 100 });
  await add("e.died", false, { started: 90 });
  await add("f.late", false, { started: 200, finished: 190, next: 100 });
  await add("g.failing", true, { started: 20, finished: 10, next: -5, error: "Error: no" });
  await add("h.due", true, { started: 200, finished: 190, next: 5 });
  const states = await dutyStates();
  expect(states.map(({ name, health, running, holder }) => [name, health, running, holder])).toEqual([
    ["a.new", "never ran", false, "h/1/a"],
    ["b.well", "ok", false, "h/1/a"],
    ["c.running", "ok", true, "h/1/a"],
    ["d.stuck", "stuck", true, "h/1/a"],
    ["e.died", "stuck", false, null],
    ["f.late", "late", false, null],
    ["g.failing", "failing", false, "h/1/a"],
    ["h.due", "ok", false, "h/1/a"],
  ]);
  expect(states[1]?.lagMs).toBe(0);
  expect(states[5]?.lagMs).toBeGreaterThanOrEqual(99_000);
  expect(states[7]?.lagMs).toBeGreaterThanOrEqual(4_000);
});

dbTest("maintenance deletes what is old and leaves what is not", async () => {
  await pool().query(
    `INSERT INTO gateway_usage (second, lane, calls)
     VALUES (now() - interval '61 minutes', 'alarms', 1), (now() - interval '59 minutes', 'alarms', 2)`,
  );
  const user = "00000000-0000-7000-8000-000000000001";
  await pool().query(
    "INSERT INTO app_user (id, email, name, password_hash, role) VALUES ($1, 'a@b', 'A', '', 'guard')",
    [user],
  );
  const session = (no: number, expires: string, ended: string | null) =>
    pool().query(
      "INSERT INTO session (id, user_id, expires_at, ended_at) VALUES ($1, $2, now() + $3::interval, now() + $4::interval)",
      [`00000000-0000-7000-8000-00000000010${no}`, user, expires, ended],
    );
  await session(1, "1 day", null);
  await session(2, "1 day", "-91 days");
  await session(3, "-91 days", null);
  await session(4, "-80 days", "-89 days");
  await pool().query("UPDATE lease SET expires_at = now() - interval '8 days' WHERE name = 'e.died'");
  await pool().query("SELECT bus_publish('sync', '{}', '{}'), bus_publish('sync', '{}', '{}')");
  await pool().query("UPDATE bus_event SET at = now() - interval '25 h' WHERE seq = 1");

  await maintenance.run({ signal: new AbortController().signal, log, fence: { name: "maintenance", number: 1 } });

  expect((await pool().query("SELECT calls FROM gateway_usage")).rows).toEqual([{ calls: 2 }]);
  const sessions = await pool().query("SELECT right(id::text, 1) AS no FROM session ORDER BY id");
  expect(sessions.rows.map((row) => row.no)).toEqual(["1", "4"]);
  expect((await dutyStates()).map((state) => state.name)).not.toContain("e.died");
  expect((await pool().query("SELECT fence FROM lease WHERE name = 'e.died'")).rowCount).toBe(1);
  expect((await pool().query("SELECT seq FROM bus_event")).rows).toEqual([{ seq: "2" }]);
});
