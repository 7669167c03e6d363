import { recordAlone } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { oncePerProcess } from "@/lib/process";

/** The same look of the same session is written down at most this often. */
const onceEveryMinutes = 10;
const kept = 10_000;

async function isWritten(actor: Actor, entry: string | null): Promise<boolean> {
  const { rowCount } = await pool().query(
    `SELECT 1 FROM audit_entry
      WHERE action = 'audit.read' AND actor_id = $1 AND at > now() - $2 * interval '1 minute'
        AND body::jsonb #>> '{actor,session}' = $3
        AND body::jsonb -> 'objects' = $4::jsonb LIMIT 1`,
    [
      actor.userId,
      onceEveryMinutes,
      actor.sessionId,
      JSON.stringify(entry === null ? [] : [{ kind: "entry", id: entry }]),
    ],
  );
  return rowCount !== 0;
}

/**
 * Writes down that somebody looks at the log, or at one entry of it. Throws UnavailableError when that cannot be
 * written: then nothing is shown.
 */
export async function recordLook(actor: Actor, entry: string | null, details?: Record<string, unknown>): Promise<void> {
  const looks = oncePerProcess("audit.looks", () => new Map<string, number>());
  const key = `${actor.sessionId} ${entry ?? ""}`;
  const now = performance.now();
  if (now - (looks.get(key) ?? -Infinity) < onceEveryMinutes * 60_000) return;
  if (!(await isWritten(actor, entry))) {
    await recordAlone(actor, {
      action: "audit.read",
      objects: entry === null ? [] : [{ kind: "entry", id: entry }],
      ...(details === undefined ? {} : { details }),
    });
  }
  looks.delete(key);
  looks.set(key, now);
  for (const oldest of looks.keys()) {
    if (looks.size <= kept) break;
    looks.delete(oldest);
  }
}
