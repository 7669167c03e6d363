/** Alarms told to the gateway's queue at a pace, each of a camera of its own so that none joins a run of repeats. */
import type { CameraItem } from "@/lib/domains/cameras/schema";
import type { Listing } from "@/lib/http/list";
import { sleep } from "@/lib/time";
import { api, control, type Site } from "./site";

/** Ids of `count` cameras of the site. */
export async function camerasOf(site: Site, session: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ""; cursor !== null && ids.length < count;) {
    const at: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Listing<CameraItem> = await api(site, session, `/api/cameras?limit=200${at}`);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids.slice(0, count);
}

/** Steps of the golden ratio meet every part of a pause alike: on the beat, alarms would always meet a pump in one phase. */
const offBeat = (at: number) => (at * 0.618_034) % 1;

/** Tells one alarm of each source in turn, somewhere within `everyMs`. Returns when each was told (ms since 1970), by guid. */
export async function tellAlarms(
  site: Site,
  sources: readonly string[],
  everyMs: number,
): Promise<Map<string, number>> {
  const told = new Map<string, number>();
  const began = performance.now();
  for (const [at, source] of sources.entries()) {
    await sleep(Math.max(0, began + (at + offBeat(at)) * everyMs - performance.now()));
    const now = Date.now();
    const asked = { type: "10002", queue: "alarm", source };
    const { guids } = await control<{ guids: string[] }>(site, "POST", "/queues/emit", asked);
    for (const guid of guids) told.set(guid, now);
  }
  return told;
}

/** Reads the cameras again and again, until stopped. */
export function keepSweeping(site: Site, session: string): () => Promise<void> {
  const stop = new AbortController();
  const sweeping = (async () => {
    while (!stop.signal.aborted) {
      await api(site, session, "/api/sync", { kind: "cameras" });
      await sleep(1_000);
    }
  })();
  return async () => {
    stop.abort();
    await sweeping;
  };
}
