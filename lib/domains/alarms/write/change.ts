import type pg from "pg";
import type { AuditAction } from "@/lib/audit/actions";
import { record } from "@/lib/audit/record";
import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf, OutOfScopeError } from "@/lib/auth/scope";
import { publish } from "@/lib/bus/publish";
import { patientTransaction } from "@/lib/db/transaction";
import { ConflictError, NotFoundError } from "@/lib/errors";
import { personOf, typeName } from "../read/rows";
import type { AlarmResults, Person } from "../schema";
import { stateWords, type AlarmPriority, type AlarmState, type EntryKind } from "../terms";

/** An alarm whose row is locked. */
export interface HeldAlarm {
  id: string;
  type: string | null;
  sourceName: string | null;
  areaId: string | null;
  ruleId: string | null;
  state: AlarmState;
  version: number;
  ownerId: string | null;
  ownerName: string | null;
  priority: AlarmPriority;
  gatewayPriority: AlarmPriority;
  priorityOverride: AlarmPriority | null;
  handover: boolean;
  acknowledgedAt: Date | null;
}

/** A line for the trail. */
export interface Line {
  kind: EntryKind;
  from?: string | number | null;
  to?: string | number | null;
  note?: string | undefined;
}

/** Columns people change, by name; what is left out stays. `now` stands for the moment of the change. */
export interface Columns {
  state?: AlarmState;
  state_at?: "now";
  owner_id?: string | null;
  priority?: AlarmPriority;
  priority_override?: AlarmPriority | null;
  handover?: boolean;
  acknowledged_at?: "now";
  acknowledged_by?: string;
  resolved_at?: "now" | null;
  disposition?: string | null;
  disposition_note?: string | null;
  duplicate_of?: string | null;
}

/** What a verb makes of one alarm. `refused` is a sentence; who was faster is told with it. */
export type Plan = { set: Columns; lines: Line[] } | "unchanged" | { refused: string };

export interface Targets {
  ids: readonly string[];
  repeats: boolean;
  version?: number | undefined;
}

export interface AlarmVerb {
  action: AuditAction;
  /** Of the audit entry. */
  details: Readonly<Record<string, unknown>>;
  /** `last`: who brought it to where it is, where that is known; only of alarms that were named. */
  plan: (alarm: HeldAlarm, last: LastDeed | undefined) => Plan;
}

export interface LastDeed {
  userId: string;
  name: string | null;
  at: Date;
}

const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "medium", timeZone: "UTC" });

/** With the runs of repeats: their open members, and those in the same state as the one that was named. */
const hold = `
  WITH named AS (SELECT id, group_id, state FROM alarm WHERE id = ANY ($1)),
  wanted AS (
    SELECT id FROM named
    UNION
    SELECT m.id FROM named n JOIN alarm m ON m.group_id = n.group_id
     WHERE $2 AND (m.state NOT IN ('resolved', 'closed') OR m.state = n.state))
  SELECT a.id, a.type, a.source_name AS "sourceName", a.area_id AS "areaId", a.rule_id AS "ruleId", a.state, a.version,
         a.owner_id AS "ownerId", (SELECT name FROM app_user WHERE id = a.owner_id) AS "ownerName", a.priority,
         a.gateway_priority AS "gatewayPriority", a.priority_override AS "priorityOverride", a.handover,
         a.acknowledged_at AS "acknowledgedAt"
    FROM alarm a JOIN wanted w ON w.id = a.id
   ORDER BY a.id FOR UPDATE OF a`;

/** Locks the rows, in the order of their ids, so that two people cannot wait for each other. */
async function held(tx: pg.PoolClient, { ids, repeats }: Targets, areas: readonly string[] | null) {
  const { rows } = await tx.query<HeldAlarm>(hold, [ids, repeats]);
  const within = ({ areaId }: HeldAlarm) => areas === null || (areaId !== null && areas.includes(areaId));
  return new Map(rows.map((row) => [row.id, { row, visible: within(row) }]));
}

/** Whoever decided something last: a note, a ticked step or a call that was heard is in nobody's way. */
const deciding = ["state", "owner", "priority"] as const satisfies readonly EntryKind[];

/** By alarm, then by kind of line. */
type Deeds = Map<string, Map<EntryKind, LastDeed & { place: number }>>;

async function lastDeeds(tx: pg.PoolClient, ids: readonly string[]): Promise<Deeds> {
  const { rows } = await tx.query<LastDeed & { id: string; kind: EntryKind; place: number }>(
    `SELECT i.id, k.kind, l.place, l.user_id AS "userId", u.name, l.at
       FROM unnest($1::text[]) AS i (id) CROSS JOIN unnest($2::text[]) AS k (kind)
       JOIN LATERAL (SELECT id::float8 AS place, user_id, at FROM alarm_entry
                      WHERE alarm_id = i.id AND kind = k.kind AND user_id IS NOT NULL ORDER BY id DESC LIMIT 1) AS l ON true
       LEFT JOIN app_user u ON u.id = l.user_id`,
    [ids, deciding],
  );
  const deeds: Deeds = new Map();
  for (const { id, kind, ...deed } of rows) deeds.set(id, (deeds.get(id) ?? new Map()).set(kind, deed));
  return deeds;
}

/** " Gwen was faster, on November 23, 2026 at 10:04:12 AM UTC." Of one's own deeds it says nothing. */
function whoAndWhen(actor: Actor, last: LastDeed | undefined): string {
  if (last === undefined || last.userId === actor.userId) return "";
  return ` ${personOf(last.userId, last.name)?.name ?? ""} was faster, on ${day.format(last.at)} UTC.`;
}

function standing({ state, ownerName, ownerId }: HeldAlarm): string {
  const owner: Person | null = personOf(ownerId, ownerName);
  return `It is now ${stateWords[state].toLowerCase()}${owner === null ? "" : `, owned by ${owner.name}`}.`;
}

interface Changed {
  alarm: HeldAlarm;
  set: Columns;
  lines: Line[];
}

const nowOr = (column: string) =>
  `${column} = CASE WHEN NOT c.set ? '${column}' THEN a.${column}
     WHEN c.set ->> '${column}' = 'now' THEN clock_timestamp() END`;
const given = (column: string, type: string) =>
  `${column} = CASE WHEN c.set ? '${column}' THEN (c.set ->> '${column}')::${type} ELSE a.${column} END`;

const update = `
  UPDATE alarm a SET version = a.version + 1, ${["state_at", "acknowledged_at", "resolved_at"].map(nowOr).join(", ")},
         ${[
           ["state", "text"],
           ["owner_id", "uuid"],
           ["priority", "integer"],
           ["priority_override", "integer"],
           ["handover", "boolean"],
           ["acknowledged_by", "uuid"],
           ["disposition", "text"],
           ["disposition_note", "text"],
           ["duplicate_of", "text"],
         ]
           .map(([column = "", type = ""]) => given(column, type))
           .join(", ")}
    FROM jsonb_to_recordset($1) AS c (id text, set jsonb) WHERE a.id = c.id`;

async function store(tx: pg.PoolClient, actor: Actor, changes: readonly Changed[]): Promise<void> {
  await tx.query(update, [JSON.stringify(changes.map(({ alarm: { id }, set }) => ({ id, set })))]);
  const lines = changes.flatMap(({ alarm: { id }, lines: told }) => told.map((line) => ({ id, ...line })));
  await tx.query(
    `INSERT INTO alarm_entry (alarm_id, user_id, kind, "from", "to", note)
     SELECT id, $2, kind, "from", "to", note
       FROM jsonb_to_recordset($1) AS l (id text, kind text, "from" jsonb, "to" jsonb, note text)`,
    [JSON.stringify(lines), actor.userId],
  );
}

export const alarmName = ({ type, sourceName }: Pick<HeldAlarm, "type" | "sourceName">) =>
  [typeName(type), sourceName].filter((part) => part !== null && part !== "").join(", ");

/** Audit entry and news of what was stored; the last thing of a transaction. */
export async function tell(
  tx: pg.PoolClient,
  actor: Actor,
  { action, details, alarms }: { action: AuditAction; details: AlarmVerb["details"]; alarms: readonly HeldAlarm[] },
): Promise<void> {
  await record(tx, actor, {
    action,
    objects: alarms.map((alarm) => ({ kind: "alarm", id: alarm.id, name: alarmName(alarm) })),
    details,
  });
  const areaIds = [...new Set(alarms.flatMap(({ areaId }) => areaId ?? []))];
  await publish(tx, { topic: "alarm", ids: alarms.map(({ id }) => id), areaIds });
}

const missing = "There is no alarm with this id.";

/**
 * One verb on several alarms in one transaction. Of a single one it throws NotFoundError, also outside of the actor's
 * areas, and ConflictError that says who was faster; of several each has its own result. Throws ForbiddenError.
 */
export async function changeAlarms(actor: Actor, targets: Targets, verb: AlarmVerb): Promise<AlarmResults> {
  permit(actor, "alarms:handle");
  const areas = await areasOf(actor);
  return patientTransaction(async (tx) => {
    const alarms = await held(tx, targets, areas);
    const named = [...new Set(targets.ids)];
    const deeds = await lastDeeds(tx, named);
    const alone = named.length === 1;
    const items: AlarmResults["items"] = [];
    const changes: Changed[] = [];
    for (const id of named) {
      const { row: alarm, visible } = alarms.get(id) ?? {};
      if (alarm === undefined || visible !== true) {
        if (alone && alarm !== undefined) throw new OutOfScopeError("alarm", id);
        if (alone) throw new NotFoundError(missing, { remedy: "Check the address, or search for the name." });
        items.push({ id, result: "refused", version: 0, reason: missing });
        continue;
      }
      const brought = deeds.get(id)?.get("state");
      const decided = [...(deeds.get(id)?.values() ?? [])].toSorted((a, b) => b.place - a.place)[0];
      // One's own deeds are known to oneself: a second press before the page was read anew is no collision.
      const stale = alone && targets.version !== undefined && targets.version !== alarm.version;
      const faster = stale && decided !== undefined && decided.userId !== actor.userId;
      const plan: Plan = faster ? { refused: "This alarm has changed meanwhile." } : verb.plan(alarm, brought);
      if (plan !== "unchanged" && "refused" in plan) {
        const reason = `${plan.refused}${whoAndWhen(actor, faster ? decided : brought)} ${standing(alarm)}`;
        if (alone) throw new ConflictError(reason, { remedy: "Look at it as it is now, then decide anew." });
        items.push({ id, result: "refused", version: alarm.version, reason });
      } else {
        const done = plan !== "unchanged";
        if (done) changes.push({ alarm, ...plan });
        items.push({ id, result: done ? "done" : "unchanged", version: alarm.version + (done ? 1 : 0), reason: null });
      }
    }
    for (const { row, visible } of alarms.values()) {
      if (named.includes(row.id) || !visible) continue;
      const plan = verb.plan(row, undefined);
      if (plan !== "unchanged" && !("refused" in plan)) changes.push({ alarm: row, ...plan });
    }
    if (changes.length > 0) {
      await store(tx, actor, changes);
      const { action, details } = verb;
      await tell(tx, actor, { action, details, alarms: changes.map(({ alarm }) => alarm) });
    }
    return { items };
  });
}

/** One alarm, locked, for a verb of its own. Throws NotFoundError also outside of the actor's areas. */
export async function heldAlarm(tx: pg.PoolClient, actor: Actor, id: string): Promise<HeldAlarm> {
  permit(actor, "alarms:handle");
  const { row, visible } = (await held(tx, { ids: [id], repeats: false }, await areasOf(actor, tx))).get(id) ?? {};
  if (row === undefined) throw new NotFoundError(missing, { remedy: "Check the address, or search for the name." });
  if (visible !== true) throw new OutOfScopeError("alarm", id);
  return row;
}

/** Stores lines of the trail of one alarm that `heldAlarm` locked, and tells everybody. */
export async function addLines(
  tx: pg.PoolClient,
  actor: Actor,
  alarm: HeldAlarm,
  deed: { action: AuditAction; details: AlarmVerb["details"]; lines: Line[] },
): Promise<void> {
  await store(tx, actor, [{ alarm, set: {}, lines: deed.lines }]);
  await tell(tx, actor, { action: deed.action, details: deed.details, alarms: [alarm] });
}
