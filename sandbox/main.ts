import { parseArgs } from "node:util";
import { createSandbox } from "./server";
import type { SandboxOptions } from "./server";
import type { Dataset } from "./world/world";

/**
 * tsx sandbox/main.ts [--port 4300] [--host 127.0.0.1] [--dataset small|large|huge] [--seed text]
 *   [--app-key K] [--secret-key S] [--parent-pid N] [--paused]
 * Keys also come from SANDBOX_APP_KEY and SANDBOX_SECRET_KEY. Prints one line when it listens.
 * Exits 1 when the port is taken, 2 for wrong arguments, and by itself when the parent process is gone.
 */
async function main(): Promise<void> {
  const { parentPid, options } = readArguments();
  const sandbox = await createSandbox(options).catch((error: NodeJS.ErrnoException) => {
    const place = `${options.host}:${options.port}`;
    stop(error.code === "EADDRINUSE" ? `${place} is already in use` : `cannot listen on ${place}: ${error.message}`, 1);
  });
  const { world } = sandbox;
  const sizes = `areas=${world.areas.size} cameras=${world.lists.camera.length}`;
  process.stdout.write(`sandbox ready ${sandbox.url} dataset=${world.dataset} ${sizes}\n`);

  const end = () => void sandbox.close().then(() => process.exit(0));
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
  if (parentPid !== null) {
    setInterval(() => {
      if (!isAlive(parentPid)) end();
    }, 500).unref();
  }
}

function readArguments(): { parentPid: number | null; options: SandboxOptions } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "4300" },
        host: { type: "string", default: "127.0.0.1" },
        dataset: { type: "string", default: "small" },
        seed: { type: "string", default: "gatehouse" },
        "app-key": { type: "string", default: process.env["SANDBOX_APP_KEY"] || "sandbox-app-key" },
        "secret-key": { type: "string", default: process.env["SANDBOX_SECRET_KEY"] || "sandbox-secret-key" },
        "parent-pid": { type: "string" },
        paused: { type: "boolean", default: false },
      },
    });
    const { host, seed, paused, dataset } = values;
    if (!isDataset(dataset)) throw new Error(`--dataset must be small, large or huge, not ${dataset}`);
    return {
      parentPid: values["parent-pid"] === undefined ? null : whole("--parent-pid", values["parent-pid"], 2 ** 22),
      options: {
        port: whole("--port", values.port, 65_535),
        host,
        dataset,
        seed,
        paused,
        appKey: values["app-key"],
        secretKey: values["secret-key"],
      },
    };
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error), 2);
  }
}

function isDataset(text: string): text is Dataset {
  return text === "small" || text === "large" || text === "huge";
}

function whole(name: string, text: string, largest: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= largest)) throw new Error(`${name} must be a whole number up to ${largest}, not ${text}`);
  return value;
}

/** A process of another user (EPERM) is alive too. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function stop(reason: string, code: number): never {
  process.stderr.write(`sandbox: ${reason}\n`);
  process.exit(code);
}

await main();
