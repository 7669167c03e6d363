/** Stores what doors, devices, intercoms and vehicles tell, from the queues and from the access records, each once. */
import type pg from "pg";
import { publish } from "@/lib/bus/publish";
import { storableJson } from "@/lib/db/json";
import { areasBySource, storeFiles, toldFiles, type ToldFile } from "@/lib/domains/alarms/mirror";
import { describeMessageType } from "@/lib/gateway/dictionary/message-types";
import type { AccessRecord, CombineEvent, DeviceMessage as QueueEvent } from "@/lib/gateway/endpoints";
import type { EventKind } from "./terms";

export interface EventReading {
  /** When it was stored, ISO; stands for the time of what told none. */
  receivedAt: string;
  /** Minutes east of UTC of times that came without a zone. */
  zonelessMinutes: number;
  /** Tells the message from others where it has no id of its own. */
  place: string;
}

/** A row of device_event before it is one. */
export interface EventFacts {
  keys: string[];
  kind: EventKind;
  type: string;
  origin: "queue" | "record";
  occurredAt: string;
  delayed: boolean;
  sourceType: string | null;
  sourceId: string | null;
  sourceName: string | null;
  areaId: string | null;
  areaName: string | null;
  deviceId: string | null;
  deviceName: string | null;
  deviceSerial: string | null;
  result: string | null;
  personId: string | null;
  personName: string | null;
  cardNumber: string | null;
  details: Record<string, unknown>;
  files: ToldFile[];
}

const dayMs = 86_400_000;

/**
 * A swipe's keys, its own first. A device counts its events; queue and records may differ by seconds, and a device that
 * was reset counts from 1 again, so the same number within a day is the same event.
 */
function swipeKeys(device: string | null, number: string | number | null, at: Date | null): string[] {
  if (device === null || number === null || at === null) return [];
  const day = Math.floor(at.getTime() / dayMs);
  return [day, day - 1, day + 1].map((each) => `swipe/${device}/${number}/${each}`);
}

const shifted = (at: Date | null, minutes: number) => (at === null ? null : new Date(at.getTime() - minutes * 60_000));
const fullName = (...names: (string | null)[]) =>
  names.filter((name) => name !== null && name !== "").join(" ") || null;

interface Picture {
  url: string;
  kind: "picture" | "video";
  taken?: string;
  sourceType?: string;
  livesMs?: number;
}

const filesOf = (pictures: readonly Picture[]) =>
  toldFiles(
    pictures.map((picture) => ({
      ...{ taken: "unknown", sourceType: null, sourceId: null, sourceName: null, person: null, origin: "alarm" },
      ...{ encrypted: false, failed: false },
      ...picture,
    })),
  );

type PlaceFields =
  "sourceType" | "sourceId" | "sourceName" | "areaId" | "areaName" | "deviceId" | "deviceName" | "deviceSerial";
type Located = Pick<QueueEvent, PlaceFields>;

const placeOf = (from: Located) => ({
  ...{ sourceType: from.sourceType, sourceId: from.sourceId, sourceName: from.sourceName },
  ...{ areaId: from.areaId, areaName: from.areaName },
  ...{ deviceId: from.deviceId, deviceName: from.deviceName, deviceSerial: from.deviceSerial },
});

const nobody = { result: null, personId: null, personName: null, cardNumber: null };

function driverOf(vehicle: QueueEvent["vehicle"]) {
  const driver = vehicle?.drivers[0];
  return driver === undefined ? nobody : { ...nobody, personId: driver.id, personName: driver.name };
}

function callKeys(call: QueueEvent["call"]): string[] {
  return call === null || call.id === null ? [] : [`call/${call.id}/${call.state}`];
}

/** Of drivers who they are: licence, photograph and telephone number are of no use here. */
const withNamesAlone = (vehicle: QueueEvent["vehicle"]) =>
  vehicle && { ...vehicle, drivers: vehicle.drivers.map(({ id, name }) => ({ id, name })) };

/** What one message of the message queue tells. */
export function queueEvent(message: QueueEvent, { receivedAt, zonelessMinutes, place }: EventReading): EventFacts {
  const { authentication: auth, call, vehicle, uuid } = message;
  const at = shifted(message.occurredAt, message.utcOffsetMinutes === null ? zonelessMinutes : 0);
  const { result = null, personId = null, cardNumber = null } = auth ?? {};
  const person = auth && { result, personId, cardNumber, personName: fullName(auth.firstName, auth.lastName) };
  const device = message.deviceId ?? message.deviceSerial ?? message.sourceId;
  return {
    keys: [
      ...(auth === null ? [] : swipeKeys(device, auth.eventNo, at)),
      ...callKeys(call),
      ...(uuid === null ? [] : [`uuid/${uuid}`]),
      place,
    ],
    kind: message.kind,
    type: message.type,
    origin: "queue",
    occurredAt: at?.toISOString() ?? receivedAt,
    delayed: message.delivery === "delayed",
    ...placeOf(message),
    ...(person ?? driverOf(vehicle)),
    details: {
      ...(auth && {
        reader: auth.readerId,
        channelNo: auth.channelNo,
        department: auth.department,
        attendance: auth.attendance,
      }),
      ...(call && { call }),
      ...(vehicle && { vehicle: withNamesAlone(vehicle) }),
    },
    files: filesOf([
      ...message.pictureUrls.map((url) => ({ url, kind: "picture" as const })),
      ...message.videoUrls.map((url) => ({ url, kind: "video" as const })),
      ...(auth?.pictureUrl ? [{ url: auth.pictureUrl, kind: "picture" as const, sourceType: "person" }] : []),
    ]),
  };
}

/** An intercom call or a vehicle's position that the V2 queue tells. */
export function combinedEvent(message: CombineEvent, { receivedAt, zonelessMinutes }: EventReading): EventFacts {
  const at = shifted(message.occurredAt, message.utcOffsetMinutes === null ? zonelessMinutes : 0);
  const { call, vehicle } = message;
  return {
    keys: [...callKeys(call), `combined/${message.id}`],
    kind: message.kind === "alarm" ? "unknown" : message.kind,
    type: message.type,
    origin: "queue",
    occurredAt: at?.toISOString() ?? receivedAt,
    delayed: message.delivery === "delayed",
    ...placeOf(message),
    ...driverOf(vehicle),
    details: { ...(call && { call }), ...(vehicle && { vehicle: withNamesAlone(vehicle) }) },
    files: [],
  };
}

const snapshotLivesMs = dayMs;

/** What one access record tells. */
export function recordEvent(record: AccessRecord, receivedAt: string): EventFacts {
  const at = record.deviceAt ?? record.occurredAt;
  const { person } = record;
  const result = { success: "granted", failure: "denied", unknown: "unknown" }[record.result];
  return {
    keys: [...swipeKeys(record.deviceId ?? record.doorId, record.eventNo, at), `record/${record.id}`],
    kind: "authentication",
    type: String(record.eventType ?? ""),
    origin: "record",
    occurredAt: (at ?? record.recordedAt)?.toISOString() ?? receivedAt,
    delayed: false,
    sourceType: record.elementType === "unknown" ? "door" : record.elementType,
    sourceId: record.doorId,
    sourceName: record.doorName,
    areaId: record.areaId,
    areaName: record.areaName,
    deviceId: record.deviceId,
    deviceName: record.deviceName,
    deviceSerial: null,
    result,
    personId: person?.id ?? null,
    personName: fullName(person?.firstName ?? null, person?.lastName ?? null),
    cardNumber: record.cardNo,
    details: {
      reader: record.cardReaderName ?? record.cardReaderId,
      department: person?.departmentPath ?? null,
      attendance: record.attendance,
      ...(record.mask !== "unknown" && { mask: record.mask }),
      ...(record.temperature && { temperature: record.temperature }),
    },
    files: filesOf(record.snapshots.map(({ url }) => ({ url, kind: "picture" as const, livesMs: snapshotLivesMs }))),
  };
}

export interface StoredEvents {
  /** Stored for the first time. */
  added: number;
  kinds: string[];
  areaIds: string[];
  /** Files to fetch. */
  wanted: number;
}

/** Of events that are the same by any key, the first; files of the others are its own. */
function unique(events: readonly EventFacts[], known: ReadonlyMap<string, string>) {
  const byKey = new Map<string, string>(known);
  const own = new Map<string, EventFacts>();
  const files: { key: string; files: ToldFile[] }[] = [];
  for (const event of events) {
    const [first = ""] = event.keys;
    const key = event.keys.map((each) => byKey.get(each)).find((each) => each !== undefined) ?? first;
    if (!byKey.has(key)) own.set(key, event);
    for (const each of [key, ...event.keys.filter((_, at) => at === 0)]) byKey.set(each, key);
    files.push({ key, files: event.files });
  }
  return { own, files };
}

function searchText(event: EventFacts): string {
  const { label } = describeMessageType(event.type);
  // Whoever searches may know the end of a card, and finds nobody by trying numbers.
  const card = event.cardNumber?.slice(-4);
  const words = [event.personName, event.sourceName, event.areaName, event.deviceName, card, label];
  return [...words, event.type, event.deviceSerial].filter(Boolean).join("\n");
}

/** Gives events that name no area the one of their source or device, as far as the mirror knows it. */
async function placed(tx: pg.PoolClient, events: readonly [string, EventFacts][]): Promise<[string, EventFacts][]> {
  const named = ({ sourceId, deviceId }: EventFacts) => [sourceId, deviceId].filter((id) => id !== null);
  const lost = events.filter(([, { areaId }]) => areaId === null);
  const places = await areasBySource(tx, [...new Set(lost.flatMap(([, event]) => named(event)))]);
  return events.map(([key, event]) => {
    const place = event.areaId === null ? named(event).flatMap((id) => places.get(id) ?? [])[0] : undefined;
    if (place === undefined) return [key, event];
    return [key, { ...event, areaId: place.areaId, areaName: event.areaName ?? place.areaName }];
  });
}

/** Stores what is not known yet, with its files. Nothing is published: see `publishEvents`. */
export async function storeEvents(tx: pg.PoolClient, events: readonly EventFacts[]): Promise<StoredEvents> {
  if (events.length === 0) return { added: 0, kinds: [], areaIds: [], wanted: 0 };
  // The message queue and the access records may tell of one swipe at the same moment under two days.
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('gatehouse.events.store'))");
  const keys = [...new Set(events.flatMap((event) => event.keys))];
  const { rows: known } = await tx.query<{ key: string }>("SELECT key FROM device_event WHERE key = ANY ($1)", [keys]);
  const { own, files } = unique(events, new Map(known.map(({ key }) => [key, key])));
  const rows = (await placed(tx, [...own])).map(([key, event]) => ({
    ...event,
    key,
    search: searchText(event),
    keys: undefined,
    files: undefined,
  }));
  const { rows: added } = await tx.query<{ kind: string; areaId: string | null }>(
    `INSERT INTO device_event (key, kind, type, origin, occurred_at, delayed, source_type, source_id, source_name, area_id,
                               area_name, device_id, device_name, device_serial, result, person_id, person_name,
                               card_number, search, details)
     SELECT key, kind, type, origin, "occurredAt", delayed, "sourceType", "sourceId", "sourceName", "areaId", "areaName", "deviceId", "deviceName", "deviceSerial", result, "personId", "personName", "cardNumber",
            gh_fold(search), details
       FROM jsonb_to_recordset($1::jsonb) AS e(
         key text, kind text, type text, origin text, "occurredAt" timestamptz, delayed boolean, "sourceType" text,
         "sourceId" text, "sourceName" text, "areaId" text, "areaName" text, "deviceId" text, "deviceName" text,
         "deviceSerial" text, result text, "personId" text, "personName" text, "cardNumber" text, search text,
         details jsonb)
      ORDER BY "occurredAt"
     RETURNING kind, area_id AS "areaId"`,
    [storableJson(rows)],
  );
  const wanted = await storeEventFiles(tx, files);
  return {
    added: added.length,
    kinds: [...new Set(added.map(({ kind }) => kind))],
    areaIds: [...new Set(added.flatMap(({ areaId }) => (areaId === null ? [] : [areaId])))],
    wanted,
  };
}

async function storeEventFiles(
  tx: pg.PoolClient,
  told: readonly { key: string; files: ToldFile[] }[],
): Promise<number> {
  const some = told.filter(({ files }) => files.length > 0);
  if (some.length === 0) return 0;
  const { rows } = await tx.query<{ id: string; key: string }>(
    "SELECT id::text, key FROM device_event WHERE key = ANY ($1)",
    [some.map(({ key }) => key)],
  );
  const ids = new Map(rows.map(({ id, key }) => [key, id]));
  return storeFiles(
    tx,
    "event",
    some.flatMap(({ key, files }) =>
      [ids.get(key)].flatMap((owner) => (owner === undefined ? [] : [{ owner, files }])),
    ),
  );
}

/** Tells open pages of it; to be called last in the transaction. */
export async function publishEvents(tx: pg.PoolClient, { added, kinds, areaIds }: StoredEvents): Promise<void> {
  if (added > 0) await publish(tx, { topic: "event", kinds, areaIds });
}
