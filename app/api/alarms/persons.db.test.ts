import { GET as getAlarm } from "./[id]/route";
import { pool } from "@/lib/db/client";
import type { AlarmDetail } from "@/lib/domains/alarms/schema";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";

dbTest("who was recognised and who drove is told to those alone who may read persons", async () => {
  const id = await makeAlarm();
  const person = { id: "p1", name: "Ada Lovelace", similarity: 0.9, library: "Staff" };
  await pool().query("UPDATE alarm SET vehicle = $2 WHERE id = $1", [
    id,
    { plate: "AB-1", drivers: [{ name: "Ada Lovelace" }] },
  ]);
  await pool().query(
    `INSERT INTO alarm_file (id, alarm_id, key, kind, state, person) VALUES (gen_random_uuid(), $1, 'k', 'picture', 'waiting', $2)`,
    [id, person],
  );
  const [guard, watcher] = [await signedIn("guard"), await signedIn("guard")];
  await pool().query(
    `WITH made AS (INSERT INTO custom_role (id, name, permissions)
       VALUES (gen_random_uuid(), 'Alarms only', '{alarms:read,alarms:handle}') RETURNING id)
     UPDATE app_user SET role = made.id::text FROM made WHERE app_user.id = $1`,
    [watcher.actor.userId],
  );
  const seen = async (who: typeof guard) => {
    const response = await callRoute(getAlarm, who.request(`/api/alarms/${id}`), { id });
    expect(response.status).toBe(200);
    return (await response.json()) as AlarmDetail;
  };
  expect(await seen(guard)).toMatchObject({ vehicle: { drivers: [{ name: "Ada Lovelace" }] }, files: [{ person }] });
  const blind = await seen(watcher);
  expect(blind).toMatchObject({
    vehicle: { plate: "AB-1", drivers: null },
    files: [{ kind: "picture", person: null }],
  });
  expect(JSON.stringify(blind)).not.toContain("Lovelace");
});
