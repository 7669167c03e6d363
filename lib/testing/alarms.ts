/** Alarms as the pump would have stored them, for tests that begin where the queue ends. */
import { randomUUID } from "node:crypto";
import { pool } from "@/lib/db/client";

export interface AlarmInit {
  id?: string;
  type?: string;
  sourceId?: string;
  sourceName?: string;
  sourceType?: string;
  areaId?: string | null;
  areaName?: string | null;
  deviceSerial?: string | null;
  ruleId?: string | null;
  ruleName?: string | null;
  priority?: 1 | 2 | 3 | 4;
  /** Milliseconds ago; both are now unless told. */
  occurredAgoMs?: number;
  receivedAgoMs?: number;
  state?: string;
  ownerId?: string | null;
  /** The first of its run. */
  groupId?: string;
}

/** Stores one alarm and returns its id. */
export async function makeAlarm(init: AlarmInit = {}): Promise<string> {
  const id = init.id ?? randomUUID();
  const { type = "10002", sourceId = "camera-1", sourceName = "Loading bay", sourceType = "camera" } = init;
  const { priority = 2, receivedAgoMs = 0, occurredAgoMs = receivedAgoMs, state = "new", groupId = id } = init;
  await pool().query(
    `INSERT INTO alarm (id, type, source_type, source_id, source_name, area_id, area_name, device_serial, rule_id, rule_name,
                        priority, gateway_priority, search, occurred_at, received_at, state, owner_id, group_id, group_last_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::int, $11::int, lower($5 || ' ' || $2),
             clock_timestamp() - $12 * interval '1 millisecond', clock_timestamp() - $13 * interval '1 millisecond',
             $14, $15, $16, clock_timestamp() - $12 * interval '1 millisecond')`,
    [
      ...[id, type, sourceType, sourceId, sourceName, init.areaId ?? null, init.areaName ?? null],
      ...[init.deviceSerial ?? null, init.ruleId ?? null, init.ruleName ?? null, priority],
      ...[occurredAgoMs, receivedAgoMs, state, init.ownerId ?? null, groupId],
    ],
  );
  if (groupId !== id) {
    await pool().query(
      `UPDATE alarm SET group_count = (SELECT count(*) FROM alarm WHERE group_id = $1),
              group_last_at = (SELECT max(occurred_at) FROM alarm WHERE group_id = $1) WHERE id = $1`,
      [groupId],
    );
  }
  return id;
}
