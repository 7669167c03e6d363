/** How long the worker takes to read every camera of the huge site, beside what the gateway's limit allows. */
import pg from "pg";
import type { SyncStates } from "@/lib/domains/sync/schema";
import { sleep } from "@/lib/time";
import { progress, spread, table } from "./figures";
import { watchProcessors } from "./processes";
import { api, control, stats, withSite, type GatewayStats, type Site } from "./site";

const runs = 7;
const pageSize = 500;
const callsPerSecond = 5;
/** The gateway's window, and a little: the pass begins with all slots free. */
const restMs = 2_000;
const passWithinMs = 120_000;

interface Pass {
  seconds: number;
  ratio: number;
  gateway: GatewayStats;
  /** Processor seconds of Gatehouse, the sandbox and this program; and the share of the machine others had. */
  ownSeconds: number;
  takenByOthers: number;
}

async function pass(site: Site, session: string): Promise<Pass> {
  await sleep(restMs);
  await control(site, "DELETE", "/stats");
  const processors = watchProcessors();
  const asked = Date.now();
  await api(site, session, "/api/sync", { kind: "cameras" });
  for (const giveUp = asked + passWithinMs; Date.now() < giveUp; await sleep(200)) {
    const { items } = await api<SyncStates>(site, session, "/api/sync");
    const cameras = items.find(({ kind }) => kind === "cameras");
    if (cameras === undefined || cameras.asOf === null || cameras.completedAt === null) continue;
    if (cameras.running !== null || cameras.requestedAt !== null || Date.parse(cameras.asOf) < asked) continue;
    const seconds = (Date.parse(cameras.completedAt) - Date.parse(cameras.asOf)) / 1_000;
    const limit = Math.ceil((cameras.count ?? 0) / pageSize) / callsPerSecond;
    return { seconds, ratio: seconds / limit, gateway: await stats(site), ...processors() };
  }
  throw new Error("A pass over the cameras did not end in time.");
}

function row(name: string, passes: readonly Pass[]): string[] {
  const of = (field: "seconds" | "ratio" | "ownSeconds" | "takenByOthers", scale = 1) =>
    passes.map((each) => each[field] * scale);
  const refused = passes.reduce((sum, { gateway }) => sum + gateway.refused, 0);
  return [
    name,
    spread(of("seconds"), 2),
    spread(of("ratio"), 2),
    passes.map(({ gateway }) => gateway.arrivals).join(" "),
    String(refused),
    String(Math.max(...passes.map(({ gateway }) => gateway.maxInOneSecond))),
    spread(of("ownSeconds"), 1),
    spread(of("takenByOthers", 100), 0),
  ];
}

export async function benchSweep(): Promise<void> {
  await withSite(async (site, session) => {
    const database = new pg.Client({ connectionString: site.environment["DATABASE_URL"] });
    await database.connect();
    const first: Pass[] = [];
    const second: Pass[] = [];
    try {
      for (let run = 1; run <= runs; run += 1) {
        progress(`Sweep, run ${run} of ${runs}.`);
        await database.query("TRUNCATE camera");
        first.push(await pass(site, session));
        second.push(await pass(site, session));
      }
    } finally {
      await database.end();
    }
    table(
      `Sweep of 20,000 cameras, ${runs} runs: median (smallest–largest)`,
      [
        "pass",
        "seconds",
        "ratio to the limit of 8 s",
        "calls in each run",
        "refused",
        "most in one second",
        "processor seconds",
        "taken by others, %",
      ],
      [row("first: all new", first), row("second: unchanged", second)],
    );
  });
}
