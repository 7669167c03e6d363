/**
 * Every endpoint over HTTP against the sandbox: what it sends is what the guide allows, what it gets becomes the same
 * clean value in every spelling, and every way to get a field wrong is answered with the guide's code.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { readAnswer, toRequest, type AnyEndpoint, type Endpoint, type WireBody } from "./endpoint";
import { endpoints, issueToken } from "./endpoints";
import { GatewayError } from "./errors";
import { missing, sentFields, wrong, wholeFields, type ContractEndpoint } from "./fixtures/contract-cases";
import { beyond, edgesOf, strained } from "./fixtures/contract-edges";
import { comparable, lessLost } from "./fixtures/comparable";
import { neverSent, noon, validInputs, type Site } from "./fixtures/valid-inputs";
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

/** The world as it was made. */
async function startAfresh(): Promise<void> {
  await box.control("POST", "/reset", { stopAt: noon });
  await box.control("POST", "/settings", { rateLimit: { refuse: false } });
  const issued = await ask(issueToken, { appKey: "test-app-key", secretKey: new Secret("test-secret-key") });
  token = issued.accessToken.reveal();
}
const speak = (mode: Spelling) => box.control("POST", "/spelling", { mode });

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
/** The inputs for a world of their own, for tests that send nothing. */
const freshInputs = async (endpoint: AnyEndpoint) => {
  await startAfresh();
  return inputsOf(endpoint);
};
const contractOf = ({ method, path }: AnyEndpoint): ContractEndpoint => {
  const found = contract.find((one) => one.method === method && one.path === path);
  if (found === undefined) throw new Error(`the sandbox does not answer ${method} ${path}`);
  return found;
};

/** Clean answers to all inputs in one spelling; what is changed is changed in a world of its own. */
async function answersIn(spelling: Spelling, endpoint: AnyEndpoint): Promise<unknown[]> {
  const read: unknown[] = [];
  let inputs: readonly unknown[] = [];
  do {
    if (inputs.length === 0 || endpoint.kind !== "read") {
      await startAfresh();
      inputs = await inputsOf(endpoint);
      expect(inputs.length).toBeGreaterThan(0);
      await speak(spelling);
    }
    const input = inputs[read.length] as never;
    const { path, body } = toRequest(endpoint, input);
    expect(missing(body ?? {}, contractOf(endpoint).fields)).toEqual([]);
    const answer = await send(endpoint, path, onTheWire(body));
    expect(answer.status).toBe(200);
    const clean = readAnswer(endpoint, answer, input) as unknown;
    const outcome = endpoint.outcome?.(clean as never, input);
    if (outcome !== undefined) expect(outcome.result, JSON.stringify(outcome)).toMatch(/^(done|partly done)$/);
    read.push({ clean: comparable(clean), outcome });
  } while (read.length < inputs.length);
  return read;
}

const table = endpoints.map((endpoint) => [endpoint.name, endpoint] as const);

test("the sandbox answers what is declared, and nothing else", () => {
  const declared = new Set(endpoints.map(({ method, path }) => `${method} ${path}`));
  expect(contract.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...declared].sort());
});

test("every field the sandbox knows is sent by some input", async () => {
  const sent = new Map<ContractEndpoint, string[]>(contract.map((one) => [one, []]));
  for (const endpoint of endpoints) {
    for (const input of await freshInputs(endpoint)) {
      sent.get(contractOf(endpoint))?.push(...sentFields(toRequest(endpoint, input as never).body ?? {}));
    }
  }
  const unsent = [...sent].flatMap(([{ path, fields }, names]) =>
    wholeFields(fields, names).flatMap((name) => (names.includes(name) ? [] : [`${path} ${name}`])),
  );
  expect(unsent.sort()).toEqual(Object.keys(neverSent).sort());
});

describe.each(table)("%s", (_, endpoint) => {
  test("sends what the guide knows, and reads the answer alike in every spelling", async () => {
    const guide = await answersIn("guide", endpoint);
    expect(await answersIn("observed", endpoint)).toEqual(guide);
    const awkward = await answersIn("awkward", endpoint);
    expect(awkward).toEqual(lessLost(guide, awkward));
  });

  test("is refused with the guide's code for every field that is wrong", async () => {
    const { fields, token: needsToken } = contractOf(endpoint);
    for (const spelling of ["guide", "awkward"] as const) {
      await startAfresh();
      const inputs = await inputsOf(endpoint);
      await speak(spelling);
      const tried = new Set<string>();
      for (const input of inputs) {
        const { path, body } = toRequest(endpoint, input as never);
        for (const { why, body: bad, code } of wrong(onTheWire(body ?? {}) as WireBody, fields)) {
          if (tried.has(why)) continue;
          tried.add(why);
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

test.each(table)("%s lets nothing through that is beyond the guide", async (_, endpoint) => {
  const { fields } = contractOf(endpoint);
  const edges = edgesOf(fields);
  for (const input of await freshInputs(endpoint)) {
    for (const strange of strained(input, edges)) {
      expect(beyond(bodyOrRefused(endpoint, strange), fields)).toEqual([]);
    }
  }
});

/** What would be sent; nothing for an input that is refused here, where it names its field. */
function bodyOrRefused(endpoint: AnyEndpoint, input: unknown): WireBody {
  try {
    return toRequest(endpoint, input as never).body ?? {};
  } catch (error) {
    if (error instanceof GatewayError && error.kind === "invalid-input") return {};
    throw error;
  }
}

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
