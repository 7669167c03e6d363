import { hostname } from "node:os";
import { afterAll, beforeAll } from "vitest";
import { GET } from "@/app/api/health/route";
import { gateway } from "@/lib/gateway";
import { getSystemProperties } from "@/lib/gateway/endpoints";
import { startProxy } from "@/lib/gateway/fixtures/harness";
import { log } from "@/lib/log";
import { callRoute, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { checkHost } from "./job";
import type { Health } from "./schema";

let sandbox: TestSandbox;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let shiftMs = 0;

beforeAll(async () => {
  sandbox = await startSandbox();
  const rewrite = (text: string) =>
    text.replace(/Date: [^\r]*/, `Date: ${new Date(Date.now() + shiftMs).toUTCString()}`);
  proxy = await startProxy(sandbox.url, { rewrite });
  process.env["HCC_BASE_URL"] = proxy.url;
});
afterAll(async () => {
  await proxy.close();
  await sandbox.stop();
});

async function ownHost(): Promise<Health["hosts"][number] | undefined> {
  await gateway().call(getSystemProperties, {}, { lane: "interactive" });
  await checkHost({ log });
  const administrator = await signedIn("administrator");
  const health = (await (await callRoute(GET, administrator.request("/api/health"))).json()) as Health;
  return health.hosts.find(({ host }) => host === hostname());
}

dbTest("the clocks of database and gateway are compared with ours, and a wrong one is shown", async () => {
  const right = await ownHost();
  expect(right).toMatchObject({ clockWrong: false });
  expect(right?.gatewaySkewMs).not.toBeNull();
  expect(right?.databaseSkewMs).not.toBeNull();
  for (const shift of [-3_600_000, 3_600_000]) {
    shiftMs = shift;
    const wrong = await ownHost();
    expect(wrong?.clockWrong).toBe(true);
    expect(Math.sign(wrong?.gatewaySkewMs ?? 0)).toBe(Math.sign(shift));
    expect(Math.abs(wrong?.gatewaySkewMs ?? 0)).toBeGreaterThan(3_500_000);
  }
});
