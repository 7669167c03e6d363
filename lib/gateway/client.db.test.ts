/** Waiting, deadlines, cancelling, connections and secrets, over real HTTP. */
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";
import { pool } from "@/lib/db/client";
import type { Queryable } from "@/lib/db/transaction";
import { sleep } from "@/lib/time";
import { Budget } from "./budget";
import { Deadline } from "./deadline";
import { addArea, listAreas } from "./endpoints/resource-areas";
import { updateDevice } from "./endpoints/resource-device-changes";
import {
  arrivals,
  fastTiming,
  failureOf,
  makeGateway,
  startAfresh,
  startProxy,
  startWebServer,
} from "./fixtures/harness";
import { Secret } from "./secret";
import { connect, exchange, TransportError } from "./transport";

const unhandled: unknown[] = [];
const remember = (reason: unknown) => void unhandled.push(reason);
let box: TestSandbox;
beforeAll(async () => {
  process.on("unhandledRejection", remember);
  box = await startSandbox();
});
beforeEach(() => startAfresh(box));
afterAll(async () => {
  await box.stop();
  process.off("unhandledRejection", remember);
  expect(unhandled).toEqual([]);
});

const onePage = { page: 1, pageSize: 1 };
const waiters = async () => (await pool().query("SELECT 1 FROM gateway_waiter")).rowCount;
const takeAllSlots = () => pool().query("UPDATE gateway_slot SET free_at = clock_timestamp() + interval '1 minute'");
const freeAllSlots = () => pool().query("UPDATE gateway_slot SET free_at = clock_timestamp()");

dbTest("who cancels while waiting for a turn was never sent and leaves the queue", async () => {
  const { gateway } = makeGateway(box);
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  await takeAllSlots();
  await box.control("DELETE", "/journal");
  const person = new AbortController();
  const call = failureOf(
    gateway.call(addArea, { parentId: null, name: "Never" }, { lane: "interactive", signal: person.signal }),
  );
  await until(async () => (await waiters()) === 1);
  person.abort();
  expect(await call).toMatchObject({ kind: "cancelled", status: 499, maybeDone: false });
  await until(async () => (await waiters()) === 0);
  await freeAllSlots();
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  expect(await arrivals(box, "/areas/add")).toEqual([]);
});

dbTest("a caller that had cancelled before is not sent either", async () => {
  const { gateway } = makeGateway(box);
  for (const endpoint of [listAreas, { ...listAreas, auth: false }]) {
    const error = await failureOf(
      gateway.call(endpoint, onePage, { lane: "interactive", signal: AbortSignal.abort() }),
    );
    expect(error).toMatchObject({ kind: "cancelled" });
  }
  expect(await arrivals(box, "/areas/get")).toEqual([]);
});

dbTest("no turn before the deadline is 503, busy", async () => {
  const { gateway } = makeGateway(box);
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  await takeAllSlots();
  const call = gateway.call(addArea, { parentId: null, name: "x" }, { lane: "interactive", deadlineMs: 150 });
  expect(await failureOf(call)).toMatchObject({ kind: "busy", status: 503, maybeDone: false });
  await until(async () => (await waiters()) === 0);
  expect(await arrivals(box, "/areas/add")).toEqual([]);
});

dbTest("cancelled in flight: the request is broken off, and a command may have been done", async () => {
  const { gateway } = makeGateway(box);
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  for (const [match, maybeDone] of [
    ["/areas/get", false],
    ["/areas/add", true],
  ] as const) {
    await box.control("DELETE", "/journal");
    await box.control("POST", "/faults", { match, kind: "hang" });
    const person = new AbortController();
    const options = { lane: "interactive", signal: person.signal } as const;
    const call = failureOf(
      maybeDone
        ? gateway.call(addArea, { parentId: null, name: "Half" }, options)
        : gateway.call(listAreas, onePage, options),
    );
    await until(async () => (await arrivals(box, match)).length === 1);
    person.abort();
    expect(await call).toMatchObject({ kind: "cancelled", maybeDone });
    await until(async () => (await arrivals(box, match))[0]?.aborted === true);
    expect(await arrivals(box, match)).toHaveLength(1);
  }
});

dbTest("a server that closes kept connections: reads recover, commands are never caught", async () => {
  const proxy = await startProxy(box.url, { oneRequest: true });
  const { gateway } = makeGateway(box, { account: { baseUrl: proxy.url } });
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  for (let i = 0; i < 3; i += 1) {
    await gateway.call(addArea, { parentId: null, name: `Fresh ${i}` }, { lane: "interactive" });
    await gateway.call(listAreas, onePage, { lane: "interactive" });
  }
  expect(await arrivals(box, "/areas/add")).toHaveLength(3);
  expect(await arrivals(box, "/areas/get")).toHaveLength(4);
  await proxy.close();
});

dbTest("reads share connections", async () => {
  const proxy = await startProxy(box.url);
  const { gateway } = makeGateway(box, { account: { baseUrl: proxy.url } });
  for (let i = 0; i < 6; i += 1) await gateway.call(listAreas, onePage, { lane: "interactive" });
  expect(proxy.connections).toBe(1);
  await proxy.close();
});

dbTest("a gateway that hangs does not keep later calls from being sent or cancelled", async () => {
  const { gateway } = makeGateway(box);
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  await box.control("DELETE", "/journal");
  await box.control("POST", "/faults", { match: "/areas/get", kind: "hang" });
  const calls = Array.from({ length: 40 }, () =>
    failureOf(gateway.call(listAreas, onePage, { lane: "interactive", deadlineMs: 2_000 })),
  );
  await gateway.call(addArea, { parentId: null, name: "Meanwhile" }, { lane: "interactive" });
  for (const error of await Promise.all(calls)) expect(error).toMatchObject({ kind: "timeout" });
  expect(await arrivals(box, "/areas/get")).toHaveLength(40);
});

dbTest("a request held back at an open connection leaves nothing behind when it is given up", async () => {
  const server = await startWebServer((response) => response.end("hello"));
  const base = { url: server.url, method: "GET", headers: {}, body: null, maxBytes: 100 } as const;
  const line = await connect({ ...base, signal: new AbortController().signal });
  line.close();
  const person = new AbortController();
  const held = await connect({ ...base, signal: person.signal });
  person.abort();
  const error = await held.send().catch((failure: unknown) => failure);
  expect(error).toMatchObject({ kind: "aborted", sent: false });
  await expect(exchange({ ...base, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(TransportError);
  await sleep(50);
  expect(server.requests).toEqual([]);
  await server.close();
});

dbTest("a host that accepts but never gets ready counts as not reached, within five seconds", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}`;
  const call = connect({
    url,
    method: "GET",
    headers: {},
    body: null,
    maxBytes: 100,
    signal: new Deadline(9_000).signal,
  });
  await expect(call).rejects.toMatchObject({ kind: "unreachable", sent: false, reason: "CONNECT_TIMEOUT" });
  silent.close();
});

dbTest("an answer that is too long is broken off", async () => {
  const server = await startWebServer((response) => response.end("x".repeat(10_000)));
  const long = exchange({
    ...{ url: server.url, method: "GET", headers: {}, body: null, maxBytes: 9_999 },
    signal: new AbortController().signal,
  });
  await expect(long).rejects.toMatchObject({ kind: "too-large", sent: true });
  await server.close();
});

dbTest("a place whose number the caller does not know yet is not lost when its turn comes", async () => {
  let entering = 0;
  // The database hands out the place at once, and its answer is slow to come.
  const slow = {
    query: async (sql: string, values: unknown[]) => {
      const result = await pool().query(sql, values);
      if (sql.includes("gateway_enter") && (entering += 1) % 2 === 1) await sleep(60);
      return result;
    },
  };
  const budget = new Budget(slow as Queryable, fastTiming);
  const grants = await Promise.all(Array.from({ length: 8 }, () => budget.acquire("interactive")));
  expect(grants).toHaveLength(8);
  expect(await waiters()).toBe(0);
});

dbTest("callers of a process that was stopped for a while get their turn all the same", async () => {
  const budget = new Budget(pool(), fastTiming);
  await takeAllSlots();
  const given = new Deadline(10_000);
  const waiting = [1, 2, 3].map(() => budget.acquire("interactive", given.signal));
  await until(async () => (await waiters()) === 3);
  // As when the whole machine sleeps; meanwhile another process clears up.
  await pool().query("DELETE FROM gateway_waiter");
  const end = performance.now() + 1_700;
  while (performance.now() < end);
  await freeAllSlots();
  expect(await Promise.all(waiting)).toHaveLength(3);
  given.release();
});

dbTest("a note that cannot be stored does not change what became of a call", async () => {
  const { gateway } = makeGateway(box);
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  await pool().query("ALTER FUNCTION gateway_answered RENAME TO gateway_answered_away");
  await pool().query("ALTER TABLE gateway_state RENAME COLUMN last_ok_at TO last_ok_at_away");
  try {
    const { gateway: other } = makeGateway(box);
    const { areaId } = await other.call(addArea, { parentId: null, name: "Done" }, { lane: "interactive" });
    expect(areaId).not.toBe("");
    await box.control("POST", "/faults", { match: "/areas/add", kind: "reset" });
    const error = await failureOf(other.call(addArea, { parentId: null, name: "Unknown" }, { lane: "interactive" }));
    expect(error).toMatchObject({ kind: "interrupted", maybeDone: true });
  } finally {
    await pool().query("ALTER FUNCTION gateway_answered_away RENAME TO gateway_answered");
    await pool().query("ALTER TABLE gateway_state RENAME COLUMN last_ok_at_away TO last_ok_at");
  }
});

dbTest("the gateway's clock is told", async () => {
  const skews: number[] = [];
  const shifted = new Date(Date.now() + 3_600_000).toUTCString();
  const proxy = await startProxy(box.url, { rewrite: (text) => text.replace(/Date: [^\r]*/, `Date: ${shifted}`) });
  const { gateway } = makeGateway(box, { account: { baseUrl: proxy.url }, onClock: (skewMs) => skews.push(skewMs) });
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  expect(skews).toHaveLength(2);
  for (const skewMs of skews) expect(Math.round(skewMs / 60_000)).toBe(60);
  await proxy.close();
});

dbTest("a password that the gateway's refusal repeats is in no error and on no line printed", async () => {
  const password = "hunter2 secret!";
  const printed: string[] = [];
  const { gateway } = makeGateway(box);
  await gateway.call(listAreas, onePage, { lane: "interactive" });
  const parrot = await startWebServer((response) => {
    const token = { accessToken: "hcc.parrot", expireTime: Math.floor(Date.now() / 1_000) + 86_400, userId: "1" };
    const refusal = { errorCode: "OPEN000010", message: `argument [password] "${password}" is wrong {OPEN000010}` };
    const asked = parrot.requests.at(-1) ?? "";
    response.end(JSON.stringify(asked.includes("/token/get") ? { errorCode: "0", data: token } : refusal));
  });
  const { gateway: refusing } = makeGateway(box, { account: { baseUrl: parrot.url } });
  const call = refusing.call(
    updateDevice,
    { id: "1", name: "Gate", userName: "admin", password: new Secret(password) },
    { lane: "interactive" },
  );
  const error = await failureOf(call);
  expect(error).toMatchObject({ kind: "refused", code: "OPEN000010", field: "password" });
  const { default: pino } = await import("pino");
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      printed.push(chunk.toString());
      done();
    },
  });
  pino({ serializers: { err: pino.stdSerializers.err } }, sink).error({ err: error, error }, error.message);
  const everything = [...printed, JSON.stringify(error), error.stack, error.detail, error.message].join("\n");
  expect(printed.join("")).toContain("OPEN000010");
  expect(everything).not.toContain(password);
  expect(everything).not.toContain("hunter2");
  expect(everything).not.toContain("test-secret-key");
  await parrot.close();
});
