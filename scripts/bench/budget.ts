/** Four processes that never pause, in all lanes at once, against the sandbox's own limiter. */
import type { Lane } from "@/lib/gateway";
import { runClients } from "./clients";
import { progress, table } from "./figures";
import { control, stats, withSite } from "./site";

const processes = 4;
const runs = 3;
const seconds = 30;
const lanes: readonly Lane[] = ["alarms", "interactive", "messages", "sweeps"];

export async function benchBudget(): Promise<void> {
  await withSite(async (site) => {
    const rows: string[][] = [];
    for (let run = 1; run <= runs; run += 1) {
      progress(`Budget, run ${run} of ${runs}.`);
      const tasks = Array.from({ length: processes }, (_, at) => ({
        seconds,
        seed: run * 10 + at,
        lanes: [...lanes, ...lanes],
        pageSize: 1,
        areaIds: [],
      }));
      const measured = await runClients(site, tasks, () => control(site, "DELETE", "/stats"));
      const { arrivals, refused, maxInOneSecond, perSecond } = await stats(site);
      const calls = lanes.map((lane) => measured.reduce((sum, each) => sum + (each[lane]?.length ?? 0), 0));
      rows.push([
        String(run),
        String(arrivals),
        String(refused),
        String(maxInOneSecond),
        perSecond.toFixed(2),
        calls.join(" / "),
      ]);
    }
    table(
      `Budget, ${processes} processes with ${lanes.length * 2} callers each for ${seconds} s`,
      ["run", "calls", "refused", "most in one second", "calls a second", lanes.join(" / ")],
      rows,
    );
  });
}
