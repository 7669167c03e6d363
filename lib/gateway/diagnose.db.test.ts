/** Each reason why a gateway cannot be used, made for real, and what the test of the connection says. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { pool } from "@/lib/db/client";
import { diagnose, type Cause, type Diagnosis, type DiagnoseOptions, type Step } from "./diagnose";
import {
  arrivals,
  closedAddress,
  makeGateway,
  startAfresh,
  startProxy,
  startRegion,
  startWebServer,
} from "./fixtures/harness";
import type { GatewayAccount } from "./token";

const home = { appKey: "home-app-key", secretKey: "home-secret-key" };
let box: TestSandbox;
let region: Awaited<ReturnType<typeof startRegion>>;
beforeAll(async () => {
  [box, region] = await Promise.all([startSandbox(), startRegion(home.appKey, home.secretKey)]);
});
beforeEach(() => startAfresh(box));
afterAll(() => Promise.all([box.stop(), region.stop()]));

/** Diagnoses; no text of it may show a key. */
async function ask(init: Partial<GatewayAccount> = {}, more: Partial<DiagnoseOptions> = {}): Promise<Diagnosis> {
  const { account, budget } = makeGateway(box, { account: init });
  const diagnosis = await diagnose({ account, budget, otherRegions: [], ...more });
  const text = JSON.stringify(diagnosis);
  for (const key of [account.appKey, account.secretKey]) expect(text).not.toContain(key);
  expect(diagnosis.steps.map(({ name }) => name)).toEqual([
    ...["address", "network", "gateway", "clock", "access-key", "secret-key", "first-call"],
  ]);
  return diagnosis;
}

/** The one failed step. Before it nothing failed; in and after it nothing is said to be well. */
function blamed(diagnosis: Diagnosis, cause: Cause): Step {
  expect(diagnosis.cause).toBe(cause);
  const failed = diagnosis.steps.filter(({ result }) => result === "failed");
  expect(failed).toHaveLength(1);
  const step = failed[0] as Step;
  const after = diagnosis.steps.slice(diagnosis.steps.indexOf(step) + 1);
  expect(after.map(({ result }) => result)).not.toContain("ok");
  expect(step.remedy).not.toBeNull();
  return step;
}

dbTest("everything is well", async () => {
  const { cause, steps } = await ask();
  expect(cause).toBeNull();
  expect(steps.map(({ result }) => result)).toEqual(Array<string>(7).fill("ok"));
  expect((await arrivals(box)).map(({ code }) => code)).toEqual(["0", "0"]);
});

dbTest("a wrong access key", async () => {
  const step = blamed(await ask({ appKey: "no-such-app-key" }), "access-key");
  expect(step).toMatchObject({ name: "access-key", code: "OPEN000001" });
  expect(step.text).not.toContain("region");
});

dbTest("a wrong secret key, under both of its codes", async () => {
  for (const secretCode of ["OPEN000002", "OPEN300002"]) {
    await box.control("POST", "/settings", { secretCode });
    const step = blamed(await ask({ secretKey: "no-such-secret-key" }), "secret-key");
    expect(step).toMatchObject({ name: "secret-key", code: secretCode });
  }
});

dbTest("the wrong region, with the right secret key or a wrong one", async () => {
  const otherRegions = [
    { name: "Nowhere", url: await closedAddress() },
    { name: "Homeland", url: region.url },
  ];
  for (const secretKey of [home.secretKey, "no-such-secret-key"]) {
    const step = blamed(await ask({ appKey: home.appKey, secretKey }, { otherRegions }), "region");
    expect(step.text).toContain("Homeland");
    expect(step.remedy).toContain(`HCC_BASE_URL=${region.url}`);
  }
});

dbTest("an access key that is unknown everywhere; regions that did not answer are named", async () => {
  const otherRegions = [
    { name: "Nowhere", url: await closedAddress() },
    { name: "Homeland", url: region.url },
  ];
  const step = blamed(await ask({ appKey: "no-such-app-key" }, { otherRegions }), "access-key");
  expect(step.text).toContain("nor in another region");
  expect(step.text).toContain("could not be asked: Nowhere");
});

dbTest("a name that does not resolve", async () => {
  const step = blamed(await ask({ baseUrl: "http://gateway.invalid" }), "network");
  expect(step).toMatchObject({ name: "network", text: expect.stringContaining("gateway.invalid") as string });
  expect(["ENOTFOUND", "EAI_AGAIN"]).toContain(step.code);
});

dbTest("a closed port", async () => {
  const step = blamed(await ask({ baseUrl: await closedAddress() }), "network");
  expect(step).toMatchObject({ name: "network", code: "ECONNREFUSED" });
});

dbTest("a connection that is broken off", async () => {
  await box.control("POST", "/faults", { kind: "reset" });
  expect(blamed(await ask(), "network")).toMatchObject({ name: "network", code: "ECONNRESET" });
});

dbTest("servers that are no gateway: HTML, not found, JSON of another kind, another protocol", async () => {
  const answers: Parameters<typeof startWebServer>[0][] = [
    (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Welcome</html>"),
    (response) => response.writeHead(404).end("<html>Not found</html>"),
    (response) => response.writeHead(302, { location: "https://example.com" }).end(),
    (response) => response.end('{"hello":"world"}'),
    (response) => response.end(""),
    (response) => response.socket?.end("220 mail.example.com ESMTP\r\n"),
  ];
  for (const answer of answers) {
    const server = await startWebServer(answer);
    expect(blamed(await ask({ baseUrl: server.url }), "not-a-gateway").name).toBe("gateway");
    expect(server.requests).toHaveLength(1);
    await server.close();
  }
  const { port } = new URL(box.url);
  expect(blamed(await ask({ baseUrl: `https://127.0.0.1:${port}` }), "not-a-gateway").name).toBe("gateway");
});

dbTest("clocks that differ are a warning when all else is well, and named with a refusal nobody expects", async () => {
  for (const [shiftMs, word] of [
    [600_000, "behind"],
    [-600_000, "ahead of"],
  ] as const) {
    const rewrite = (text: string) =>
      text.replace(/Date: [^\r]*/, `Date: ${new Date(Date.now() + shiftMs).toUTCString()}`);
    const proxy = await startProxy(box.url, { rewrite });
    const { cause, steps } = await ask({ baseUrl: proxy.url });
    expect(cause).toBeNull();
    const clock = steps.find(({ name }) => name === "clock");
    expect(clock).toMatchObject({ result: "warning", text: expect.stringContaining(word) as string });
    expect(clock?.text).toMatch(/\b(599|600|601) s\b/);
    const wrong = await ask({ baseUrl: proxy.url, secretKey: "no-such-secret-key" });
    expect(blamed(wrong, "secret-key")).toMatchObject({ name: "secret-key" });
    await box.control("POST", "/faults", { match: "/token/get", kind: "errorCode", code: "OPEN000010" });
    expect(blamed(await ask({ baseUrl: proxy.url }), "clock")).toMatchObject({ name: "clock" });
    await box.control("DELETE", "/faults");
    await proxy.close();
  }
});

dbTest("a refusal of another kind is told in the catalogue's words", async () => {
  await box.control("POST", "/faults", { match: "/token/get", kind: "errorCode", code: "OPEN000010" });
  expect(blamed(await ask(), "first-call")).toMatchObject({ name: "access-key", code: "OPEN000010" });
});

dbTest("overload: the allowance is used up, the gateway fails, or our own queue is full", async () => {
  await box.control("POST", "/settings", { rateLimit: { refuse: true, perSecond: 1 } });
  await ask();
  expect(blamed(await ask(), "overload").code).toBe("VMS001001");
  await startAfresh(box);
  await box.control("POST", "/faults", { match: "/token/get", kind: "status5xx", status: 503 });
  expect(blamed(await ask(), "overload")).toMatchObject({ name: "gateway", code: "HTTP 503" });
});

dbTest("no turn in our own queue is not the gateway's fault", { timeout: 20_000 }, async () => {
  await pool().query("UPDATE gateway_slot SET free_at = clock_timestamp() + interval '1 minute'");
  expect(blamed(await ask(), "overload").text).toContain("no turn");
  expect(await arrivals(box)).toEqual([]);
});

dbTest("the first call fails although the keys are right", async () => {
  await box.control("POST", "/faults", { match: "systemproperties", kind: "errorCode", code: "OPEN000024" });
  expect(blamed(await ask(), "first-call")).toMatchObject({ name: "first-call", code: "OPEN000024" });
  await box.control("DELETE", "/faults");
  await box.control("POST", "/faults", { match: "systemproperties", kind: "reset" });
  const diagnosis = await ask();
  expect(blamed(diagnosis, "network").name).toBe("first-call");
  expect(diagnosis.steps.find(({ name }) => name === "network")?.result).toBe("ok");
});

dbTest("who asked may leave", async () => {
  await box.control("POST", "/faults", { kind: "hang" });
  const signal = AbortSignal.timeout(200);
  await expect(ask({}, { signal })).rejects.toThrow(signal.reason as Error);
});
