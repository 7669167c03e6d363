/** Resident memory of each part, at rest and with 20 users who search and 500 open event streams. */
import { sleep } from "@/lib/time";
import { ask, gather } from "./crowd";
import { median, percentile, progress, table } from "./figures";
import { memoryOf, type Memory, type Part } from "./processes";
import { withSite, type Site } from "./site";
import { openStreams } from "./streams";

const users = 20;
const streamCount = 500;
const restSeconds = 30;
const loadSeconds = 60;
const parts: readonly Part[] = ["web", "worker", "sandbox", "postgres", "start"];

/** Looks once a second until `signal`; returns what it saw. */
async function watch(site: Site, signal: AbortSignal): Promise<Map<Part, Memory>[]> {
  const seen: Map<Part, Memory>[] = [];
  while (!signal.aborted) {
    seen.push(memoryOf(site.pid));
    await sleep(1_000, signal).catch(() => undefined);
  }
  return seen;
}

function cells(seen: readonly Map<Part, Memory>[], part: Part | "sum"): string[] {
  const of = (field: keyof Memory) =>
    seen.map((each) =>
      parts.reduce((sum, name) => sum + (part === "sum" || part === name ? (each.get(name)?.[field] ?? 0) : 0), 0),
    );
  const resident = of("resident");
  return [median(resident).toFixed(0), Math.max(...resident).toFixed(0), median(of("proportional")).toFixed(0)];
}

export async function benchMemory(): Promise<void> {
  await withSite(async (site, session) => {
    progress(`Resting for ${restSeconds} s.`);
    await sleep(restSeconds * 1_000);
    const resting = await watch(site, AbortSignal.timeout(10_000));

    const crowd = await gather(site, users);
    progress(`Opening ${streamCount} event streams.`);
    const streams = await openStreams(site, [session, ...crowd.sessions], streamCount);
    const stop = new AbortController();
    progress(`Searching for ${loadSeconds} s.`);
    const watching = watch(site, stop.signal);
    const searching = ask(site, crowd, { seconds: loadSeconds, pauseMs: 0, seed: 7 });
    const telling = sleep(loadSeconds * 500).then(() => streams.event());
    const [answers, times] = await Promise.all([searching, telling]).finally(() => stop.abort());
    const loaded = await watching;
    const stillOpen = streams.open();
    streams.close();

    table(
      "Memory, MiB: resident in the median, its peak, and with shared pages divided (PSS)",
      ["part", "idle", "peak", "PSS", "under load", "peak", "PSS"],
      [...parts, "sum" as const].map((part) => [part, ...cells(resting, part), ...cells(loaded, part)]),
    );
    table(
      "Under that load",
      ["searches a second", "streams opened", "heard the event", "median ms", "last ms", "open at the end"],
      [
        [
          (answers.length / loadSeconds).toFixed(1),
          String(streamCount),
          String(times.length),
          percentile(times, 0.5).toFixed(0),
          percentile(times, 1).toFixed(0),
          String(stillOpen),
        ],
      ],
    );
  });
}
