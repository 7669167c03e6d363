import { recordAlone } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import type { UserExport } from "../schema";
import { readUser } from "./users";

const atOnce = 500;

interface EntryRow {
  seq: string;
  at: Date;
  body: string;
  details: unknown;
}

/** A page of entries that the person made or that are about their account, after `seq`. */
async function entriesOf(userId: string, after: number): Promise<UserExport["audit"]> {
  const { rows } = await pool().query<EntryRow>(
    `SELECT e.seq, e.at, e.body, d.data AS details FROM audit_entry e LEFT JOIN audit_detail d ON d.seq = e.seq
      WHERE e.seq > $1 AND (e.actor_id = $2 OR (e.body::jsonb -> 'objects') @> $3::jsonb) ORDER BY e.seq LIMIT $4`,
    [after, userId, JSON.stringify([{ kind: "user", id: userId }]), atOnce],
  );
  return rows.map(({ seq, at, body, details }) => ({
    seq: Number(seq),
    at: at.toISOString(),
    entry: JSON.parse(body) as unknown,
    details,
  }));
}

async function sessionsOf(userId: string): Promise<UserExport["sessions"]> {
  const { rows } = await pool().query<UserExport["sessions"][number]>(
    `SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt",
            ended_at AS "endedAt", address, coalesce(user_agent, '') AS browser
       FROM session WHERE user_id = $1 ORDER BY created_at, id`,
    [userId],
  );
  return rows;
}

async function* written(userId: string, head: Omit<UserExport, "audit">): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"audit":[`;
  let last = 0;
  for (let first = true; ; first = false) {
    const entries = await entriesOf(userId, last);
    const texts = entries.map((entry) => JSON.stringify(entry)).join(",\n");
    if (texts !== "") yield first ? texts : `,\n${texts}`;
    last = entries.at(-1)?.seq ?? last;
    if (entries.length < atOnce) break;
  }
  yield "]}\n";
}

/**
 * All that is kept of a person's account, as the text of a UserExport, piece by piece: a guard of many years has many
 * entries. Throws ForbiddenError, NotFoundError, before the first piece.
 */
export async function exportUser(actor: Actor, id: string): Promise<AsyncIterable<string>> {
  const { sessions: _, own: _own, beyond: _beyond, links: _links, ...profile } = await readUser(actor, id);
  const sessions = await sessionsOf(id);
  // Of somebody erased no name may come back.
  const name = profile.erasedAt === null ? profile.name : null;
  await recordAlone(actor, { action: "user.export", objects: [{ kind: "user", id, name }] });
  return written(id, { exportedAt: new Date().toISOString(), profile, sessions });
}
