/** Health, metrics, overview and connection through their routes, against the real sandbox. */
import { afterAll, beforeAll } from "vitest";
import { GET as getConnection } from "@/app/api/connection/route";
import { POST as postTest } from "@/app/api/connection/test/route";
import { GET as getGateway } from "@/app/api/gateway/route";
import { GET as getHealth } from "@/app/api/health/route";
import { GET as getMetrics } from "@/app/api/metrics/route";
import { GET as getOverview } from "@/app/api/overview/route";
import { pool } from "@/lib/db/client";
import type { ConnectionState, ConnectionTest } from "@/lib/domains/connection/schema";
import type { GatewayState, Health } from "@/lib/domains/health/schema";
import type { Overview } from "@/lib/domains/overview/schema";
import { browserRequest, callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { withSettings } from "@/lib/testing/mode";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function read<T>(response: Response): Promise<T> {
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

dbTest("strangers and guards learn one word about the health, administrators everything", async () => {
  const stranger = await callRoute(getHealth, browserRequest("/api/health"));
  expect(await read(stranger)).toEqual({ status: "degraded" });
  const guard = await signedIn("guard");
  expect(Object.keys(await read<object>(await callRoute(getHealth, guard.request("/api/health"))))).toEqual(["status"]);

  await pool().query("INSERT INTO lease (name, holder, fence, expires_at) VALUES ('mirror.areas', 'w', 1, now())");
  await pool().query(
    `INSERT INTO duty (name, last_started_at, last_finished_at, last_ok_at, next_at, runs, stale_after_ms)
     VALUES ('mirror.areas', now(), now(), now(), now() + interval '1 minute', 7, 60000)`,
  );
  await pool().query("INSERT INTO mirror_kind (kind, as_of) VALUES ('areas', now() - interval '90 seconds')");
  const administrator = await signedIn("administrator");
  const health = await read<Health>(await callRoute(getHealth, administrator.request("/api/health")));
  expect(health).toMatchObject({
    status: "ok",
    gateway: { state: "up", downSince: null },
    budget: { limit: 5, waiting: 0 },
    duties: [{ name: "mirror.areas", health: "ok", runs: 7 }],
  });
  const areas = health.kinds.find(({ kind }) => kind === "areas");
  expect(areas?.ageSeconds).toBeGreaterThanOrEqual(90);
});

dbTest("keys that the gateway refuses are told everywhere, with the code and what to do", async () => {
  const administrator = await signedIn("administrator");
  const ask = async <T>(handler: Parameters<typeof callRoute>[0], path: string) =>
    read<T>(await callRoute(handler, administrator.request(path)));
  await pool().query(
    `UPDATE gateway_state SET last_error_at = clock_timestamp(), last_error_code = 'OPEN000002',
            last_error = 'The secret key does not belong to the access key.' WHERE id = 1`,
  );
  const refusal = {
    code: "OPEN000002",
    meaning: "The secret key does not belong to the access key.",
    advice: "Check the secret key in the server's settings.",
  };
  // A process may not know for a second what another one has found out.
  await until(async () => (await ask<GatewayState>(getGateway, "/api/gateway")).state !== "up");
  expect(await ask(getGateway, "/api/gateway")).toEqual({
    state: "refused",
    since: expect.any(String) as string,
    ...refusal,
  });
  expect(await ask(getOverview, "/api/overview")).toMatchObject({ gateway: { state: "refused", refusal } });
  expect(await ask(getConnection, "/api/connection")).toMatchObject({ state: "refused", refusal });
  expect(await ask(getHealth, "/api/health")).toMatchObject({ status: "degraded", gateway: { state: "refused" } });
  await withSettings({ GATEHOUSE_METRICS_TOKEN: "a token for monitoring" }, async () => {
    const answer = await callRoute(
      getMetrics,
      browserRequest("/api/metrics", { headers: { authorization: "Bearer a token for monitoring" } }),
    );
    expect(await answer.text()).toContain("gatehouse_gateway_up 0");
  });

  await pool().query("UPDATE gateway_state SET last_ok_at = clock_timestamp() WHERE id = 1");
  await until(async () => (await ask<GatewayState>(getGateway, "/api/gateway")).state === "up");
  expect(await ask(getOverview, "/api/overview")).toMatchObject({ gateway: { state: "up", refusal: null } });
});

dbTest("metrics speak Prometheus to who has the token, and to nobody else", async () => {
  const ask = (authorization?: string) =>
    callRoute(
      getMetrics,
      browserRequest("/api/metrics", authorization === undefined ? {} : { headers: { authorization } }),
    );
  expect((await ask("Bearer anything")).status).toBe(404);
  await withSettings({ GATEHOUSE_METRICS_TOKEN: "a token for monitoring" }, async () => {
    expect((await ask()).status).toBe(401);
    expect((await ask("Bearer a token for monitorinG")).status).toBe(401);
    const answer = await ask("Bearer a token for monitoring");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/plain");
    const text = await answer.text();
    expect(text).toContain("gatehouse_gateway_up 1");
    expect(text).toMatch(/gatehouse_mirror_rows\{kind="cameras"\} 0/);
    expect(text).toContain("gatehouse_process_resident_memory_bytes");
  });
});

dbTest("the overview counts what is offline, newest first, and shows nobody what he may not read", async () => {
  await pool().query(
    `INSERT INTO camera (id, name, search, online, online_since, abilities, hash, sweep_id)
     SELECT 'c' || n, 'Camera ' || n, 'camera', CASE WHEN n <= 3 THEN 'offline' ELSE 'online' END,
            CASE WHEN n <= 2 THEN now() - n * interval '40 minutes' END, '{}', 'h', 1 FROM generate_series(1, 5) n`,
  );
  await pool().query(
    `INSERT INTO door (id, name, search, online, online_since, hash, sweep_id)
     VALUES ('d1', 'Door', 'door', 'offline', now() - interval '1 minute', 'h', 1)`,
  );
  const auditor = await signedIn("auditor");
  const all = await read<Overview>(await callRoute(getOverview, auditor.request("/api/overview")));
  expect(all.counts).toContainEqual({ kind: "cameras", total: 5, offline: 3, offlineLastHour: 1 });
  expect(all.offline.map(({ id }) => id)).toEqual(["d1", "c1", "c2", "c3"]);
  expect(all.offline.at(-1)?.sinceBefore).toBe(true);

  const receptionist = await signedIn("receptionist");
  const doors = await read<Overview>(await callRoute(getOverview, receptionist.request("/api/overview")));
  expect(doors.counts.map(({ kind }) => kind)).toEqual(["doors"]);
  expect(doors.offline.map(({ id }) => id)).toEqual(["d1"]);
  expect(doors.kinds.map(({ kind }) => kind)).toEqual(["doors"]);
});

dbTest("the connection is shown and tested without its keys", async () => {
  const administrator = await signedIn("administrator");
  const before = await read<ConnectionState>(await callRoute(getConnection, administrator.request("/api/connection")));
  expect(before).toMatchObject({ baseUrl: sandbox.url, token: null, state: "up" });
  const answer = await callRoute(postTest, administrator.request("/api/connection/test", { method: "POST", json: {} }));
  const text = await answer.clone().text();
  const test = await read<ConnectionTest>(answer);
  expect(test.cause).toBeNull();
  expect(test.steps.map(({ result }) => result)).toEqual(Array(7).fill("ok"));
  for (const key of ["HCC_APP_KEY", "HCC_SECRET_KEY"]) expect(text).not.toContain(process.env[key]);

  await withSettings({ HCC_SECRET_KEY: "not the right one" }, async () => {
    const wrong = await callRoute(
      postTest,
      administrator.request("/api/connection/test", { method: "POST", json: {} }),
    );
    expect(await read<ConnectionTest>(wrong)).toMatchObject({ cause: "secret-key" });
  });
});
