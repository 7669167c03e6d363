import { describeAlarmType } from "@/lib/gateway/dictionary/alarm-types";
import { pool } from "@/lib/db/client";
import type { AlarmItem, Person } from "../schema";
import type { AlarmPriority, AlarmState, Disposition } from "../terms";

export interface AlarmRow {
  id: string;
  type: string | null;
  state: AlarmState;
  priority: AlarmPriority;
  priorityName: string | null;
  priorityColor: string | null;
  sourceType: string | null;
  sourceId: string | null;
  sourceName: string | null;
  areaId: string | null;
  areaName: string | null;
  occurredAt: Date;
  receivedAt: Date;
  endedAt: Date | null;
  active: boolean | null;
  delayed: boolean;
  origin: "queue" | "log";
  ownerId: string | null;
  ownerName: string | null;
  disposition: Disposition | null;
  handover: boolean;
  snoozed: boolean;
  escalatedAt: Date | null;
  version: number;
  groupId: string;
  groupCount: number;
  groupLastAt: Date;
}

/** SQL: the snoozes that run now. Over at their time, whether or not a worker noticed. */
export const runningSnoozes = "SELECT s.id FROM snooze s WHERE s.lifted_at IS NULL AND s.until > now()";

/** SQL, never null: somebody asked not to be rung about it, and nobody has acted on it since. */
export const isSnoozed = `(a.state = 'new' AND a.snooze_id IS NOT NULL AND a.snooze_id IN (${runningSnoozes}))`;

/** SQL, as the partial indexes of open alarms have it. */
export const isOpen = "a.state NOT IN ('resolved', 'closed')";

/** Of `alarmTables`. The run is told by its first alarm. */
export const alarmColumns = `a.id, a.type, a.state, a.priority, a.priority_name AS "priorityName",
  a.priority_color AS "priorityColor", a.source_type AS "sourceType", a.source_id AS "sourceId",
  a.source_name AS "sourceName", a.area_id AS "areaId", coalesce(r.name, a.area_name) AS "areaName",
  a.occurred_at AS "occurredAt", a.received_at AS "receivedAt", a.ended_at AS "endedAt", a.active, a.delayed, a.origin,
  a.owner_id AS "ownerId", o.name AS "ownerName", a.disposition, a.handover, ${isSnoozed} AS snoozed,
  a.escalated_at AS "escalatedAt", a.version, a.group_id AS "groupId",
  coalesce(f.group_count, a.group_count) AS "groupCount", coalesce(f.group_last_at, a.group_last_at) AS "groupLastAt"`;

export const alarmTables = `alarm a LEFT JOIN app_user o ON o.id = a.owner_id LEFT JOIN alarm f ON f.id = a.group_id
  LEFT JOIN area r ON r.id = a.area_id`;

const iso = (date: Date | null) => date?.toISOString() ?? null;

export function personOf(id: string | null, name: string | null): Person | null {
  // A person who was erased is still somebody.
  return id === null ? null : { id, name: name ?? "Somebody who is no longer here" };
}

export function typeName(type: string | null): string {
  return type === null ? "Alarm without a type" : describeAlarmType(type).label;
}

export function toItem(row: AlarmRow): AlarmItem {
  const { id, type, state, priority, priorityName, priorityColor, active, delayed, origin } = row;
  const { disposition, handover, snoozed, version } = row;
  return {
    ...{ id, type, typeName: typeName(type), state, priority, priorityName, priorityColor },
    source: { type: row.sourceType, id: row.sourceId, name: row.sourceName },
    area: { id: row.areaId, name: row.areaName },
    occurredAt: row.occurredAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    endedAt: iso(row.endedAt),
    ...{ active, delayed, origin, owner: personOf(row.ownerId, row.ownerName), disposition, handover, snoozed },
    escalatedAt: iso(row.escalatedAt),
    version,
    repeats: { firstId: row.groupId, count: row.groupCount, lastAt: row.groupLastAt.toISOString() },
    picture: null,
  };
}

/** Names of people by id; those who were erased are not in it. */
export async function namesOf(ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const { rows } = await pool().query<{ id: string; name: string }>(
    "SELECT id, name FROM app_user WHERE id = ANY ($1::uuid[])",
    [known],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
