/** Many browsers' event streams on `/api/live`, and what each of them heard when. */
import { Agent, get } from "node:http";
import { sleep } from "@/lib/time";
import { api, type Site } from "./site";

const openWithinMs = 60_000;
const hearWithinMs = 15_000;
/** As browsers come, not five hundred in the same instant. */
const atOnce = 25;

export interface Streams {
  /** How many are still open. */
  open(): number;
  /** From now on told of each frame that a stream hears. */
  listen(hear: (stream: number, frame: string) => void): void;
  /** Causes one event; milliseconds from asking for it until each stream that heard it did. */
  event(): Promise<number[]>;
  close(): void;
}

/** Opens `count` streams, shared out among the sessions. Throws when one is refused. */
export async function openStreams(site: Site, sessions: readonly string[], count: number): Promise<Streams> {
  const agent = new Agent({ maxSockets: Infinity });
  const open = new Set<number>();
  let heard: (stream: number, frame: string) => void = () => undefined;
  const one = (stream: number) =>
    new Promise<void>((ready, failed) => {
      const cookie = sessions[stream % sessions.length] ?? "";
      const request = get(`${site.url}/api/live`, { agent, headers: { cookie } }, (response) => {
        if (response.statusCode !== 200) return failed(new Error(`A stream answered ${response.statusCode}.`));
        open.add(stream);
        response.once("close", () => open.delete(stream));
        response.on("error", () => open.delete(stream));
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => {
          const frames = (text + piece).split("\n\n");
          text = frames.pop() ?? "";
          for (const frame of frames) {
            if (frame.includes("event: hello")) ready();
            heard(stream, frame);
          }
        });
      });
      request.setTimeout(openWithinMs, () => failed(new Error("A stream did not open in time.")));
      request.once("error", failed);
    });
  for (let from = 0; from < count; from += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, count - from) }, (_, at) => one(from + at)));
  }
  return {
    open: () => open.size,
    listen: (hear) => (heard = hear),
    async event() {
      const times = new Map<number, number>();
      const began = performance.now();
      const all = new Promise<void>((done) => {
        heard = (stream, frame) => {
          if (!frame.includes('"topic":"sync"') || !frame.includes('"kind":"time-zones"')) return;
          if (!times.has(stream)) times.set(stream, performance.now() - began);
          if (times.size >= open.size) done();
        };
      });
      await api(site, sessions[0] ?? "", "/api/sync", { kind: "time-zones" });
      await Promise.race([all, sleep(hearWithinMs)]);
      return [...times.values()];
    },
    close: () => agent.destroy(),
  };
}
