import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll } from "vitest";
import { PATCH } from "@/app/api/settings/[key]/route";
import { GET } from "@/app/api/settings/route";
import { pool } from "@/lib/db/client";
import { mediaFile } from "@/lib/media/disk";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { ownDataFolder } from "@/lib/testing/folder";
import { maintenance } from "./job";
import { setting } from "./read";
import type { SettingKey, SettingList } from "./terms";

let administrator: SignedIn;

ownDataFolder();

beforeAll(async () => {
  administrator = await signedIn("administrator");
  await holdLease();
});

const change = (key: string, value: unknown) =>
  callRoute(PATCH, administrator.request(`/api/settings/${key}`, { method: "PATCH", json: { value } }), { key });

async function item(key: SettingKey) {
  const response = await callRoute(GET, administrator.request("/api/settings"));
  return ((await response.json()) as SettingList).items.find((each) => each.key === key);
}

dbTest("a setting has a default, can be changed within its bounds, and goes back", async () => {
  expect(await setting("retention.gone")).toBe(365);
  expect(await item("retention.gone")).toMatchObject({ value: 365, default: 365, min: 1, max: 3_650, changed: null });
  expect((await change("retention.gone", 40)).status).toBe(204);
  expect(await setting("retention.gone")).toBe(40);
  expect((await item("retention.gone"))?.changed?.by).toBe(administrator.actor.name);
  const { rows } = await pool().query<{ body: string; data: unknown }>(
    "SELECT body, data FROM audit_entry JOIN audit_detail USING (seq) WHERE action = 'setting.change'",
  );
  expect(rows.map(({ data }) => data)).toEqual([{ before: 365, after: 40 }]);
  expect(rows[0]?.body).toContain("retention.gone");

  for (const value of [0, 3_651, 1.5, "40", undefined, [1]]) {
    const refused = await change("retention.gone", value);
    expect([400, 422], String(value)).toContain(refused.status);
    expect(JSON.stringify(await refused.json())).toContain("value");
  }
  expect((await change("retention.everything", 40)).status).toBe(404);
  expect(await setting("retention.gone")).toBe(40);
  expect((await change("retention.gone", null)).status).toBe(204);
  expect(await item("retention.gone")).toMatchObject({ value: 365, changed: null });
});

dbTest("pictures never stop before the warning", async () => {
  const refused = await change("storage.stop-gib", 5);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("warning's 5 GiB");
  expect((await change("storage.warn-gib", 2)).status).toBe(422);
  expect((await change("storage.warn-gib", 8)).status).toBe(204);
  expect((await change("storage.stop-gib", 7)).status).toBe(204);
  expect((await change("storage.warn-gib", null)).status).toBe(422);
});

dbTest("what a later version stored with other bounds counts as unchanged", async () => {
  await pool().query(`INSERT INTO setting (key, value) VALUES ('clock.warn-seconds', '"soon"'), ('unknown', '1')`);
  expect(await setting("clock.warn-seconds")).toBe(30);
  expect((await callRoute(GET, administrator.request("/api/settings"))).status).toBe(200);
});

dbTest("only those who manage settings see and change them", async () => {
  const guard = await signedIn("guard");
  expect((await callRoute(GET, guard.request("/api/settings"))).status).toBe(403);
  const limited = await signedIn("administrator", { areaIds: ["a1"] });
  const request = limited.request("/api/settings/retention.gone", { method: "PATCH", json: { value: 1 } });
  expect((await callRoute(PATCH, request, { key: "retention.gone" })).status).toBe(403);
});

const columns = "(id, name, search, online, hash, sweep_id, gone_at";

async function fill(): Promise<void> {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id, gone_at, parent_id) VALUES
       ('left', 'x', 'x', '{}', '{}', 'h', 1, now() - interval '400 days', NULL),
       ('empty', 'x', 'x', '{}', '{}', 'h', 1, now() - interval '400 days', NULL),
       ('above', 'x', 'x', '{}', '{}', 'h', 1, now() - interval '400 days', NULL),
       ('below', 'x', 'x', '{}', '{}', 'h', 1, NULL, 'above')`,
  );
  await pool().query(
    `INSERT INTO camera ${columns}, abilities, thumbnail_hash, thumbnail_state, area_id) VALUES
       ('old', 'x', 'x', 'online', 'h', 1, now() - interval '400 days', '{}', 'aa11', 'ready', NULL),
       ('month', 'x', 'x', 'online', 'h', 1, now() - interval '31 days', '{}', 'bb22', 'ready', NULL),
       ('twin', 'x', 'x', 'online', 'h', 1, now() - interval '31 days', '{}', 'cc33', 'ready', NULL),
       ('week', 'x', 'x', 'online', 'h', 1, now() - interval '7 days', '{}', 'dd44', 'ready', NULL),
       ('here', 'x', 'x', 'online', 'h', 1, NULL, '{}', 'cc33', 'ready', 'left')`,
  );
  for (const hash of ["aa11", "bb22", "cc33", "dd44"]) {
    mkdirSync(dirname(mediaFile(hash)), { recursive: true });
    writeFileSync(mediaFile(hash), hash);
  }
  // More than one slice.
  await pool().query(
    `INSERT INTO door ${columns}) SELECT 'd' || n, 'x', 'x', 'online', 'h', 1, now() - interval '366 days'
       FROM generate_series(1, 4500) n`,
  );
  await pool().query(
    `INSERT INTO door ${columns}) VALUES ('kept', 'x', 'x', 'online', 'h', 1, now() - interval '364 days')`,
  );
  await pool().query(
    "INSERT INTO gateway_usage (second, lane) VALUES (now() - interval '2 hours', 'a'), (now() - interval '30 minutes', 'a')",
  );
  await pool().query("UPDATE session SET ended_at = now() - interval '91 days' WHERE user_id <> $1", [
    administrator.actor.userId,
  ]);
  await pool().query(
    `INSERT INTO host_health (host, checked_at, storage, free_bytes, total_bytes)
     VALUES ('gone', now() - interval '8 days', 'ok', 1, 1), ('here', now(), 'ok', 1, 1)`,
  );
}

const ids = async (sql: string) => (await pool().query<{ id: string }>(sql)).rows.map(({ id }) => id);

dbTest("each kind is kept for its time and no longer", async () => {
  await fill();
  await maintenance.run(dutyRun());
  expect(await ids("SELECT id FROM camera ORDER BY id")).toEqual(["here", "month", "twin", "week"]);
  expect(await ids("SELECT id FROM camera WHERE thumbnail_hash IS NOT NULL ORDER BY id")).toEqual(["here", "week"]);
  expect(["aa11", "bb22", "cc33", "dd44"].filter((hash) => existsSync(mediaFile(hash)))).toEqual(["cc33", "dd44"]);
  expect(await ids("SELECT id FROM door")).toEqual(["kept"]);
  expect(await ids("SELECT id FROM area ORDER BY id")).toEqual(["above", "below", "left"]);
  expect((await pool().query("SELECT 1 FROM gateway_usage")).rowCount).toBe(1);
  expect(await ids("SELECT user_id AS id FROM session")).toEqual([administrator.actor.userId]);
  expect(await ids("SELECT host AS id FROM host_health")).toEqual(["here"]);

  await pool().query(
    "INSERT INTO setting (key, value) VALUES ('retention.gone', '7'), ('retention.gone-thumbnails', '5')",
  );
  await maintenance.run(dutyRun());
  expect(await ids("SELECT id FROM camera")).toEqual(["here"]);
  expect(await ids("SELECT id FROM door")).toEqual([]);
});
