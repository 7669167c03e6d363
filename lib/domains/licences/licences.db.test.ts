import { afterAll, beforeAll } from "vitest";
import { GET } from "@/app/api/licences/route";
import { POST } from "@/app/api/licences/refresh/route";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { dutyRun, holdLease } from "@/lib/testing/duty";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { licences } from "./job";
import type { Licences } from "./schema";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  await holdLease();
});
afterAll(() => sandbox.stop());

async function state(): Promise<Licences> {
  const { request } = await signedIn("administrator");
  return (await (await callRoute(GET, request("/api/licences"))).json()) as Licences;
}

dbTest("the plan is copied as the gateway tells it, and read again when somebody asks", async () => {
  expect(await state()).toEqual({ overview: [], packages: [], asOf: null, requested: false, error: null });
  expect(await licences.run(dutyRun())).toBeGreaterThan(0);
  const first = await state();
  expect(first.asOf).not.toBeNull();
  expect(first.overview.map(({ service, state: standing }) => [service, standing])).toEqual([
    ["video", "normal"],
    ["vehicle", "normal"],
    ["alarmDetection", "expiring"],
  ]);
  expect(first.packages.length).toBeGreaterThan(0);
  await licences.run(dutyRun());
  expect((await state()).asOf).toBe(first.asOf);

  const { request } = await signedIn("administrator");
  await callRoute(POST, request("/api/licences/refresh", { method: "POST", json: {} }));
  await licences.run(dutyRun());
  expect((await state()).asOf).not.toBe(first.asOf);
});

dbTest("when the gateway refuses, what was known stays and the reason is told", async () => {
  const known = await state();
  const { request } = await signedIn("administrator");
  await callRoute(POST, request("/api/licences/refresh", { method: "POST", json: {} }));
  await sandbox.control("POST", "/faults", {
    match: "/platform/v1/servicepackage",
    kind: "errorCode",
    code: "OPEN000550",
    times: 10,
  });
  await licences.run(dutyRun());
  const after = await state();
  expect(after.error?.code).toBe("OPEN000550");
  expect(after.error?.message).not.toBe("");
  expect(after.overview).toEqual(known.overview);
});
