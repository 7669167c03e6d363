/**
 * What the messages of one alarm tell, put together. Folding is a join: whichever order messages come in, and however
 * often, in whatever batch, the facts are the same.
 */
import { createHash } from "node:crypto";
import type { Alarm as QueueAlarm, CombineEvent as CombinedAlarm } from "@/lib/gateway/endpoints";

export type { QueueAlarm, CombinedAlarm };

/** Where a message was read: a queue, or the gateway's log after a gap. */
export type AlarmOrigin = "queue" | "log";

/** Columns that are taken together, from the one message that says most. */
const parts = {
  what: ["type", "main_category", "sub_category"],
  where: [
    ...["source_type", "source_id", "source_name", "area_id", "area_name"],
    ...["device_id", "device_name", "device_serial", "device_category"],
  ],
  rule: ["rule_id", "rule_name", "rule_description"],
  priority: ["gateway_priority", "priority_name", "priority_color"],
  clock: ["utc_offset_minutes"],
  linkages: ["linkages", "linked_cameras"],
  vehicle: ["vehicle"],
  queue: ["queue"],
  plate: ["plate"],
} as const;
type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[];

/** Columns with values of the parts, in the order of the table. */
export const partColumns: readonly string[] = Object.values(parts).flat();

type Values = Record<string, unknown>;

/** How parts were chosen; lies in the column `fold`. */
interface Marks {
  keys: Partial<Record<Part, string>>;
  /** What `occurred_at` is: 1 time of receipt, 2 the end, 3 the beginning. */
  occurred: number;
  /** 0 nobody said; 1 and 2 later messages, late or not; 3 and 4 the beginning, late or not. */
  delivery: number;
  /** The times of the pulses that were told, in order; at most `mostPulses`. */
  pulses: readonly string[];
}

/** Pulses of one alarm that are told apart: one that rattles for days must not grow with each of them. */
export const mostPulses = 500;

/** An alarm as far as its messages tell. Times are ISO. */
export interface Folded {
  readonly id: string;
  readonly values: Values;
  readonly marks: Marks;
  readonly occurredAt: string;
  readonly endedAt: string | null;
  /** False once any message says that it is over; null when none said. */
  readonly active: boolean | null;
  readonly pulse: boolean;
  /** How many different ones were told, `mostPulses` at most. */
  readonly pulses: number;
  readonly confirmedAt: string | null;
  readonly markedAt: string | null;
  /** log: no queue told of it. */
  readonly origin: AlarmOrigin;
}

const kindRank = { start: 6, pulse: 5, end: 4, confirm: 3, mark: 3, unknown: 2 } as const;
const [logRank, combinedRank] = [1, 0];
const earliest = Date.UTC(1990, 0);
const latest = Date.UTC(2200, 0);

/** A clock that is off by decades tells no time. */
function plausible(at: Date | null, shiftMinutes: number): string | null {
  const ms = at === null ? NaN : at.getTime() - shiftMinutes * 60_000;
  return ms > earliest && ms < latest ? new Date(ms).toISOString() : null;
}

const told = (value: unknown) => value !== null && !(Array.isArray(value) && value.length === 0);

/** Without addresses: they hold signatures, and files stand in a table of their own. */
function withoutAddresses<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === "string" && /^https?:/i.test(each) ? null : each)),
  ) as T;
}

interface Weight {
  /** The V2 queue knows neither rule nor priority: its word counts only where nobody else says anything. */
  combined: boolean;
  rank: number;
  /** Of the message, ISO. */
  at: string;
}

/** The fullest wins, then the kind that stands nearest to the beginning, then the later, then any fixed order. */
function keyOf(part: Part, values: Values, { combined, rank, at }: Weight): string | null {
  const all = parts[part].map((column) => values[column]);
  const count = all.filter(told).length;
  if (count === 0) return null;
  const digest = createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 12);
  return `${combined ? 0 : 1}${count}${rank}${at}${digest}`;
}

function keysOf(values: Values, weight: Weight): Partial<Record<Part, string>> {
  const keys: Partial<Record<Part, string>> = {};
  for (const part of partNames) {
    const key = keyOf(part, values, weight);
    if (key !== null) keys[part] = key;
  }
  return keys;
}

type Place = Pick<
  QueueAlarm,
  | "sourceType"
  | "sourceId"
  | "sourceName"
  | "areaId"
  | "areaName"
  | "deviceId"
  | "deviceName"
  | "deviceSerial"
  | "deviceCategory"
>;

const placeOf = (message: Place): Values => ({
  source_type: message.sourceType,
  source_id: message.sourceId,
  source_name: message.sourceName,
  area_id: message.areaId,
  area_name: message.areaName,
  device_id: message.deviceId,
  device_name: message.deviceName,
  device_serial: message.deviceSerial,
  device_category: message.deviceCategory,
});

/** Of drivers who they are: licence, photograph and telephone number are of no use at the moment of an alarm. */
function withNamesAlone(vehicle: QueueAlarm["vehicle"]): unknown {
  if (vehicle === null) return null;
  return { ...vehicle, drivers: vehicle.drivers.map(({ id, name }) => ({ id, name })) };
}

const extrasOf = ({ vehicle, queue, plate }: Pick<QueueAlarm, "vehicle" | "queue" | "plate">): Values => ({
  vehicle: withoutAddresses(withNamesAlone(vehicle)),
  queue: withoutAddresses(queue),
  plate: withoutAddresses(plate),
});

export interface Reading {
  origin: AlarmOrigin;
  /** When it was stored, ISO. */
  receivedAt: string;
  /** Minutes east of UTC of times that came without a zone. */
  zonelessMinutes: number;
}

function deliveryOf(delivery: QueueAlarm["delivery"], begins: boolean): number {
  if (delivery === "unknown") return 0;
  return (begins ? 3 : 1) + (delivery === "realTime" ? 1 : 0);
}

/**
 * What tells a pulse of an alarm from its others. Messages have no id, and one told again may be flagged as late and bring
 * files by then: its times are all that stays (A.3.20, A.3.30). Pulses without any count as one.
 */
const pulseKey = ({ startedAt, endedAt }: QueueAlarm) =>
  `${startedAt?.getTime().toString(36) ?? ""}.${endedAt?.getTime().toString(36) ?? ""}`;

/** Any fixed order does for what is left out: the same is left out however messages come. */
const joinPulses = (a: readonly string[], b: readonly string[]) =>
  a.length === 0 ? b : b.length === 0 ? a : [...new Set([...a, ...b])].sort().slice(0, mostPulses);

/** What one message of the alarm queue, or one row of the alarm log, tells. */
export function alarmFacts(message: QueueAlarm, { origin, receivedAt, zonelessMinutes }: Reading): Folded {
  const shift = message.utcOffsetMinutes === null ? zonelessMinutes : 0;
  const [startedAt, endedAt] = [plausible(message.startedAt, shift), plausible(message.endedAt, shift)];
  const values: Values = {
    type: message.type,
    main_category: message.mainCategory,
    sub_category: message.subCategory,
    ...placeOf(message),
    rule_id: message.rule?.id ?? null,
    rule_name: message.rule?.name ?? null,
    rule_description: message.rule?.description ?? null,
    gateway_priority: message.priority?.level ?? null,
    priority_name: message.priority?.name ?? null,
    priority_color: message.priority?.color ?? null,
    utc_offset_minutes: message.utcOffsetMinutes,
    linkages: message.linkages,
    linked_cameras: message.linkedCameras,
    ...extrasOf(message),
  };
  const rank = origin === "log" ? logRank : kindRank[message.kind];
  const begins = origin === "queue" && (message.kind === "start" || message.kind === "pulse");
  const over = message.kind === "end" || message.active === false;
  const pulses = origin === "queue" && message.kind === "pulse" ? [pulseKey(message)] : [];
  return {
    id: message.guid,
    values,
    marks: {
      keys: keysOf(values, { combined: false, rank, at: startedAt ?? endedAt ?? "" }),
      occurred: startedAt !== null ? 3 : endedAt !== null ? 2 : 1,
      delivery: deliveryOf(message.delivery, begins),
      pulses,
    },
    occurredAt: startedAt ?? endedAt ?? receivedAt,
    endedAt: over ? endedAt : null,
    active: over ? false : message.active,
    pulse: message.kind === "pulse" || message.pulse === true,
    pulses: pulses.length,
    confirmedAt: message.kind === "confirm" || message.acknowledged === true ? receivedAt : null,
    markedAt: message.kind === "mark" || message.marked === true ? receivedAt : null,
    origin,
  };
}

/**
 * What one alarm of the V2 queue tells. Its id is the alarm's guid where a gateway has both queues, so it joins that
 * alarm and adds only what no other message says; where the ids differ the same alarm shows twice, which is one reason
 * why that queue is off unless switched on.
 */
export function combinedFacts(message: CombinedAlarm, { receivedAt, zonelessMinutes }: Reading): Folded {
  const occurredAt = plausible(message.occurredAt, message.utcOffsetMinutes === null ? zonelessMinutes : 0);
  const values: Values = {
    type: message.type,
    main_category: null,
    sub_category: null,
    ...placeOf(message),
    rule_id: null,
    rule_name: null,
    rule_description: null,
    gateway_priority: null,
    priority_name: null,
    priority_color: null,
    utc_offset_minutes: message.utcOffsetMinutes,
    linkages: [],
    linked_cameras: [],
    ...extrasOf(message),
  };
  return {
    id: message.id,
    values,
    marks: {
      keys: keysOf(values, { combined: true, rank: combinedRank, at: occurredAt ?? "" }),
      occurred: occurredAt === null ? 1 : 3,
      delivery: deliveryOf(message.delivery, true),
      pulses: [],
    },
    occurredAt: occurredAt ?? receivedAt,
    endedAt: null,
    active: null,
    pulse: false,
    pulses: 0,
    confirmedAt: null,
    markedAt: null,
    origin: "queue",
  };
}

const first = (a: string | null, b: string | null) => (a === null ? b : b === null || a <= b ? a : b);
const last = (a: string | null, b: string | null) => (a === null ? b : b === null || a >= b ? a : b);

function occurredOf(a: Folded, b: Folded): string {
  if (a.marks.occurred !== b.marks.occurred) return (a.marks.occurred > b.marks.occurred ? a : b).occurredAt;
  return a.occurredAt <= b.occurredAt ? a.occurredAt : b.occurredAt;
}

/** Both together. Commutative, associative and idempotent. */
export function fold(a: Folded, b: Folded): Folded {
  const pulses = joinPulses(a.marks.pulses, b.marks.pulses);
  const values: Values = {};
  const keys: Partial<Record<Part, string>> = {};
  for (const part of partNames) {
    const [left = "", right = ""] = [a.marks.keys[part], b.marks.keys[part]];
    const from = left >= right ? a : b;
    const key = from.marks.keys[part];
    if (key !== undefined) keys[part] = key;
    for (const column of parts[part]) values[column] = from.values[column] ?? null;
  }
  return {
    id: a.id,
    values,
    marks: {
      keys,
      occurred: Math.max(a.marks.occurred, b.marks.occurred),
      delivery: Math.max(a.marks.delivery, b.marks.delivery),
      pulses,
    },
    occurredAt: occurredOf(a, b),
    endedAt: last(a.endedAt, b.endedAt),
    active: a.active === false || b.active === false ? false : (a.active ?? b.active),
    pulse: a.pulse || b.pulse,
    // An alarm that was stored before pulses were told apart has a count alone.
    pulses: Math.max(a.pulses, b.pulses, pulses.length),
    confirmedAt: first(a.confirmedAt, b.confirmedAt),
    markedAt: first(a.markedAt, b.markedAt),
    origin: a.origin === "queue" || b.origin === "queue" ? "queue" : "log",
  };
}

/** Whether the device told of it late. */
export const isDelayed = ({ marks }: Folded): boolean => marks.delivery === 1 || marks.delivery === 3;
