import { pruneBus } from "@/lib/bus/prune";
import { pruneFailures } from "@/lib/auth/lock-out";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { duty } from "@/lib/jobs/define";
import { pruneResults } from "@/lib/jobs/results";
import {
  batch,
  dropGoneSnapshots,
  pruneAlarms,
  pruneEvents,
  pruneHandovers,
  pruneSurplus,
} from "@/lib/domains/retention/job";
import { forgetIn } from "@/lib/media/store";
import { setting } from "./read";
import { settingRules, type SettingKey, type SettingUnit } from "./terms";

const hour = 3_600_000;
const day = 24 * hour;
/** Rows that one statement deletes: none holds locks for long. */
const slice = 2_000;
/** The same of rows that have files, each of which is locked. */
const pictureSlice = 100;
const runMs = 30_000;

/** Deletes at most a slice of what is older than so many milliseconds, or more than so many; returns how many went. */
type Clean = (limit: number) => Promise<number>;

export interface Retention {
  key: SettingKey;
  clean: Clean;
  /** When so many went there may be more. */
  slice?: number;
}

/** Deletes rows of a table in slices; `old` may use $1, the age in milliseconds. Constants, never input. */
const deleting =
  (table: string, old: string): Clean =>
  async (ageMs) => {
    const { rowCount } = await pool().query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} t WHERE ${old} LIMIT ${slice}))`,
      [ageMs],
    );
    return rowCount ?? 0;
  };

const before = "clock_timestamp() - $1 * interval '1 millisecond'";

async function dropGoneThumbnails(ageMs: number): Promise<number> {
  return transaction(async (tx) => {
    const { rows } = await tx.query<{ hash: string }>(
      `WITH gone AS (SELECT id, thumbnail_hash AS hash FROM camera
                      WHERE gone_at < ${before} AND thumbnail_hash IS NOT NULL LIMIT ${pictureSlice})
       UPDATE camera c SET thumbnail_hash = NULL, thumbnail_at = NULL, thumbnail_state = 'none'
         FROM gone WHERE c.id = gone.id RETURNING gone.hash`,
      [ageMs],
    );
    await forgetIn(
      tx,
      rows.map(({ hash }) => hash),
    );
    return rows.length;
  });
}

const goneElement = (table: string) => deleting(table, `t.gone_at < ${before}`);

const alarmRuleTables = ["alarm_rule", "alarm_priority", "alarm_schedule", "platform_user"];

/** An alarm's trail tells who silenced it and why by the snooze, which therefore stays as long as the alarm. */
const unnamed = `NOT EXISTS (SELECT 1 FROM alarm_entry e
  WHERE e.at >= t.created_at AND e.at <= least(t.lifted_at, t.until) + interval '1 hour'
    AND e.kind = 'snoozed' AND e."to" #>> '{}' = t.id::text)`;

/** Each kind with its own setting; a domain that keeps something for a time adds a line. */
export const retentions: readonly Retention[] = [
  { key: "retention.sessions", clean: deleting("session", `least(t.ended_at, t.expires_at) < ${before}`) },
  { key: "retention.escalations", clean: deleting("escalation_delivery", `t.ended_at < ${before}`) },
  // While anything of a run is new, forgetting that it was called about would call again.
  ...["escalation_call", "alarm_escalation"].map((table): Retention => ({
    key: "retention.escalations",
    clean: deleting(
      table,
      `t.at < ${before} AND NOT EXISTS (SELECT 1 FROM alarm f JOIN alarm a ON a.group_id = f.group_id
        WHERE f.id = t.alarm_id AND a.state = 'new')`,
    ),
  })),
  {
    key: "retention.escalations",
    // A deleted rule gives its name to what it did, as long as that is listed.
    clean: deleting(
      "escalation_rule",
      `t.removed_at < ${before} ${["escalation_delivery", "escalation_call", "alarm_escalation"]
        .map((table) => `AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.rule_id = t.id)`)
        .join(" ")}`,
    ),
  },
  { key: "retention.jobs", clean: deleting("job", `t.finished_at < ${before}`) },
  { key: "retention.results", clean: pruneResults },
  { key: "retention.live-events", clean: (ageMs) => pruneBus({ maxAgeMs: ageMs }) },
  { key: "retention.gateway-usage", clean: deleting("gateway_usage", `t.second < ${before}`) },
  { key: "retention.alarms", clean: pruneAlarms, slice: batch },
  { key: "retention.alarms-most", clean: pruneSurplus, slice: batch },
  { key: "retention.alarms", clean: deleting("queue_gap", `t.ended_at < ${before}`) },
  { key: "retention.events", clean: pruneEvents, slice: batch },
  { key: "retention.handovers", clean: pruneHandovers, slice: batch },
  { key: "retention.duty", clean: deleting("duty_period", `t.ended_at < ${before}`) },
  { key: "retention.snoozes", clean: deleting("snooze", `least(t.lifted_at, t.until) < ${before} AND ${unnamed}`) },
  {
    key: "retention.queue-messages",
    clean: deleting(
      "queue_message",
      `t.received_at < ${before} AND NOT EXISTS (
         SELECT 1 FROM alarm a WHERE a.id = t.guid AND a.state NOT IN ('resolved', 'closed'))`,
    ),
  },
  { key: "retention.gone-thumbnails", clean: dropGoneThumbnails, slice: pictureSlice },
  { key: "retention.gone", clean: dropGoneSnapshots, slice: batch },
  // A camera keeps its row until its pictures have gone, however the two settings stand.
  {
    key: "retention.gone",
    clean: deleting(
      "camera",
      `t.gone_at < ${before} AND t.thumbnail_hash IS NULL
       AND NOT EXISTS (SELECT 1 FROM camera_snapshot x WHERE x.camera_id = t.id)`,
    ),
  },
  ...["door", "alarm_input", "alarm_output", "device", "time_zone", ...alarmRuleTables].map((table): Retention => ({
    key: "retention.gone",
    clean: goneElement(table),
  })),
  {
    key: "retention.gone",
    // What was set for a rule that nobody finds any more.
    clean: deleting(
      "alarm_rule_linkage",
      `t.set_at < ${before} AND NOT EXISTS (SELECT 1 FROM alarm_rule r WHERE r.id = t.rule_id)`,
    ),
  },
  {
    key: "retention.gone",
    // What is left of an area names the path of everything that was in it, and of areas below.
    clean: deleting(
      "area",
      `t.gone_at < ${before} AND NOT EXISTS (SELECT 1 FROM area x WHERE x.parent_id = t.id)
       ${["camera", "door", "alarm_input", "alarm_output"]
         .map((table) => `AND NOT EXISTS (SELECT 1 FROM ${table} x WHERE x.area_id = t.id)`)
         .join(" ")}`,
    ),
  },
];

/**
 * A duty or machine that nobody has heard of for a week is no longer part of Gatehouse; old failures lock nobody out, and
 * links that are used or over lead nowhere. That somebody looked at pictures is asked for within minutes only.
 */
async function forgetSilent(): Promise<void> {
  await pruneFailures();
  await pool().query(
    `DELETE FROM duty d USING lease l
      WHERE l.name = d.name AND l.expires_at < clock_timestamp() - interval '7 days'`,
  );
  await pool().query("DELETE FROM file_look WHERE at < clock_timestamp() - interval '1 hour'");
  await pool().query("DELETE FROM user_link WHERE least(used_at, expires_at) < clock_timestamp() - interval '7 days'");
  await pool().query("DELETE FROM host_health WHERE checked_at < clock_timestamp() - interval '7 days'");
}

const factors: Partial<Record<SettingUnit, number>> = { hours: hour, days: day };
const limitOf = async (key: SettingKey) => (await setting(key)) * (factors[settingRules[key].unit] ?? 1);

/** Deletes what is kept no longer, a slice at a time; comes back at once when time ran out. */
export const maintenance = duty({
  name: "maintenance",
  every: "10m",
  staleAfter: "30m",
  async run({ signal, log }) {
    const until = performance.now() + runMs;
    const removed: Record<string, number> = {};
    for (const { key, clean, slice: atOnce = slice } of retentions) {
      const limit = await limitOf(key);
      for (let gone = atOnce; gone >= atOnce;) {
        if (signal.aborted || performance.now() > until) return 0;
        gone = await clean(limit);
        removed[key] = (removed[key] ?? 0) + gone;
      }
    }
    await forgetSilent();
    log.debug({ removed }, "tidied up the database");
    return undefined;
  },
});
