/** A storm of alarms told to 500 browsers: how soon each heard of each alarm, and the memory it takes. */
import { sleep } from "@/lib/time";
import { camerasOf, tellAlarms } from "./alarm-source";
import { gather } from "./crowd";
import { percentile, progress, table } from "./figures";
import { memoryOf, watchProcessors } from "./processes";
import { withSite, type Site } from "./site";
import { openStreams } from "./streams";

const users = 20;
const streamCount = 500;
const perMinute = 1_000;
const alarms = 2_000;
const hearWithinMs = 30_000;

/** MiB of the web process, resident, looked at once a second until stopped. */
function watchWeb(site: Site): () => Promise<number[]> {
  const stop = new AbortController();
  const seen: number[] = [];
  const watching = (async () => {
    while (!stop.signal.aborted) {
      seen.push(memoryOf(site.pid).get("web")?.resident ?? NaN);
      await sleep(1_000, stop.signal).catch(() => undefined);
    }
  })();
  return async () => {
    stop.abort();
    await watching;
    return seen;
  };
}

const ms = (values: readonly number[]) => [0.5, 0.95, 1].map((share) => percentile(values, share).toFixed(0));

export async function benchStorm(): Promise<void> {
  await withSite(async (site, session) => {
    const sources = await camerasOf(site, session, alarms);
    const { sessions } = await gather(site, users);
    progress(`Opening ${streamCount} event streams.`);
    const streams = await openStreams(site, [session, ...sessions], streamCount);
    /** When each stream first heard of each alarm, ms since 1970. */
    const heard = new Map<string, Map<number, number>>();
    streams.listen((stream, frame) => {
      if (!frame.includes('"topic":"alarm"')) return;
      const now = Date.now();
      const data = /^data: (.*)$/m.exec(frame)?.[1] ?? "{}";
      const { ids } = JSON.parse(data) as { ids?: string[] | null };
      for (const id of ids ?? []) {
        const times = heard.get(id) ?? new Map<number, number>();
        heard.set(id, times);
        if (!times.has(stream)) times.set(stream, now);
      }
    });
    progress(`A storm: ${alarms} alarms, ${perMinute} a minute.`);
    const processors = watchProcessors();
    const rest = watchWeb(site);
    const told = await tellAlarms(site, sources, 60_000 / perMinute);
    const whole = () => [...told.keys()].filter((id) => heard.get(id)?.size === streamCount).length;
    for (const giveUp = Date.now() + hearWithinMs; whole() < told.size && Date.now() < giveUp;) await sleep(200);
    const memory = await rest();
    const { takenByOthers } = processors();
    const open = streams.open();
    streams.listen(() => undefined);
    streams.close();
    const times = [...told].flatMap(([id, at]) => [...(heard.get(id)?.values() ?? [])].map((when) => when - at));
    table(
      `${perMinute} alarms a minute, ${streamCount} streams; other programs took ${(takenByOthers * 100).toFixed(0)} %`,
      [
        "alarms",
        "heard by all",
        "deliveries",
        "p50, ms",
        "p95, ms",
        "longest, ms",
        "open at the end",
        "web, MiB: median, peak",
      ],
      [
        [
          ...[String(told.size), String(whole()), String(times.length), ...ms(times), String(open)],
          `${percentile(memory, 0.5).toFixed(0)}, ${Math.max(...memory).toFixed(0)}`,
        ],
      ],
    );
  });
}
