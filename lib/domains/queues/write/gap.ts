/** What a queue did not tell is read where the gateway keeps it: alarms in its log, swipes in the access records. */
import type pg from "pg";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { publishAlarms, storeAlarms, type StoredAlarms } from "@/lib/domains/alarms/mirror";
import { publishEvents, recordEvent, storeEvents } from "@/lib/domains/events/mirror";
import { gateway } from "@/lib/gateway";
import { searchAccessRecords, searchAlarmLog, type Alarm } from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";
import { fenced, type DutyRun } from "@/lib/jobs/define";
import { deviceZones, keep, type Zones } from "../mirror";
import type { QueueName } from "../terms";

const minute = 60_000;
const dayMs = 24 * 60 * minute;
/** Clocks differ, and the queue may have told the last moments before. */
const marginMs = 5 * minute;
const areaRequired = "OPEN000028";
const recordsPage = 200;
const logPage = 500;
/** After a refusal; each pause is twice the last, up to the longest: seven attempts take more than three hours. */
const firstRefusalMs = 5 * minute;
const longestRefusalMs = 60 * minute;
const mostRefusals = 7;

/** A gateway without such a log, or one that refuses the search; it may be away for an upgrade, or lack a licence today. */
const isRefusal = (error: GatewayError) =>
  error.httpStatus === 404 || (error.kind === "refused" && !error.retryable && !error.tokenTrouble);

interface Gap {
  id: string;
  queue: QueueName;
  from: Date;
  to: Date;
  readTo: Date | null;
  /** Attempts in a row that were refused. */
  refusals: number;
  refusedAreas: string[];
}

/** The oldest whose turn it is: one that failed waits while the others are read. */
async function nextGap(): Promise<Gap | null> {
  const { rows } = await pool().query<Gap>(
    `SELECT id, queue, from_at AS from, to_at AS to, read_to AS "readTo", refusals, refused_areas AS "refusedAreas"
       FROM queue_gap WHERE state = 'open' AND coalesce(next_attempt_at <= clock_timestamp(), true)
      ORDER BY found_at, id LIMIT 1`,
  );
  return rows[0] ?? null;
}

/** Milliseconds until the next attempt at any of them; null when all are done with. */
async function waitMs(): Promise<number | null> {
  const { rows } = await pool().query<{ ms: number | null }>(
    `SELECT (extract(epoch FROM min(coalesce(next_attempt_at, clock_timestamp())) - clock_timestamp()) * 1000)::float8 AS ms
       FROM queue_gap WHERE state = 'open'`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, Math.ceil(ms));
}

/** A span of the log, read page by page; a step is at most a day. */
interface Step {
  from: Date;
  to: Date;
}

/** The days from where reading stopped. */
function* days(from: number, to: number): Generator<Step> {
  for (let at = from; at < to; at += dayMs) yield { from: new Date(at), to: new Date(Math.min(at + dayMs, to)) };
}

/** Stores a page and counts what only it knew. */
async function storePage(gap: Gap, run: DutyRun, work: (tx: pg.PoolClient) => Promise<number>): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, run.fence);
    const found = await work(tx);
    if (found > 0) {
      await tx.query("UPDATE queue_gap SET recovered = recovered + $2 WHERE id = $1", [gap.id, found]);
      await publish(tx, { topic: "queue" });
    }
  });
}

async function noteRead(gap: Gap, readTo: Date, run: DutyRun): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, run.fence);
    await tx.query(
      `UPDATE queue_gap SET read_to = $2, reason = NULL, code = NULL, refusals = 0, next_attempt_at = NULL,
              refused_areas = $3 WHERE id = $1`,
      [gap.id, readTo, gap.refusedAreas],
    );
    gap.refusals = 0;
    await publish(tx, { topic: "queue" });
  });
}

/** Rows of the log: read again and again, each alarm is kept once a gap. */
async function storeLogged(tx: pg.PoolClient, gap: Gap, alarms: readonly Alarm[], zones: Zones): Promise<StoredAlarms> {
  const unique = [...new Map(alarms.map((alarm) => [alarm.guid, alarm])).values()];
  const fresh = await keep(
    tx,
    "log",
    unique.map((alarm) => ({
      ...{ batch: `${gap.id}/${alarm.guid}`, place: 0, kind: alarm.kind, guid: alarm.guid, raw: alarm },
    })),
  );
  return storeAlarms(
    tx,
    unique.flatMap((message) => {
      const receivedAt = fresh.get(`${gap.id}/${message.guid}\n0`);
      const own = zones.byDevice.get(message.deviceId ?? "") ?? zones.usual;
      // Read as if on the usual clock already.
      const zonelessMinutes = own - zones.usual;
      return receivedAt === undefined ? [] : [{ message, zonelessMinutes, receivedAt, origin: "log" as const }];
    }),
  );
}

async function logPages(gap: Gap, step: Step, areaId: string | undefined, zones: Zones, run: DutyRun): Promise<void> {
  const [least, most] = [gap.from.getTime() - marginMs, gap.to.getTime() + marginMs];
  const within = ({ startedAt, utcOffsetMinutes }: Alarm) =>
    startedAt === null || utcOffsetMinutes === null || (startedAt.getTime() >= least && startedAt.getTime() <= most);
  for (let page = 1; ; page += 1) {
    const input = { ...step, page, pageSize: logPage, utcOffsetMinutes: zones.usual, areaId };
    const { items, more } = await gateway().call(searchAlarmLog, input, { lane: "sweeps", signal: run.signal });
    await storePage(gap, run, async (tx) => {
      const stored = await storeLogged(tx, gap, items.filter(within), zones);
      await publishAlarms(tx, stored);
      return stored.added.length;
    });
    if (!more) return;
  }
}

/** Area by area; one that the gateway will not show is noted and left out. Throws what it said when it shows none. */
async function areaPages(gap: Gap, step: Step, asked: GatewayError, zones: Zones, run: DutyRun): Promise<void> {
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM area WHERE gone_at IS NULL ORDER BY id");
  const refused = new Map<string, GatewayError>();
  for (const { id } of rows) {
    try {
      await logPages(gap, step, id, zones, run);
    } catch (error) {
      if (!(error instanceof GatewayError) || !isRefusal(error)) throw error;
      refused.set(id, error);
      run.log.warn({ areaId: id, err: error }, "the log of an area is refused; what was missed there is left out");
    }
  }
  const [first = asked] = refused.values();
  if (refused.size === rows.length) throw first;
  gap.refusedAreas = [...new Set([...gap.refusedAreas, ...refused.keys()])].sort();
}

async function readLog(gap: Gap, run: DutyRun): Promise<void> {
  const zones = await deviceZones(pool());
  // The log's window is on the clocks of each alarm's device: wide enough for all of them.
  const first = gap.from.getTime() - marginMs + (zones.least - zones.usual) * minute;
  const last = gap.to.getTime() + marginMs + (zones.most - zones.usual) * minute;
  let asked: GatewayError | null = null;
  for (const step of days(gap.readTo?.getTime() ?? first, last)) {
    try {
      if (asked === null) await logPages(gap, step, undefined, zones, run);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== areaRequired) throw error;
      asked = error;
    }
    if (asked !== null) await areaPages(gap, step, asked, zones, run);
    await noteRead(gap, step.to, run);
  }
}

async function readRecords(gap: Gap, run: DutyRun): Promise<void> {
  const last = gap.to.getTime() + marginMs;
  for (const step of days(gap.readTo?.getTime() ?? gap.from.getTime() - marginMs, last)) {
    for (let page = 1; ; page += 1) {
      const input = { ...step, page, pageSize: recordsPage };
      const { items, skipped } = await gateway().call(searchAccessRecords, input, {
        ...{ lane: "sweeps", signal: run.signal },
      });
      const now = new Date().toISOString();
      await storePage(gap, run, async (tx) => {
        const stored = await storeEvents(
          tx,
          items.map((record) => recordEvent(record, now)),
        );
        await publishEvents(tx, stored);
        return stored.added;
      });
      if (items.length + skipped < recordsPage) break;
    }
    await noteRead(gap, step.to, run);
  }
}

/** What a gap that was read is said to lack; null when nothing. */
async function lackOf({ refusedAreas }: Gap): Promise<string | null> {
  if (refusedAreas.length === 0) return null;
  const { rows } = await pool().query<{ name: string }>("SELECT name FROM area WHERE id = ANY ($1) ORDER BY name, id", [
    refusedAreas,
  ]);
  const named = rows.slice(0, 3).map(({ name }) => name);
  const more = refusedAreas.length - named.length;
  const words = [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  return `The gateway refuses the log of ${refusedAreas.length === 1 ? "an area" : "areas"}: ${words}. What was missed there is lost.`;
}

/** Puts a gap off; one that was refused too often is lost. */
async function putOff(gap: Gap, error: GatewayError, run: DutyRun): Promise<void> {
  const refusals = gap.refusals + (isRefusal(error) ? 1 : 0);
  if (refusals >= mostRefusals) {
    await end(gap, "lost", error, run);
    return;
  }
  const pauseMs = isRefusal(error) ? Math.min(longestRefusalMs, firstRefusalMs * 2 ** (refusals - 1)) : minute;
  await transaction(async (tx) => {
    await fenced(tx, run.fence);
    await tx.query(
      `UPDATE queue_gap SET reason = $2, code = $3, refusals = $4,
              next_attempt_at = clock_timestamp() + $5 * interval '1 millisecond' WHERE id = $1`,
      [gap.id, error.meaning, error.code, refusals, pauseMs],
    );
    await publish(tx, { topic: "queue" });
  });
}

async function end(gap: Gap, state: "recovered" | "lost", error: GatewayError | null, run: DutyRun): Promise<void> {
  const reason = error === null ? await lackOf(gap) : error.meaning;
  await transaction(async (tx) => {
    await fenced(tx, run.fence);
    // One that has grown meanwhile is read on.
    await tx.query(
      `UPDATE queue_gap SET state = $2, ended_at = clock_timestamp(), reason = $3, code = $4
        WHERE id = $1 AND to_at = $5`,
      [gap.id, state, reason, error?.code ?? null, gap.to],
    );
    await publish(tx, { topic: "queue" });
  });
}

/**
 * Reads what is missing, the oldest gap first, and says what became of it. One that cannot be read now lets the others
 * have their turn. Resolves when there is none, or returns the pause before the next attempt, milliseconds.
 */
export async function recoverGaps(run: DutyRun): Promise<number | void> {
  for (let gap = await nextGap(); gap !== null; gap = await nextGap()) {
    run.signal.throwIfAborted();
    try {
      await (gap.queue === "messages" ? readRecords(gap, run) : readLog(gap, run));
      await end(gap, "recovered", null, run);
    } catch (error) {
      if (!(error instanceof GatewayError) || run.signal.aborted) throw error;
      await putOff(gap, error, run);
    }
  }
  return (await waitMs()) ?? undefined;
}
