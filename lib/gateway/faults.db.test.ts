/** Each kind of fault against a read, an idempotent call and a command, over real HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { dbTest, expect } from "@/lib/testing/database";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { until } from "@/lib/testing/until";
import type { Endpoint } from "./endpoint";
import { addArea, listAreas } from "./endpoints/resource-areas";
import { refreshDevice } from "./endpoints/resource-devices";
import type { GatewayError } from "./errors";
import { arrivals, failureOf, makeGateway, startAfresh, startProxy, type MadeGateway } from "./fixtures/harness";

const unhandled: unknown[] = [];
const remember = (reason: unknown) => void unhandled.push(reason);
let box: TestSandbox;
let made: MadeGateway;
let deviceId: string;
let nextName = 1;

beforeAll(async () => {
  process.on("unhandledRejection", remember);
  box = await startSandbox();
});
beforeEach(async () => {
  // Short pauses between attempts.
  vi.spyOn(Math, "random").mockReturnValue(0.1);
  await startAfresh(box);
  made = makeGateway(box);
  const summary = await box.control<{ samples: { devices: { id: string }[] } }>("GET", "/world/summary");
  deviceId = summary.samples.devices[0]?.id ?? "";
  await made.gateway.call(listAreas, { page: 1, pageSize: 1 }, { lane: "interactive" });
  await box.control("DELETE", "/journal");
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await box.stop();
  process.off("unhandledRejection", remember);
  expect(unhandled).toEqual([]);
});

/** How long one attempt may take; short where the time-out is the subject. */
const usualMs = 15_000;
const shortMs = 250;
let attemptMs = usualMs;
const paths = { read: "/areas/get", idempotent: "/refresh", command: "/areas/add" };
type Kind = keyof typeof paths;

const hasty = <In, Out>(endpoint: Endpoint<In, Out>): Endpoint<In, Out> => ({ ...endpoint, timeoutMs: attemptMs });
const calls: Record<Kind, (name: string) => Promise<unknown>> = {
  read: () => made.gateway.call(hasty(listAreas), { page: 1, pageSize: 5 }, { lane: "interactive" }),
  idempotent: () => made.gateway.call(hasty(refreshDevice), { deviceId }, { lane: "interactive" }),
  command: (name) => made.gateway.call(hasty(addArea), { parentId: null, name }, { lane: "interactive" }),
};

interface Seen {
  /** Null: it succeeded. */
  error: GatewayError | null;
  attempts: number;
  tokens: number;
  /** Whether the area is there afterwards; null for other calls. */
  made: number | null;
}

interface FaultOrder {
  kind: string;
  times?: number;
  ms?: number;
  code?: string;
  status?: number;
  afterEffect?: boolean;
}

/** Does the call under the fault and looks at what reached the gateway. */
async function under(fault: FaultOrder, kind: Kind): Promise<Seen> {
  const name = `Fault ${(nextName += 1)}`;
  attemptMs = fault.kind === "hang" || (fault.ms ?? 0) > shortMs ? shortMs : usualMs;
  await box.control("POST", "/faults", { match: paths[kind], ...fault });
  const result = await calls[kind](name).then(
    () => null,
    (error: unknown) => error as GatewayError,
  );
  await box.control("DELETE", "/faults");
  const attempts = await arrivals(box, paths[kind]);
  const tokens = await arrivals(box, "/token/get");
  await box.control("DELETE", "/journal");
  if (kind !== "command") return { error: result, attempts: attempts.length, tokens: tokens.length, made: null };
  const { items } = await made.gateway.call(listAreas, { page: 1, pageSize: 500 }, { lane: "interactive" });
  await box.control("DELETE", "/journal");
  const same = items.filter((area) => area.name === name).length;
  return { error: result, attempts: attempts.length, tokens: tokens.length, made: same };
}

const passes = (seen: Seen) => expect(seen).toMatchObject({ error: null, attempts: 1, tokens: 0 });

type Facts = Partial<Pick<GatewayError, "kind" | "code" | "reason" | "httpStatus" | "status">>;

/** A fault that stays: who tries again, and what is said in the end. */
async function expectFailure(fault: FaultOrder, facts: Facts, rule: { again: boolean; unsure: boolean }) {
  const tries = rule.again ? 3 : 1;
  const read = await under(fault, "read");
  expect(read).toMatchObject({ attempts: tries, error: { ...facts, endpoint: "areas.list", maybeDone: false } });
  const idempotent = await under(fault, "idempotent");
  expect(idempotent).toMatchObject({ attempts: tries, error: { ...facts, maybeDone: rule.unsure } });
  const command = await under(fault, "command");
  expect(command).toMatchObject({ attempts: 1, error: { ...facts, maybeDone: rule.unsure, retryable: false } });
  expect([read.tokens, idempotent.tokens, command.tokens]).toEqual([0, 0, 0]);
  for (const seen of [read, idempotent, command]) {
    expect(seen.error?.meaning).not.toBe("");
    expect(seen.error?.advice).not.toBe("");
  }
  return command;
}

dbTest("latency and a slow body that end in time change nothing", async () => {
  for (const kind of ["read", "idempotent", "command"] as const) {
    passes(await under({ kind: "latency", ms: 60 }, kind));
    passes(await under({ kind: "slowBody", ms: 100 }, kind));
  }
});

dbTest("a wrong content type is forgiven when the body is an answer", async () => {
  for (const kind of ["read", "idempotent", "command"] as const) {
    passes(await under({ kind: "wrongContentType" }, kind));
  }
});

dbTest("latency, hang and slow body beyond the time-out", async () => {
  const facts = { kind: "timeout", reason: "TIMEOUT", status: 504 } as const;
  for (const fault of [{ kind: "latency", ms: 1_500 }, { kind: "hang" }, { kind: "slowBody", ms: 1_500 }]) {
    await expectFailure(fault, facts, { again: true, unsure: true });
  }
});

// What is sent before the effect is lost leaves nothing behind; after it, the area is there once.
const lost: [string, FaultOrder, Facts, boolean][] = [
  ["status5xx", { kind: "status5xx", status: 503 }, { kind: "http", httpStatus: 503, status: 503 }, true],
  ["status5xx 500", { kind: "status5xx", status: 500 }, { kind: "http", httpStatus: 500, status: 502 }, true],
  ["html", { kind: "html", status: 502 }, { kind: "http", httpStatus: 502 }, true],
  ["reset", { kind: "reset" }, { kind: "interrupted", reason: "ECONNRESET", status: 502 }, true],
  ["outage", { kind: "outage" }, { kind: "interrupted", reason: "ECONNRESET", status: 502 }, true],
  ["hang", { kind: "hang" }, { kind: "timeout", status: 504 }, true],
  ["malformed", { kind: "malformed" }, { kind: "malformed", reason: "NOT_JSON", status: 502 }, false],
  ["emptyBody", { kind: "emptyBody" }, { kind: "malformed", reason: "EMPTY" }, false],
  ["errorCode VMS001000", { kind: "errorCode", code: "VMS001000" }, { kind: "refused", code: "VMS001000" }, true],
];

for (const [name, fault, facts, again] of lost) {
  dbTest(
    `${name}: reads and idempotent calls ${again ? "try three times" : "give up"}, commands never twice`,
    async () => {
      const before = await expectFailure(fault, facts, { again, unsure: true });
      expect(before.made).toBe(0);
      const after = await under({ ...fault, afterEffect: true }, "command");
      expect(after).toMatchObject({ attempts: 1, made: 1, error: { ...facts, maybeDone: true } });
    },
  );
}

dbTest("truncate: the effect is there, the answer is not", async () => {
  const command = await expectFailure({ kind: "truncate" }, { kind: "interrupted" }, { again: true, unsure: true });
  expect(command.made).toBe(1);
});

dbTest("errorCode: a refusal is final, a passing one is tried again", async () => {
  const refused = await expectFailure(
    { kind: "errorCode", code: "OPEN000031" },
    { kind: "refused", code: "OPEN000031" },
    { again: false, unsure: false },
  );
  expect(refused.made).toBe(0);
  await expectFailure(
    { kind: "errorCode", code: "VMS000009" },
    { kind: "refused", code: "VMS000009" },
    { again: true, unsure: false },
  );
});

dbTest("html with 404 means that the function is not offered", async () => {
  const facts = { kind: "http", httpStatus: 404, status: 501 } as const;
  await expectFailure({ kind: "html", status: 404 }, facts, { again: false, unsure: false });
});

dbTest("tokenExpired: a new token and one more try, for commands too, and no third", async () => {
  for (const kind of ["read", "idempotent", "command"] as const) {
    const once = await under({ kind: "tokenExpired", times: 1 }, kind);
    expect(once).toMatchObject({ error: null, attempts: 2, tokens: 1 });
    if (kind === "command") expect(once.made).toBe(1);
    const always = await under({ kind: "tokenExpired" }, kind);
    expect(always).toMatchObject({ attempts: 2, tokens: 1, error: { kind: "refused", code: "OPEN000006" } });
    expect(always.error?.maybeDone).toBe(false);
  }
});

dbTest("what passes after one or two failures succeeds unseen", async () => {
  for (const fault of [{ kind: "reset" }, { kind: "status5xx" }, { kind: "hang" }]) {
    expect(await under({ ...fault, times: 2 }, "read")).toMatchObject({ error: null, attempts: 3 });
    expect(await under({ ...fault, times: 1 }, "idempotent")).toMatchObject({ error: null, attempts: 2 });
  }
});

dbTest("an idempotent call that may have happened stays unknown, however the next attempt fails", async () => {
  await box.control("POST", "/faults", { match: paths.idempotent, kind: "reset", times: 1, afterEffect: true });
  await box.control("POST", "/faults", { match: paths.idempotent, kind: "errorCode", code: "OPEN000031" });
  const error = await failureOf(calls.idempotent(""));
  expect(error).toMatchObject({ kind: "interrupted", maybeDone: true });
  expect(await arrivals(box, paths.idempotent)).toHaveLength(2);
});

dbTest("a command whose connection was never made is sent when the gateway is there, once", async () => {
  const proxy = await startProxy(box.url);
  const { gateway, circuit } = makeGateway(box, { account: { baseUrl: proxy.url } });
  await gateway.call(listAreas, { page: 1, pageSize: 1 }, { lane: "interactive" });
  await proxy.close();
  vi.mocked(Math.random).mockReturnValue(0.9);
  const added = gateway.call(addArea, { parentId: null, name: "Late" }, { lane: "interactive" });
  await until(async () => (await circuit.condition()).failures > 0);
  await proxy.open();
  expect((await added).areaId).not.toBe("");
  expect(await arrivals(box, paths.command)).toHaveLength(1);
  await proxy.close();
  const error = await failureOf(gateway.call(addArea, { parentId: null, name: "Never" }, { lane: "interactive" }));
  expect(error).toMatchObject({ kind: "unreachable", reason: "ECONNREFUSED", maybeDone: false, status: 502 });
  expect(await arrivals(box, paths.command)).toHaveLength(1);
});

dbTest("a command is certainly not done when the token for it could not be had", async () => {
  const { gateway } = makeGateway(box, { account: { appKey: "another-key" } });
  await box.control("POST", "/faults", { match: "/token/get", kind: "reset" });
  const error = await failureOf(gateway.call(addArea, { parentId: null, name: "No token" }, { lane: "interactive" }));
  expect(error).toMatchObject({ endpoint: "system.token", kind: "interrupted", maybeDone: false });
  expect(await arrivals(box, "/token/get")).toHaveLength(3);
  expect(await arrivals(box, paths.command)).toHaveLength(0);
});
