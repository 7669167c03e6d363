import { record } from "@/lib/audit/record";
import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { NotFoundError } from "@/lib/errors";
import { wantedOf, type KeptFile } from "@/lib/http/kept-file";
import { notHere, openKept, readKept } from "@/lib/media/store";
import type { FileOwner } from "../read";
import { LOOK_MINUTES } from "../terms";

/** Who may see files of an alarm, of an event, and how a look is written down. */
const rules = {
  alarms: {
    noun: "alarm",
    permission: "alarms:read",
    action: "alarm.files.view",
    ofPerson: "false",
    from: "alarm o LEFT JOIN alarm_file f ON f.alarm_id = o.id AND f.id = $2::uuid WHERE o.id = $1",
  },
  events: {
    noun: "event",
    permission: "doors:read",
    action: "event.files.view",
    // As lib/domains/events/read.ts tells who may see them.
    ofPerson: `(o.kind = 'authentication' OR o.person_id IS NOT NULL OR o.person_name IS NOT NULL
                OR o.card_number IS NOT NULL)`,
    // An id in an address is a text; one that is no number is nobody's.
    from: `device_event o LEFT JOIN alarm_file f ON f.event_id = o.id AND f.id = $2::uuid
            WHERE o.id = CASE WHEN $1 ~ '^[0-9]{1,18}$' THEN $1::bigint END`,
  },
} as const;

interface Row {
  type: string | null;
  sourceName: string | null;
  areaId: string | null;
  ofPerson: boolean;
  occurredAt: Date;
  fileId: string | null;
  state: string;
  reason: string | null;
  hash: string | null;
  bytes: number | null;
  mediaType: string | null;
  thumbnailHash: string | null;
}

type Kept = Row & { hash: string; bytes: number; mediaType: string };

const fetchedSoon = "Wait a little; it is fetched as soon as it is there.";

function missing({ fileId, state, reason }: Row): NotFoundError {
  if (fileId === null)
    return new NotFoundError("There is no such file.", { remedy: "Look at the list of files anew." });
  const soon = state === "waiting" || state === "wanted";
  const why = reason ?? (soon ? "It has not come yet." : "It was not kept.");
  return new NotFoundError(`This file is not here. ${why}`, soon ? { remedy: fetchedSoon } : {});
}

const isKept = (row: Row): row is Kept =>
  row.state === "kept" && row.hash !== null && row.bytes !== null && row.mediaType !== null;

/** Throws ForbiddenError, and NotFoundError also for what is outside of the actor's areas. */
async function keptRow(actor: Actor, owner: FileOwner, id: string, fileId: string): Promise<Kept> {
  const { noun, permission, from, ofPerson } = rules[owner];
  permit(actor, permission);
  const areas = await areasOf(actor);
  const { rows } = await pool().query<Row>(
    `SELECT o.type, o.source_name AS "sourceName", o.area_id AS "areaId", ${ofPerson} AS "ofPerson",
            o.occurred_at AS "occurredAt", f.id AS "fileId", coalesce(f.state, '') AS state, f.reason, f.hash, f.bytes,
            f.media_type AS "mediaType", f.thumbnail_hash AS "thumbnailHash"
       FROM ${from}`,
    [id, fileId],
  );
  const [row] = rows;
  if (row === undefined) {
    throw new NotFoundError(`There is no ${noun} with this id.`, {
      remedy: "Check the address, or search for the name.",
    });
  }
  withinAreas(areas, { noun, id, areaIds: [row.areaId] });
  if (row.ofPerson) permit(actor, "persons:read");
  if (!isKept(row)) throw missing(row);
  return row;
}

/** Written down once for each person and alarm or event in a while, however many parts and pictures they ask for. */
async function noteLook(actor: Actor, owner: FileOwner, id: string, row: Kept): Promise<void> {
  const { noun, action } = rules[owner];
  await transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `INSERT INTO file_look AS l (user_id, kind, object_id) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, kind, object_id) DO UPDATE SET at = clock_timestamp()
        WHERE l.at < clock_timestamp() - $4 * interval '1 minute'`,
      [actor.userId, noun, id, LOOK_MINUTES],
    );
    if (rowCount === 0) return;
    await record(tx, actor, {
      action,
      objects: [{ kind: noun, id, name: row.sourceName ?? row.type }],
      details: { fileId: row.fileId, occurredAt: row.occurredAt.toISOString() },
    });
  });
}

const endings: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "video/mp4": "mp4",
  "video/mpeg": "mpg",
};

const lost = () => notHere("This file", "It cannot be fetched again: the gateway's addresses live for minutes.");

/**
 * A picture or film, or the part of it that the headers ask for; that somebody looks at it is written down first.
 * Throws ForbiddenError, NotFoundError, and UnavailableError when it cannot be written down: then nobody sees it.
 */
export async function readFile(
  actor: Actor,
  owner: FileOwner,
  { id, fileId, headers }: { id: string; fileId: string; headers: Headers },
): Promise<KeptFile> {
  const row = await keptRow(actor, owner, id, fileId);
  const { hash, bytes, mediaType: type, occurredAt } = row;
  const stamp = occurredAt.toISOString().slice(0, 19).replaceAll(":", "-");
  const fileName = `${rules[owner].noun}-${stamp}Z-${fileId.slice(0, 8)}.${endings[type] ?? "bin"}`;
  const wanted = wantedOf(headers, { hash, bytes });
  const stream = typeof wanted === "string" ? null : await openKept(hash, wanted.part ?? undefined);
  if (stream === null && typeof wanted !== "string") throw lost();
  try {
    if (wanted !== "beyond") await noteLook(actor, owner, id, row);
  } catch (error) {
    stream?.destroy();
    throw error;
  }
  return { hash, bytes, type, fileName, wanted, stream };
}

/** The small picture. Throws ForbiddenError and NotFoundError; looking at it is not written down. */
export async function readSmall(
  actor: Actor,
  owner: FileOwner,
  { id, fileId }: { id: string; fileId: string },
): Promise<{ hash: string; bytes: Buffer }> {
  const { thumbnailHash: hash } = await keptRow(actor, owner, id, fileId);
  if (hash === null) throw new NotFoundError("There is no small picture of this file.", { remedy: "Open it itself." });
  const bytes = await readKept(hash);
  if (bytes === null) throw lost();
  return { hash, bytes };
}
