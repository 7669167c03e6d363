import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Json, JsonObject } from "./validate";
import type { Sandbox } from "./parts";
import { createSandbox } from "./server";
import type { SandboxOptions } from "./server";

/** A parsed answer, loosely typed because the tests look at every spelling. */
interface Answer {
  status: number;
  errorCode: string | undefined;
  message: string | undefined;
  body: JsonObject;
  data: JsonObject;
}

/** A sandbox for one test file, reset before each test, and the calls a client makes. */
export function useSandbox(options: SandboxOptions = {}) {
  let sandbox: Sandbox;
  let token = "";
  beforeAll(async () => {
    sandbox = await createSandbox({ paused: true, ...options });
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    sandbox.reset();
    sandbox.rate.settings.refuse = false;
    token = await newToken();
    sandbox.rate.resetStats();
    sandbox.journal.clear();
  });

  async function newToken(): Promise<string> {
    const { data } = await send("POST", "/platform/v1/token/get", {
      appKey: "sandbox-app-key",
      secretKey: "sandbox-secret-key",
    });
    return String(data["accessToken"]);
  }

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${sandbox.url}/api/hccgw${path}`, {
      method,
      headers: { "content-type": "application/json", ...(token && { token }), ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    return read(response);
  }

  return {
    get sandbox() {
      return sandbox;
    },
    setToken(value: string) {
      token = value;
    },
    send,
    newToken,
    post: (path: string, body: unknown = {}) => send("POST", path, body),
    get: (path: string) => send("GET", path),
    async control(method: string, path: string, body?: unknown) {
      const response = await fetch(`${sandbox.url}/control${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as JsonObject };
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const body = JSON.parse((await response.text()) || "{}") as JsonObject;
  const data = body["data"] ?? body["Data"];
  return {
    status: response.status,
    errorCode: typeof body["errorCode"] === "string" ? body["errorCode"] : undefined,
    message: typeof body["message"] === "string" ? body["message"] : undefined,
    body,
    data: isObject(data) ? data : {},
  };
}

/** The rows of a list in an answer's data. */
export function rows(data: JsonObject, key: string): JsonObject[] {
  const list = data[key];
  return Array.isArray(list) ? list.flatMap((row) => (isObject(row) ? [row] : [])) : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
