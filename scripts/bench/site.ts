/** A Gatehouse of the benchmark's own: started as a user would, with a data folder that goes when it has been measured. */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { demoAccounts } from "@/lib/auth/accounts";
import { freePort } from "@/lib/db/embedded";
import type { QueueStates } from "@/lib/domains/queues/schema";
import type { SyncStates } from "@/lib/domains/sync/schema";
import { sleep } from "@/lib/time";
import { environmentOf, processesOf } from "./processes";
import { progress } from "./figures";

const root = resolve(import.meta.dirname, "../..");
const startWithinMs = 300_000;
const stopWithinMs = 60_000;
const mirrorWithinMs = 300_000;
const answerWithinMs = 60_000;

export type Dataset = "small" | "huge";

export interface Site {
  url: string;
  /** Of the start script, whose children the parts are. */
  pid: number;
  /** From the start of the command to "Gatehouse is ready". */
  startedInMs: number;
  /** The settings that the parts run with. */
  environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const folders = new Set<string>();
const running = new Set<ChildProcess>();

/** A data folder, removed by `removeFolder` or in the end. The database's own user must get into it. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-bench-"));
  chmodSync(folder, 0o755);
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const parts = child.pid === undefined ? [] : processesOf(child.pid);
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGTERM");
    const insist = setTimeout(() => {
      for (const { pid } of parts) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // It has gone by itself.
        }
      }
    }, stopWithinMs);
    await ended;
    clearTimeout(insist);
  }
  running.delete(child);
}

/** Stops every site and removes every folder that is left. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(end));
  for (const folder of folders) removeFolder(folder);
}

export async function startSite(folder: string, dataset: Dataset): Promise<Site> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: root,
    env: {
      ...process.env,
      PORT: String(port),
      GATEHOUSE_URL: url,
      GATEHOUSE_DATA_DIR: folder,
      GATEHOUSE_SANDBOX_DATASET: dataset,
      GATEHOUSE_LOG_LEVEL: "error",
      // One person stands for many here.
      GATEHOUSE_USER_RATE: "100000/100000",
      GATEHOUSE_STRANGER_RATE: "100000/100000",
      GATEHOUSE_USER_STREAMS: "10000",
      DATABASE_URL: "",
      HCC_BASE_URL: "",
      HCC_APP_KEY: "",
      HCC_SECRET_KEY: "",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let said = "";
  await new Promise<void>((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`Gatehouse did not start in time.\n${said}`)), startWithinMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said = (said + text).slice(-20_000);
        if (!said.includes("Gatehouse is ready")) return;
        clearTimeout(late);
        ready();
      });
    }
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`Gatehouse ended with code ${code}.\n${said}`)));
  });
  const startedInMs = performance.now() - begun;
  const pid = child.pid ?? 0;
  const web = processesOf(pid).find(({ part }) => part === "web");
  if (web === undefined) throw new Error("There is no web process.");
  return { url, pid, startedInMs, environment: environmentOf(web.pid), stop: () => end(child) };
}

/** Starts a site on a folder, waits until everything has been read, and stops it after `work`, also when that fails. */
export async function withMirror(
  folder: string,
  dataset: Dataset,
  work: (site: Site, session: string) => Promise<void> = async () => undefined,
): Promise<void> {
  progress(`Starting Gatehouse with the ${dataset} site.`);
  const site = await startSite(folder, dataset);
  try {
    await control(site, "POST", "/settings", { life: { paused: true } });
    const session = await signIn(site);
    progress("Waiting until the whole site has been read.");
    await whenMirrored(site, session);
    await work(site, session);
  } finally {
    await site.stop();
  }
}

/** The huge site on a folder of its own, which goes afterwards. */
export async function withSite(work: (site: Site, session: string) => Promise<void>): Promise<void> {
  const folder = makeFolder();
  try {
    await withMirror(folder, "huge", work);
  } finally {
    removeFolder(folder);
  }
}

/** The demo administrator's cookie. */
export async function signIn({ url }: Site): Promise<string> {
  const account = demoAccounts.find(({ role }) => role === "administrator");
  if (account === undefined) throw new Error("There is no demo administrator.");
  const cookiesOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
  const before = await fetch(`${url}/api/auth/csrf`, { signal: AbortSignal.timeout(answerWithinMs) });
  const { csrfToken } = (await before.json()) as { csrfToken: string };
  const cookies = cookiesOf(before);
  const { email, password } = account;
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookies.join("; ") },
    body: new URLSearchParams({ email, password, csrfToken, json: "true" }),
    redirect: "manual",
    signal: AbortSignal.timeout(answerWithinMs),
  });
  await answer.arrayBuffer();
  const session = cookiesOf(answer).find((cookie) => cookie.includes("session"));
  if (session === undefined) throw new Error(`The demo administrator could not sign in (HTTP ${answer.status}).`);
  return session;
}

/** A call of the product's API. Throws for any answer but a good one. */
export async function api<T>(site: Site, session: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${site.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { cookie: session, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** Has the worker read a queue or leave it alone; when switched off, nobody reads it any more. */
export async function switchQueue(site: Site, session: string, queue: string, on: boolean): Promise<void> {
  const answer = await fetch(`${site.url}/api/queues`, {
    method: "PATCH",
    headers: { cookie: session, "content-type": "application/json" },
    body: JSON.stringify({ queue, on }),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  if (!answer.ok) throw new Error(`PATCH /api/queues answered ${answer.status}: ${await answer.text()}`);
  for (;;) {
    const { items } = await api<QueueStates>(site, session, "/api/queues");
    if (on || items.some((item) => item.queue === queue && item.state === "off")) return;
    await sleep(50);
  }
}

export interface GatewayStats {
  arrivals: number;
  refused: number;
  maxInOneSecond: number;
  spanMs: number;
  perSecond: number;
  perPath: Record<string, { arrivals: number; refused: number }>;
}

/** A call of the sandbox's control API, docs/sandbox.md. */
export async function control<T = unknown>(
  { environment }: Site,
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(`${environment["HCC_BASE_URL"]}/control${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}

export const stats = (site: Site) => control<GatewayStats>(site, "GET", "/stats");

/** Until every kind has been read once and nothing is being read. */
async function whenMirrored(site: Site, session: string): Promise<void> {
  const giveUp = performance.now() + mirrorWithinMs;
  for (;;) {
    const { items } = await api<SyncStates>(site, session, "/api/sync");
    if (items.every(({ asOf, running: pass }) => asOf !== null && pass === null)) return;
    if (performance.now() > giveUp) throw new Error(`The site was not read in time: ${JSON.stringify(items)}`);
    await sleep(500);
  }
}
