/** The worker process: runs the registry's duties until it is told to stop or its parent is gone. */
import { closeBus } from "@/lib/bus/subscribe";
import { closeDatabase } from "@/lib/db/client";
import { requireInstallation } from "@/lib/db/installation";
import { required, settings, SettingsError } from "@/lib/env";
import { log } from "@/lib/log";
import { sleep } from "@/lib/time";
import { duties } from "./registry";
import { Runner } from "./runner";

const closeWithin = 2_000;

// Wrong settings end the process here; an unreachable database is waited for.
required("databaseDirectUrl");
const runner = new Runner(duties);
let stopping = false;

async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, "worker stops");
  const inTime = await runner.stop();
  if (!inTime) log.warn("a duty did not end in time");
  // A run that ignores its signal may hold a connection for ever; the server notices that the process is gone.
  setTimeout(() => process.exit(inTime ? 0 : 1), closeWithin);
  await Promise.allSettled([closeBus(), closeDatabase()]);
  log.info("worker stopped");
  process.exit(inTime ? 0 : 1);
}

process.on("SIGTERM", () => void stop("SIGTERM"));
process.on("SIGINT", () => void stop("SIGINT"));
process.on("disconnect", () => void stop("the parent process is gone"));

/** Another account's database ends the process; one that cannot be reached yet is waited for. */
async function awaitInstallation(): Promise<void> {
  while (!stopping) {
    try {
      return await requireInstallation();
    } catch (err) {
      if (err instanceof SettingsError) throw err;
      log.warn({ err }, "the database cannot be reached; trying again");
      await sleep(1_000);
    }
  }
}

if (settings().gateway !== null) await awaitInstallation();
await runner.start();
if (!stopping) {
  log.info({ duties: duties.length }, "worker ready");
  process.send?.({ ready: true });
}
