import { PATCH } from "@/app/api/settings/[key]/route";
import { pool } from "@/lib/db/client";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun } from "@/lib/testing/duty";
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
