/** Moving a door: what its device made of it, who may, and what stands in the audit log afterwards. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import { areaMirror } from "@/lib/domains/areas/mirror";
import type { ControlledDoor } from "@/lib/domains/doors/schema";
import { doorActions } from "@/lib/domains/doors/terms";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import { sweep } from "@/lib/domains/sync/mirror";
import type { Problem } from "@/lib/http/problem";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf } from "@/lib/testing/entries";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { POST as postControl } from "./[id]/control/route";

interface Row {
  id: string;
  name: string;
  area_id: string;
}

let sandbox: TestSandbox;
let guard: SignedIn;
let door: Row;
let others: Row[];

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  const run = dutyRun();
  for (const source of [areaMirror, elementMirrors.doors]) await sweep(source, run);
  const { rows } = await pool().query<Row>(
    "SELECT id, name, area_id FROM door WHERE gone_at IS NULL AND online = 'online' ORDER BY name, id",
  );
  const [first, ...rest] = rows;
  if (first === undefined || rest.length === 0) throw new Error("the world has too few doors");
  [door, others] = [first, rest];
  guard = await signedIn("guard");
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.control("DELETE", "/faults");
  await sandbox.control("PATCH", `/world/doors/${door.id}`, { online: true });
});

const control = (json: unknown, who = guard, id = door.id) =>
  callRoute(postControl, who.request(`/api/doors/${id}/control`, { method: "POST", json }), { id });

/** What the device itself was last told, 1 to 4 as the guide numbers actions; null before anything. */
async function toldTo(id = door.id): Promise<number | null> {
  const { state } = await sandbox.control<{ state: { actionType: number } | null }>("GET", `/people/doors/${id}`);
  return state?.actionType ?? null;
}

dbTest("a door does what it is told, that door alone, and it stands in the audit log with its reason", async () => {
  for (const [at, action] of doorActions.entries()) {
    const answer = (await (await control({ action, reason: "Fire drill" })).json()) as ControlledDoor;
    expect(answer).toEqual({
      result: "done",
      items: [{ id: door.id, name: door.name, result: "done", code: null, meaning: null, advice: null }],
    });
    expect(await toldTo()).toBe(at + 1);
    expect((await entriesOf("door.control")).slice(-2)).toMatchObject([
      { phase: "attempt", objects: [{ kind: "door", id: door.id }], details: { to: action, reason: "Fire drill" } },
      { phase: "outcome", result: "done", details: { to: action, reason: "Fire drill" } },
    ]);
  }
  for (const { id } of others) expect(await toldTo(id)).toBeNull();
});

dbTest("unlocking once and locking need no reason; what lasts does, and the field is named", async () => {
  for (const action of ["unlock", "lock"]) expect((await control({ action })).status).toBe(200);
  const [before, told] = [await toldTo(), (await entriesOf("door.control")).length];
  for (const action of ["remain unlocked", "remain locked"]) {
    for (const reason of [{}, { reason: "  " }]) {
      const response = await control({ action, ...reason });
      expect(response.status).toBe(422);
      const { errors } = (await response.json()) as Problem;
      expect(errors).toEqual([
        { field: "reason", message: "Give a reason: the door stays so until somebody sets it back." },
      ]);
    }
  }
  const { errors } = (await (await control({ action: "open all" })).json()) as Problem;
  expect(errors?.map(({ field, message }) => [field, message])).toEqual([
    ["action", "Give one of: unlock, lock, remain unlocked, remain locked."],
  ]);
  expect(await toldTo()).toBe(before);
  expect(await entriesOf("door.control")).toHaveLength(told);
});

dbTest("a door whose device is away refuses, with the gateway's code and words", async () => {
  const before = await toldTo();
  await sandbox.control("PATCH", `/world/doors/${door.id}`, { online: false });
  const answer = (await (await control({ action: "unlock" })).json()) as ControlledDoor;
  expect(answer).toMatchObject({
    result: "refused",
    items: [{ id: door.id, name: door.name, result: "refused", code: "VMS021314" }],
  });
  expect(answer.items[0]?.meaning).toMatch(/\w/);
  expect((await entriesOf("door.control")).at(-1)).toMatchObject({
    ...{ phase: "outcome", result: "refused", code: "VMS021314" },
  });
  expect(await toldTo()).toBe(before);
});

dbTest("a call that the gateway turns down as a whole is a refusal with its code", async () => {
  await sandbox.control("POST", "/faults", { match: "remote/control", kind: "errorCode", code: "OPEN000010" });
  const response = await control({ action: "unlock" });
  expect(response.status).toBeGreaterThanOrEqual(400);
  const problem = (await response.json()) as Problem;
  expect(problem).toMatchObject({ code: "OPEN000010" });
  expect(problem.outcome).toBeUndefined();
  expect((await entriesOf("door.control")).at(-1)?.result).not.toBe("done");
});

dbTest("where the answer is lost nobody knows, and it is not sent again", async () => {
  for (const carriedOut of [true, false]) {
    await control({ action: "lock" });
    await sandbox.control("DELETE", "/journal");
    await sandbox.loseAnswer("remote/control", { carriedOut, times: 1 });
    const problem = (await (await control({ action: "unlock" })).json()) as Problem;
    expect(problem.outcome).toBe("unknown");
    expect((await entriesOf("door.control")).at(-1)).toMatchObject({ phase: "outcome", result: "unknown" });
    expect(await toldTo()).toBe(carriedOut ? 1 : 2);
    const { entries } = await sandbox.control<{ entries: { path: string }[] }>("GET", "/journal");
    expect(entries.filter(({ path }) => path.endsWith("/remote/control"))).toHaveLength(1);
  }
});

dbTest("nobody moves a door of another area, nor without the permission, and the device hears nothing", async () => {
  await control({ action: "lock" });
  await sandbox.control("DELETE", "/journal");
  const elsewhere = await signedIn("guard", { areaIds: ["no-such-area"] });
  expect((await control({ action: "unlock" }, elsewhere)).status).toBe(404);
  expect((await control({ action: "unlock" }, guard, "no-such-door")).status).toBe(404);
  for (const role of ["receptionist", "auditor"] as const) {
    expect((await control({ action: "unlock" }, await signedIn(role))).status).toBe(403);
  }
  expect((await sandbox.control<{ entries: unknown[] }>("GET", "/journal")).entries).toEqual([]);
  expect(await toldTo()).toBe(2);
  const within = await signedIn("guard", { areaIds: [door.area_id] });
  expect((await control({ action: "unlock" }, within)).status).toBe(200);
  expect(await toldTo()).toBe(1);
});

dbTest("the trail of the alarm it was moved from tells what became of it", async () => {
  await pool().query(
    `INSERT INTO alarm (id, type, priority, gateway_priority, area_id, occurred_at, received_at, group_id, group_last_at)
     VALUES ('a-door', '10002', 1, 1, $1, now(), now(), 'a-door', now())`,
    [door.area_id],
  );
  const alarmId = "a-door";
  await control({ action: "remain unlocked", reason: "Evacuation", alarmId });
  await sandbox.loseAnswer("remote/control", { carriedOut: true, times: 1 });
  await control({ action: "lock", alarmId });
  await sandbox.control("PATCH", `/world/doors/${door.id}`, { online: false });
  await control({ action: "unlock", alarmId });
  const { rows } = await pool().query(
    `SELECT user_id AS "by", "from", "to", note FROM alarm_entry WHERE alarm_id = 'a-door' AND kind = 'door' ORDER BY id`,
  );
  const line = { by: guard.actor.userId, from: door.name };
  expect(rows).toEqual([
    { ...line, to: "remain unlocked", note: "Evacuation" },
    { ...line, to: "lock, unknown", note: null },
    { ...line, to: "unlock, refused", note: null },
  ]);
});

dbTest("from an alarm that is not there, or of another area, no door moves", async () => {
  await control({ action: "lock" });
  await pool().query("UPDATE alarm SET area_id = 'elsewhere' WHERE id = 'a-door'");
  const within = await signedIn("guard", { areaIds: [door.area_id] });
  expect((await control({ action: "unlock", alarmId: "a-door" }, within)).status).toBe(404);
  expect((await control({ action: "unlock", alarmId: "none" })).status).toBe(404);
  expect(await toldTo()).toBe(2);
});
