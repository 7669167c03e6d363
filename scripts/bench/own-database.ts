/** A database and a small sandbox of their own for what is measured without the whole product around it. */
import { join } from "node:path";
import { closeDatabase } from "@/lib/db/client";
import { freePort, startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { startSandbox, type TestSandbox } from "@/lib/testing/sandbox";
import { sleep } from "@/lib/time";
import { makeFolder, removeFolder } from "./site";

export interface Own {
  sandbox: TestSandbox;
  /** Stops the database and starts it again after so long. */
  breakDatabase(downMs: number): Promise<void>;
}

/** Both are gone when `work` has ended; this process and those it starts are set up for them. */
export async function withOwnDatabase<T>(work: (own: Own) => Promise<T>): Promise<T> {
  const folder = makeFolder();
  const embedded = { dataDir: join(folder, "cluster"), port: await freePort(), say: () => undefined };
  let server = await startEmbedded(embedded);
  await migrate({ url: server.url, prismaFolder: "prisma" });
  Object.assign(process.env, {
    ...{ DATABASE_URL: server.url, GATEHOUSE_SANDBOX: "1", GATEHOUSE_LOG_LEVEL: "fatal" },
    ...{ GATEHOUSE_SECRET: "a secret of the benchmark, long enough", GATEHOUSE_DATA_DIR: folder },
  });
  const sandbox = await startSandbox();
  try {
    return await work({
      sandbox,
      async breakDatabase(downMs) {
        await server.stop();
        await sleep(downMs);
        server = await startEmbedded(embedded);
      },
    });
  } finally {
    await sandbox.stop();
    await closeDatabase();
    await server.stop();
    removeFolder(folder);
  }
}
