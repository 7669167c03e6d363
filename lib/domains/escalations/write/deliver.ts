import { actorOf } from "@/lib/auth/session";
import { publish } from "@/lib/bus/publish";
import { pool } from "@/lib/db/client";
import { transaction } from "@/lib/db/transaction";
import { typeName } from "@/lib/domains/alarms/read/rows";
import { priorityWords, type AlarmPriority } from "@/lib/domains/alarms/terms";
import { settings } from "@/lib/env";
import { waitWords } from "@/lib/errors";
import { fenced, type DutyRun, type Fence } from "@/lib/jobs/define";
import { unseal } from "@/lib/secrets";
import { retryAfterMs, type DeliveryChannel } from "../terms";
import { sendMail } from "./send-mail";
import { sendWebhook, type Outcome } from "./send-webhook";

/** The duty's name, for whoever wakes it. */
export const deliverDuty = "escalations.deliver";

/** On their way at the same time: one that hangs does not hold up the others. */
const atOnce = 4;

interface Delivery {
  id: string;
  channel: DeliveryChannel;
  recipient: string;
  attempts: number;
  createdAt: Date;
  ruleName: string;
  afterSeconds: number;
  ruleGone: boolean;
  webhookUrl: string | null;
  webhookKey: string | null;
  alarmId: string | null;
  /** Further alarms that nobody has acknowledged, told with it. */
  more: number;
  alarmState: string | null;
  type: string | null;
  priority: AlarmPriority | null;
  sourceName: string | null;
  areaName: string | null;
  occurredAt: Date | null;
  receivedAt: Date | null;
}

/** Only one process sends, so what is on its way while none of ours is was left behind by one that died. */
export async function tellLost(fence: Fence): Promise<void> {
  await transaction(async (tx) => {
    await fenced(tx, fence);
    const { rowCount } = await tx.query(
      `UPDATE escalation_delivery SET state = 'unknown', ended_at = clock_timestamp(),
              reason = 'The worker ended while it was on its way. It is not sent again.'
        WHERE state = 'sending'`,
    );
    if ((rowCount ?? 0) > 0) await publish(tx, { topic: "watch" });
  });
}

/** Marks the next one as being on its way, before anything of it leaves. */
async function claim(fence: Fence): Promise<Delivery | null> {
  return transaction(async (tx) => {
    await fenced(tx, fence);
    const { rows } = await tx.query<{ id: string }>(
      `UPDATE escalation_delivery SET state = 'sending', attempts = attempts + 1 WHERE id = (
         SELECT id FROM escalation_delivery WHERE state = 'waiting' AND next_attempt_at <= clock_timestamp()
          ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id`,
    );
    if (rows[0] === undefined) return null;
    const found = await tx.query<Delivery>(
      `SELECT d.id, d.channel, d.recipient, d.attempts, d.created_at AS "createdAt", r.name AS "ruleName",
              r.after_seconds AS "afterSeconds", r.removed_at IS NOT NULL AS "ruleGone", r.webhook_url AS "webhookUrl",
              r.webhook_key AS "webhookKey", coalesce(a.id, d.alarm_id) AS "alarmId",
              coalesce(cardinality(w.ids) - 1, 0) AS more, a.state AS "alarmState", a.type, a.priority,
              a.source_name AS "sourceName", coalesce(n.name, a.area_name) AS "areaName",
              a.occurred_at AS "occurredAt", a.received_at AS "receivedAt"
         FROM escalation_delivery d JOIN escalation_rule r ON r.id = d.rule_id
         LEFT JOIN LATERAL (SELECT array_agg(m.id ORDER BY m.priority, m.received_at, m.id) AS ids FROM alarm m
                             WHERE m.id = ANY (d.alarm_id || d.also) AND m.state = 'new') AS w ON true
         LEFT JOIN alarm a ON a.id = coalesce(w.ids[1], d.alarm_id) LEFT JOIN area n ON n.id = a.area_id
        WHERE d.id = $1`,
      [rows[0].id],
    );
    return found.rows[0] ?? null;
  });
}

const alarmAddress = (id: string) => `${settings().publicUrl}/alarms/${encodeURIComponent(id)}`;

function webhookBody(delivery: Delivery): string {
  const { id, alarmId, more, ruleName, afterSeconds, type, priority, sourceName, areaName, occurredAt, receivedAt } =
    delivery;
  return JSON.stringify({
    ...{ event: "alarm.escalated", trial: alarmId === null, delivery: id, rule: ruleName, afterSeconds, more },
    alarm:
      alarmId === null
        ? null
        : {
            ...{ id: alarmId, type, typeName: typeName(type), priority, source: sourceName, area: areaName },
            ...{ occurredAt, receivedAt, address: alarmAddress(alarmId) },
          },
  });
}

const inUtc = (at: Date | null) =>
  at
    ?.toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC") ?? "not told";

/** Names are whatever somebody typed: none may look like another line of the mail. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

function mailOf(delivery: Delivery): { subject: string; text: string } {
  const { alarmId, more, ruleName, afterSeconds, type, priority, sourceName, areaName, occurredAt, receivedAt } =
    delivery;
  const foot = `Rule: ${oneLine(ruleName)}\nGatehouse sends this by itself. Nobody reads answers.\n`;
  if (alarmId === null) {
    const text = "This is a trial: mail of this escalation rule arrives.";
    return { subject: `Trial of the escalation rule “${oneLine(ruleName)}”`, text: `${text}\n\n${foot}` };
  }
  const what = oneLine([typeName(type), sourceName].filter((part) => part !== null).join(", "));
  const facts = [
    `Alarm: ${what}`,
    `Priority: ${priority ?? 4}, ${priorityWords[priority ?? 4].toLowerCase()}`,
    `Area: ${oneLine(areaName ?? "none")}`,
    `Occurred: ${inUtc(occurredAt)}`,
    `Received: ${inUtc(receivedAt)}`,
  ];
  const others = more === 0 ? "" : ` and ${more} more`;
  const all = more === 0 ? "" : `And ${more} more that nobody acknowledged:\n${settings().publicUrl}/alarms\n\n`;
  return {
    subject: `Priority ${priority ?? 4}: ${what}${others}: nobody has acknowledged ${more === 0 ? "it" : "them"}`,
    text: `Nobody acknowledged this alarm within ${waitWords(afterSeconds)}.\n\n${facts.join("\n")}\n\n${alarmAddress(alarmId)}\n\n${all}${foot}`,
  };
}

async function attempt(delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
  const { id, channel, recipient, alarmId, alarmState, ruleGone, webhookUrl, webhookKey } = delivery;
  const dropped = (reason: string): Outcome => ({ result: "failed", reason });
  if (ruleGone) return dropped("The rule was deleted before it was sent.");
  if (alarmId !== null && alarmState !== "new") return dropped("The alarm was acknowledged before it was sent.");
  if (channel === "email") {
    const person = await actorOf(recipient);
    if (person === null) return dropped("The account was disabled before it was sent.");
    return sendMail({ id, to: person.email, ...mailOf(delivery) }, signal);
  }
  const key = webhookKey === null ? null : unseal("webhook", webhookKey);
  if (webhookUrl === null) return dropped("The rule has no webhook any more.");
  if (key === null) return dropped("The webhook's key cannot be read on this machine: make another.");
  return sendWebhook({ url: webhookUrl, key, id, body: webhookBody(delivery) }, signal);
}

/** Told without the fence: this process knows what became of it, also when another holds the duty by now. */
async function settle({ id, attempts }: Delivery, outcome: Outcome): Promise<void> {
  const retryMs = outcome.result === "again" ? retryAfterMs[attempts - 1] : undefined;
  const state = outcome.result !== "again" ? outcome.result : retryMs === undefined ? "failed" : "waiting";
  await transaction(async (tx) => {
    await tx.query(
      `UPDATE escalation_delivery SET state = $2, reason = $3,
              ended_at = CASE WHEN $2 = 'waiting' THEN NULL ELSE clock_timestamp() END,
              next_attempt_at = clock_timestamp() + $4 * interval '1 millisecond'
        WHERE id = $1 AND attempts = $5 AND (state = 'sending' OR (state = 'unknown' AND $2 <> 'waiting'))`,
      [id, state, outcome.result === "sent" ? null : outcome.reason, retryMs ?? 0, attempts],
    );
    await publish(tx, { topic: "watch" });
  });
}

async function one(context: DutyRun): Promise<boolean> {
  const delivery = await claim(context.fence);
  if (delivery === null) return false;
  const outcome = await attempt(delivery, context.signal);
  await settle(delivery, outcome);
  if (outcome.result !== "sent") context.log.warn({ delivery: delivery.id }, outcome.reason);
  return true;
}

/** Sends what waits, a few at a time, until nothing is due. */
export async function deliverDue(context: DutyRun): Promise<void> {
  await tellLost(context.fence);
  const work = async () => {
    while (!context.signal.aborted && (await one(context)));
  };
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, work));
  for (const each of ended) if (each.status === "rejected") throw each.reason;
}

/** Milliseconds until the next one is due, at most `most`. */
export async function nextDueMs(most: number): Promise<number> {
  const { rows } = await pool().query<{ ms: number | null }>(
    `SELECT extract(epoch FROM min(next_attempt_at) - clock_timestamp())::float8 * 1000 AS ms
       FROM escalation_delivery WHERE state = 'waiting'`,
  );
  return Math.max(0, Math.min(most, rows[0]?.ms ?? most));
}
