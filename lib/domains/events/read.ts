import { permit, type Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { areaPathOf } from "@/lib/domains/areas/read";
import { filesOfEvents, picturesOfEvents } from "@/lib/domains/attachments/read";
import { areasWithin } from "@/lib/domains/elements/read";
import { matching } from "@/lib/domains/sync/read";
import { NotFoundError } from "@/lib/errors";
import { describeMessageType, messageTypes } from "@/lib/gateway/dictionary/message-types";
import type { SqlParameters } from "@/lib/http/keyset";
import { listPage } from "@/lib/http/keyset";
import type { EventDetail, EventItem, EventListing, EventQuery } from "./schema";
import { eventKindWords, type CallState, type EventKind, type EventResult } from "./terms";

interface EventRow {
  id: string;
  kind: EventKind;
  type: string;
  result: EventResult | null;
  origin: "queue" | "record";
  occurredAt: Date;
  receivedAt: Date;
  delayed: boolean;
  sourceType: string | null;
  sourceId: string | null;
  sourceName: string | null;
  deviceId: string | null;
  deviceName: string | null;
  deviceSerial: string | null;
  areaId: string | null;
  areaName: string | null;
  personId: string | null;
  personName: string | null;
  cardNumber: string | null;
  details: Details;
  /** All that was told of its call, the first first; null for what is no call. */
  course: { id: string; state: string; at: string }[] | null;
}

/** As lib/domains/events/mirror.ts writes them. */
interface Details {
  reader?: string | null;
  channelNo?: number | null;
  department?: string | null;
  attendance?: string | null;
  mask?: string | null;
  temperature?: { celsius?: number | null } | null;
  call?: { id: string | null; to: string; room: string | null; doors?: { id: string; name: string }[] } | null;
  vehicle?: {
    id: string | null;
    plate: string | null;
    speedLimitMetresPerSecond?: number | null;
    position?: {
      latitude: number;
      longitude: number;
      metresPerSecond: number | null;
      heading: number | null;
    } | null;
  } | null;
}

/** What messages say of a call, and what it means. */
const callWords: Readonly<Record<string, CallState>> = {
  ringing: "ringing",
  answeredElsewhere: "answered",
  hungUp: "ended",
  missed: "missed",
};
/** Nothing rings longer: what is told no end of by then has one that nobody knows. */
const longestRingMs = 2 * 60_000;

/** SQL: keys under which everything told of the call of `e` is stored, see `callKeys` in mirror.ts. */
const keysOfCall = `ARRAY[${[...Object.keys(callWords), "unknown"]
  .map((state) => `'call/' || (e.details #>> '{call,id}') || '/${state}'`)
  .join(", ")}]`;

const columns = `e.id::text AS id, e.kind, e.type, e.result, e.origin, e.occurred_at AS "occurredAt",
  e.received_at AS "receivedAt", e.delayed, e.source_type AS "sourceType", e.source_id AS "sourceId",
  e.source_name AS "sourceName", e.device_id AS "deviceId", e.device_name AS "deviceName",
  e.device_serial AS "deviceSerial", e.area_id AS "areaId", coalesce(r.name, e.area_name) AS "areaName",
  e.person_id AS "personId", e.person_name AS "personName", e.card_number AS "cardNumber", e.details,
  CASE WHEN e.kind = 'intercom' THEN (
    SELECT jsonb_agg(jsonb_build_object('id', n.id::text, 'state', n.details #>> '{call,state}', 'at', n.occurred_at)
                     ORDER BY n.occurred_at, n.id) FROM device_event n WHERE n.key = ANY (${keysOfCall})) END AS course`;

const tables = "device_event e LEFT JOIN area r ON r.id = e.area_id";

function nameOfType({ type, kind, result }: EventRow): string {
  const { key, label } = describeMessageType(type);
  if (key !== null) return label;
  if (kind === "authentication") {
    return result === "granted" ? "Access granted" : result === "denied" ? "Access denied" : "Somebody at a door";
  }
  return type === "" ? eventKindWords[kind] : label;
}

function callState(row: EventRow): CallState {
  const told = (row.course ?? []).map(({ state }) => callWords[state] ?? "unknown");
  const state = (["answered", "missed", "ended", "ringing"] as const).find((each) => told.includes(each));
  const rings = Date.now() - row.occurredAt.getTime() < longestRingMs;
  return state === undefined || (state === "ringing" && !rings) ? "unknown" : state;
}

const isSomebody = ({ personId, personName, cardNumber }: EventRow) =>
  personId !== null || personName !== null || cardNumber !== null;

/** Pictures at doors show who passed, and drivers are at their wheel. */
const showsPerson = (row: EventRow) => row.kind === "authentication" || isSomebody(row);

function personOf(row: EventRow, named: boolean): EventItem["person"] {
  if (!isSomebody(row)) return null;
  if (!named) return { id: null, name: null, cardEnding: null };
  return { id: row.personId, name: row.personName, cardEnding: row.cardNumber?.slice(-4) ?? null };
}

function toItem(row: EventRow, named: boolean): EventItem {
  const { id, kind, type, result, origin, delayed, details } = row;
  const { call, vehicle } = details;
  const to = call?.to === "room" || call?.to === "centre" ? call.to : "unknown";
  return {
    ...{ id, kind, type, typeName: nameOfType(row), result, origin, delayed },
    occurredAt: row.occurredAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    source: { type: row.sourceType, id: row.sourceId, name: row.sourceName },
    device: { id: row.deviceId, name: row.deviceName, serial: row.deviceSerial },
    area: { id: row.areaId, name: row.areaName },
    person: personOf(row, named),
    call: call ? { state: callState(row), to, room: call.room } : null,
    vehicle: vehicle ? { id: vehicle.id, plate: vehicle.plate } : null,
    picture: null,
  };
}

/** What may be searched by somebody who may not know who passed: everything but the people. */
function matchingPlaces(q: string | undefined, parameters: SqlParameters): string[] {
  const places = `gh_fold(concat_ws(E'\\n', e.source_name, e.area_name, e.device_name, e.device_serial))`;
  const words = (q ?? "").split(/\s+/u).filter((word) => word !== "");
  return words.flatMap((word) => {
    const types = [...messageTypes].flatMap(([code, { label }]) =>
      label.toLowerCase().includes(word.toLowerCase()) ? [code] : [],
    );
    // The first finds by the index, the second leaves out what was found by a person.
    const [found] = matching("e.search", word, parameters);
    const [place] = matching(places, word, parameters);
    return found === undefined || place === undefined
      ? []
      : [found, `(${place} OR e.type = ANY (${parameters.add(types)}))`];
  });
}

/** Of each vehicle and minute the last position, of each call what was told last. */
function folded(upTo: string): string[] {
  const later = `(n.occurred_at, n.id) > (e.occurred_at, e.id) AND n.id <= ${upTo}::bigint`;
  return [
    `(e.kind <> 'position' OR NOT EXISTS (SELECT 1 FROM device_event n
       WHERE n.source_id = e.source_id AND n.kind = 'position' AND n.occurred_at >= e.occurred_at
         AND n.occurred_at < date_trunc('minute', e.occurred_at) + interval '1 minute' AND ${later}))`,
    `(e.kind <> 'intercom' OR NOT EXISTS (SELECT 1 FROM device_event n WHERE n.key = ANY (${keysOfCall}) AND ${later}))`,
  ];
}

interface Bounds {
  areas: readonly string[] | null;
  upTo: string;
  named: boolean;
}

function conditions(query: EventQuery, { areas, upTo, named }: Bounds, parameters: SqlParameters): string[] {
  const last = parameters.add(upTo);
  const where = [
    `e.id <= ${last}::bigint`,
    ...(named ? matching("e.search", query.q, parameters) : matchingPlaces(query.q, parameters)),
  ];
  const is = (column: string, value: unknown) => {
    if (value !== undefined) where.push(`e.${column} = ${parameters.add(value)}`);
  };
  const among = (column: string, values: readonly unknown[] | undefined) => {
    if (values === undefined || values.length === 0) return;
    // A single value equals: only so does the planner know that the index is in order.
    if (values.length === 1) is(column, values[0]);
    else where.push(`e.${column} = ANY (${parameters.add(values)})`);
  };
  if (areas !== null) where.push(`e.area_id = ANY (${parameters.add(areas)})`);
  among("kind", query.kind);
  among("type", query.type);
  among("result", query.result);
  is("source_id", query.source);
  is("person_id", query.person);
  is("device_id", query.device);
  if (query.since !== undefined) where.push(`e.occurred_at >= ${parameters.add(query.since)}::timestamptz`);
  if (query.until !== undefined) where.push(`e.occurred_at < ${parameters.add(query.until)}::timestamptz`);
  if (query.after !== undefined) where.push(`e.id > ${parameters.add(query.after)}::bigint`);
  if (query.repeats === "folded") where.push(...folded(last));
  return where;
}

async function newestEvent(): Promise<string> {
  const { rows } = await pool().query<{ newest: string }>(
    "SELECT coalesce(max(id), 0)::text AS newest FROM device_event",
  );
  return rows[0]?.newest ?? "0";
}

/**
 * A page of events; for somebody limited to areas those of their areas, and none without an area. People are named to who
 * may read persons. Throws ForbiddenError; BadRequestError for a cursor of another list.
 */
export async function listEvents(actor: Actor, query: EventQuery): Promise<EventListing> {
  permit(actor, "doors:read");
  if (query.person !== undefined) permit(actor, "persons:read");
  const named = may(actor, "persons:read");
  const [areas, newest] = await Promise.all([areasWithin(actor, query.area), newestEvent()]);
  const upTo = query.upTo ?? newest;
  // Where the list ends is no filter: a cursor holds while events arrive.
  const { upTo: _upTo, ...filters } = query;
  const shown = new Set<string>();
  const listing = await listPage<EventRow, EventItem, "occurredAt">({
    db: pool(),
    noun: "events",
    query: { ...filters },
    sortable: { occurredAt: { sql: "e.occurred_at", type: "timestamptz" } },
    select: columns,
    from: tables,
    id: "e.id",
    where: (parameters) => conditions(query, { areas, upTo, named }, parameters),
    item: (row) => {
      if (named || !showsPerson(row)) shown.add(row.id);
      return toItem(row, named);
    },
    syncedAt: null,
  });
  const pictures = await picturesOfEvents([...shown]);
  const items = listing.items.map((item) => ({ ...item, picture: pictures.get(item.id) ?? null }));
  return { ...listing, items, newest };
}

interface DetailRow extends EventRow {
  areaPath: string[] | null;
  areaPathNames: string[] | null;
  door: boolean;
  camera: boolean;
  device: boolean;
}

const isThere = (table: string, column: string) =>
  `EXISTS (SELECT 1 FROM ${table} t WHERE t.id = e.${column} AND t.gone_at IS NULL) AS ${table}`;

async function rowOf(actor: Actor, id: string): Promise<DetailRow> {
  permit(actor, "doors:read");
  const areas = await areasOf(actor);
  const { rows } = await pool().query<DetailRow>(
    `SELECT ${columns}, r.path AS "areaPath", r.path_names AS "areaPathNames", ${isThere("door", "source_id")},
            ${isThere("camera", "source_id")}, ${isThere("device", "device_id")}
       FROM ${tables} WHERE e.id = $1`,
    // Ids are numbers from 1; any other word is that of no event.
    [/^\d{1,18}$/.test(id) ? id : "0"],
  );
  const [row] = rows;
  if (row === undefined) {
    throw new NotFoundError("There is no event with this id.", {
      remedy: "Check the address, or search for the name.",
    });
  }
  withinAreas(areas, { noun: "event", id, areaIds: [row.areaId] });
  return row;
}

const toldWord = (word: string | null | undefined) => (word === "unknown" || word === "none" ? null : (word ?? null));

/** Everything about one event. Throws ForbiddenError, and NotFoundError also outside of the actor's areas. */
export async function readEvent(actor: Actor, id: string): Promise<EventDetail> {
  const row = await rowOf(actor, id);
  const named = may(actor, "persons:read");
  const visible = named || !showsPerson(row);
  const [files, pictures] = visible
    ? await Promise.all([filesOfEvents([id]), picturesOfEvents([id])])
    : [new Map<string, never>(), new Map<string, never>()];
  const { details, door, camera, device } = row;
  const { vehicle } = details;
  const item = toItem(row, named);
  return {
    ...item,
    picture: pictures.get(id) ?? null,
    areaPath: areaPathOf(row),
    known: { door, camera, device },
    reader: details.reader ?? null,
    channelNo: details.channelNo ?? null,
    department: named ? (details.department ?? null) : null,
    attendance: named ? toldWord(details.attendance) : null,
    mask: named ? toldWord(details.mask) : null,
    temperature: named ? (details.temperature?.celsius ?? null) : null,
    callDoors: details.call?.doors ?? [],
    callCourse: (row.course ?? []).map(({ id: each, state, at }) => ({
      ...{ id: each, state: callWords[state] ?? "unknown" },
      at: new Date(at).toISOString(),
    })),
    driver: vehicle && named ? row.personName : null,
    position: vehicle?.position ?? null,
    speedLimitMetresPerSecond: vehicle?.speedLimitMetresPerSecond ?? null,
    files: files.get(id) ?? [],
  };
}
