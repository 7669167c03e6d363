import { permitEverywhere, type Actor } from "@/lib/auth/actor";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { servesAreas } from "@/lib/domains/devices/read";
import { areasWithin } from "@/lib/domains/elements/read";
import { existing, matching, openKind } from "@/lib/domains/sync/read";
import { listPage, type SqlParameters } from "@/lib/http/keyset";
import type { Listing } from "@/lib/http/list";
import type { AlarmRuleDetail, AlarmRuleItem, AlarmRuleQuery, LinkageConfig, RuleLinkage } from "./schema";
import { eventTypesOf, ruleSourceTypes, type LinkageKind, type RuleState } from "./terms";

interface RuleRow {
  id: string;
  name: string;
  description: string;
  state: RuleState;
  sourceType: string | null;
  sourceId: string | null;
  sourceName: string | null;
  gone: boolean;
  eventType: string | null;
  areaId: string | null;
  areaName: string | null;
  pathNames: string[] | null;
  priorityId: string | null;
  priorityLevel: number | null;
  priorityName: string | null;
  priorityColor: string | null;
  scheduleId: string | null;
  scheduleName: string | null;
  notify: boolean | null;
  recipients: { id: string; name: string }[];
  ignoreRecurring: boolean | null;
  ignoreTime: number | null;
}

/** Each source type with its table and the kind whose first pass must be over before anything is said to be gone. */
const places = [
  { alias: "c", table: "camera", kind: "cameras", types: ["camera"] },
  { alias: "i", table: "alarm_input", kind: "alarm-inputs", types: ["alarmInput"] },
  { alias: "d", table: "device", kind: "devices", types: ["encodingDevice", "alarmDevice", "mobileDevice"] },
] as const;

const isOf = (types: readonly string[]) => `r.source_type IN (${types.map((type) => `'${type}'`).join(", ")})`;

const gone = `CASE ${places
  .map(
    ({ alias, kind, types }) =>
      `WHEN ${isOf(types)} THEN ${alias}.gone_at IS NOT NULL OR (${alias}.id IS NULL AND EXISTS
         (SELECT 1 FROM mirror_kind k WHERE k.kind = '${kind}' AND k.completed_at IS NOT NULL))`,
  )
  .join(" ")} ELSE false END`;

const state = `CASE WHEN ${gone} THEN 'sourceGone' WHEN r.state = 'abnormal' THEN 'abnormal'
  WHEN r.enabled IS FALSE THEN 'off' ELSE 'working' END`;

const from = `alarm_rule r ${places
  .map(({ alias, table, types }) => `LEFT JOIN ${table} ${alias} ON ${isOf(types)} AND ${alias}.id = r.source_id`)
  .join(" ")} LEFT JOIN area a ON a.id = coalesce(c.area_id, i.area_id)
  LEFT JOIN alarm_schedule s ON s.id = r.schedule_id LEFT JOIN alarm_priority p ON p.id = r.priority_id`;

const select = `r.id, r.name, r.description, ${state} AS state, r.source_type AS "sourceType", r.source_id AS "sourceId",
  coalesce(c.name, i.name, d.name, r.source_name) AS "sourceName", ${gone} AS gone, r.event_type AS "eventType",
  coalesce(c.area_id, i.area_id) AS "areaId", coalesce(c.area_name, i.area_name) AS "areaName",
  a.path_names AS "pathNames", r.priority_id AS "priorityId", coalesce(p.level, r.priority_level) AS "priorityLevel",
  coalesce(p.name, r.priority_name) AS "priorityName", coalesce(p.color, r.priority_color) AS "priorityColor",
  r.schedule_id AS "scheduleId", coalesce(s.name, r.schedule_name) AS "scheduleName", r.notify, r.recipients,
  r.ignore_recurring AS "ignoreRecurring", r.ignore_time AS "ignoreTime"`;

const sortable = {
  name: { sql: "r.name" },
  priority: { sql: "coalesce(p.level, r.priority_level, 4)", type: "integer" },
} as const;

function areaOf({ areaId, areaName, pathNames }: RuleRow): AlarmRuleItem["area"] {
  if (areaId === null) return null;
  const name = pathNames?.at(-1) ?? areaName ?? areaId;
  return { id: areaId, name, path: pathNames ?? [name] };
}

function priorityOf(row: RuleRow): AlarmRuleItem["priority"] {
  const { priorityId: id, priorityLevel: level, priorityName: name, priorityColor: color } = row;
  return id === null && level === null ? null : { id, level, name: name === "" ? null : name, color };
}

function toItem(row: RuleRow): AlarmRuleItem {
  const { id, name, description, eventType, scheduleId, scheduleName, notify, recipients } = row;
  return {
    id,
    name,
    description,
    state: row.state,
    source: { type: row.sourceType, id: row.sourceId, name: row.sourceName, gone: row.gone },
    eventType,
    area: areaOf(row),
    priority: priorityOf(row),
    schedule: scheduleId === null ? null : { id: scheduleId, name: scheduleName ?? scheduleId },
    recipients: notify === true && recipients.length > 0 ? recipients : null,
    ignoreRecurring: row.ignoreRecurring === true ? row.ignoreTime : null,
  };
}

/** SQL, true where the rule's source is within these areas (SQL of a text array). */
const within = (areas: string) =>
  `(coalesce(c.area_id, i.area_id) = ANY (${areas}) OR (d.id IS NOT NULL AND ${servesAreas("d.id", areas)}))`;

function conditions(query: AlarmRuleQuery, areas: string[] | null, parameters: SqlParameters): string[] {
  const { q, level, source, sourceId } = query;
  const where = ["r.gone_at IS NULL", ...matching("r.search", q, parameters)];
  if (areas !== null) where.push(within(parameters.add(areas)));
  if (query.state !== undefined) where.push(`${state} = ANY (${parameters.add(query.state)})`);
  if (level !== undefined) {
    where.push(`coalesce(p.level, r.priority_level)::text = ANY (${parameters.add(level)})`);
  }
  if (source !== undefined) where.push(`r.source_type = ANY (${parameters.add(source)})`);
  if (sourceId !== undefined) where.push(`r.source_id = ${parameters.add(sourceId)}`);
  return where;
}

/** A page of rules; for somebody limited to areas those whose source is within. Throws ForbiddenError, BadRequestError. */
export async function listAlarmRules(actor: Actor, query: AlarmRuleQuery): Promise<Listing<AlarmRuleItem>> {
  const [{ syncedAt, lateAt }, areas] = await Promise.all([
    openKind(actor, "alarm-rules"),
    areasWithin(actor, query.areaId),
  ]);
  return listPage<RuleRow, AlarmRuleItem, keyof typeof sortable>({
    db: pool(),
    noun: "alarm-rules",
    query: { ...query },
    sortable,
    select,
    from,
    id: "r.id",
    where: (parameters) => conditions(query, areas, parameters),
    item: toItem,
    syncedAt,
    lateAt,
  });
}

interface DetailRow extends RuleRow {
  enabled: boolean | null;
  abilities: string[] | null;
  within: boolean;
  firstSeenAt: Date;
  changedAt: Date;
  syncedAt: Date;
  goneAt: Date | null;
}

/** What was set from here, the latest first. */
async function linkagesOf(ruleId: string): Promise<RuleLinkage[]> {
  const { rows } = await pool().query<{
    id: string;
    kind: LinkageKind;
    config: LinkageConfig;
    result: RuleLinkage["result"];
    setBy: string | null;
    setAt: Date;
  }>(
    `SELECT l.id, l.kind, l.config, l.result, u.name AS "setBy", l.set_at AS "setAt"
       FROM alarm_rule_linkage l LEFT JOIN app_user u ON u.id = l.set_by
      WHERE l.rule_id = $1 ORDER BY l.set_at DESC, l.id LIMIT 50`,
    [ruleId],
  );
  return rows.map(({ setAt, ...row }) => ({ ...row, setAt: setAt.toISOString() }));
}

function eventTypes({ sourceType, eventType, abilities }: DetailRow): string[] {
  const known = ruleSourceTypes.find((each) => each === sourceType);
  const offered = known === undefined ? [] : eventTypesOf(known, abilities ?? []);
  return [...new Set([...(eventType === null ? [] : [eventType]), ...offered])];
}

/** One rule. Throws ForbiddenError, and NotFoundError also for one that has gone. */
export async function readAlarmRule(actor: Actor, id: string): Promise<AlarmRuleDetail> {
  const [areas, { ageOf }] = await Promise.all([areasOf(actor), openKind(actor, "alarm-rules")]);
  const [{ rows }, linkages] = await Promise.all([
    pool().query<DetailRow>(
      `SELECT ${select}, r.enabled, c.abilities, ($2::text[] IS NULL OR ${within("$2")}) AS within,
              r.first_seen_at AS "firstSeenAt", r.changed_at AS "changedAt", r.synced_at AS "syncedAt",
              r.gone_at AS "goneAt"
         FROM ${from} WHERE r.id = $1`,
      [id, areas],
    ),
    linkagesOf(id),
  ]);
  if (rows[0]?.within === false) withinAreas(areas, { noun: "alarm rule", id, areaIds: [] });
  const row = existing("alarm rule", rows[0]);
  return {
    ...toItem(row),
    enabled: row.enabled,
    notify: row.notify === true,
    ignoreTime: row.ignoreTime,
    eventTypes: eventTypes(row),
    linkages,
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    ...ageOf(row.syncedAt),
  };
}

export interface KnownRule {
  id: string;
  name: string;
  /** Of the mirror's row. */
  values: {
    name: string;
    description: string;
    color: string | null;
    notify: boolean | null;
    recipients: { id: string; name: string }[];
    schedule_id: string | null;
    schedule_type: string | null;
    priority_id: string | null;
    ignore_recurring: boolean | null;
    ignore_time: number | null;
    source_type: string | null;
    source_id: string | null;
    event_type: string | null;
  };
}

/**
 * A rule somebody wants to change. Throws NotFoundError, also for one the actor may not see, and ForbiddenError for
 * somebody limited to areas when it watches a device: that reaches everything on it.
 */
export async function ruleForChange(actor: Actor, id: string): Promise<KnownRule> {
  const areas = await areasOf(actor);
  const { rows } = await pool().query<
    KnownRule["values"] & { id: string; goneAt: Date | null; within: boolean; device: boolean }
  >(
    `SELECT r.id, r.name, r.description, r.color, r.notify, r.recipients, r.schedule_id, r.schedule_type, r.priority_id,
            r.ignore_recurring, r.ignore_time, r.source_type, r.source_id, r.event_type, r.gone_at AS "goneAt",
            d.id IS NOT NULL AS device, ($2::text[] IS NULL OR ${within("$2")}) AS within
       FROM ${from} WHERE r.id = $1`,
    [id, areas],
  );
  if (rows[0]?.within === false) withinAreas(areas, { noun: "alarm rule", id, areaIds: [] });
  const { goneAt: _, within: __, device, ...values } = existing("alarm rule", rows[0]);
  if (device) permitEverywhere(actor);
  return { id, name: values.name, values };
}
