/** Copies what alarms and events bring along, before its addresses die: fetched, verified, kept under its hash. */
import type pg from "pg";
import sharp from "sharp";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { downloadFile, PictureError, type DownloadedFile } from "@/lib/gateway/pictures";
import { fenced, LeaseLostError, type DutyRun } from "@/lib/jobs/define";
import { discard, keep, openDraft, prepare, prepareFile, removeDraft, type Prepared } from "@/lib/media/store";
import { ADDRESS_MINUTES, PROMISE_DAYS } from "./terms";

const thumbnailWidth = 320;
/** A picture that would unfold to more is kept, without a small one. */
const mostPixels = 80_000_000;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

export interface WantedFile {
  id: string;
  alarmId: string | null;
  url: string;
  attempts: number;
  /** Its address is over, by what we know of it. */
  over: boolean;
  areaId: string | null;
  /** Of the event that brought it. */
  eventKind: string | null;
}

const death = `coalesce(f.expires_at, f.first_seen_at + interval '${ADDRESS_MINUTES} minutes')`;
const over = `${death} <= clock_timestamp()`;

const selectWanted = `SELECT f.id, f.alarm_id AS "alarmId", f.url, f.attempts, ${over} AS over,
    coalesce(a.area_id, e.area_id) AS "areaId", e.kind AS "eventKind"
  FROM alarm_file f LEFT JOIN alarm a ON a.id = f.alarm_id LEFT JOIN device_event e ON e.id = f.event_id
 WHERE f.state = 'wanted' AND f.url IS NOT NULL`;

/**
 * Files whose turn it is, those of the most urgent and newest alarms first; without those under way, and without those
 * of `hosts`, which have enough to do.
 */
export async function wantedFiles(underWay: readonly string[], hosts: readonly string[], most: number) {
  const { rows } = await pool().query<WantedFile>(
    `${selectWanted} AND coalesce(f.next_attempt_at <= clock_timestamp(), true) AND f.id <> ALL ($1::uuid[])
        AND coalesce(lower(substring(f.url FROM '^[a-zA-Z]+://([^/?#]*)')), '') <> ALL ($2::text[])
      ORDER BY coalesce(a.priority, 5), f.first_seen_at DESC, f.id LIMIT $3`,
    [underWay, hosts, most],
  );
  return rows;
}

/** Milliseconds until a file that failed is tried again; null when none waits. */
export async function nextAttemptInMs(): Promise<number | null> {
  const { rows } = await pool().query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(next_attempt_at) - clock_timestamp()) * 1000)::float8 AS ms
       FROM alarm_file WHERE state = 'wanted' AND url IS NOT NULL`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, Math.ceil(ms));
}

type Told = Pick<WantedFile, "alarmId" | "areaId" | "eventKind">;

/** Tells open pages whose files changed. */
async function tell(tx: pg.PoolClient, files: readonly Told[]): Promise<void> {
  const areas = (of: readonly Told[]) => [...new Set(of.flatMap(({ areaId }) => areaId ?? []))];
  const alarms = files.filter(({ alarmId }) => alarmId !== null);
  const events = files.filter(({ alarmId }) => alarmId === null);
  if (alarms.length > 0) {
    const ids = [...new Set(alarms.flatMap(({ alarmId }) => alarmId ?? []))];
    await publish(tx, { topic: "alarm", ids, areaIds: areas(alarms) });
  }
  if (events.length > 0) {
    const kinds = [...new Set(events.flatMap(({ eventKind }) => eventKind ?? []))];
    await publish(tx, { topic: "event", kinds, areaIds: areas(events) });
  }
}

interface Small {
  bytes: Buffer;
  /** Of the picture itself, as it is shown. */
  width: number;
  height: number;
}

/** Null when the picture cannot be read: it is kept all the same. */
async function thumbnailOf(file: string, log: DutyRun["log"]): Promise<Small | null> {
  try {
    const picture = sharp(file, { limitInputPixels: mostPixels, failOn: "error" });
    const { autoOrient } = await picture.metadata();
    const bytes = await picture
      .autoOrient()
      .resize({ width: thumbnailWidth, withoutEnlargement: true })
      .jpeg({ quality: 76 })
      .timeout({ seconds: 20 })
      .toBuffer();
    return { bytes, ...autoOrient };
  } catch (error) {
    log.info({ err: error }, "a picture is kept without a small one");
    return null;
  }
}

interface Fetched {
  file: DownloadedFile;
  kept: Prepared;
  small: { kept: Prepared; width: number; height: number } | null;
}

async function fetchFile(url: string, { signal, log }: DutyRun): Promise<Fetched> {
  const { path, handle } = await openDraft();
  try {
    const file = await downloadFile(url, handle, signal).finally(() => handle.close());
    const small = file.type.startsWith("image/") ? await thumbnailOf(path, log) : null;
    const kept = await prepareFile(path, file.hash, file.bytes);
    if (small === null) return { file, kept, small };
    return { file, kept, small: { ...small, kept: await prepare(small.bytes) } };
  } catch (error) {
    await removeDraft(path);
    throw error;
  }
}

/** False when nobody wants it any more. */
async function storeFile(wanted: WantedFile, fetched: Fetched, { fence }: DutyRun): Promise<boolean> {
  const { file, kept, small } = fetched;
  return transaction(async (tx) => {
    await fenced(tx, fence);
    const { rowCount } = await tx.query("SELECT 1 FROM alarm_file WHERE id = $1 AND state = 'wanted' FOR UPDATE", [
      wanted.id,
    ]);
    if (rowCount === 0) return false;
    await keep(tx, kept, ...(small === null ? [] : [small.kept]));
    await tx.query(
      `UPDATE alarm_file SET state = 'kept', reason = NULL, url = NULL, next_attempt_at = NULL, attempts = attempts + 1,
              kept_at = clock_timestamp(), hash = $2, bytes = $3, media_type = $4, kind = $5, thumbnail_hash = $6,
              width = $7, height = $8
        WHERE id = $1`,
      [
        ...[wanted.id, file.hash, file.bytes, file.type, file.type.startsWith("video/") ? "video" : "picture"],
        ...[small?.kept.hash ?? null, small?.width ?? null, small?.height ?? null],
      ],
    );
    await tell(tx, [wanted]);
    return true;
  });
}

/** Those that no further attempt would help. */
const final = { refused: "refused", encrypted: "encrypted", unfit: "lost" } as const;

/** What of an attempt that failed is told and done next. */
function judge(
  error: unknown,
  wanted: WantedFile,
): { state: "wanted" | "lost" | "refused" | "encrypted"; reason: string } {
  const known = error instanceof PictureError;
  const reason = known ? error.message : "It came, but could not be stored.";
  if (known && error.failure in final) return { state: final[error.failure as keyof typeof final], reason };
  if (!wanted.over) return { state: "wanted", reason };
  return { state: "lost", reason: `Its address died before it could be fetched. ${reason}` };
}

async function storeFailure(wanted: WantedFile, error: unknown, { fence }: DutyRun): Promise<void> {
  const { state, reason } = judge(error, wanted);
  const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** wanted.attempts) * (0.75 + Math.random() / 2);
  await transaction(async (tx) => {
    await fenced(tx, fence);
    // A newer address that came meanwhile is tried at once; the last attempt is made when the address dies.
    const { rowCount } = await tx.query(
      `UPDATE alarm_file f SET state = $3, reason = $4, attempts = attempts + 1,
              url = CASE WHEN $3 = 'wanted' THEN url END,
              next_attempt_at = CASE WHEN $3 = 'wanted' THEN greatest(clock_timestamp() + interval '1 second',
                least(clock_timestamp() + $5 * interval '1 millisecond', ${death})) END
        WHERE id = $1 AND state = 'wanted' AND url = $2`,
      [wanted.id, wanted.url, state, reason, pauseMs],
    );
    if (rowCount === 1 && state !== "wanted") await tell(tx, [wanted]);
  });
}

/** Fetches one file and stores what became of it. Throws LeaseLostError, and the database's own errors. */
export async function takeFile(wanted: WantedFile, context: DutyRun): Promise<void> {
  const { signal, log } = context;
  let fetched: Fetched;
  try {
    fetched = await fetchFile(wanted.url, context);
  } catch (error) {
    signal.throwIfAborted();
    const words = error instanceof PictureError ? { reason: error.message } : { err: error };
    log.info({ fileId: wanted.id, alarmId: wanted.alarmId, ...words }, "a file of an alarm could not be fetched");
    return storeFailure(wanted, error, context);
  }
  const prepared = [fetched.kept, ...(fetched.small === null ? [] : [fetched.small.kept])];
  try {
    if (!(await storeFile(wanted, fetched, context))) await discard(...prepared);
  } catch (error) {
    await discard(...prepared);
    if (error instanceof LeaseLostError || signal.aborted) throw error;
    // One that cannot be stored must not hold up the others; without a database this fails too.
    log.error({ fileId: wanted.id, err: error }, "a file of an alarm could not be stored");
    await storeFailure(wanted, error, context);
  }
}

/** While there is no room: what dies meanwhile says why. Returns how many. */
export async function loseForWantOfRoom({ fence }: DutyRun): Promise<number> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    const { rows } = await tx.query<WantedFile>(`${selectWanted} AND ${over} LIMIT 500 FOR UPDATE OF f`);
    await tx.query(
      `UPDATE alarm_file SET state = 'lost', url = NULL, next_attempt_at = NULL,
              reason = 'Its address died while the disk was too full to keep it.' WHERE id = ANY ($1::uuid[])`,
      [rows.map(({ id }) => id)],
    );
    await tell(tx, rows);
    return rows.length;
  });
}

/** What a device promised and did not send in days will not come, and says so. */
export async function giveUpPromises({ fence }: DutyRun): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, fence);
    const { rows } = await tx.query<Told & { id: string }>(
      `SELECT f.id, f.alarm_id AS "alarmId", coalesce(a.area_id, e.area_id) AS "areaId", e.kind AS "eventKind"
         FROM alarm_file f LEFT JOIN alarm a ON a.id = f.alarm_id LEFT JOIN device_event e ON e.id = f.event_id
        WHERE f.state = 'waiting' AND f.first_seen_at < clock_timestamp() - interval '${PROMISE_DAYS} days'
        LIMIT 500 FOR UPDATE OF f`,
    );
    await tx.query(
      "UPDATE alarm_file SET state = 'lost', reason = 'The device never sent it.' WHERE id = ANY ($1::uuid[])",
      [rows.map(({ id }) => id)],
    );
    await tell(tx, rows);
  });
}
