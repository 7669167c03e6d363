/** What inputs and outputs are just now, switching outputs, and the threshold of solar cameras. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { pool } from "@/lib/db/client";
import type { AlarmInputStates } from "@/lib/domains/alarm-inputs/schema";
import type { AlarmOutputStates, ControlledOutput } from "@/lib/domains/alarm-outputs/schema";
import { areaMirror } from "@/lib/domains/areas/mirror";
import { elementMirrors } from "@/lib/domains/elements/mirror";
import type { SolarThreshold } from "@/lib/domains/solar-threshold/schema";
import { sweep } from "@/lib/domains/sync/mirror";
import type { Problem } from "@/lib/http/problem";
import { callRoute, signedIn, type SignedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { entriesOf } from "@/lib/testing/entries";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { GET as getInputStates } from "../alarm-inputs/states/route";
import { GET as getThreshold, PUT as putThreshold } from "../solar-threshold/route";
import { POST as postControl } from "./[id]/control/route";
import { GET as getOutputStates } from "./states/route";

let sandbox: TestSandbox;
let admin: SignedIn;
const run = dutyRun();

beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
  admin = await signedIn("administrator");
});
afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.control("POST", "/reset");
  for (const source of [areaMirror, elementMirrors["alarm-inputs"], elementMirrors["alarm-outputs"]]) {
    await sweep(source, run);
  }
});

interface Row {
  id: string;
  name: string;
  area_id: string;
}

async function online(table: "alarm_input" | "alarm_output"): Promise<Row[]> {
  const { rows } = await pool().query<Row>(
    `SELECT id, name, area_id FROM ${table} WHERE gone_at IS NULL AND online = 'online' ORDER BY name, id`,
  );
  expect(rows.length, `online rows of ${table}`).toBeGreaterThan(0);
  return rows;
}

const ask = (handler: typeof getInputStates, noun: string, ids: readonly string[], who = admin) =>
  callRoute(handler, who.request(`/api/${noun}/states?${ids.map((id) => `id=${id}`).join("&")}`));

const control = (id: string, json: unknown, who = admin) =>
  callRoute(postControl, who.request(`/api/alarm-outputs/${id}/control`, { method: "POST", json }), { id });

async function stateOf(id: string): Promise<string | undefined> {
  const { items } = (await (await ask(getOutputStates, "alarm-outputs", [id])).json()) as AlarmOutputStates;
  return items[0]?.state;
}

async function firstOutput(): Promise<Row> {
  const [row] = await online("alarm_output");
  if (row === undefined) throw new Error("the world has no output");
  return row;
}

dbTest("inputs tell what they are just now, and of what is not one's own nothing is told", async () => {
  const [input] = await online("alarm_input");
  const id = input?.id ?? "";
  for (const [active, state] of [
    [true, "active"],
    [false, "inactive"],
  ] as const) {
    await sandbox.control("PATCH", `/world/alarminputs/${id}`, { active });
    const answer = (await (await ask(getInputStates, "alarm-inputs", [id, "nothing"])).json()) as AlarmInputStates;
    expect(answer.items).toEqual([{ id, state, code: null, meaning: null }]);
    expect(Date.parse(answer.at)).not.toBeNaN();
  }
  const elsewhere = await signedIn("guard", { areaIds: ["no-such-area"] });
  await sandbox.control("DELETE", "/journal");
  expect(await (await ask(getInputStates, "alarm-inputs", [id], elsewhere)).json()).toMatchObject({ items: [] });
  // Nobody's device is asked for somebody who sees none of them.
  expect((await sandbox.control<{ entries: unknown[] }>("GET", "/journal")).entries).toEqual([]);
});

dbTest("nine inputs are too many for one call, and the field is named", async () => {
  const response = await ask(
    getInputStates,
    "alarm-inputs",
    Array.from({ length: 9 }, (_, index) => `input-${index}`),
  );
  expect(response.status).toBe(400);
  expect(((await response.json()) as Problem).errors?.[0]?.field).toBe("id");
});

dbTest("an output is switched on and off; its device says so, and both stand in the audit log", async () => {
  const { id, name } = await firstOutput();
  for (const on of [true, false]) {
    const answer = (await (await control(id, { on, reason: "Drill" })).json()) as ControlledOutput;
    expect(answer).toMatchObject({
      result: "done",
      items: [{ id, name, result: "done" }],
      state: { id, state: on ? "on" : "off", code: null },
    });
    expect(await stateOf(id)).toBe(on ? "on" : "off");
    expect((await entriesOf("alarm-output.control")).slice(-2)).toMatchObject([
      { phase: "attempt", objects: [{ kind: "alarm output", id }], details: { to: on ? "on" : "off" } },
      { phase: "outcome", result: "done", details: { to: on ? "on" : "off", reason: "Drill" } },
    ]);
  }
});

dbTest("an output whose device is away refuses, and is not shown as switched", async () => {
  const { id } = await firstOutput();
  await sandbox.control("PATCH", `/world/alarmoutputs/${id}`, { online: false });
  const response = await control(id, { on: true });
  const answer = (await response.json()) as ControlledOutput & Problem;
  expect(answer.result ?? answer.outcome).not.toBe("done");
  expect((await entriesOf("alarm-output.control")).at(-1)?.result).not.toBe("done");
  expect(answer.state?.state ?? "unknown").not.toBe("on");
});

dbTest("a command whose answer was lost is unknown; asking the device afterwards tells what is true", async () => {
  const { id } = await firstOutput();
  await sandbox.loseAnswer("alarmoutputs/control", { times: 1 });
  const problem = (await (await control(id, { on: true })).json()) as Problem;
  expect(problem.outcome).toBe("unknown");
  expect((await entriesOf("alarm-output.control")).at(-1)).toMatchObject({ phase: "outcome", result: "unknown" });
  expect(await stateOf(id)).toBe("on");
  await sandbox.loseAnswer("alarmoutputs/control", { carriedOut: false });
  expect(((await (await control(id, { on: false })).json()) as Problem).outcome).toBe("unknown");
  expect(await stateOf(id)).toBe("on");
});

dbTest("guards look at outputs, but switch none; nor does anybody those of other areas", async () => {
  const { id, area_id: areaId } = await firstOutput();
  const guard = await signedIn("guard");
  expect((await ask(getOutputStates, "alarm-outputs", [id], guard)).status).toBe(200);
  expect((await control(id, { on: true }, guard)).status).toBe(403);
  const elsewhere = await signedIn("administrator", { areaIds: ["no-such-area"] });
  expect((await control(id, { on: true }, elsewhere)).status).toBe(404);
  const within = await signedIn("administrator", { areaIds: [areaId] });
  expect((await control(id, { on: true }, within)).status).toBe(200);
});

const threshold = async () =>
  (await (await callRoute(getThreshold, admin.request("/api/solar-threshold"))).json()) as SolarThreshold;
const setThreshold = (percent: unknown, who = admin) =>
  callRoute(putThreshold, who.request("/api/solar-threshold", { method: "PUT", json: { percent } }));

dbTest("the threshold of solar cameras is set and remembered, because the gateway does not tell it", async () => {
  expect(await threshold()).toEqual({ set: null });
  const answer = await setThreshold(35);
  expect(await answer.json()).toMatchObject({ set: { percent: 35, result: "done", by: admin.actor.name } });
  expect((await sandbox.control<{ lowBattery: number }>("GET", "/world/linkages")).lowBattery).toBe(35);
  expect((await entriesOf("solar-threshold.change")).at(-1)).toMatchObject({
    phase: "outcome",
    ...{ result: "done", details: { percent: 35 } },
  });
  for (const wrong of [-1, 101, 2.5, null, "20"]) expect((await setThreshold(wrong)).status).toBe(422);
  await sandbox.control("POST", "/faults", { match: "voltagesetting", kind: "errorCode", code: "OPEN000010" });
  expect((await setThreshold(50)).status).toBeGreaterThanOrEqual(400);
  expect((await threshold()).set?.percent).toBe(35);
  await sandbox.control("DELETE", "/faults");
  // An answer that is lost three times: the call may be sent again, so it is.
  await sandbox.loseAnswer("voltagesetting", { times: 3 });
  expect(((await (await setThreshold(60)).json()) as Problem).outcome).toBe("unknown");
  expect((await threshold()).set).toMatchObject({ percent: 60, result: "unknown" });
  const limited = await signedIn("administrator", { areaIds: ["no-such-area"] });
  expect((await setThreshold(10, limited)).status).toBe(403);
});
