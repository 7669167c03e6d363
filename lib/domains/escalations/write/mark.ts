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
import { lookForDue } from "../read/due";
import { deliverDuty } from "./deliver";
import { queueDeliveries, type Sending } from "./queue-deliveries";

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

/** Lets it ring, and returns what is to be sent. */
async function call(tx: pg.PoolClient, rule: Rule, alarm: Alarm, people: readonly Actor[]): Promise<Sending> {
  const ids = people.map(({ userId }) => userId);
  if (rule.sound) {
    await tx.query(
      `INSERT INTO escalation_call (id, alarm_id, rule_id, user_id) SELECT gen_random_uuid(), $1, $2, unnest($3::uuid[])`,
      [alarm.id, rule.id, ids],
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
  return {
    alarmId: alarm.id,
    to: [
      ...(rule.email ? ids.map((id) => ["email", id] as const) : []),
      ...(rule.webhook ? [["webhook", "webhook"] as const] : []),
    ],
  };
}

/**
 * Calls about alarms that are past their time, each once for each rule, in one transaction: what rings, what is to be
 * sent and that it was done stand together or not at all. Returns whether there may be more.
 */
export function markDue(fence: Fence): Promise<boolean> {
  return patientTransaction(async (tx) => {
    await fenced(tx, fence);
    const { due, more } = await lookForDue(tx);
    if (due.length === 0) return more;
    // Whoever acknowledges at this moment goes first, or finds it escalated.
    const { rows } = await tx.query<Alarm>(
      `SELECT id, area_id AS "areaId", group_id AS "groupId" FROM alarm
        WHERE id = ANY ($1) AND state = 'new' ORDER BY id FOR UPDATE`,
      [due.map(({ alarmId }) => alarmId)],
    );
    const alarms = new Map(rows.map((alarm) => [alarm.id, alarm]));
    const rules = await rulesOf(tx, [...new Set(due.map(({ ruleId }) => ruleId))]);
    const calledBy = await recipients(tx, [...rules.values()]);
    const done: Alarm[] = [];
    const runs = new Set<string>();
    const sendings = new Map<string, Sending[]>();
    for (const { alarmId, ruleId } of due) {
      const [alarm, rule] = [alarms.get(alarmId), rules.get(ruleId)];
      if (alarm === undefined || rule === undefined) continue;
      // Of a run of repeats the first that is new.
      const run = `${ruleId} ${alarm.groupId}`;
      if (runs.has(run)) continue;
      runs.add(run);
      await tx.query("INSERT INTO alarm_escalation (alarm_id, rule_id, group_id) VALUES ($1, $2, $3)", [
        ...[alarmId, ruleId, alarm.groupId],
      ]);
      const sending = await call(tx, rule, alarm, calledBy(rule, alarm));
      sendings.set(ruleId, [...(sendings.get(ruleId) ?? []), sending]);
      done.push(alarm);
    }
    if (done.length === 0) return more;
    for (const [ruleId, all] of sendings) await queueDeliveries(tx, ruleId, all);
    const ids = [...new Set(done.map(({ id }) => id))];
    await tx.query("UPDATE alarm SET escalated_at = coalesce(escalated_at, clock_timestamp()) WHERE id = ANY ($1)", [
      ids,
    ]);
    await wake(deliverDuty, tx);
    await publish(tx, { topic: "watch" });
    await publish(tx, { topic: "alarm", ids, areaIds: [...new Set(done.flatMap(({ areaId }) => areaId ?? []))] });
    return more;
  });
}
