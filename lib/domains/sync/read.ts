import { permit, type Actor } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { MirrorKindName } from "@/lib/bus/events";
import { pool } from "@/lib/db/client";
import { NotFoundError } from "@/lib/errors";
import type { SqlParameters } from "@/lib/http/keyset";
import { wake } from "@/lib/jobs/define";
import { log } from "@/lib/log";
import { oncePerProcess } from "@/lib/process";
import { setting } from "@/lib/domains/settings/read";
import { dutyOf, lateAfter, pauses, readPermission, type SyncState, type SyncStates } from "./schema";

/** Where the copy of a kind lies; names of our own, never input. */
export const mirrorTables: Readonly<Record<MirrorKindName, string>> = {
  areas: "area",
  devices: "device",
  cameras: "camera",
  doors: "door",
  "alarm-inputs": "alarm_input",
  "alarm-outputs": "alarm_output",
  "time-zones": "time_zone",
  "alarm-rules": "alarm_rule",
  "alarm-priorities": "alarm_priority",
  "alarm-schedules": "alarm_schedule",
  "platform-users": "platform_user",
};

interface KindRow {
  kind: MirrorKindName;
  count: number;
  asOf: Date | null;
  completedAt: Date | null;
  requestedAt: Date | null;
  startedAt: Date | null;
  page: number | null;
  seen: number | null;
  total: number | null;
  errorAt: Date | null;
  errorCode: string | null;
  error: string | null;
  implausible: number | null;
}

const counts = MirrorKindName.options
  .map((kind) => `SELECT '${kind}' AS kind, count(*)::int AS count FROM ${mirrorTables[kind]} WHERE gone_at IS NULL`)
  .join(" UNION ALL ");

const iso = (date: Date | null) => date?.toISOString() ?? null;

export type CountedKind = SyncState & { count: number };

/** How every kind stands, for health and metrics, which have their own permission. */
export async function countKinds(): Promise<CountedKind[]> {
  const { rows } = await pool().query<KindRow>(
    `SELECT c.kind, c.count, as_of AS "asOf", completed_at AS "completedAt", requested_at AS "requestedAt",
            started_at AS "startedAt", page, seen, total, error_at AS "errorAt", error_code AS "errorCode", error,
            implausible
       FROM (${counts}) AS c LEFT JOIN mirror_kind k ON k.kind = c.kind`,
  );
  return rows.map((row) => ({
    kind: row.kind,
    count: row.count,
    asOf: iso(row.asOf),
    completedAt: iso(row.completedAt),
    requestedAt: iso(row.requestedAt),
    running:
      row.startedAt === null
        ? null
        : { startedAt: row.startedAt.toISOString(), page: row.page ?? 0, seen: row.seen ?? 0, total: row.total },
    error:
      row.errorAt === null ? null : { at: row.errorAt.toISOString(), code: row.errorCode, message: row.error ?? "" },
    held: (row.implausible ?? 0) > 0,
  }));
}

/** How the kinds stand that the actor may read. */
export async function syncStates(actor: Actor): Promise<SyncStates> {
  const states = await countKinds();
  const readable = states.filter(({ kind }) => may(actor, readPermission[kind]));
  // How much the whole site has is not for somebody who is limited to a part of it.
  return {
    items:
      actor.areaIds === null
        ? readable
        : readable.map(({ running, ...state }) => ({
            ...state,
            count: null,
            running: running === null ? null : { ...running, page: 0, seen: 0, total: null },
          })),
  };
}

const lookEveryMs = 30_000;
const freshSeconds = 60;

async function noteLook(kind: MirrorKindName): Promise<void> {
  const { rows } = await pool().query<{ stale: boolean }>(
    `INSERT INTO mirror_kind AS k (kind, looked_at) VALUES ($1, clock_timestamp())
     ON CONFLICT (kind) DO UPDATE SET looked_at = EXCLUDED.looked_at
     RETURNING k.completed_at < clock_timestamp() - $2 * interval '1 second' AS stale`,
    [kind, freshSeconds],
  );
  if (rows[0]?.stale === true) await wake(dutyOf(kind));
}

/** Somebody looks at this kind, so it is read from the gateway more often. Never makes the reader wait. */
function look(kind: MirrorKindName): void {
  const looks = oncePerProcess("sync.looks", () => new Map<MirrorKindName, number>());
  const now = performance.now();
  if (now - (looks.get(kind) ?? -Infinity) < lookEveryMs) return;
  looks.set(kind, now);
  noteLook(kind).catch((err: unknown) => log.warn({ err, kind }, "could not note that somebody looks at this kind"));
}

/** Milliseconds between two passes of a kind, as the settings say now. */
export async function pauseOf(kind: MirrorKindName): Promise<number> {
  const pause = pauses[kind];
  return typeof pause === "number" ? pause : (await setting(pause)) * 60_000;
}

export interface KindAge {
  syncedAt: Date | null;
  lateAt: Date | null;
  /** Of one object of this kind that was synchronised then. */
  ageOf: (syncedAt: Date) => { syncedAt: string; lateAt: string };
}

/** For a verb that shows this kind: checks the permission, and tells how old what it shows is. */
export async function openKind(actor: Actor, kind: MirrorKindName): Promise<KindAge> {
  permit(actor, readPermission[kind]);
  look(kind);
  const [pause, { rows }] = await Promise.all([
    pauseOf(kind),
    pool().query<{ asOf: Date | null; tookMs: number | null }>(
      `SELECT as_of AS "asOf", (extract(epoch FROM completed_at - as_of) * 1000)::float8 AS "tookMs"
         FROM mirror_kind WHERE kind = $1`,
      [kind],
    ),
  ]);
  const syncedAt = rows[0]?.asOf ?? null;
  const allowed = lateAfter(pause, rows[0]?.tookMs ?? 0);
  const late = (from: Date) => new Date(from.getTime() + allowed);
  return {
    syncedAt,
    lateAt: syncedAt === null ? null : late(syncedAt),
    ageOf: (from) => ({ syncedAt: from.toISOString(), lateAt: late(from).toISOString() }),
  };
}

/** Conditions that each word of `q` occurs in a column of folded text; % and _ stand for themselves. */
export function matching(column: string, q: string | undefined, parameters: SqlParameters): string[] {
  const words = (q ?? "")
    .replaceAll("\0", "")
    .split(/\s+/u)
    .filter((word) => word !== "");
  return words.map((word) => {
    const folded = `regexp_replace(gh_fold(${parameters.add(word)}), '([\\\\%_])', '\\\\\\1', 'g')`;
    return `${column} LIKE '%' || ${folded} || '%'`;
  });
}

const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** The row, unless there is none or it has gone: then throws NotFoundError, saying when it went. */
export function existing<Row extends { goneAt: Date | null }>(noun: string, row: Row | undefined): Row {
  if (row?.goneAt === null) return row;
  if (row === undefined) {
    throw new NotFoundError(`There is no ${noun} with this id.`, {
      remedy: "Check the address, or search for the name.",
    });
  }
  throw new NotFoundError(
    `This ${noun} is no longer in the cloud account: it was last there before ${day.format(row.goneAt)} UTC.`,
    {
      remedy: "Search for its name: it may have been added again.",
    },
  );
}
