/** The processes that the start script runs: each in a group of its own, watched, restarted, and stopped in order. */
import { spawn, type ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { createWriteStream, existsSync, renameSync, statSync, watch, type FSWatcher, type WriteStream } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/lib/db/embedded";
import type { Settings } from "@/lib/env";
import { bundles } from "../build";
import { Refusal } from "./checks";

type Part = keyof typeof bundles;

interface Options {
  dev: boolean;
  logFolder: string;
  say(line: string): void;
  /** A part died again and again. */
  failed(): void;
}

interface Running {
  child: ChildProcess;
  ended: Promise<void>;
}

const stopWithinMs = 12_000;
const maxLogBytes = 20 * 1024 * 1024;
const order: readonly Part[] = ["web", "worker", "sandbox"];
/** On a machine with much memory V8 would let garbage pile up; five hundred open pages keep about 140 MB in use. */
const webHeapMb = 512;

export class Children {
  readonly #options: Options;
  readonly #running = new Map<Part, Running>();
  readonly #deaths = new Map<Part, number[]>();
  readonly #log: WriteStream;
  readonly #watchers: FSWatcher[] = [];
  #stopping = false;

  constructor(options: Options) {
    this.#options = options;
    const file = join(options.logFolder, "gatehouse.log");
    if (existsSync(file) && statSync(file).size > maxLogBytes) renameSync(file, `${file}.1`);
    this.#log = createWriteStream(file, { flags: "a", mode: 0o600 });
    if (!options.dev) return;
    this.#watch("worker", "lib");
    this.#watch("sandbox", "sandbox");
  }

  /** Starts the sandbox gateway. Returns the variables that point the others to it. */
  async startSandbox(settings: Settings, secret: string): Promise<Record<string, string>> {
    const port = await freePort();
    const key = (use: string) => createHmac("sha256", secret).update(`sandbox ${use}`).digest("hex").slice(0, 32);
    const keys = { appKey: "sandbox-app-key", secretKey: key("secret-key") };
    this.#options.say(`Starting the sandbox gateway with the ${settings.sandboxDataset} site.`);
    await this.start("sandbox", { SANDBOX_APP_KEY: keys.appKey, SANDBOX_SECRET_KEY: keys.secretKey }, [
      "--port",
      String(port),
      "--dataset",
      settings.sandboxDataset,
      "--parent-pid",
      String(process.pid),
    ]);
    return {
      GATEHOUSE_SANDBOX: "1",
      GATEHOUSE_SANDBOX_DATASET: settings.sandboxDataset,
      HCC_BASE_URL: `http://127.0.0.1:${port}`,
      HCC_APP_KEY: keys.appKey,
      HCC_SECRET_KEY: keys.secretKey,
    };
  }

  /** Starts a part and waits until it says that it is ready. */
  async start(part: Part, environment: Record<string, string>, args: readonly string[] = []): Promise<void> {
    const [script, flags] = this.#program(part);
    const child = spawn(process.execPath, [...flags, script, ...args], {
      env: { ...process.env, ...environment, GATEHOUSE_PART: part },
      // Ctrl-C in the terminal reaches the start script alone; it stops the parts in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const tail: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        tail.push(text);
        if (tail.length > 40) tail.shift();
        this.#log.write(text);
        if (!process.stdout.isTTY || this.#options.dev) process.stderr.write(text);
      });
    }
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    this.#running.set(part, { child, ended });
    await new Promise<void>((ready, failed) => {
      child.once("error", failed);
      child.on("message", (message) => {
        if (typeof message === "object" && message !== null && "ready" in message) ready();
      });
      if (part === "sandbox") child.stdout?.on("data", (text: string) => text.includes("sandbox ready") && ready());
      child.once("exit", (code, signal) => {
        const said = tail.join("").trim().split("\n").slice(-6).join("\n");
        failed(new Refusal(`The ${part} process ended while starting (${signal ?? `code ${code}`}).\n${said}`));
      });
    });
    child.once("exit", (code, signal) => void this.#revive(part, environment, args, signal ?? `code ${code}`));
  }

  /** Stops web, worker and sandbox, in this order; what does not stop in time is ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const watcher of this.#watchers) watcher.close();
    for (const part of order) {
      const running = this.#running.get(part);
      if (running === undefined || running.child.exitCode !== null || running.child.signalCode !== null) continue;
      running.child.kill("SIGTERM");
      const force = setTimeout(() => running.child.kill("SIGKILL"), stopWithinMs);
      await running.ended;
      clearTimeout(force);
    }
    await new Promise((done) => this.#log.end(done));
  }

  #program(part: Part): [string, string[]] {
    if (this.#options.dev) return [bundles[part], ["--import", "tsx"]];
    // Node would keep the maps of all pages in memory, hundreds of megabytes; `lib/log.ts` reads them when it needs them.
    if (part !== "web") return [`.build/${part}.js`, ["--enable-source-maps"]];
    // Who sets a limit in NODE_OPTIONS knows better.
    const capped = !process.env["NODE_OPTIONS"]?.includes("max-old-space-size");
    return [".build/web.js", capped ? [`--max-old-space-size=${webHeapMb}`] : []];
  }

  /** In development Next reloads its own code; worker and sandbox start again when a file of theirs changes. */
  #watch(part: Part, folder: string): void {
    let timer: NodeJS.Timeout | undefined;
    const watcher = watch(folder, { recursive: true }, (_event, file) => {
      if (file === null || /test\.ts$|generated/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => this.#running.get(part)?.child.kill("SIGTERM"), 200);
    });
    this.#watchers.push(watcher);
  }

  async #revive(part: Part, environment: Record<string, string>, args: readonly string[], why: string): Promise<void> {
    if (this.#stopping) return;
    const now = Date.now();
    const deaths = [...(this.#deaths.get(part) ?? []), now].filter((time) => time > now - 60_000);
    this.#deaths.set(part, deaths);
    if (deaths.length > 5 && !this.#options.dev) {
      this.#options.say(
        `The ${part} process keeps ending (${why}); stopping. See ${this.#options.logFolder}/gatehouse.log.`,
      );
      return this.#options.failed();
    }
    this.#options.say(`The ${part} process ended (${why}); starting it again.`);
    await new Promise((later) => setTimeout(later, 250 * 2 ** deaths.length));
    if (this.#stopping) return;
    await this.start(part, environment, args).catch(() => this.#revive(part, environment, args, "while starting"));
  }
}
