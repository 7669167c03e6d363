import { GET as getTree } from "@/app/api/areas/tree/route";
import { GET as getCameras } from "@/app/api/cameras/route";
import { GET as getDoor } from "@/app/api/doors/[id]/route";
import { GET as getOutages } from "@/app/api/outages/route";
import { PATCH } from "@/app/api/settings/[key]/route";
import { pool } from "@/lib/db/client";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun } from "@/lib/testing/duty";
import type { Age } from "@/lib/http/list";
import { mirrorDuties } from "./job";

const minute = 60_000;
/** Between two statements a slow machine may let some time pass. */
const slack = minute;

async function pauseOf(kind: string): Promise<number> {
  const found = mirrorDuties.find(({ name }) => name === `mirror.${kind}`);
  return Number(await found?.run(dutyRun()));
}

dbTest("a changed interval is obeyed by the kinds it is for, at once", async () => {
  const administrator = await signedIn("administrator");
  const change = async (key: string, value: number | null) =>
    (
      await callRoute(PATCH, administrator.request(`/api/settings/${key}`, { method: "PATCH", json: { value } }), {
        key,
      })
    ).status;
  const kinds = ["areas", "devices", "cameras", "doors", "alarm-inputs", "alarm-outputs"];
  await pool().query(
    `INSERT INTO mirror_kind (kind, as_of, completed_at)
     SELECT kind, clock_timestamp(), clock_timestamp() FROM unnest($1::text[]) AS k (kind)`,
    [kinds],
  );
  const expectPause = async (kind: string, minutes: number) => {
    const pause = await pauseOf(kind);
    expect(pause, kind).toBeLessThanOrEqual(minutes * minute);
    expect(pause, kind).toBeGreaterThan(minutes * minute - slack);
  };
  await expectPause("areas", 5);
  for (const kind of kinds.slice(1)) await expectPause(kind, 10);

  await pool().query(
    `INSERT INTO duty (name, next_at) SELECT 'mirror.' || kind, now() + interval '1 day' FROM unnest($1::text[]) AS k (kind)`,
    [kinds],
  );
  expect(await change("sync.elements", 120)).toBe(204);
  await expectPause("areas", 5);
  await expectPause("devices", 10);
  for (const kind of kinds.slice(2)) await expectPause(kind, 120);
  const { rows } = await pool().query<{ name: string }>("SELECT name FROM duty WHERE next_at <= now() ORDER BY name");
  expect(
    rows.map(({ name }) => name),
    "woken",
  ).toEqual(["mirror.alarm-inputs", "mirror.alarm-outputs", "mirror.cameras", "mirror.doors"]);

  expect(await change("sync.areas", 30)).toBe(204);
  expect(await change("sync.devices", 1_440)).toBe(204);
  await expectPause("areas", 30);
  await expectPause("devices", 1_440);
  await pool().query("UPDATE mirror_kind SET looked_at = clock_timestamp() WHERE kind = 'devices'");
  await expectPause("devices", 1);

  expect(await change("sync.areas", 1_441)).toBe(422);
  expect(await change("sync.areas", null)).toBe(204);
  await expectPause("areas", 5);
});

dbTest("what is shown is late only when its own kind's interval is over", async () => {
  const administrator = await signedIn("administrator");
  const change = (key: string, value: number) =>
    callRoute(PATCH, administrator.request(`/api/settings/${key}`, { method: "PATCH", json: { value } }), { key });
  const lateOf = async (handler: Parameters<typeof callRoute>[0], path: string, params = {}) => {
    const age = (await (await callRoute(handler, administrator.request(`/api/${path}`), params)).json()) as Age;
    return age.lateAt === null ? null : (Date.parse(age.lateAt) - Date.parse(age.syncedAt ?? "")) / minute;
  };
  await pool().query("TRUNCATE mirror_kind, setting");
  expect(await lateOf(getCameras, "cameras"), "never read, so not late").toBeNull();

  // Every pass took a minute. A row without times may be there already: somebody has looked.
  await pool().query(
    `INSERT INTO mirror_kind (kind, as_of, completed_at)
     SELECT kind, now() - interval '20 minutes', now() - interval '19 minutes' FROM unnest($1::text[]) AS k (kind)
     ON CONFLICT (kind) DO UPDATE SET as_of = EXCLUDED.as_of, completed_at = EXCLUDED.completed_at`,
    [["areas", "devices", "cameras", "doors", "alarm-inputs", "alarm-outputs"]],
  );
  await pool().query(
    "INSERT INTO door (id, name, search, online, hash, sweep_id) VALUES ('gate', 'Gate', 'gate', 'online', '', 1)",
  );
  expect(await lateOf(getCameras, "cameras")).toBe(10 + 2 + 5);
  expect(await lateOf(getTree, "areas/tree")).toBe(5 + 2 + 5);
  await pool().query("TRUNCATE bus_event");
  expect((await change("sync.elements", 60)).status).toBe(204);
  expect(await lateOf(getCameras, "cameras"), "an hour is an hour").toBe(60 + 2 + 30);
  expect(await lateOf(getDoor, "doors/gate", { id: "gate" })).toBe(60 + 2 + 30);
  expect(await lateOf(getTree, "areas/tree"), "another setting's").toBe(5 + 2 + 5);
  expect(await lateOf(getOutages, "outages"), "the first of its kinds that is late").toBe(10 + 2 + 5);

  // Pages that are open hear of it.
  const { rows } = await pool().query<{ kind: string }>("SELECT payload->>'kind' AS kind FROM bus_event ORDER BY 1");
  expect(rows.map(({ kind }) => kind)).toEqual(["alarm-inputs", "alarm-outputs", "cameras", "doors"]);
});
