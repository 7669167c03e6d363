/** The whole loss test, on a database and a sandbox of its own: see lib/testing/loss.ts. */
import { join } from "node:path";
import { closeDatabase } from "@/lib/db/client";
import { freePort, startEmbedded } from "@/lib/db/embedded";
import { migrate } from "@/lib/db/migrate";
import { runLoss } from "@/lib/testing/loss";
import { startSandbox } from "@/lib/testing/sandbox";
import { progress, table } from "./figures";
import { makeFolder, removeFolder } from "./site";

const plan = { messages: 100_000, kills: 54, breaks: 2, seed: 2_026 };
const downMs = 1_500;

/** Resolves to whether nothing was lost, doubled or wrong. */
export async function soakLoss(): Promise<boolean> {
  const folder = makeFolder();
  const embedded = { dataDir: join(folder, "cluster"), port: await freePort(), say: () => undefined };
  let server = await startEmbedded(embedded);
  await migrate({ url: server.url, prismaFolder: "prisma" });
  Object.assign(process.env, {
    ...{ DATABASE_URL: server.url, GATEHOUSE_SANDBOX: "1", GATEHOUSE_LOG_LEVEL: "fatal" },
    ...{ GATEHOUSE_SECRET: "a secret of the soak, long enough", GATEHOUSE_DATA_DIR: folder },
  });
  const sandbox = await startSandbox();
  try {
    const result = await runLoss(sandbox, {
      ...plan,
      say: progress,
      async breakDatabase() {
        progress("The database is restarted.");
        await server.stop();
        await new Promise((done) => setTimeout(done, downMs));
        server = await startEmbedded(embedded);
      },
    });
    const { kills, wrong, stored, different, busEntries, busGapless } = result;
    const killed = Object.entries(kills).map(([moment, times]) => `${times} ${moment}`);
    table(
      `Loss: ${result.messages} messages, ${killed.join(", ")}; ${result.breaks} restarts of the database; ${result.seconds.toFixed(0)} s`,
      ["what", "expected", "found"],
      [
        ["messages stored", String(result.messages), String(stored)],
        ["different ones among them", String(result.messages), String(different)],
        [
          `alarms, files and events (${result.alarms} alarms, ${result.events} events) not as without faults`,
          "0",
          String(wrong.length),
        ],
        [`gaps in the bus (${busEntries} entries)`, "none", busGapless ? "none" : "some"],
      ],
    );
    for (const line of wrong.slice(0, 10)) process.stdout.write(`${line}\n`);
    return wrong.length === 0 && stored === result.messages && different === stored && busGapless;
  } finally {
    await sandbox.stop();
    await closeDatabase();
    await server.stop();
    removeFolder(folder);
  }
}
