/** Down and up, as all processes see it, over real HTTP. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";
import { pool } from "@/lib/db/client";
import { publish } from "@/lib/bus/publish";
import { sleep } from "@/lib/time";
import type { CircuitTiming } from "./circuit";
import type { Gateway } from "./client";
import { addArea, listAreas } from "./endpoints/resource-areas";
import { capturePicture } from "./endpoints/resource-devices";
import { arrivals, failureOf, makeGateway, startAfresh, type GatewayInit } from "./fixtures/harness";

const timing: CircuitTiming = { failuresUntilDown: 5, probeEveryMs: 600, cacheMs: 50 };
let box: TestSandbox;
beforeAll(async () => {
  box = await startSandbox();
});
beforeEach(async () => {
  await startAfresh(box);
  await pool().query("TRUNCATE bus_event");
});
afterAll(() => box.stop());

const changed: GatewayInit["changed"] = (condition, tx) =>
  publish(tx, {
    topic: "gateway",
    state: condition.state,
    since: (condition.downSince ?? new Date()).toISOString(),
  });
const make = () => makeGateway(box, { circuit: timing, changed });

const read = (gateway: Gateway) => gateway.call(listAreas, { page: 1, pageSize: 1 }, { lane: "interactive" });
const add = (gateway: Gateway, name: string) =>
  gateway.call(addArea, { parentId: null, name }, { lane: "interactive" });

/** What the bus was told, in order. */
async function told(): Promise<string[]> {
  const { rows } = await pool().query<{ state: string }>(
    "SELECT payload->>'state' AS state FROM bus_event WHERE topic = 'gateway' ORDER BY seq",
  );
  return rows.map(({ state }) => state);
}

dbTest("five failures in a row mean down, told once by all processes; then it comes back, told once", async () => {
  const [one, two] = [make(), make()];
  await Promise.all([read(one.gateway), read(two.gateway)]);
  await box.control("POST", "/faults", { kind: "status5xx" });
  for (let i = 0; i < 4; i += 1) await failureOf(add((i % 2 ? one : two).gateway, `Four ${i}`));
  expect(await told()).toEqual([]);
  expect((await two.circuit.condition()).downSince).toBeNull();
  await Promise.all([one, two, one, two].map(({ gateway }, i) => failureOf(add(gateway, `More ${i}`))));
  expect(await told()).toEqual(["down"]);
  await sleep(timing.cacheMs);
  for (const { circuit } of [one, two]) {
    expect(await circuit.condition()).toMatchObject({
      downSince: expect.any(Date) as Date,
      lastErrorCode: "HTTP 503",
      lastError: expect.stringContaining("overloaded") as string,
    });
  }

  await box.control("DELETE", "/journal");
  for (const { gateway } of [one, two]) {
    const error = await failureOf(add(gateway, "Down"));
    expect(error).toMatchObject({ kind: "circuit-open", status: 503, maybeDone: false, retryable: false });
  }
  expect(await arrivals(box)).toEqual([]);

  await box.control("DELETE", "/faults");
  await until(async () => (await Promise.allSettled([read(one.gateway), read(two.gateway)])).every(succeeded));
  expect(await told()).toEqual(["down", "up"]);
  await add(one.gateway, "Up again");
  expect(await two.circuit.condition()).toMatchObject({ downSince: null, failures: 0 });
});

const succeeded = (result: PromiseSettledResult<unknown>) => result.status === "fulfilled";

dbTest("keys that are refused are known to all processes, told once, and over with the first answer", async () => {
  const wrong = () => makeGateway(box, { circuit: timing, changed, account: { secretKey: "not-the-secret-key" } });
  const [one, two] = [wrong(), wrong()];
  expect(await failureOf(read(one.gateway))).toMatchObject({ kind: "refused", code: "OPEN000002" });
  const { lastErrorAt } = await one.circuit.condition();
  expect(await failureOf(read(two.gateway))).toMatchObject({ code: "OPEN000002" });
  await sleep(timing.cacheMs);
  for (const { circuit } of [one, two]) {
    expect(await circuit.condition()).toMatchObject({
      state: "refused",
      downSince: null,
      lastErrorCode: "OPEN000002",
      lastErrorAt,
    });
  }
  expect(await told()).toEqual(["refused"]);

  const right = make();
  await read(right.gateway);
  expect(await right.circuit.condition()).toMatchObject({ state: "up", downSince: null });
  expect(await told()).toEqual(["refused", "up"]);

  // A renewal ahead that is refused says nothing while the old token serves.
  await pool().query(
    `UPDATE gateway_token SET obtained_at = obtained_at - interval '156 hours',
                              expires_at = expires_at - interval '156 hours'`,
  );
  await box.control("POST", "/faults", { match: "/token/get", kind: "errorCode", code: "OPEN000002" });
  const later = make();
  await read(later.gateway);
  expect(await later.circuit.condition()).toMatchObject({ state: "up" });
  expect(await told()).toEqual(["refused", "up"]);
});

dbTest("while down, all processes together send one probe in each interval", async () => {
  const gateways = [make(), make()];
  await Promise.all(gateways.map(({ gateway }) => read(gateway)));
  await box.control("POST", "/faults", { kind: "outage" });
  for (let i = 0; i < 5; i += 1) await failureOf(add(gateways[0]?.gateway as Gateway, `Gone ${i}`));
  await sleep(timing.cacheMs);
  await box.control("DELETE", "/journal");
  const started = performance.now();
  while (performance.now() - started < 2_000) {
    const results = await Promise.all(gateways.map(({ gateway }) => failureOf(read(gateway))));
    for (const error of results) expect(["circuit-open", "interrupted"]).toContain(error.kind);
  }
  const probes = (await arrivals(box)).length;
  expect(probes).toBeGreaterThanOrEqual(1);
  expect(probes).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / timing.probeEveryMs));
});

dbTest("a probe whose token has ended meanwhile still brings the gateway back", async () => {
  const { gateway } = make();
  await read(gateway);
  await box.control("POST", "/faults", { kind: "reset", times: 5 });
  for (let i = 0; i < 5; i += 1) await failureOf(add(gateway, `Gone ${i}`));
  expect(await told()).toEqual(["down"]);
  await box.control("POST", "/tokens/expire");
  await sleep(timing.probeEveryMs);
  await read(gateway);
  expect(await told()).toEqual(["down", "up"]);
});

dbTest("who waits for a turn when it goes down is not sent", async () => {
  const { gateway, budget } = make();
  await read(gateway);
  await pool().query("UPDATE gateway_slot SET free_at = clock_timestamp() + interval '1 minute'");
  const waiting = failureOf(add(gateway, "In the queue"));
  await until(() => budget.waiting === 1);
  await pool().query("UPDATE gateway_state SET failures = 5, down_since = clock_timestamp()");
  await sleep(timing.cacheMs);
  await box.control("DELETE", "/journal");
  await pool().query("UPDATE gateway_slot SET free_at = clock_timestamp()");
  expect(await waiting).toMatchObject({ kind: "circuit-open", maybeDone: false });
  expect(await arrivals(box)).toEqual([]);
});

dbTest("refusals never open it, and answer for the gateway", async () => {
  const { gateway, circuit } = make();
  await box.control("POST", "/faults", { match: "/areas/add", kind: "errorCode", code: "VMS000000" });
  for (let i = 0; i < 8; i += 1) {
    expect(await failureOf(add(gateway, `Refused ${i}`))).toMatchObject({ kind: "refused" });
  }
  expect(await circuit.condition()).toMatchObject({ downSince: null, failures: 0 });
  expect(await told()).toEqual([]);
});

dbTest("a device that does not answer says nothing about the gateway, nor does a caller in a hurry", async () => {
  const { gateway, circuit } = make();
  await read(gateway);
  await box.control("POST", "/faults", { kind: "hang" });
  // As long as a time-out must be to count as waiting for a device; its own would take twice as long.
  const capture = {
    ...capturePicture,
    kind: "command" as const,
    timeoutMs: Math.min(capturePicture.timeoutMs, 15_001),
  };
  expect(capturePicture.timeoutMs).toBeGreaterThan(15_000);
  const six = <T>(call: () => Promise<T>) => Promise.all(Array.from({ length: 6 }, () => failureOf(call())));
  const asleep = six(() => gateway.call(capture, { serial: "S10000001", channelNo: 1 }, { lane: "interactive" }));
  const hurried = six(() =>
    gateway.call(listAreas, { page: 1, pageSize: 1 }, { lane: "interactive", deadlineMs: 5_000 }),
  );
  for (const error of await hurried) expect(error).toMatchObject({ kind: "timeout", reason: "DEADLINE", status: 504 });
  for (const error of await asleep)
    expect(error).toMatchObject({ kind: "timeout", reason: "TIMEOUT", maybeDone: true });
  expect(await circuit.condition()).toMatchObject({ downSince: null, failures: 0 });
  // A call that only the gateway answers is another matter.
  const list = { ...listAreas, kind: "command" as const, timeoutMs: 200 };
  await six(() => gateway.call(list, { page: 1, pageSize: 1 }, { lane: "interactive" }));
  expect((await circuit.condition()).downSince).not.toBeNull();
});
