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

interface Gap {
  id: string;
  queue: QueueName;
  from: Date;
  to: Date;
  readTo: Date | null;
}

async function openGap(): Promise<Gap | null> {
  const { rows } = await pool().query<Gap>(
    `SELECT id, queue, from_at AS from, to_at AS to, read_to AS "readTo"
       FROM queue_gap WHERE state = 'open' ORDER BY found_at, id LIMIT 1`,
  );
  return rows[0] ?? null;
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
    await tx.query("UPDATE queue_gap SET read_to = $2, reason = NULL, code = NULL WHERE id = $1", [gap.id, readTo]);
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

async function readLog(gap: Gap, run: DutyRun): Promise<void> {
  const zones = await deviceZones(pool());
  // The log's window is on the clocks of each alarm's device: wide enough for all of them.
  const first = gap.from.getTime() - marginMs + (zones.least - zones.usual) * minute;
  const last = gap.to.getTime() + marginMs + (zones.most - zones.usual) * minute;
  let areas: (string | undefined)[] = [undefined];
  for (const step of days(gap.readTo?.getTime() ?? first, last)) {
    try {
      for (const areaId of areas) await logPages(gap, step, areaId, zones, run);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== areaRequired || areas[0] !== undefined) throw error;
      const { rows } = await pool().query<{ id: string }>("SELECT id FROM area WHERE gone_at IS NULL ORDER BY id");
      areas = rows.map(({ id }) => id);
      for (const areaId of areas) await logPages(gap, step, areaId, zones, run);
    }
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

async function end(gap: Gap, state: "recovered" | "lost", error: GatewayError | null, run: DutyRun): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, run.fence);
    // One that has grown meanwhile is read on.
    await tx.query(
      `UPDATE queue_gap SET state = $2, ended_at = clock_timestamp(), reason = $3, code = $4
        WHERE id = $1 AND to_at = $5`,
      [gap.id, state, error?.meaning ?? null, error?.code ?? null, gap.to],
    );
    await publish(tx, { topic: "queue" });
  });
}

/** A gateway without such a log, or one that refuses the search for good. */
const isFinal = (error: GatewayError) =>
  error.httpStatus === 404 || (error.kind === "refused" && !error.retryable && !error.tokenTrouble);

/**
 * Reads what is missing, the oldest gap first, and says what became of it. Resolves when there is none, or returns the
 * pause before the next attempt, milliseconds.
 */
export async function recoverGaps(run: DutyRun): Promise<number | void> {
  for (let gap = await openGap(); gap !== null; gap = await openGap()) {
    run.signal.throwIfAborted();
    try {
      await (gap.queue === "messages" ? readRecords(gap, run) : readLog(gap, run));
      await end(gap, "recovered", null, run);
    } catch (error) {
      if (!(error instanceof GatewayError) || run.signal.aborted) throw error;
      if (isFinal(error)) await end(gap, "lost", error, run);
      else {
        await pool().query("UPDATE queue_gap SET reason = $2, code = $3 WHERE id = $1", [
          ...[gap.id, error.meaning, error.code],
        ]);
        return minute;
      }
    }
  }
}
