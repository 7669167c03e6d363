/**
 * `npm run soak`: the built product under everything at once. On the huge made-up site the worker reads the cameras
 * again and again, pumps drain two busy queues, people refresh devices, and the gateway fails now and then. Prints what
 * docs/benchmarks.md tells; ends with code 1 when the gateway had to refuse a single call for the allowance. Linux only.
 * `npm run soak -- loss`: the whole loss test instead; ends with code 1 when a message was lost, doubled or misread.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { z } from "zod";
import type { Listing } from "@/lib/http/list";
import { sleep } from "@/lib/time";
import { percentile, progress, seeded, table } from "./bench/figures";
import { api, control, stats, stopAll, withSite, type Site } from "./bench/site";
import { soakLoss } from "./bench/loss";
import type { Pumped } from "./bench/pumps";
import { build, buildIsCurrent } from "./build";

const seconds = 120;
const metricsToken = "metrics-token-of-the-soak";
const interactiveCalls = 200;

const faults = [
  { match: "", kind: "status5xx", status: 503, probability: 0.01 },
  { match: "", kind: "reset", probability: 0.01 },
  { match: "", kind: "errorCode", code: "VMS000009", probability: 0.01 },
  { match: "", kind: "latency", ms: 400, probability: 0.02 },
];

const Message = z.union([z.object({ ready: z.literal(true) }), z.object({ pumped: z.custom<Pumped>() })]);

/** Starts the pumps' process; `run` lets it begin and gives what it did. */
async function startPumps({ environment }: Site) {
  const child = spawn(process.execPath, ["--import", "tsx", resolve(import.meta.dirname, "bench/pumps.ts")], {
    env: { ...process.env, ...environment, GATEHOUSE_PART: "bench" },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const next = async () => Message.parse(((await once(child, "message")) as [unknown])[0]);
  await next();
  return async () => {
    child.send({ seconds });
    const message = await next();
    if (!("pumped" in message)) throw new Error("The pumps said nothing of what they did.");
    return message.pumped;
  };
}

interface Asked {
  /** Milliseconds from a person's press to the answer, with whatever had to be tried again. */
  done: number[];
  failed: Record<string, number>;
}

/** People who refresh devices at moments spread over the time at random, none waiting for another. */
async function askAsPeople(site: Site, session: string): Promise<Asked> {
  const { items } = await api<Listing<{ id: string }>>(site, session, "/api/devices?limit=200");
  const random = seeded(7);
  const moments = Array.from({ length: interactiveCalls }, () => random() * seconds * 1_000).sort((a, b) => a - b);
  const began = performance.now();
  const asked: Asked = { done: [], failed: {} };
  await Promise.all(
    moments.map(async (moment, at) => {
      await sleep(began + moment - performance.now());
      const pressed = performance.now();
      const path = `/api/devices/${items[at % items.length]?.id ?? ""}/refresh`;
      await api(site, session, path, {}).then(
        () => asked.done.push(performance.now() - pressed),
        (error: unknown) => {
          const what = /"code":"(\w+)"/.exec(String(error))?.[1] ?? "other";
          asked.failed[what] = (asked.failed[what] ?? 0) + 1;
        },
      );
    }),
  );
  return asked;
}

/** How many calls of people got their turn within each bound (seconds), since the web process began. */
async function interactiveWaits(site: Site): Promise<Map<number, number>> {
  const answer = await fetch(`${site.url}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const line = /^gatehouse_gateway_wait_seconds_bucket\{(?=[^}]*lane="interactive")[^}]*le="([^"]+)"[^}]*\} (\d+)$/gm;
  const found = [...(await answer.text()).matchAll(line)];
  return new Map(found.map(([, bound, count]) => [bound === "+Inf" ? Infinity : Number(bound), Number(count)]));
}

/** The share of calls since `before` whose turn came within so many seconds, in words. */
function within(seconds: number, before: Map<number, number>, after: Map<number, number>): string {
  const since = (bound: number) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  return `${since(seconds)} of ${since(Infinity)} (${((100 * since(seconds)) / since(Infinity)).toFixed(1)} %)`;
}

/** The cameras, read again as soon as they have been read. */
async function sweepAgainAndAgain(site: Site, session: string): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    await api(site, session, "/api/sync", { kind: "cameras" });
    await sleep(1_000);
  }
}

async function soak(site: Site, session: string): Promise<number> {
  const pump = await startPumps(site);
  await control(site, "POST", "/scenario", { name: "busy" });
  for (const fault of faults) await control(site, "POST", "/faults", fault);
  await sleep(1_200);
  await control(site, "DELETE", "/stats");
  const before = await interactiveWaits(site);
  progress(`Everything at once for ${seconds} s.`);
  const [pumped, asked] = await Promise.all([pump(), askAsPeople(site, session), sweepAgainAndAgain(site, session)]);
  const waited = await interactiveWaits(site);
  const { arrivals, refused, maxInOneSecond, perPath } = await stats(site);
  const ms = (values: readonly number[] = []) =>
    [0.5, 0.95, 1].map((share) => (values.length === 0 ? "–" : percentile(values, share).toFixed(0)));
  table(
    `Soak, ${seconds} s: ${arrivals} calls, ${refused} refused, ${maxInOneSecond} at most in one second, ` +
      `${perPath["/resource/v1/areas/cameras/get"]?.arrivals ?? 0} pages of cameras, ${pumped.messages} messages`,
    ["what", "times", "p50, ms", "p95, ms", "longest, ms"],
    [
      ["a person's refresh of a device, until its answer", String(asked.done.length), ...ms(asked.done)],
      ["a pump's wait for its turn, alarms", String(pumped.waits.alarms?.length ?? 0), ...ms(pumped.waits.alarms)],
      ["a pump's wait, messages", String(pumped.waits.messages?.length ?? 0), ...ms(pumped.waits.messages)],
    ],
  );
  process.stdout.write(
    `A person's call waited for its turn at most 1 s: ${within(1, before, waited)}, at most 1.2 s: ` +
      `${within(1.2, before, waited)}, at most 2 s: ${within(2, before, waited)}\n`,
  );
  process.stdout.write(`Failed after all tries: ${JSON.stringify({ people: asked.failed, pumps: pumped.failures })}\n`);
  return refused;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)));
}
if (process.argv[2] === "loss") {
  const kept = await soakLoss().finally(stopAll);
  process.exit(kept ? 0 : 1);
}
if (!buildIsCurrent()) {
  progress("Building first.");
  await build();
}
let refused = 0;
// Handed to the site, which inherits it.
process.env["GATEHOUSE_METRICS_TOKEN"] = metricsToken;
try {
  await withSite(async (site, session) => {
    refused = await soak(site, session);
  });
} finally {
  await stopAll();
}
if (refused > 0) process.stderr.write(`The gateway refused ${refused} calls: the rate budget let too many through.\n`);
process.exit(refused > 0 ? 1 : 0);
