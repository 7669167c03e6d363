/** The sandbox as a process of its own; tests talk to it over HTTP alone, as the console does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { sleep } from "@/lib/time";

const appKey = "test-app-key";
const secretKey = "test-secret-key";

export interface TestSandbox {
  url: string;
  /** `control("POST", "/faults", {…})`: a call of the control API, docs/sandbox.md. Throws unless it is carried out. */
  control<T = unknown>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T>;
  /** The answers of calls to this are lost on their way, whether `carriedOut` (yes unless told) or not. */
  loseAnswer(match: string, how?: { carriedOut?: boolean; times?: number }): Promise<void>;
  /** `data` of the gateway's own answer, read without any of our code; it costs nothing of the rate. */
  answer(path: string, body: object): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/**
 * Starts a world (small unless told) on a free port, with devices that do not come and go by themselves, and makes it the gateway of
 * this process. Call it before anything reads the settings.
 */
export async function startSandbox(dataset: "small" | "large" | "huge" = "small"): Promise<TestSandbox> {
  const child = spawn(
    process.execPath,
    [
      ...["--import", "tsx", "sandbox/main.ts", "--port", "0", "--dataset", dataset, "--paused"],
      ...["--app-key", appKey, "--secret-key", secretKey, "--parent-pid", String(process.pid)],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let url: string | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    url = /^sandbox ready (\S+)/.exec(line)?.[1];
    if (url !== undefined) break;
  }
  if (url === undefined) throw new Error("The sandbox did not start.");
  const base = url;
  const send = async <T>(method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  };
  const setRefuse = (refuse: boolean) => send("POST", "/control/settings", { rateLimit: { refuse } });
  Object.assign(process.env, { HCC_BASE_URL: base, HCC_APP_KEY: appKey, HCC_SECRET_KEY: secretKey });
  return {
    url: base,
    control: (method, path, body) => send(method, `/control${path}`, body),
    async loseAnswer(match, { carriedOut = true, ...times } = {}) {
      await send("POST", "/control/faults", { match, kind: "reset", afterEffect: carriedOut, ...times });
    },
    async answer(path, body) {
      await setRefuse(false);
      const issued = await send<{ data: { accessToken: string } }>("POST", "/api/hccgw/platform/v1/token/get", {
        appKey,
        secretKey,
      });
      const { data } = await send<{ data: Record<string, unknown> }>("POST", `/api/hccgw${path}`, body, {
        Token: issued.data.accessToken,
      });
      // These two calls stand in the gateway's window of one second.
      await sleep(1_100);
      await setRefuse(true);
      return data;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
