/** Runs client.ts in processes of their own, with the settings of a site's parts. */
import { spawn, type ChildProcess } from "node:child_process";
import { resolve } from "node:path";
import { z } from "zod";
import type { Measured, Task } from "./client";
import type { Site } from "./site";

const script = resolve(import.meta.dirname, "client.ts");
const Message = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ measured: z.record(z.string(), z.array(z.number())) }),
]);

interface Client {
  child: ChildProcess;
  ready: Promise<void>;
  measured: Promise<Measured>;
}

function launch({ environment }: Site): Client {
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    env: { ...process.env, ...environment, GATEHOUSE_PART: "bench" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const said = <T>(pick: (message: z.infer<typeof Message>) => T | undefined) =>
    new Promise<T>((found, failed) => {
      child.on("message", (message) => {
        const picked = pick(Message.parse(message));
        if (picked !== undefined) found(picked);
      });
      child.once("error", failed);
      child.once("exit", (code) => failed(new Error(`A client of the gateway ended with code ${code}.`)));
    });
  const measured = said((message) => ("measured" in message ? (message.measured as Measured) : undefined));
  // Awaited only once all are ready; until then a failure shows as not being ready.
  measured.catch(() => undefined);
  return { child, ready: said((message) => ("ready" in message ? true : undefined)).then(() => undefined), measured };
}

/** One process a task, all beginning together after `before`. */
export async function runClients(
  site: Site,
  tasks: readonly Task[],
  before: () => Promise<unknown> = async () => undefined,
): Promise<Measured[]> {
  const clients = tasks.map(() => launch(site));
  try {
    await Promise.all(clients.map(({ ready }) => ready));
    await before();
    clients.forEach(({ child }, at) => child.send(tasks[at] ?? {}));
    return await Promise.all(clients.map(({ measured }) => measured));
  } finally {
    for (const { child } of clients) child.kill();
  }
}
