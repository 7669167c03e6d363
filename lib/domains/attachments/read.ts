import { pool } from "@/lib/db/client";
import type { AlarmFileItem } from "@/lib/domains/alarms/schema";

interface FileRow extends Omit<AlarmFileItem, "url" | "thumbnailUrl"> {
  ownerId: string;
  hash: string | null;
  thumbnailHash: string | null;
}

/** Whose files: the column that names it, and how its address begins. Constants, never input. */
const owners = {
  alarms: { column: "alarm_id", type: "text" },
  events: { column: "event_id", type: "bigint" },
} as const;

export type FileOwner = keyof typeof owners;

/** Our own address of a file. `v` makes that of each content its own, so that browsers keep it. */
function fileUrl(owner: FileOwner, ownerId: string, fileId: string, hash: string, end = ""): string {
  return `/api/${owner}/${encodeURIComponent(ownerId)}/files/${fileId}${end}?v=${hash.slice(0, 8)}`;
}

async function filesOf(owner: FileOwner, ids: readonly string[]): Promise<Map<string, AlarmFileItem[]>> {
  const found = new Map<string, AlarmFileItem[]>();
  if (ids.length === 0) return found;
  const { column, type } = owners[owner];
  const { rows } = await pool().query<FileRow>(
    `SELECT ${column}::text AS "ownerId", id, kind, state, reason, taken, origin, source_name AS "sourceName", width,
            height, media_type AS "mediaType", person, hash, thumbnail_hash AS "thumbnailHash"
       FROM alarm_file WHERE ${column} = ANY ($1::${type}[])
      ORDER BY first_seen_at, id`,
    [ids],
  );
  for (const { ownerId, hash, thumbnailHash, ...row } of rows) {
    const list = found.get(ownerId) ?? [];
    const url = hash === null ? null : fileUrl(owner, ownerId, row.id, hash);
    const thumbnailUrl = thumbnailHash === null ? null : fileUrl(owner, ownerId, row.id, thumbnailHash, "/thumbnail");
    found.set(ownerId, [...list, { ...row, url, thumbnailUrl }]);
  }
  return found;
}

/** Pictures and films of these alarms, the first that was told of first. The caller has checked who may see them. */
export const filesOfAlarms = (alarmIds: readonly string[]) => filesOf("alarms", alarmIds);

/** The same of device events. */
export const filesOfEvents = (eventIds: readonly string[]) => filesOf("events", eventIds);

export interface FirstPicture {
  url: string;
  thumbnailUrl: string;
}

async function picturesOf(owner: FileOwner, ids: readonly string[]): Promise<Map<string, FirstPicture>> {
  if (ids.length === 0) return new Map();
  const { column, type } = owners[owner];
  const { rows } = await pool().query<{ ownerId: string; id: string; hash: string; thumbnailHash: string }>(
    // The source's own picture of the moment says most. One without a thumbnail is for the detail alone.
    `SELECT DISTINCT ON (${column}) ${column}::text AS "ownerId", id, hash, thumbnail_hash AS "thumbnailHash"
       FROM alarm_file
      WHERE ${column} = ANY ($1::${type}[]) AND state = 'kept' AND hash IS NOT NULL AND thumbnail_hash IS NOT NULL
      ORDER BY ${column}, origin = 'linkage', array_position(ARRAY['during', 'after', 'before'], taken), first_seen_at, id`,
    [ids],
  );
  const pictures = rows.map(({ ownerId, id, hash, thumbnailHash }): [string, FirstPicture] => [
    ownerId,
    { url: fileUrl(owner, ownerId, id, hash), thumbnailUrl: fileUrl(owner, ownerId, id, thumbnailHash, "/thumbnail") },
  ]);
  return new Map(pictures);
}

/** The first kept picture of each of these alarms, for lists; alarms without one are not in it. */
export const picturesOfAlarms = (alarmIds: readonly string[]) => picturesOf("alarms", alarmIds);

/** The same of device events. */
export const picturesOfEvents = (eventIds: readonly string[]) => picturesOf("events", eventIds);
