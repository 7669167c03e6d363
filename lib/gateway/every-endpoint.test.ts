/**
 * Every endpoint over HTTP against the sandbox: what it sends is what the guide allows, what it gets becomes the same
 * clean value in every spelling, and every way to get a field wrong is answered with the guide's code.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { readAnswer, toRequest, type AnyEndpoint, type Endpoint, type WireBody } from "./endpoint";
import { endpoints, issueToken } from "./endpoints";
import { GatewayError } from "./errors";
import { missing, wrong, type ContractEndpoint } from "./fixtures/contract-cases";
import { comparable, lessLost } from "./fixtures/comparable";
import { validInputs, type Site } from "./fixtures/valid-inputs";
import { Secret } from "./secret";

let box: TestSandbox;
let token: string;
let contract: ContractEndpoint[];

type Spelling = "guide" | "observed" | "awkward";

beforeAll(async () => {
  box = await startSandbox();
  ({ endpoints: contract } = await box.control<{ endpoints: ContractEndpoint[] }>("GET", "/contract"));
});
afterAll(() => box.stop());

/** Times of an answer are the same in every run: the sandbox's clock stands. */
const noon = Date.UTC(2026, 10, 18, 12);

/** The world as it was made, in the given spelling. */
async function startAfresh(spelling: Spelling): Promise<void> {
  await box.control("POST", "/reset");
  await box.control("POST", "/clock", { stopAt: noon });
  await box.control("POST", "/settings", { rateLimit: { refuse: false } });
  const issued = await ask(issueToken, { appKey: "test-app-key", secretKey: new Secret("test-secret-key") });
  token = issued.accessToken.reveal();
  await box.control("POST", "/spelling", { mode: spelling });
}
beforeEach(() => startAfresh("observed"));

/** The body as it goes out, secrets and all. */
function onTheWire(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(onTheWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, onTheWire(each)]));
}

async function send(endpoint: AnyEndpoint, path: string, body: unknown, sent: string | null = token) {
  const response = await fetch(`${box.url}/api/hccgw${path}`, {
    method: endpoint.method,
    headers: { "content-type": "application/json", ...(sent === null ? {} : { Token: sent }) },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, contentType: response.headers.get("content-type"), text: await response.text() };
}

async function ask<In, Out>(endpoint: Endpoint<In, Out>, input: NoInfer<In>): Promise<Out> {
  const { path, body } = toRequest(endpoint, input);
  return readAnswer(endpoint, await send(endpoint as AnyEndpoint, path, onTheWire(body)), input);
}

const site: Site = { ask, control: (method, path, body) => box.control(method, path, body) };

const inputsOf = async (endpoint: AnyEndpoint) => {
  const [, inputs] = validInputs.find(([one]) => one === endpoint) ?? [];
  if (inputs === undefined) throw new Error(`fixtures/valid-inputs has none for ${endpoint.name}`);
  return inputs(site);
};
const contractOf = ({ method, path }: AnyEndpoint): ContractEndpoint => {
  const found = contract.find((one) => one.method === method && one.path === path);
  if (found === undefined) throw new Error(`the sandbox does not answer ${method} ${path}`);
  return found;
};

const table = endpoints.map((endpoint) => [endpoint.name, endpoint] as const);

test("the sandbox answers what is declared, and nothing else", () => {
  const declared = new Set(endpoints.map(({ method, path }) => `${method} ${path}`));
  expect(contract.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...declared].sort());
});

describe.each(table)("%s", (_, endpoint) => {
  test("sends what the guide knows, and reads the answer alike in every spelling", async () => {
    const inputs = await inputsOf(endpoint);
    expect(inputs.length).toBeGreaterThan(0);
    for (const input of inputs) {
      const { path, body } = toRequest(endpoint, input as never);
      expect(missing(body ?? {}, contractOf(endpoint).fields)).toEqual([]);
      const read: unknown[] = [];
      for (const spelling of ["guide", "observed", "awkward"] as const) {
        await startAfresh(spelling);
        const answer = await send(endpoint, path, onTheWire(body));
        expect(answer.status).toBe(200);
        const clean = readAnswer(endpoint, answer, input as never) as unknown;
        read.push(comparable(clean));
        const outcome = endpoint.outcome?.(clean as never, input as never);
        if (outcome !== undefined) expect(outcome.result).toMatch(/^(done|partly done)$/);
      }
      expect(read[1]).toEqual(read[0]);
      expect(read[2]).toEqual(lessLost(read[0], read[2]));
    }
  });

  test("is refused with the guide's code for every field that is wrong", async () => {
    const { fields, token: needsToken } = contractOf(endpoint);
    for (const input of await inputsOf(endpoint)) {
      const { path, body } = toRequest(endpoint, input as never);
      const cases = wrong(onTheWire(body ?? {}) as WireBody, fields);
      for (const spelling of ["guide", "awkward"] as const) {
        await startAfresh(spelling);
        for (const { why, body: bad, code } of cases) {
          const answer = await send(endpoint, path, bad);
          expect(answer.status, why).toBe(200);
          expect(refusal(endpoint, answer), why).toBe(code);
        }
        if (!needsToken) continue;
        expect(refusal(endpoint, await send(endpoint, path, onTheWire(body), null))).toBe("OPEN000007");
        expect(refusal(endpoint, await send(endpoint, path, onTheWire(body), "hcc.unknown"))).toBe("OPEN000006");
      }
    }
  });
});

/** The code of a refusal, "none" for a success. */
function refusal(endpoint: AnyEndpoint, answer: Awaited<ReturnType<typeof send>>): string {
  try {
    readAnswer(endpoint, answer);
  } catch (error) {
    if (error instanceof GatewayError && error.kind === "refused" && error.endpoint === endpoint.name) {
      expect(error.meaning).not.toBe("");
      return error.code ?? "no code";
    }
    throw error;
  }
  return "none";
}
