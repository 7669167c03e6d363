import { settings } from "@/lib/env";
import { localStorage, measureRoom, type Measure } from "@/lib/domains/health/mirror";
import { duty, type DutyRun } from "@/lib/jobs/define";
import { clearDrafts, moveToBucket } from "@/lib/media/store";
import { sleep } from "@/lib/time";
import { giveUpPromises, loseForWantOfRoom, nextAttemptInMs, takeFile, wantedFiles, type WantedFile } from "./mirror";
import { attachmentDuty } from "./terms";

/** At once, and of these from one host: not counted by the gateway's limit, but polite. */
const mostAtOnce = 8;
const mostPerHost = 4;
/** Looked up at once: more than can be started, since some of their hosts may be busy. */
const ahead = 64;
/** How soon a newer and more urgent one overtakes. */
const lookAgainMs = 250;
/** Nothing new is begun for a moment then, which only a run without any rest comes to. */
const longestRunMs = 600_000;
const pauseMs = 2_000;
const leastPauseMs = 100;
const fullDiskMs = 5_000;
const measureEveryMs = 2_000;
const tidyEveryMs = 60_000;
const movedAtOnce = 50;

const hostOf = ({ url }: WantedFile) => (URL.canParse(url) ? new URL(url).host : "");

/** What is being fetched, and from which hosts. */
class Fetchers {
  readonly #running = new Map<string, { host: string; done: Promise<void> }>();
  readonly #stop = new AbortController();
  readonly #context: DutyRun;
  #failure: unknown;

  constructor(context: DutyRun) {
    this.#context = { ...context, signal: AbortSignal.any([context.signal, this.#stop.signal]) };
  }

  get ids(): string[] {
    return [...this.#running.keys()];
  }

  get busyHosts(): string[] {
    const hosts = [...this.#running.values()].map(({ host }) => host);
    return [...new Set(hosts)].filter((host) => hosts.filter((each) => each === host).length >= mostPerHost);
  }

  /** False when there are enough, or enough of its host. */
  start(file: WantedFile): boolean {
    const host = hostOf(file);
    if (this.#running.size >= mostAtOnce || this.busyHosts.includes(host)) return false;
    const done = takeFile(file, this.#context)
      .catch((error: unknown) => void (this.#failure ??= error))
      .finally(() => this.#running.delete(file.id));
    this.#running.set(file.id, { host, done });
    return true;
  }

  /** Until one has ended, or `ms` are over. Throws what one failed of. */
  async next(ms: number): Promise<void> {
    const waiting = new AbortController();
    const pause = sleep(ms, waiting.signal).catch(() => undefined);
    await Promise.race([pause, ...[...this.#running.values()].map(({ done }) => done)]);
    waiting.abort();
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  /** Until all have ended; after a failure they are stopped. */
  async end(): Promise<void> {
    if (this.#failure !== undefined) this.#stop.abort(this.#failure);
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }
}

/** Whether pictures stop, looked up again after a while only. */
function fullDisk(measure: Measure): () => Promise<boolean> {
  let known = { until: 0, full: false };
  return async () => {
    if (settings().bucket !== null) return false;
    if (performance.now() >= known.until) {
      const full = (await localStorage(measure)).state === "stopped";
      known = { until: performance.now() + measureEveryMs, full };
    }
    return known.full;
  };
}

/**
 * Fetches what waits until nothing does. While the disk is nearly full it waits: the database needs what is left.
 * Returns the pause before the next run, milliseconds.
 */
export async function takeFiles(context: DutyRun, measure: Measure = measureRoom): Promise<number> {
  const until = performance.now() + longestRunMs;
  const isFull = fullDisk(measure);
  const fetchers = new Fetchers(context);
  try {
    while (performance.now() < until && !context.signal.aborted) {
      let waiting = await wantedFiles(fetchers.ids, fetchers.busyHosts, ahead);
      if (waiting.length === 0 && fetchers.ids.length === 0) return await idle(context);
      if (waiting.length > 0 && (await isFull())) {
        await loseForWantOfRoom(context);
        return fullDiskMs;
      }
      const lookAgain = performance.now() + lookAgainMs;
      do {
        waiting = waiting.filter((file) => !fetchers.start(file));
        await fetchers.next(Math.max(1, lookAgain - performance.now()));
      } while (performance.now() < lookAgain && waiting.length > 0);
    }
  } finally {
    await fetchers.end();
  }
  context.signal.throwIfAborted();
  return 0;
}

let tidied = -tidyEveryMs;

/** Nothing is to be fetched: tidies up now and then, and says when something will be. */
async function idle(context: DutyRun): Promise<number> {
  if (performance.now() - tidied >= tidyEveryMs) {
    tidied = performance.now();
    await giveUpPromises(context);
    try {
      await clearDrafts();
      // There may be more.
      if ((await moveToBucket(movedAtOnce)) === movedAtOnce) tidied = -tidyEveryMs;
    } catch (err) {
      context.log.warn({ err }, "files on the disk do not get into the bucket");
    }
  }
  return Math.min(pauseMs, Math.max(leastPauseMs, (await nextAttemptInMs()) ?? pauseMs));
}

export const attachments = duty({
  name: attachmentDuty,
  every: "2s",
  staleAfter: "15m",
  run: (context) => takeFiles(context),
});
