/** The token over real HTTP: one for all processes, renewed once, encrypted, and never carried to a stranger. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";
import { pool } from "@/lib/db/client";
import { unseal } from "@/lib/secrets";
import { addArea, listAreas } from "./endpoints/resource-areas";
import { arrivals, failureOf, makeGateway, startAfresh, startProxy, startWebServer } from "./fixtures/harness";
import type { Gateway } from "./client";

let box: TestSandbox;
beforeAll(async () => {
  box = await startSandbox();
});
beforeEach(() => startAfresh(box));
afterAll(() => box.stop());

const read = (gateway: Gateway, signal?: AbortSignal) =>
  gateway.call(listAreas, { page: 1, pageSize: 1 }, { lane: "interactive", ...(signal ? { signal } : {}) });

interface TokenRow {
  version: number;
  ciphertext: string;
  area_domain: string;
}

async function stored(): Promise<TokenRow> {
  const { rows } = await pool().query<TokenRow>("SELECT * FROM gateway_token");
  expect(rows).toHaveLength(1);
  return rows[0] as TokenRow;
}

const tokensAsked = async () => (await arrivals(box, "/token/get")).length;

/** Makes the stored token as old as it would be that much later. */
const ageToken = (days: number) =>
  pool().query(
    `UPDATE gateway_token SET obtained_at = obtained_at - $1 * interval '1 day',
                              expires_at = expires_at - $1 * interval '1 day'`,
    [days],
  );

dbTest("ten calls of three processes at a cold start ask for one token", async () => {
  const gateways = [makeGateway(box), makeGateway(box), makeGateway(box)].map(({ gateway }) => gateway);
  await Promise.all(Array.from({ length: 10 }, (_, i) => read(gateways[i % 3] as Gateway)));
  expect(await tokensAsked()).toBe(1);
  expect(await arrivals(box, "/areas/get")).toHaveLength(10);
});

dbTest("a token that ends early is renewed once, and each call it hit is sent once more", async () => {
  const gateways = [makeGateway(box), makeGateway(box)].map(({ gateway }) => gateway);
  await Promise.all(gateways.map((gateway) => read(gateway)));
  await box.control("POST", "/tokens/expire");
  await box.control("DELETE", "/journal");
  await Promise.all(Array.from({ length: 6 }, (_, i) => read(gateways[i % 2] as Gateway)));
  expect(await tokensAsked()).toBe(1);
  const sent = await arrivals(box, "/areas/get");
  expect(sent.filter(({ code }) => code === "0")).toHaveLength(6);
  expect(sent.filter(({ code }) => code === "OPEN000006").length).toBeLessThanOrEqual(6);
  expect((await stored()).version).toBe(2);
});

dbTest("a token that ended in mid-flight: every call is retried once with the one new token", async () => {
  const gateways = [makeGateway(box), makeGateway(box)].map(({ gateway }) => gateway);
  await Promise.all(gateways.map((gateway) => read(gateway)));
  await box.control("DELETE", "/journal");
  await box.control("POST", "/faults", { match: "/areas/get", kind: "latency", ms: 400, times: 4 });
  const calls = Promise.all(Array.from({ length: 4 }, (_, i) => read(gateways[i % 2] as Gateway)));
  await until(async () => (await arrivals(box, "/areas/get")).length === 4);
  await box.control("POST", "/tokens/expire");
  await calls;
  expect(await tokensAsked()).toBe(1);
  const codes = (await arrivals(box, "/areas/get")).map(({ code }) => code);
  expect(codes.sort()).toEqual([...Array<string>(4).fill("0"), ...Array<string>(4).fill("OPEN000006")]);
});

dbTest("a gateway on which a new token, issued to somebody else, ends the old one", async () => {
  await box.control("POST", "/settings", { tokens: "replace" });
  const [one, two] = [makeGateway(box), makeGateway(box)];
  await Promise.all([read(one.gateway), read(two.gateway)]);
  const { appKey, secretKey } = one.account;
  const elsewhere = await fetch(`${box.url}/api/hccgw/platform/v1/token/get`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ appKey, secretKey }),
  });
  expect(await elsewhere.json()).toMatchObject({ errorCode: "0" });
  await Promise.all([read(one.gateway), read(two.gateway)]);
  expect(await tokensAsked()).toBe(3);
});

dbTest("it is stored encrypted, and another secret cannot open it", async () => {
  await read(makeGateway(box).gateway);
  const { ciphertext } = await stored();
  const opened = unseal("gateway-token", ciphertext) ?? "";
  const token = /hcc\.\w{32}/.exec(opened)?.[0];
  expect(token).toBeDefined();
  expect(ciphertext).not.toContain(token);
  const { rows } = await pool().query<{ line: string }>("SELECT t::text AS line FROM gateway_token t");
  expect(rows[0]?.line).not.toContain(token);
  await pool().query("UPDATE gateway_token SET ciphertext = 'A' || substr(ciphertext, 2)");
  await pool().query("UPDATE gateway_token SET ciphertext = 'B' || substr(ciphertext, 2) WHERE ciphertext = $1", [
    ciphertext,
  ]);
  await read(makeGateway(box).gateway);
  expect(await tokensAsked()).toBe(2);
});

dbTest("a token of another access key or another address is not used", async () => {
  await read(makeGateway(box).gateway);
  const stranger = makeGateway(box, { account: { appKey: "another-key" } });
  expect(await failureOf(read(stranger.gateway))).toMatchObject({ kind: "refused", code: "OPEN000001" });
  const proxy = await startProxy(box.url);
  await read(makeGateway(box, { account: { baseUrl: proxy.url } }).gateway);
  expect(await tokensAsked()).toBe(3);
  await proxy.close();
});

dbTest("a token does not go to a host that its areaDomain names but the vendor does not own", async () => {
  const stranger = await startWebServer((response) => response.writeHead(200).end("{}"));
  for (const areaDomain of [
    stranger.url,
    `${stranger.url}/`,
    "https://hikcentralconnect.com.example.net",
    "nonsense",
  ]) {
    await startAfresh(box);
    await box.control("POST", "/settings", { areaDomain });
    await read(makeGateway(box).gateway);
    expect(await arrivals(box, "/areas/get")).toHaveLength(1);
    expect((await stored()).area_domain).toBe(box.url);
  }
  // Nor when somebody wrote it into the table.
  await pool().query("UPDATE gateway_token SET area_domain = $1", [stranger.url]);
  await read(makeGateway(box).gateway);
  expect(stranger.requests).toEqual([]);
  await stranger.close();
});

dbTest("an areaDomain that is the configured origin itself is followed", async () => {
  await box.control("POST", "/settings", { areaDomain: `${box.url}/` });
  await read(makeGateway(box).gateway);
  expect((await stored()).area_domain).toBe(box.url);
  expect(await arrivals(box, "/areas/get")).toMatchObject([{ code: "0" }]);
});

dbTest("it is renewed in its last day, before the gateway refuses it", async () => {
  await read(makeGateway(box).gateway);
  await ageToken(5.5);
  await read(makeGateway(box).gateway);
  expect(await tokensAsked()).toBe(1);
  await ageToken(0.6);
  await read(makeGateway(box).gateway);
  expect(await tokensAsked()).toBe(2);
  expect((await arrivals(box, "/areas/get")).map(({ code }) => code)).toEqual(["0", "0", "0"]);
});

dbTest("when it cannot be renewed ahead, the old one serves on, and the gateway is not pestered", async () => {
  await read(makeGateway(box).gateway);
  await ageToken(6.5);
  await box.control("POST", "/faults", { match: "/token/get", kind: "errorCode", code: "OPEN000002" });
  const { gateway } = makeGateway(box);
  for (let i = 0; i < 4; i += 1) await read(gateway);
  expect(await tokensAsked()).toBe(2);
});

dbTest("a gateway whose clock is a month behind does not cost a token call each time", async () => {
  await box.control("POST", "/clock", { advanceMs: -30 * 86_400_000 });
  for (let i = 0; i < 3; i += 1) await read(makeGateway(box).gateway);
  expect(await tokensAsked()).toBe(1);
});

dbTest("a wrong secret key is told in words, with one attempt a call", async () => {
  for (const [secretCode, tried] of [
    ["OPEN000002", 1],
    ["OPEN300002", 2],
  ] as const) {
    await box.control("POST", "/settings", { secretCode });
    const { gateway } = makeGateway(box, { account: { secretKey: "not-the-secret-key" } });
    const error = await failureOf(gateway.call(addArea, { parentId: null, name: "x" }, { lane: "interactive" }));
    expect(error).toMatchObject({ kind: "refused", code: secretCode, retryable: false, maybeDone: false });
    expect(error.meaning.length).toBeGreaterThan(10);
    expect(JSON.stringify(error) + error.message + error.stack).not.toContain("not-the-secret-key");
    expect(await tokensAsked()).toBe(tried);
  }
  expect(await arrivals(box, "/areas/add")).toEqual([]);
});

dbTest("the caller for whom it is asked may leave; those who wait with it get it", async () => {
  const { gateway } = makeGateway(box);
  await box.control("POST", "/faults", { match: "/token/get", kind: "latency", ms: 400 });
  const leaver = new AbortController();
  const leaving = failureOf(read(gateway, leaver.signal));
  const staying = read(gateway);
  await until(async () => (await tokensAsked()) === 1);
  leaver.abort();
  expect(await leaving).toMatchObject({ kind: "cancelled", maybeDone: false });
  await staying;
  expect(await tokensAsked()).toBe(1);
  expect(await arrivals(box, "/areas/get")).toHaveLength(1);
});
