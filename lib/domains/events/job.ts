import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { noteAnswer, noteState, standingOf } from "@/lib/domains/queues/mirror";
import { gateway } from "@/lib/gateway";
import { searchAccessRecords, type AccessRecord } from "@/lib/gateway/endpoints";
import { GatewayError } from "@/lib/gateway/errors";
import { duty, fenced, type DutyRun } from "@/lib/jobs/define";
import { publishEvents, recordEvent, storeEvents } from "./mirror";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const pollMs = 45_000;
/** Whether the records are of use is asked again. */
const restMs = 10 * minute;
const missingMs = hour;
const pageSize = 200;
/** Devices that were offline tell late: the last minutes are read again each time, the last day once an hour. */
const overlapMs = 5 * minute;
const queue = "access-records";

interface Use {
  /** Why the records are not read; null when they are. */
  unneeded: string | null;
  /** Up to here they were read. */
  position: Date | null;
  /** When a whole day was last read. */
  wideAt: Date | null;
  now: Date;
}

/**
 * The records are read while the message queue does not tell of doors: it is off or missing, or told of nobody for a
 * day. Whatever both tell is stored once.
 */
async function useOf(): Promise<Use> {
  const { rows } = await pool().query<{ heard: boolean; position: string | null; now: Date }>(
    `SELECT EXISTS (SELECT 1 FROM device_event WHERE kind = 'authentication' AND origin = 'queue'
                                                 AND occurred_at > clock_timestamp() - interval '2 days'
                                                 AND received_at > clock_timestamp() - interval '1 day') AS heard,
            (SELECT position FROM queue_state WHERE queue = $1) AS position, clock_timestamp() AS now`,
    [queue],
  );
  const row = rows[0];
  if (row === undefined) throw new Error("The access records have no standing.");
  const messages = await standingOf("messages");
  const told = messages.on && messages.state === "running" && row.heard;
  const [position = "", wide = ""] = row.position?.split(" ") ?? [];
  const time = (text: string) => (Number.isNaN(Date.parse(text)) ? null : new Date(text));
  return {
    unneeded: told ? "The message queue tells of doors." : null,
    position: time(position),
    wideAt: time(wide),
    now: row.now,
  };
}

/** From where to where is read now; at most a day at once. */
function spanOf({ position, wideAt, now }: Use): { from: Date; to: Date; wideAt: Date } {
  const wide = wideAt === null || now.getTime() - wideAt.getTime() > hour;
  const oldest = now.getTime() - 30 * day;
  const since = position === null ? now.getTime() - day : position.getTime() - overlapMs;
  const from = Math.max(oldest, wide ? Math.min(since, now.getTime() - day) : since);
  return { from: new Date(from), to: new Date(Math.min(from + day, now.getTime())), wideAt: wide ? now : wideAt };
}

async function store(records: readonly AccessRecord[], { fence }: DutyRun): Promise<void> {
  const now = new Date().toISOString();
  await transaction(async (tx) => {
    await fenced(tx, fence);
    const stored = await storeEvents(
      tx,
      records.map((record) => recordEvent(record, now)),
    );
    await tx.query(
      `INSERT INTO queue_state AS q (queue, received_at, received) VALUES ($1, clock_timestamp(), $2)
       ON CONFLICT (queue) DO UPDATE SET received = q.received + $2,
              received_at = CASE WHEN $2::int > 0 THEN clock_timestamp() ELSE q.received_at END`,
      [queue, stored.added],
    );
    await publishEvents(tx, stored);
  });
}

async function notePosition(to: Date, wideAt: Date, { fence }: DutyRun): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, fence);
    const position = `${to.toISOString()} ${wideAt.toISOString()}`;
    const changed = await noteAnswer(tx, queue, { added: 0, unreadable: 0, remaining: null, position });
    if (changed) await publish(tx, { topic: "queue" });
  });
}

async function read(use: Use, run: DutyRun): Promise<number> {
  const { from, to, wideAt } = spanOf(use);
  for (let page = 1; ; page += 1) {
    // Times are sent in whole seconds, and the gateway's clock may be ahead.
    const input = { page, pageSize, from, to: new Date(to.getTime() + minute) };
    const { items, skipped } = await gateway().call(searchAccessRecords, input, {
      ...{ lane: "sweeps", signal: run.signal },
    });
    // A criterion that the gateway does not know is ignored without a word: do not read its whole history.
    const asked = items.filter(
      (record) => record.occurredAt === null || record.occurredAt.getTime() >= from.getTime() - day,
    );
    await store(asked, run);
    if (items.length + skipped < pageSize || asked.length === 0) break;
  }
  await notePosition(to, wideAt, run);
  return to < use.now ? 0 : pollMs;
}

/** Reads new records, if that is of use; returns the pause until the next time, milliseconds. */
export async function pollRecords(run: DutyRun): Promise<number> {
  const { on } = await standingOf(queue);
  const use = await useOf();
  if (!on || use.unneeded !== null) {
    await noteState(run.fence, queue, "off", { reason: on ? use.unneeded : null });
    return restMs;
  }
  try {
    return await read(use, run);
  } catch (error) {
    if (!(error instanceof GatewayError) || run.signal.aborted) throw error;
    const code = error.code ?? error.reason;
    // Where they were ever read they are there, whatever a proxy on the way says.
    if (error.httpStatus === 404 && use.position === null) {
      await noteState(run.fence, queue, "missing", { reason: "This gateway has no access records.", code });
      return missingMs;
    }
    const news = await noteState(run.fence, queue, "failing", { reason: error.meaning, code });
    if (news) run.log.warn({ err: error }, "the access records cannot be read; trying again");
    return pollMs;
  }
}

export const accessRecords = duty({
  name: "events.access-records",
  every: pollMs,
  staleAfter: "30m",
  run: pollRecords,
});
