import type { Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { matching, openKind } from "@/lib/domains/sync/read";
import { listPage } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { AlarmScheduleItem, AlarmScheduleQuery } from "./schema";

const sortable = { name: { sql: "name" } } as const;

/** A page of arming schedules. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export async function listAlarmSchedules(actor: Actor, query: AlarmScheduleQuery): Promise<Listing<AlarmScheduleItem>> {
  const { syncedAt, lateAt } = await openKind(actor, "alarm-schedules");
  return listPage<AlarmScheduleItem, AlarmScheduleItem, keyof typeof sortable>({
    db: pool(),
    noun: "alarm-schedules",
    query: { ...query },
    sortable,
    select: `id, name, built_in AS "builtIn", days`,
    from: "alarm_schedule",
    where: (parameters) => ["gone_at IS NULL", ...matching("search", query.q, parameters)],
    item: ({ id, name, builtIn, days }) => ({ id, name, builtIn, days }),
    syncedAt,
    lateAt,
  });
}

/** A schedule that a rule is to follow; null when there is none with this id. */
export async function knownSchedule(id: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await pool().query<{ id: string; name: string }>(
    "SELECT id, name FROM alarm_schedule WHERE id = $1 AND gone_at IS NULL",
    [id],
  );
  return rows[0] ?? null;
}
