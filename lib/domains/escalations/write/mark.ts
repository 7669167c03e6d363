import { randomUUID } from "node:crypto";
import type pg from "pg";
import { ACTOR_COLUMNS, actorFrom, type Actor, type ActorRow } from "@/lib/auth/actor";
import { may } from "@/lib/auth/roles";
import { areasOf } from "@/lib/auth/scope";
import { publish } from "@/lib/bus/publish";
import { patientTransaction } from "@/lib/db/transaction";
import { peopleOnDuty } from "@/lib/domains/on-duty/read";
import { settings } from "@/lib/env";
import { waitWords } from "@/lib/errors";
import { fenced, wake, type Fence } from "@/lib/jobs/define";
import { awaits } from "../read/time-left";
import { deliverDuty } from "./deliver";

/** Alarms that one transaction calls about. */
const atOnce = 50;

interface Due {
  alarmId: string;
  ruleId: string;
}

interface Rule {
  id: string;
  name: string;
  afterSeconds: number;
  userIds: string[];
  roles: string[];
  sound: boolean;
  email: boolean;
  webhook: boolean;
}

interface Alarm {
  id: string;
  areaId: string | null;
  groupId: string;
}

/** Past their time, the longest first; of a run of repeats the first that is new. */
async function findDue(tx: pg.PoolClient): Promise<Due[]> {
  const { rows } = await tx.query<Due>(
    // now(): only what stands still can be looked up in the index of times.
    `SELECT "alarmId", "ruleId" FROM (
       SELECT DISTINCT ON (a.group_id, r.id) a.id AS "alarmId", r.id AS "ruleId", a.received_at AS at
         FROM escalation_rule r JOIN alarm a ON ${awaits}
        WHERE a.received_at <= now() - r.after_seconds * interval '1 second'
        ORDER BY a.group_id, r.id, a.received_at, a.id) AS due
      ORDER BY at, "alarmId" LIMIT ${atOnce}`,
  );
  return rows;
}

async function rulesOf(tx: pg.PoolClient, ids: readonly string[]): Promise<Map<string, Rule>> {
  const { rows } = await tx.query<Rule>(
    `SELECT id, name, after_seconds AS "afterSeconds", user_ids AS "userIds", roles, sound, email,
            webhook_url IS NOT NULL AS webhook
       FROM escalation_rule WHERE id = ANY ($1) AND enabled AND removed_at IS NULL FOR KEY SHARE`,
    [ids],
  );
  return new Map(rows.map((rule) => [rule.id, rule]));
}

/** Whom a rule calls about an alarm: those it names, and who is on duty in its roles, as far as they may see it. */
async function recipients(tx: pg.PoolClient, rules: readonly Rule[]): Promise<(rule: Rule, alarm: Alarm) => Actor[]> {
  const { rows } = await tx.query<ActorRow>(
    `SELECT ${ACTOR_COLUMNS} FROM app_user u LEFT JOIN custom_role r ON r.id::text = u.role
      WHERE u.id = ANY ($1) AND u.disabled_at IS NULL AND ($2 OR NOT u.demo) ORDER BY gh_fold(u.name), u.id`,
    [rules.flatMap(({ userIds }) => userIds), settings().mode === "sandbox"],
  );
  const named = rows.flatMap((row) => actorFrom(row, "") ?? []);
  const onDuty = (await peopleOnDuty(tx)).map(({ actor }) => actor);
  const places = new Map<string, ReadonlySet<string> | null>();
  for (const person of [...named, ...onDuty]) {
    if (places.has(person.userId)) continue;
    const areas = await areasOf(person, tx);
    places.set(person.userId, areas === null ? null : new Set(areas));
  }
  const sees = (person: Actor, { areaId }: Alarm) => {
    const areas = places.get(person.userId);
    return may(person, "alarms:read") && (areas === null || (areaId !== null && areas?.has(areaId) === true));
  };
  return (rule, alarm) => {
    const called = [
      ...named.filter(({ userId }) => rule.userIds.includes(userId)),
      ...onDuty.filter(({ role }) => rule.roles.includes(role)),
    ].filter((person) => sees(person, alarm));
    return [...new Map(called.map((person) => [person.userId, person])).values()];
  };
}

function calledInWords(people: readonly Actor[], { webhook }: Rule): string {
  const names = [...people.map(({ name }) => name), ...(webhook ? ["a webhook"] : [])];
  if (names.length === 0) return "nobody: no one it names may see this alarm";
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

async function call(tx: pg.PoolClient, rule: Rule, alarm: Alarm, people: readonly Actor[]): Promise<void> {
  const ids = people.map(({ userId }) => userId);
  if (rule.sound) {
    await tx.query(
      `INSERT INTO escalation_call (id, alarm_id, rule_id, user_id) SELECT gen_random_uuid(), $1, $2, unnest($3::uuid[])`,
      [alarm.id, rule.id, ids],
    );
  }
  const deliveries = [
    ...(rule.email ? ids.map((id) => ["email", id] as const) : []),
    ...(rule.webhook ? [["webhook", "webhook"] as const] : []),
  ];
  for (const [channel, recipient] of deliveries) {
    await tx.query(
      "INSERT INTO escalation_delivery (id, alarm_id, rule_id, channel, recipient) VALUES ($1, $2, $3, $4, $5)",
      [randomUUID(), alarm.id, rule.id, channel, recipient],
    );
  }
  await tx.query(
    `INSERT INTO alarm_entry (alarm_id, kind, "to", note) VALUES ($1, 'escalated', to_jsonb($2::text), $3)`,
    [
      alarm.id,
      calledInWords(people, rule),
      `Rule “${rule.name}”: nobody acknowledged it within ${waitWords(rule.afterSeconds)}.`,
    ],
  );
}

/**
 * Calls about alarms that are past their time, each once for each rule, in one transaction: what rings, what is to be
 * sent and that it was done stand together or not at all. Returns whether there may be more.
 */
export function markDue(fence: Fence): Promise<boolean> {
  return patientTransaction(async (tx) => {
    await fenced(tx, fence);
    const due = await findDue(tx);
    if (due.length === 0) return false;
    // Whoever acknowledges at this moment goes first, or finds it escalated.
    const { rows } = await tx.query<Alarm>(
      `SELECT id, area_id AS "areaId", group_id AS "groupId" FROM alarm
        WHERE id = ANY ($1) AND state = 'new' ORDER BY id FOR UPDATE`,
      [due.map(({ alarmId }) => alarmId)],
    );
    const alarms = new Map(rows.map((alarm) => [alarm.id, alarm]));
    const rules = await rulesOf(
      tx,
      due.map(({ ruleId }) => ruleId),
    );
    const calledBy = await recipients(tx, [...rules.values()]);
    const done: Alarm[] = [];
    for (const { alarmId, ruleId } of due) {
      const [alarm, rule] = [alarms.get(alarmId), rules.get(ruleId)];
      if (alarm === undefined || rule === undefined) continue;
      await tx.query("INSERT INTO alarm_escalation (alarm_id, rule_id, group_id) VALUES ($1, $2, $3)", [
        ...[alarmId, ruleId, alarm.groupId],
      ]);
      await call(tx, rule, alarm, calledBy(rule, alarm));
      done.push(alarm);
    }
    const ids = [...new Set(done.map(({ id }) => id))];
    await tx.query("UPDATE alarm SET escalated_at = coalesce(escalated_at, clock_timestamp()) WHERE id = ANY ($1)", [
      ids,
    ]);
    await wake(deliverDuty, tx);
    await publish(tx, { topic: "watch" });
    await publish(tx, { topic: "alarm", ids, areaIds: [...new Set(done.flatMap(({ areaId }) => areaId ?? []))] });
    return due.length === atOnce;
  });
}
