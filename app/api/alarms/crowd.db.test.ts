/** As many guards at once as there are connections: none may hold one while it waits for another. */
import { beforeAll } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { addCamera, removeCamera } from "@/lib/domains/alarms/write/cameras";
import { tickStep } from "@/lib/domains/alarms/write/steps";
import { checkItems, prepareHandover, takeHandover } from "@/lib/domains/handovers/write/handovers";
import { addSnooze, liftSnooze } from "@/lib/domains/snoozes/write";
import { settings } from "@/lib/env";
import { makeAlarm } from "@/lib/testing/alarms";
import { dbTest, expect } from "@/lib/testing/database";
import { make } from "@/lib/testing/factories";

let guards: Actor[];
let others: Actor[];

beforeAll(async () => {
  await pool().query(
    `INSERT INTO area (id, name, search, path, path_names, hash, sweep_id) VALUES ('hall', 'Hall', '', '{hall}', '{Hall}', '', 1);
     INSERT INTO camera (id, name, search, online, abilities, area_id, hash, sweep_id)
       VALUES ('c', 'Camera', '', 'online', '{}', 'hall', '', 1);
     INSERT INTO alarm_instruction (id, scope, target_id, name, steps)
       VALUES (gen_random_uuid(), 'rule', 'rule', 'R', '{Look}')`,
  );
  const some = () => Promise.all(Array.from(crowd, () => make.actor("guard", { areaIds: ["hall"] })));
  const crowd = { length: settings().databaseConnections };
  [guards, others] = [await some(), await some()];
});

const together = <T>(work: (guard: Actor, at: number) => Promise<T>) => Promise.all(guards.map(work));

dbTest("guards limited to areas act on alarms, as many at once as there are connections", async () => {
  const alarms = await together((_, at) => makeAlarm({ areaId: "hall", ruleId: "rule", sourceId: `source-${at}` }));
  const id = (at: number) => alarms[at] ?? "";
  await together((guard, at) => tickStep(guard, { id: id(at), step: 0, done: true }));
  await together((guard, at) => addCamera(guard, { id: id(at), cameraId: "c" }));
  await together((guard, at) => removeCamera(guard, { id: id(at), cameraId: "c" }));
  const { rows } = await pool().query<{ kind: string; count: number }>(
    "SELECT kind, count(*)::int FROM alarm_entry GROUP BY kind ORDER BY kind",
  );
  const count = guards.length;
  expect(rows).toEqual(["cameraAdded", "cameraRemoved", "step"].map((kind) => ({ kind, count })));
});

dbTest("they snooze and hand over as well", async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const snoozes = await together((guard) =>
    addSnooze(guard, { scope: "area", targetId: "hall", reason: "Works", until }),
  );
  const lifted = await together((guard, at) => liftSnooze(guard, snoozes[at]?.id ?? ""));
  expect(lifted.filter((snooze) => snooze.lifted !== null)).toHaveLength(guards.length);
  const made = await together((guard) => prepareHandover(guard, { notes: "", points: ["Look."] }));
  const taken = await Promise.all(others.map((other, at) => takeHandover(other, made[at]?.id ?? "")));
  const checked = await Promise.all(
    others.map((other, at) =>
      checkItems(other, made[at]?.id ?? "", { itemIds: (taken[at]?.items ?? []).map((item) => item.id), seen: true }),
    ),
  );
  expect(checked.map(({ state }) => state)).toEqual(guards.map(() => "checked"));
});
