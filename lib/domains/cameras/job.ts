import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { localStorage, measureRoom, type Measure } from "@/lib/domains/health/mirror";
import { GatewayError } from "@/lib/gateway/errors";
import { duty, fenced, type DutyRun } from "@/lib/jobs/define";
import { discard, forget, keep, prepare } from "@/lib/media/store";
import { sleep } from "@/lib/time";
import { fetchThumbnail, storeThumbnail, type ThumbnailResult } from "./mirror";
import { thumbnailDuty } from "./write";

const minute = 60_000;
/** Gentle: sweeps stand in the same lane. */
const paceMs = 150;
const runMs = 30_000;
const gatewayTroubleMs = 30_000;
const fullDiskMs = 30_000;
const offlineRetryMs = 10 * minute;
const longestRetryMs = 360 * minute;

/** Camera ids and how often they failed in a row; forgotten when the process ends. */
const failures = new Map<string, number>();

/** The camera somebody asked for last. One that was offline waits until the mirror finds it online again. */
async function nextWanted(): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT id FROM camera
      WHERE thumbnail_wanted_at <= clock_timestamp() AND gone_at IS NULL
        AND NOT (thumbnail_state = 'offline' AND online = 'offline')
      ORDER BY thumbnail_wanted_at DESC LIMIT 1`,
  );
  return rows[0]?.id ?? null;
}

function retryInMs(cameraId: string, state: ThumbnailResult["state"]): number | null {
  if (state === "offline") return offlineRetryMs;
  if (state !== "failed") {
    failures.delete(cameraId);
    return null;
  }
  const times = failures.get(cameraId) ?? 0;
  failures.set(cameraId, times + 1);
  return Math.min(minute * 4 ** times, longestRetryMs);
}

async function take(cameraId: string, { signal, fence, log }: DutyRun): Promise<void> {
  const result = await fetchThumbnail(cameraId, signal);
  if (result.state !== "ready") log.info({ cameraId, state: result.state, reason: result.reason }, "no thumbnail");
  const { state } = result;
  const reason = result.state === "ready" ? null : result.reason;
  // A bucket may be slow: the lease's row is not to be held meanwhile.
  const picture = result.state === "ready" ? await prepare(result.picture.bytes) : null;
  try {
    const replaced = await transaction(async (tx) => {
      await fenced(tx, fence);
      if (picture !== null) await keep(tx, picture);
      const hash = picture?.hash ?? null;
      return storeThumbnail(tx, { cameraId, state, reason, hash, retryInMs: retryInMs(cameraId, state) });
    });
    if (replaced !== null) await forget([replaced]);
  } catch (error) {
    if (picture !== null) await discard(picture);
    throw error;
  }
}

/**
 * Fetches the pictures that somebody looks for, the latest wish first. On a disk that is nearly full the wishes wait:
 * the database needs what is left. May return the pause before the next run, milliseconds.
 */
export async function takeWanted(context: DutyRun, measure: Measure = measureRoom): Promise<number | void> {
  const until = performance.now() + runMs;
  while (performance.now() < until) {
    const cameraId = await nextWanted();
    if (cameraId === null) return;
    if ((await localStorage(measure)).state === "stopped") return fullDiskMs;
    try {
      await take(cameraId, context);
    } catch (error) {
      if (context.signal.aborted || !(error instanceof GatewayError)) throw error;
      context.log.info({ err: error }, "thumbnails wait until the gateway is well");
      return gatewayTroubleMs;
    }
    await sleep(paceMs, context.signal);
  }
  return 0;
}

export const cameraThumbnails = duty({
  name: thumbnailDuty,
  every: "1m",
  staleAfter: "10m",
  run: (context) => takeWanted(context),
});
