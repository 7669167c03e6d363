/** The installation's own secret is lost: what ends, what renews itself, and what still works. */
import { afterAll, beforeAll } from "vitest";
import { GET as getConnection } from "@/app/api/connection/route";
import { GET as getSession } from "@/app/api/session/route";
import { signIn } from "@/lib/auth/sign-in";
import type { ConnectionState } from "@/lib/domains/connection/schema";
import { getSystemProperties } from "@/lib/gateway/endpoints";
import { makeGateway } from "@/lib/gateway/fixtures/harness";
import { callRoute, cookieFor, signedIn } from "@/lib/testing/actors";
import { dbTest, expect } from "@/lib/testing/database";
import { make, TEST_PASSWORD } from "@/lib/testing/factories";
import { withSettings } from "@/lib/testing/mode";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { pool } from "./client";
import { checkInstallation, checkSecret } from "./installation";

const other = { GATEHOUSE_SECRET: "another secret, as long as the first" };
let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  await checkInstallation({ mode: "sandbox", acceptInstallation: null }, { baseUrl: sandbox.url, appKey: "ak" });
});
afterAll(() => sandbox.stop());

const statusOf = async (cookie: string) =>
  (await callRoute(getSession, new Request("http://localhost:3000/api/session", { headers: { cookie } }))).status;

const callGateway = () => makeGateway(sandbox).gateway.call(getSystemProperties, {}, { lane: "interactive" });

const tokenVersion = async () =>
  (await pool().query<{ version: number }>("SELECT version FROM gateway_token")).rows[0]?.version;

dbTest("sessions end, the token renews itself, and people sign in again", async () => {
  expect(await checkSecret()).toBeNull();
  expect(await checkSecret()).toBeNull();
  const administrator = await signedIn("administrator");
  const connection = async (cookie: string) => {
    const request = new Request("http://localhost:3000/api/connection", { headers: { cookie } });
    return (await (await callRoute(getConnection, request)).json()) as ConnectionState;
  };
  expect(await statusOf(administrator.cookie)).toBe(200);
  expect((await connection(administrator.cookie)).secretReplacedAt).toBeNull();
  await callGateway();
  const version = await tokenVersion();

  await withSettings(other, async () => {
    const said = await checkSecret();
    expect(said).toContain("Everybody signs in anew");
    expect(said).not.toContain(other.GATEHOUSE_SECRET);
    expect(await checkSecret(), "told once").toBeNull();
    const open = await pool().query("SELECT 1 FROM session WHERE ended_at IS NULL");
    expect(open.rowCount).toBe(0);
    expect(await statusOf(administrator.cookie)).toBe(401);

    await callGateway();
    expect(await tokenVersion()).toBe((version ?? 0) + 1);

    const { email } = await make.user({ role: "administrator" });
    const result = await signIn({ email, password: TEST_PASSWORD }, { address: "192.0.2.7", userAgent: "test" });
    const sessionId = "sessionId" in result ? result.sessionId : "";
    const cookie = await cookieFor(sessionId);
    expect(await statusOf(cookie)).toBe(200);
    expect((await connection(cookie)).secretReplacedAt).toMatch(/Z$/);
  });
});
