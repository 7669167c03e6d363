import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { matching, openKind } from "@/lib/domains/sync/read";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { AlarmPriorityItem, AlarmPriorityQuery } from "./schema";

const sortable = { level: { sql: "coalesce(level, 4)", type: "integer" }, name: { sql: "name" } } as const;

/** A page of priorities, the highest first. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listAlarmPriorities(
  actor: Actor,
  query: AlarmPriorityQuery,
): Promise<Listing<AlarmPriorityItem>> {
  const { syncedAt, lateAt } = await openKind(actor, "alarm-priorities");
  return listPage<AlarmPriorityItem, AlarmPriorityItem, keyof typeof sortable>({
    db: pool(),
    noun: "alarm-priorities",
    query: { ...query },
    sortable,
    select: `id, name, level, color, sound_name AS "soundName"`,
    from: "alarm_priority",
    where: (parameters) => ["gone_at IS NULL", ...matching("search", query.q, parameters)],
    item: ({ id, name, level, color, soundName }) => ({ id, name, level, color, soundName }),
    syncedAt,
    lateAt,
  });
}

/** A priority that a rule is to have; null when there is none with this id. */
export async function knownPriority(id: string): Promise<Omit<AlarmPriorityItem, "soundName"> | null> {
  const { rows } = await pool().query<Omit<AlarmPriorityItem, "soundName">>(
    "SELECT id, name, level, color FROM alarm_priority WHERE id = $1 AND gone_at IS NULL",
    [id],
  );
  return rows[0] ?? null;
}
