import { hash, Random } from "../random";

export type Storage = "local" | "cloud";

/** A stretch of recording, epoch ms. */
export interface Segment {
  from: number;
  to: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const KEPT_DAYS: Record<Storage, number> = { local: 30, cloud: 7 };

/** Every third camera is recorded in the cloud as well. */
export const hasCloudStorage = (channelId: string) => hash(`${channelId}/cloud`) % 3 === 0;

/** Two of three cameras record all the time, the others while something moves. */
export const recordsAlways = (channelId: string) => hash(`${channelId}/schedule`) % 3 !== 0;

export const keptDays = (storage: Storage) => KEPT_DAYS[storage];

/** What of a window was recorded: the same for the same camera and day, cut at the window, at now and at what is kept. */
export function segmentsOf(channelId: string, storage: Storage, window: Segment, now: number): Segment[] {
  if (storage === "cloud" && !hasCloudStorage(channelId)) return [];
  const from = Math.max(window.from, now - KEPT_DAYS[storage] * DAY_MS);
  const to = Math.min(window.to, now);
  const found: Segment[] = [];
  for (let day = Math.floor(from / DAY_MS); day * DAY_MS < to; day++) {
    for (const segment of dayOf(channelId, storage, day)) {
      const cut = { from: Math.max(segment.from, from), to: Math.min(segment.to, to) };
      if (cut.to - cut.from >= 1_000) found.push(cut);
    }
  }
  return found;
}

function dayOf(channelId: string, storage: Storage, day: number): Segment[] {
  const random = new Random(`${channelId}/${storage}/${day}`);
  const start = day * DAY_MS;
  return storage === "local" && recordsAlways(channelId) ? withGaps(random, start) : whileMoving(random, start);
}

/** A day with up to three gaps, in files of at most four hours as recorders write them. */
function withGaps(random: Random, start: number): Segment[] {
  const segments: Segment[] = [];
  const gaps = Array.from({ length: random.between(0, 3) }, () => {
    const from = start + random.between(0, 23 * 60) * MINUTE_MS;
    return { from, to: from + random.between(3, 45) * MINUTE_MS };
  });
  let at = start;
  while (at < start + DAY_MS) {
    const inside = gaps.find((gap) => at >= gap.from && at < gap.to);
    if (inside) {
      at = inside.to;
      continue;
    }
    const next = Math.min(...gaps.map(({ from }) => from).filter((from) => from > at), start + DAY_MS);
    const to = Math.min(next, at + 240 * MINUTE_MS);
    segments.push({ from: at, to });
    at = to;
  }
  return segments;
}

function whileMoving(random: Random, start: number): Segment[] {
  const segments: Segment[] = [];
  let at = start + random.between(5, 90) * MINUTE_MS;
  while (at < start + DAY_MS - 11 * MINUTE_MS) {
    const to = at + random.between(20, 600) * 1_000;
    segments.push({ from: at, to });
    at = to + random.between(4, 100) * MINUTE_MS;
  }
  return segments;
}
