import { may } from "@/lib/auth/roles";
import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { thumbnailUrl } from "@/lib/domains/cameras/read";
import type { AlarmDetail, AlarmItem, RelatedCamera } from "../schema";
import { MOST_CAMERAS } from "../terms";
import { alarmColumns, alarmTables, toItem, type AlarmRow } from "./rows";

/** An alarm, as far as what is around it is found by it. */
export interface Centre {
  id: string;
  sourceType: string | null;
  sourceId: string | null;
  areaId: string | null;
  ruleId: string | null;
  occurredAt: Date;
  receivedAt: Date;
  groupId: string;
  linkedCameras: { id: string }[];
}

const mostDoors = 20;
const mostRelated = 20;
const mostRepeats = 50;
const mostDuplicates = 20;
const aroundMinutes = 15;

/**
 * Cameras that may show what happened: the source, those of its linkages, those somebody added, then the nearest of the
 * same area: of the same recorder and next to its channel first. Only those the actor may see.
 */
export async function camerasAround(
  actor: Actor,
  areas: readonly string[] | null,
  centre: Centre,
): Promise<RelatedCamera[]> {
  if (!may(actor, "cameras:read")) return [];
  const { rows } = await pool().query<Omit<RelatedCamera, "thumbnailUrl"> & { thumbnailHash: string | null }>(
    `WITH told AS (
       SELECT $2::text AS id, 1 AS rank
       UNION ALL SELECT unnest($3::text[]), 2
       UNION ALL SELECT camera_id, 3 FROM alarm_camera WHERE alarm_id = $1
       UNION ALL SELECT id, 4 FROM camera WHERE area_id = $4 AND gone_at IS NULL),
     best AS (SELECT id, min(rank) AS rank FROM told GROUP BY id)
     SELECT c.id, c.name, c.online, c.thumbnail_hash AS "thumbnailHash",
            (ARRAY['source', 'linkage', 'added', 'area'])[b.rank] AS why
       FROM best b JOIN camera c ON c.id = b.id LEFT JOIN camera s ON s.id = $2
      WHERE c.gone_at IS NULL AND ($5::text[] IS NULL OR c.area_id = ANY ($5))
      ORDER BY b.rank, c.device_id IS DISTINCT FROM s.device_id, abs(c.channel_no - s.channel_no) NULLS LAST, c.name, c.id
      LIMIT $6`,
    [
      centre.id,
      centre.sourceId,
      centre.linkedCameras.map(({ id }) => id),
      centre.areaId,
      areas,
      // Source, linked and added ones are never made more than this by hand, so each added one has its place.
      MOST_CAMERAS,
    ],
  );
  return rows.map(({ thumbnailHash, ...camera }) => ({
    ...camera,
    thumbnailUrl: thumbnailUrl(camera.id, thumbnailHash),
  }));
}

/** Others of the same source, area or rule about the same time, the nearest in time first; of each run its first. */
export async function alarmsAround(areas: readonly string[] | null, centre: Centre): Promise<AlarmItem[]> {
  const { rows } = await pool().query<AlarmRow>(
    `SELECT ${alarmColumns} FROM ${alarmTables}
      WHERE a.id = a.group_id AND a.id <> $1 AND a.group_id <> $2
        AND a.received_at BETWEEN $3::timestamptz - $4 * interval '1 minute' AND $3::timestamptz + $4 * interval '1 minute'
        AND (a.source_id = $5 OR a.area_id = $6 OR a.rule_id = $7) AND ($8::text[] IS NULL OR a.area_id = ANY ($8))
      ORDER BY abs(extract(epoch FROM a.occurred_at - $9::timestamptz)), a.id LIMIT ${mostRelated}`,
    [
      ...[centre.id, centre.groupId, centre.receivedAt, aroundMinutes, centre.sourceId, centre.areaId, centre.ruleId],
      ...[areas, centre.occurredAt],
    ],
  );
  return rows.map(toItem);
}

/** The alarm that one is a duplicate of; null also where the reader may not see it. */
export async function originalOf(
  areas: readonly string[] | null,
  duplicateOf: string | null,
): Promise<AlarmItem | null> {
  if (duplicateOf === null) return null;
  const { rows } = await pool().query<AlarmRow>(
    `SELECT ${alarmColumns} FROM ${alarmTables} WHERE a.id = $1 AND ($2::text[] IS NULL OR a.area_id = ANY ($2))`,
    [duplicateOf, areas],
  );
  return rows[0] === undefined ? null : toItem(rows[0]);
}

/** Alarms that somebody called a duplicate of this one, the latest first; of each run the first that is. */
export async function duplicatesOf(areas: readonly string[] | null, id: string): Promise<AlarmItem[]> {
  const { rows } = await pool().query<AlarmRow>(
    `SELECT ${alarmColumns} FROM ${alarmTables}
      WHERE a.duplicate_of = $1 AND ($2::text[] IS NULL OR a.area_id = ANY ($2)) AND NOT EXISTS (
        SELECT 1 FROM alarm b WHERE b.duplicate_of = $1 AND b.group_id = a.group_id
           AND (b.received_at, b.id) < (a.received_at, a.id))
      ORDER BY a.received_at DESC, a.id DESC LIMIT ${mostDuplicates}`,
    [id, areas],
  );
  return rows.map(toItem);
}

/** The run of repeats that an alarm belongs to, the latest first; empty for one alone. */
export async function repeatsOf(groupId: string): Promise<AlarmDetail["repeated"]> {
  const { rows } = await pool().query<{ id: string; occurredAt: Date; receivedAt: Date }>(
    `SELECT id, occurred_at AS "occurredAt", received_at AS "receivedAt" FROM alarm WHERE group_id = $1
      ORDER BY received_at DESC, id DESC LIMIT ${mostRepeats}`,
    [groupId],
  );
  if (rows.length < 2) return [];
  return rows.map(({ id, occurredAt, receivedAt }) => ({
    ...{ id, occurredAt: occurredAt.toISOString(), receivedAt: receivedAt.toISOString() },
  }));
}

/** Doors of the same area that the actor may control; a door that is the source comes first. */
export async function doorsAround(
  actor: Actor,
  areas: readonly string[] | null,
  centre: Centre,
): Promise<AlarmDetail["doors"]> {
  if (!may(actor, "doors:control")) return [];
  const { rows } = await pool().query<{ id: string; name: string }>(
    `SELECT id, name FROM door
      WHERE gone_at IS NULL AND (area_id = $1 OR id = $2) AND ($3::text[] IS NULL OR area_id = ANY ($3))
      ORDER BY id IS DISTINCT FROM $2, name, id LIMIT ${mostDoors}`,
    [centre.areaId, centre.sourceId, areas],
  );
  return rows;
}
