/** Stores what queues and the gateway's log tell of alarms. People's side of an alarm is written by write/ alone. */
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { publish } from "@/lib/bus/publish";
import { storableJson } from "@/lib/db/json";
import { describeAlarmType } from "@/lib/gateway/dictionary/alarm-types";
import { areaOf, fresh, joinRuns, snoozed, typeOf, withAreas, type Joined } from "./write/arrive";
import {
  alarmFacts,
  combinedFacts,
  fold,
  isDelayed,
  partColumns,
  type CombinedAlarm,
  type Folded,
  type QueueAlarm,
  type Reading,
} from "./write/fold";
import { alarmFiles } from "./write/fold-files";
import { storeFiles } from "./write/store-files";

export { alarmOfDoor, noteDoor } from "./write/doors";
export { areasBySource } from "./write/arrive";
export { toldFiles, unsigned, type ToldFile } from "./write/fold-files";
export { storeFiles, type OwnedFiles } from "./write/store-files";
export type { CombinedAlarm, QueueAlarm } from "./write/fold";

/** A message that was stored for the first time. */
export type AlarmReading = Reading & ({ message: QueueAlarm } | { combined: CombinedAlarm });

export interface StoredAlarms {
  /** All that came or changed, with the firsts of runs that grew. */
  ids: string[];
  areaIds: string[];
  added: string[];
  /** Files to fetch. */
  wanted: number;
}

const jsonColumns = new Set(["linked_cameras", "vehicle", "queue", "plate"]);
const integerColumns = new Set(["gateway_priority", "utc_offset_minutes"]);
const typeOfColumn = (column: string) =>
  column === "linkages"
    ? "text[]"
    : jsonColumns.has(column)
      ? "jsonb"
      : integerColumns.has(column)
        ? "integer"
        : "text";

interface KnownRow extends Record<string, unknown> {
  id: string;
  fold: Folded["marks"];
  occurredAt: Date;
  endedAt: Date | null;
  active: boolean | null;
  pulse: boolean;
  pulses: number;
  confirmedAt: Date | null;
  markedAt: Date | null;
  origin: Folded["origin"];
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

function foldedOf(row: KnownRow): Folded {
  const values = Object.fromEntries(partColumns.map((column) => [column, row[column]]));
  // Rows made by hand, as tests do, have no marks: whatever a message says goes before them.
  const { keys = {}, occurred = 0, delivery = 0, pulses = [] } = row.fold as Partial<Folded["marks"]>;
  const marks = { keys, occurred, delivery, pulses };
  return {
    ...{ id: row.id, values, marks, active: row.active, pulse: row.pulse, pulses: row.pulses, origin: row.origin },
    ...{ occurredAt: row.occurredAt.toISOString(), endedAt: iso(row.endedAt) },
    ...{ confirmedAt: iso(row.confirmedAt), markedAt: iso(row.markedAt) },
  };
}

async function knownAlarms(tx: pg.PoolClient, ids: readonly string[]): Promise<Map<string, Folded>> {
  const { rows } = await tx.query<KnownRow>(
    `SELECT id, ${partColumns.join(", ")}, fold, occurred_at AS "occurredAt", ended_at AS "endedAt", active, pulse,
            pulses, gateway_confirmed_at AS "confirmedAt", gateway_marked_at AS "markedAt", origin
       FROM alarm WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, foldedOf(row)]));
}

/** What a search of alarms finds them by. */
function searchText(alarm: Folded): string {
  const { source_name, device_name, device_serial, area_name, rule_name, plate, vehicle } = alarm.values;
  const type = typeOf(alarm);
  const named = (value: unknown, field: string) =>
    typeof value === "object" && value !== null ? (value as Record<string, unknown>)[field] : null;
  const words = [
    ...[source_name, type === null ? null : describeAlarmType(type).label, type, rule_name, area_name, device_name],
    ...[device_serial, named(plate, "number"), named(vehicle, "plate")],
  ];
  return [...new Set(words.filter((word) => typeof word === "string" && word !== ""))].join("\n");
}

const ownColumns = {
  id: "text",
  search: "text",
  fold: "jsonb",
  occurred_at: "timestamptz",
  ended_at: "timestamptz",
  active: "boolean",
  pulse: "boolean",
  pulses: "integer",
  delayed: "boolean",
  gateway_confirmed_at: "timestamptz",
  gateway_marked_at: "timestamptz",
  origin: "text",
} as const;
const arrivalColumns = {
  group_id: "text",
  group_count: "integer",
  group_last_at: "timestamptz",
  state: "text",
  owner_id: "uuid",
  acknowledged_at: "timestamptz",
  acknowledged_by: "uuid",
  priority_override: "integer",
  snooze_id: "uuid",
} as const;

const factColumns = [...partColumns, ...Object.keys(ownColumns).filter((name) => name !== "id")];
const insertColumns = ["id", ...factColumns, ...Object.keys(arrivalColumns)];
const inRow: Readonly<Record<string, string>> = {
  gateway_priority: "coalesce(r.gateway_priority, 4)",
  linkages: "coalesce(r.linkages, '{}')",
  linked_cameras: "coalesce(r.linked_cameras, '[]')",
  search: "gh_fold(r.search)",
};

const upsert = `
  INSERT INTO alarm AS a (${insertColumns.join(", ")}, priority, gateway_confirmed, gateway_marked)
  SELECT ${insertColumns.map((name) => inRow[name] ?? `r.${name}`).join(", ")},
         coalesce(r.priority_override, r.gateway_priority, 4),
         r.gateway_confirmed_at IS NOT NULL, r.gateway_marked_at IS NOT NULL
    FROM jsonb_to_recordset($1::jsonb) AS r(
      ${[
        ...partColumns.map((name) => `${name} ${typeOfColumn(name)}`),
        ...Object.entries({ ...ownColumns, ...arrivalColumns }).map(([name, type]) => `${name} ${type}`),
      ].join(", ")})
  ON CONFLICT (id) DO UPDATE
     SET ${factColumns.map((name) => `${name} = EXCLUDED.${name}`).join(", ")},
         priority = coalesce(a.priority_override, EXCLUDED.gateway_priority),
         gateway_confirmed = EXCLUDED.gateway_confirmed, gateway_marked = EXCLUDED.gateway_marked,
         changed_at = clock_timestamp()`;

const nothingJoined = { ...fresh, group_count: 1 };

function rowOf(alarm: Folded, joined: Joined, snoozeId: string | null): Record<string, unknown> {
  const { id, values, marks, occurredAt, endedAt, active, pulse, pulses, confirmedAt, markedAt, origin } = alarm;
  // Of an alarm that is known already these are not written.
  const arrival = joined.groups.get(id) ?? { ...nothingJoined, group_id: id, group_last_at: occurredAt };
  return {
    ...{ ...values, id, search: searchText(alarm), fold: marks, occurred_at: occurredAt, ended_at: endedAt, active },
    ...{ pulse, pulses, delayed: isDelayed(alarm), gateway_confirmed_at: confirmedAt, gateway_marked_at: markedAt },
    ...{ origin, ...arrival, snooze_id: snoozeId },
  };
}

async function noteArrival(tx: pg.PoolClient, added: readonly Folded[], snoozes: ReadonlyMap<string, string>) {
  const entries = [
    ...added.filter(({ origin }) => origin === "log").map(({ id }) => ({ alarm_id: id, kind: "recovered" })),
    ...[...snoozes].map(([id, snooze]) => ({ alarm_id: id, kind: "snoozed", to: snooze })),
  ];
  if (entries.length === 0) return;
  await tx.query(
    `INSERT INTO alarm_entry (alarm_id, kind, "to")
     SELECT alarm_id, kind, "to" FROM jsonb_to_recordset($1::jsonb) AS e(alarm_id text, kind text, "to" jsonb)`,
    [storableJson(entries)],
  );
}

const factsOf = (reading: AlarmReading): Folded =>
  "message" in reading ? alarmFacts(reading.message, reading) : combinedFacts(reading.combined, reading);

/**
 * Folds messages that were stored in this transaction for the first time, with their files. To be called in the
 * transaction that stored them; nothing is published: see `publishAlarms`.
 */
export async function storeAlarms(tx: pg.PoolClient, readings: readonly AlarmReading[]): Promise<StoredAlarms> {
  if (readings.length === 0) return { ids: [], areaIds: [], added: [], wanted: 0 };
  // One folder at a time: two pumps that both see no row would each write their own facts.
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('gatehouse.alarms.fold'))");
  const facts = readings.map(factsOf);
  const known = await knownAlarms(tx, [...new Set(facts.map(({ id }) => id))]);
  const now = new Map<string, Folded>();
  for (const fact of facts) {
    const before = now.get(fact.id) ?? known.get(fact.id);
    now.set(fact.id, before === undefined ? fact : fold(before, fact));
  }
  const all = await withAreas(tx, [...now.values()]);
  const changed = all.filter((alarm) => !isDeepStrictEqual(alarm, known.get(alarm.id)));
  const added = changed.filter(({ id }) => !known.has(id));
  const joined = await joinRuns(tx, added);
  const snoozes = await snoozed(tx, added);
  if (changed.length > 0) {
    await tx.query(upsert, [storableJson(changed.map((alarm) => rowOf(alarm, joined, snoozes.get(alarm.id) ?? null)))]);
  }
  if (joined.grown.length > 0) {
    await tx.query(
      `UPDATE alarm a SET group_count = a.group_count + g.by, changed_at = clock_timestamp(),
              group_last_at = greatest(a.group_last_at, g.last)
         FROM unnest($1::text[], $2::int[], $3::timestamptz[]) AS g(id, by, last) WHERE a.id = g.id`,
      [joined.grown.map(({ id }) => id), joined.grown.map(({ by }) => by), joined.grown.map(({ lastAt }) => lastAt)],
    );
  }
  await noteArrival(tx, added, snoozes);
  const wanted = await storeAlarmFiles(tx, readings, known);
  const areas = [
    ...changed.flatMap((alarm) => [areaOf(alarm), ...[known.get(alarm.id)].map((old) => (old ? areaOf(old) : null))]),
    ...joined.grown.map(({ areaId }) => areaId),
  ];
  return {
    ids: [...new Set([...changed.map(({ id }) => id), ...joined.grown.map(({ id }) => id)])],
    areaIds: [...new Set(areas.filter((area) => area !== null))],
    added: added.map(({ id }) => id),
    wanted,
  };
}

/** The log shows files under addresses of its own: they count only for alarms that no queue told of. */
async function storeAlarmFiles(
  tx: pg.PoolClient,
  readings: readonly AlarmReading[],
  known: ReadonlyMap<string, Folded>,
): Promise<number> {
  const told = readings.flatMap((reading) => {
    const message = "message" in reading ? reading.message : reading.combined;
    const owner = "message" in reading ? reading.message.guid : reading.combined.id;
    return reading.origin === "log" && known.has(owner) ? [] : [{ owner, files: alarmFiles(message) }];
  });
  return storeFiles(tx, "alarm", told);
}

/** Tells open pages of it; to be called last in the transaction. */
export async function publishAlarms(tx: pg.PoolClient, { ids, areaIds }: StoredAlarms): Promise<void> {
  if (ids.length > 0) await publish(tx, { topic: "alarm", ids, areaIds });
}
