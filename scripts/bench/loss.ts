/** The whole loss test, on a database and a sandbox of its own: see lib/testing/loss.ts. */
import { runLoss } from "@/lib/testing/loss";
import { progress, table } from "./figures";
import { withOwnDatabase } from "./own-database";

const plan = { messages: 100_000, kills: 54, breaks: 2, seed: 2_026 };
const downMs = 1_500;

/** Resolves to whether nothing was lost, doubled or wrong. */
export async function soakLoss(): Promise<boolean> {
  return withOwnDatabase(async ({ sandbox, breakDatabase }) => {
    const result = await runLoss(sandbox, {
      ...plan,
      say: progress,
      async breakDatabase() {
        progress("The database is restarted.");
        await breakDatabase(downMs);
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
  });
}
