/** Messages of all kinds for the loss test, the same for the same seed, and what they fold to when nothing goes wrong. */
import {
  alarmFacts,
  combinedFacts,
  fold,
  isDelayed,
  partColumns,
  type Folded,
  type Reading,
} from "@/lib/domains/alarms/write/fold";
import { alarmFiles, joinFiles, type KnownFile, type ToldFile } from "@/lib/domains/alarms/write/fold-files";
import { queueEvent } from "@/lib/domains/events/mirror";
import type { QueueMessages } from "@/lib/domains/queues/mirror";
import { alarmBatch, combinedBatch, messageBatch, wireAlarm, type WireAlarm } from "./messages";

export type LossQueue = "alarm" | "rawmsg" | "combine";
export interface LossMessage {
  queue: LossQueue;
  message: object;
}

/** The same numbers from 0 to 1 every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const begun = Date.UTC(2026, 10, 1);
const iso = (seconds: number) => new Date(begun + seconds * 1_000).toISOString();
/** Messages that are close in time change places as far as this. */
const disorder = 40;

const types = ["10002", "10004", "10031", "50000", "20008"] as const;

/** An alarm's life: it begins, pulses, ends, is confirmed and marked, gets its pictures late, is told again. */
function aLife(n: number, random: () => number): WireAlarm[] {
  const guid = `loss-${n}`;
  const base: WireAlarm = {
    ...{ guid, at: iso(n), type: types[n % types.length] ?? "10002", sourceId: `camera-${n % 97}` },
    ...{ sourceName: `Camera ${n % 97}`, areaId: n % 11 === 0 ? null : `area-${n % 13}` },
    level: ([1, 2, 3] as const)[n % 3] ?? 2,
  };
  const picture = { type: "1", saveState: "0", url: `https://pictures.example/${guid}/1.jpg?sign=${n}` };
  const waiting = { type: "1", saveState: "1" };
  const chance = (share: number) => random() < share;
  const pulseAt = (seconds: number): WireAlarm => ({ ...base, stage: "pulse", at: iso(seconds) });
  return [
    { ...base, files: chance(0.5) ? [waiting] : [picture] },
    ...(chance(0.3) ? [{ ...base, files: [picture] }] : []),
    ...(chance(0.3) ? Array.from({ length: 1 + (n % 3) }, (_, pulse) => pulseAt(n + 3 + pulse)) : []),
    // One pulse told again, after a network cut.
    ...(chance(0.1) ? [pulseAt(n + 3), { ...pulseAt(n + 3), delayed: true }] : []),
    ...(chance(0.5) ? [{ ...base, stage: "end" as const, endedAt: iso(n + 30) }] : []),
    ...(chance(0.15) ? [{ ...base, stage: "confirm" as const, areaId: null }] : []),
    ...(chance(0.1) ? [{ ...base, stage: "mark" as const }] : []),
    ...(chance(0.1) ? [{ ...base, delayed: true }] : []),
  ];
}

function swipe(n: number, serialNo: number): object {
  return {
    basicInfo: { msgType: "Msg110003", occurrenceTime: iso(n), device: { id: `d${n % 7}`, name: "Door controller" } },
    data: {
      openDoorInfo: {
        event: {
          basicInfo: {
            eventType: 110_003,
            elementId: `door-${n % 9}`,
            deviceId: `d${n % 7}`,
            serialNo,
            occurTime: iso(n),
          },
          intelliInfo: {
            personId: `p${n % 50}`,
            firstName: "Ada",
            lastName: `No ${n % 50}`,
            authResult: n % 5 === 0 ? 0 : 1,
          },
        },
      },
    },
  };
}

function aMessage(n: number, random: () => number): object[] {
  const share = random();
  // Told twice, as a device does that was unsure whether it had been heard.
  if (share < 0.6) return share < 0.05 ? [swipe(n, n), swipe(n, n)] : [swipe(n, n)];
  if (share < 0.8) {
    const deviceTalkInfo = { msgId: `call-${n}`, msgType: n % 4, deviceId: "d1", callType: 0 };
    return [{ basicInfo: { msgType: "Msg140001", occurrenceTime: iso(n) }, data: { deviceTalkInfo } }];
  }
  const onBoard = { basicInfo: { msgType: "Msg330101", occurrenceTime: iso(n) }, uuid: `vehicle-${n}`, data: {} };
  if (share < 0.9) return [onBoard];
  return [onBoard, { ...onBoard, update: true, picture: [{ url: `https://pictures.example/v/${n}.jpg?sign=1` }] }];
}

function combined(n: number): object {
  // Every third is an alarm that the alarm queue tells too.
  const eventId = n % 3 === 0 ? `loss-${n}` : `combined-${n}`;
  return {
    ...{ eventId, eventType: "10002", eventData: {} },
    basicInfo: {
      occurrenceTime: iso(n),
      resourceInfo: { sourceID: `camera-${n % 97}`, sourceName: "Other", areaID: "x" },
    },
  };
}

/** Gives each message a mark of its own, which tells whether it was stored and how often. */
function marked({ queue, message }: LossMessage, mark: string): LossMessage {
  if (queue === "alarm") return { queue, message: { ...message, systemId: mark } };
  const { basicInfo } = message as { basicInfo: object };
  return { queue, message: { ...message, basicInfo: { ...basicInfo, systemId: mark } } };
}

/** Exactly `amount` messages: seven tenths alarms, a quarter messages, the rest of the V2 queue; out of order by a little. */
export function lossMessages(amount: number, seed: number): LossMessage[] {
  const random = seeded(seed);
  const all: LossMessage[] = [];
  for (let n = 0; all.length < amount; n += 1) {
    all.push(...aLife(n, random).map((alarm) => ({ queue: "alarm" as const, message: wireAlarm(alarm) })));
    all.push(...aMessage(n, random).map((message) => ({ queue: "rawmsg" as const, message })));
    if (n % 6 === 0) all.push({ queue: "combine", message: combined(n) });
  }
  const ordered = all.slice(0, amount).map((message, at) => ({ message, key: at + random() * disorder }));
  return ordered.sort((a, b) => a.key - b.key).map(({ message }, at) => marked(message, `mark-${at}`));
}

function parsed({ queue, message }: LossMessage): QueueMessages {
  return { alarm: alarmBatch, rawmsg: messageBatch, combine: combinedBatch }[queue]([message]);
}

/** What the database must hold in the end: rows as JSON text by id. */
export interface Expected {
  alarms: Map<string, string>;
  /** Keys of each alarm's files, in order. */
  files: Map<string, string>;
  /** Keys of the events. */
  events: Set<string>;
}

/** One line for each alarm, whatever stored it. */
export function alarmLine(
  values: Record<string, unknown>,
  folded: Omit<Folded, "id" | "values" | "marks">,
  delayed: boolean,
) {
  const { occurredAt, endedAt, active, pulse, pulses, confirmedAt, markedAt, origin } = folded;
  const parts = partColumns.map((column) => [column, values[column] ?? null]);
  const [confirmed, marked] = [confirmedAt !== null, markedAt !== null];
  return JSON.stringify([parts, { occurredAt, endedAt, active, pulse, pulses, confirmed, marked, origin, delayed }]);
}

function alarmsIn(single: Exclude<QueueMessages, { queue: "messages" }>, reading: Reading): [Folded, ToldFile[]][] {
  if (single.queue === "alarms") {
    return single.batch.messages.flatMap((message) =>
      message.kind === "unreadable" ? [] : [[alarmFacts(message, reading), alarmFiles(message)]],
    );
  }
  return single.batch.messages.flatMap((message) =>
    message.kind === "unreadable" ? [] : [[combinedFacts(message, reading), alarmFiles(message)]],
  );
}

/** Folds the messages one after the other, without any database. */
export function foldWithoutFaults(messages: readonly LossMessage[]): Expected {
  const folded = new Map<string, Folded>();
  const known = new Map<string, KnownFile[]>();
  const events = new Set<string>();
  const reading = { origin: "queue" as const, receivedAt: iso(0), zonelessMinutes: 0, place: "" };
  for (const single of messages.map(parsed)) {
    if (single.queue === "messages") {
      for (const message of single.batch.messages) {
        if (message.kind !== "unreadable") events.add(queueEvent(message, reading).keys[0] ?? "");
      }
      continue;
    }
    for (const [facts, told] of alarmsIn(single, reading)) {
      const before = folded.get(facts.id);
      folded.set(facts.id, before === undefined ? facts : fold(before, facts));
      const files = new Map((known.get(facts.id) ?? []).map((file) => [file.key, file]));
      for (const { file, key, turns } of joinFiles([...files.values()], told).write) {
        if (turns !== null) files.delete(turns);
        files.set(key, { key, slot: file.slot, addressed: file.key !== null });
      }
      known.set(facts.id, [...files.values()]);
    }
  }
  const blank = { gateway_priority: 4, linkages: [], linked_cameras: [] };
  const filled = ({ values }: Folded) =>
    Object.fromEntries(
      Object.entries({ ...blank, ...values }).map(([key, value]) => [key, value ?? (blank as never)[key]]),
    );
  return {
    alarms: new Map([...folded].map(([id, each]) => [id, alarmLine(filled(each), each, isDelayed(each))])),
    files: new Map(
      [...known].map(([id, files]) => [
        id,
        files
          .map(({ key }) => key)
          .sort()
          .join(" "),
      ]),
    ),
    events,
  };
}
