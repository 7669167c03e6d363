import { pool } from "@/lib/db/client";
import type { AlarmTrailEntry } from "../schema";
import { priorityWords, stateWords, type AlarmPriority, type AlarmState, type EntryKind } from "../terms";
import { namesOf, personOf } from "./rows";

interface EntryRow {
  at: Date;
  kind: EntryKind;
  userId: string | null;
  from: unknown;
  to: unknown;
  note: string | null;
}

/** What the alarm itself tells of its course. */
export interface Course {
  id: string;
  occurredAt: Date;
  receivedAt: Date;
  endedAt: Date | null;
  origin: "queue" | "log";
  groupId: string;
  groupCount: number;
  groupLastAt: Date;
  gatewayConfirmedAt: Date | null;
  gatewayMarkedAt: Date | null;
  /** Kept ones, and when the last was. */
  files: { count: number; lastAt: Date | null };
}

const plain = (value: unknown) => (typeof value === "string" || typeof value === "number" ? value : null);

function inWords(kind: EntryKind, value: unknown): string | number | null {
  if (kind === "state" && typeof value === "string") return stateWords[value as AlarmState];
  if (kind === "priority" && typeof value === "number") return priorityWords[value as AlarmPriority];
  return plain(value);
}

function derived(course: Course): EntryRow[] {
  const line = (kind: EntryKind, at: Date | null, more: Partial<EntryRow> = {}): EntryRow[] =>
    at === null ? [] : [{ at, kind, userId: null, from: null, to: null, note: null, ...more }];
  const { files, receivedAt } = course;
  const repeats = course.groupCount - 1;
  return [
    ...line("started", course.occurredAt),
    ...line("recovered", course.origin === "log" ? receivedAt : null),
    ...line("repeated", course.id === course.groupId && repeats > 0 ? course.groupLastAt : null, { to: repeats }),
    ...line("ended", course.endedAt),
    ...line("gatewayConfirmed", course.gatewayConfirmedAt),
    ...line("gatewayMarked", course.gatewayMarkedAt),
    ...line("files", files.lastAt, { to: files.count }),
  ];
}

/** What people did, what the console did and what the gateway told, the oldest first; with the notes about its run. */
export async function trailOf(course: Course): Promise<AlarmTrailEntry[]> {
  const { rows } = await pool().query<EntryRow>(
    // Who silenced it, why and until when stands with the snooze.
    `SELECT e.at, e.kind, coalesce(e.user_id, s.created_by) AS "userId", e."from",
            CASE WHEN s.id IS NULL THEN e."to" ELSE to_jsonb(to_char(s.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS "to", coalesce(e.note, s.reason) AS note
       FROM alarm_entry e LEFT JOIN snooze s ON e.kind = 'snoozed' AND s.id::text = e."to" #>> '{}'
      WHERE e.alarm_id = $1 OR (e.alarm_id = $2 AND e.kind = 'note' AND NOT EXISTS (
        SELECT 1 FROM alarm_entry o WHERE o.alarm_id = $1 AND o.kind = 'note' AND o.user_id = e.user_id AND o.note = e.note))
      ORDER BY e.id`,
    [course.id, course.groupId],
  );
  const told = new Set(rows.map(({ kind }) => kind));
  const lines = [...derived(course).filter(({ kind }) => !told.has(kind)), ...rows];
  const people = lines.flatMap(({ userId, kind, from, to }) => [
    userId,
    ...(kind === "owner" ? [from, to].map((id) => (typeof id === "string" ? id : null)) : []),
  ]);
  const names = await namesOf(people);
  const owner = (id: unknown) => (typeof id === "string" ? (personOf(id, names.get(id) ?? null)?.name ?? null) : null);
  return lines
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, kind, userId, from, to, note }) => ({
      at: at.toISOString(),
      kind,
      by: personOf(userId, userId === null ? null : (names.get(userId) ?? null)),
      from: kind === "owner" ? owner(from) : inWords(kind, from),
      to: kind === "owner" ? owner(to) : inWords(kind, to),
      note,
    }));
}
