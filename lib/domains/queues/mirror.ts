/**
 * Keeps what queues give: the messages word for word, what they mean folded into alarms and events, and how the queue
 * stands, all in one transaction. A message that came before is recognised by its batch and its place there.
 */
import { createHash } from "node:crypto";
import type pg from "pg";
import { publish } from "@/lib/bus/publish";
import { storableJson } from "@/lib/db/json";
import { transaction } from "@/lib/db/transaction";
import {
  publishAlarms,
  storeAlarms,
  unsigned,
  type AlarmReading,
  type StoredAlarms,
} from "@/lib/domains/alarms/mirror";
import {
  combinedEvent,
  publishEvents,
  queueEvent,
  storeEvents,
  type EventFacts,
  type EventReading,
  type StoredEvents,
} from "@/lib/domains/events/mirror";
import type { AlarmMessage, Batch, CombineMessage, RawMessage } from "@/lib/gateway/endpoints";
import { fenced, type Fence } from "@/lib/jobs/define";
import { log } from "@/lib/log";
import { isOfMessage, sqlStateOf } from "./write/failure";
import type { QueueName, QueueRunState } from "./terms";

export { standingOf, type Standing } from "./write/subscription";

export type QueueMessages =
  | { queue: "alarms"; batch: Batch<AlarmMessage> }
  | { queue: "messages"; batch: Batch<RawMessage> }
  | { queue: "events"; batch: Batch<CombineMessage> };

type Message = AlarmMessage | RawMessage | CombineMessage;

/** A row of queue_message before it is one. */
interface Kept {
  batch: string;
  place: number;
  kind: string;
  guid: string | null;
  raw: unknown;
}

/** Addresses are signed anew each time; without them the same rows give the same digest. */
const withoutSignatures = (_: string, value: unknown) =>
  typeof value === "string" && /^https?:/i.test(value) ? (unsigned(value) ?? value) : value;

/** A name for a batch that came without an id: the same rows are the same batch. */
function digestOf(messages: readonly Message[]): string {
  const rows = JSON.stringify(
    messages.map(({ raw }) => raw),
    withoutSignatures,
  );
  return `sha256:${createHash("sha256").update(rows).digest("hex")}`;
}

/** The id of the alarm that a message is about, null for all else. */
function guidOf(message: Message): string | null {
  if ("guid" in message) return message.guid;
  return "id" in message && isAlarm(message) ? message.id : null;
}

/** The V2 queue mixes alarms with calls and positions. What its list does not name counts as an alarm. */
const isAlarm = ({ kind }: CombineMessage) => kind === "alarm" || kind === "unknown";

/** Stores messages that are not there yet; returns places and times of those. */
export async function keep(tx: pg.PoolClient, queue: string, messages: readonly Kept[]) {
  const { rows } = await tx.query<{ batch: string; place: number; at: Date }>(
    `INSERT INTO queue_message (queue, batch, place, kind, guid, raw)
     SELECT $1, batch, place, kind, guid, raw
       FROM jsonb_to_recordset($2::jsonb) AS m(batch text, place int, kind text, guid text, raw jsonb)
      ORDER BY batch, place
     ON CONFLICT (queue, batch, place) DO NOTHING
     RETURNING batch, place, received_at AS at`,
    [queue, storableJson(messages)],
  );
  return new Map(rows.map(({ batch, place, at }) => [`${batch}\n${place}`, at.toISOString()]));
}

export interface Zones {
  /** Minutes east of UTC by device id. */
  byDevice: ReadonlyMap<string, number>;
  /** Of most devices. */
  usual: number;
  least: number;
  most: number;
}

/** Clocks of the devices, as the mirror knows them; daylight saving widens `least` and `most` only. */
export async function deviceZones(tx: Pick<pg.PoolClient, "query">): Promise<Zones> {
  const { rows } = await tx.query<{ id: string; minutes: number; saving: boolean }>(
    `SELECT d.id, z.utc_offset_minutes AS minutes, z.daylight_saving AS saving
       FROM device d JOIN time_zone z ON z.id = d.time_zone_id WHERE d.gone_at IS NULL`,
  );
  const counts = new Map<number, number>();
  for (const { minutes } of rows) counts.set(minutes, (counts.get(minutes) ?? 0) + 1);
  const usual = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
  return {
    byDevice: new Map(rows.map(({ id, minutes }) => [id, minutes])),
    usual,
    least: Math.min(usual, ...rows.map(({ minutes }) => minutes)),
    most: Math.max(usual, ...rows.map(({ minutes, saving }) => minutes + (saving ? 60 : 0))),
  };
}

const utc: Zones = { byDevice: new Map(), usual: 0, least: 0, most: 0 };

/** Only messages of older devices come without a zone; then the device's clock is meant. */
async function zonesFor(tx: pg.PoolClient, messages: readonly Message[]): Promise<Zones> {
  const zoneless = messages.some((message) => "utcOffsetMinutes" in message && message.utcOffsetMinutes === null);
  return zoneless ? deviceZones(tx) : utc;
}

const zoneOf = (zones: Zones, deviceId: string | null) => zones.byDevice.get(deviceId ?? "") ?? zones.usual;

export interface Stored {
  /** Messages that were new. */
  added: number;
  /** Files to fetch. */
  wanted: number;
  alarms: StoredAlarms;
  events: StoredEvents;
}

function readingsOf(messages: readonly { message: Message; reading: EventReading }[]) {
  const alarms: AlarmReading[] = [];
  const events: EventFacts[] = [];
  for (const { message, reading } of messages) {
    if (message.kind === "unreadable") continue;
    if ("guid" in message) alarms.push({ ...reading, origin: "queue", message });
    else if (!("id" in message)) events.push(queueEvent(message, reading));
    else if (isAlarm(message)) alarms.push({ ...reading, origin: "queue", combined: message });
    else events.push(combinedEvent(message, reading));
  }
  return { alarms, events };
}

const complained = new Set<string>();

function noteUnreadable(queue: QueueName, batch: string, count: number): void {
  if (count === 0 || complained.has(queue)) return;
  complained.add(queue);
  log.warn({ queue, batch, count }, "messages that cannot be read are kept word for word; told once");
}

/** What tells a batch from others. */
export const nameOf = ({ id, messages }: QueueMessages["batch"]): string => id ?? digestOf(messages);

/**
 * Stores a batch: only what was never stored before is folded. Resolves after the commit; then the batch may be
 * confirmed. Throws LeaseLostError when another process pumps.
 */
export async function storeBatch(fence: Fence, { queue, batch }: QueueMessages): Promise<Stored> {
  const messages = batch.messages.map((message, place) => ({ message, place }));
  return storeMessages(fence, { queue, id: nameOf(batch), remaining: batch.remaining, messages });
}

/**
 * Stores a batch that cannot be stored whole, message by message. What the database refuses even alone is set aside: kept
 * word for word as one that nobody could read. Throws LeaseLostError, and the database's errors that no message is to blame
 * for.
 */
export async function storeApart(fence: Fence, { queue, batch }: QueueMessages): Promise<void> {
  const of = { queue, id: nameOf(batch), remaining: batch.remaining };
  for (const [place, message] of batch.messages.entries()) {
    try {
      await storeMessages(fence, { ...of, messages: [{ message, place }] });
    } catch (error) {
      if (!isOfMessage(error)) throw error;
      // As text: it may be the very JSON that the database does not take.
      const aside = { kind: "unreadable", raw: JSON.stringify(message.raw) } as const;
      await storeMessages(fence, { ...of, messages: [{ message: aside, place }] });
      log.error({ queue, batch: of.id, place, code: sqlStateOf(error) }, "a message cannot be stored and is set aside");
    }
  }
}

interface Placed {
  queue: QueueName;
  /** Of the batch. */
  id: string;
  remaining: number | null;
  messages: readonly { message: Message; place: number }[];
}

async function storeMessages(fence: Fence, { queue, id, remaining, messages }: Placed): Promise<Stored> {
  const all = messages.map(({ message }) => message);
  const kept = messages.map(({ message, place }) => ({
    ...{ batch: id, place, kind: message.kind, guid: guidOf(message), raw: message.raw },
  }));
  const stored = await transaction(async (tx) => {
    await fenced(tx, fence);
    const fresh = await keep(tx, queue, kept);
    const zones = await zonesFor(tx, all);
    const { alarms, events } = readingsOf(
      messages.flatMap(({ message, place }) => {
        const receivedAt = fresh.get(`${id}\n${place}`);
        if (receivedAt === undefined) return [];
        const zonelessMinutes = zoneOf(zones, "deviceId" in message ? message.deviceId : null);
        return [{ message, reading: { receivedAt, zonelessMinutes, place: `${queue}/${id}/${place}` } }];
      }),
    );
    const storedAlarms = await storeAlarms(tx, alarms);
    const storedEvents = await storeEvents(tx, events);
    const unreadable = kept.filter(({ kind, place }) => kind === "unreadable" && fresh.has(`${id}\n${place}`)).length;
    const changed = await noteAnswer(tx, queue, { added: fresh.size, unreadable, remaining });
    await publishAlarms(tx, storedAlarms);
    await publishEvents(tx, storedEvents);
    if (changed) await publish(tx, { topic: "queue" });
    return {
      ...{ added: fresh.size, unreadable, alarms: storedAlarms, events: storedEvents },
      wanted: storedAlarms.wanted + storedEvents.wanted,
    };
  });
  noteUnreadable(queue, id, stored.unreadable);
  return stored;
}

export interface Answer {
  added: number;
  unreadable: number;
  remaining: number | null;
  /** Up to here it was read, where that is kept. */
  position?: string;
}

/** Notes that the gateway answered: the queue runs. Resolves to true when that is news. */
export async function noteAnswer(tx: pg.PoolClient, queue: QueueName, answer: Answer): Promise<boolean> {
  const { added, unreadable, remaining, position = null } = answer;
  const { rows } = await tx.query<{ changed: boolean }>(
    `WITH before AS (SELECT state FROM queue_state WHERE queue = $1)
     INSERT INTO queue_state AS q (queue, state, pulled_at, received_at, received, unreadable, remaining, position)
     VALUES ($1, 'running', clock_timestamp(), CASE WHEN $2::int > 0 THEN clock_timestamp() END, $2, $3, $4, $5)
     ON CONFLICT (queue) DO UPDATE
        SET state = 'running', reason = NULL, code = NULL, pulled_at = clock_timestamp(), remaining = $4,
            state_since = CASE WHEN q.state = 'running' THEN q.state_since ELSE clock_timestamp() END,
            received_at = coalesce(EXCLUDED.received_at, q.received_at), received = q.received + $2,
            unreadable = q.unreadable + $3, position = coalesce($5, q.position)
     RETURNING coalesce((SELECT state FROM before), '') <> 'running' AS changed`,
    [queue, added, unreadable, remaining, position],
  );
  return rows[0]?.changed ?? false;
}

/** Why a queue is as it is. */
export interface QueueReason {
  reason?: string | null;
  code?: string | null;
}

/** Writes a queue's state and tells of it when it changed; resolves to whether it did. */
export async function noteState(
  fence: Fence,
  queue: QueueName,
  state: QueueRunState,
  { reason = null, code = null }: QueueReason = {},
): Promise<boolean> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    const { rowCount } = await tx.query(
      `INSERT INTO queue_state AS q (queue, state, reason, code) VALUES ($1, $2, $3, $4)
       ON CONFLICT (queue) DO UPDATE
          SET state = EXCLUDED.state, reason = EXCLUDED.reason, code = EXCLUDED.code,
              state_since = CASE WHEN q.state = EXCLUDED.state THEN q.state_since ELSE clock_timestamp() END
        WHERE (q.state, q.reason, q.code) IS DISTINCT FROM (EXCLUDED.state, EXCLUDED.reason, EXCLUDED.code)`,
      [queue, state, reason, code],
    );
    const changed = (rowCount ?? 0) > 0;
    if (changed) await publish(tx, { topic: "queue" });
    return changed;
  });
}

/** Notes that the gateway answered and had nothing. */
export async function noteEmpty(fence: Fence, queue: QueueName): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, fence);
    const changed = await noteAnswer(tx, queue, { added: 0, unreadable: 0, remaining: 0 });
    if (changed) await publish(tx, { topic: "queue" });
  });
}
