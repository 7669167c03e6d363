import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { DeliveryChannel } from "../terms";

/** Alarms of one rule in a minute that are told one by one; the others wait a moment and are told together. */
const oneByOne = 10;
const gatherSeconds = 30;

/** To whom one rule sends news of one alarm. */
export interface Sending {
  alarmId: string;
  to: readonly (readonly [channel: DeliveryChannel, recipient: string])[];
}

async function gather(
  tx: pg.PoolClient,
  ruleId: string,
  { channel, recipient, ids }: { channel: DeliveryChannel; recipient: string; ids: readonly string[] },
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE escalation_delivery SET also = also || $4::text[] WHERE id = (
       SELECT id FROM escalation_delivery WHERE rule_id = $1 AND channel = $2 AND recipient = $3 AND gathers
          AND state = 'waiting' AND attempts = 0 ORDER BY created_at, id LIMIT 1 FOR UPDATE)`,
    [ruleId, channel, recipient, ids],
  );
  if (rowCount !== 0) return;
  await tx.query(
    `INSERT INTO escalation_delivery (id, alarm_id, rule_id, channel, recipient, gathers, also, next_attempt_at)
     VALUES ($1, $2, $3, $4, $5, true, $6, clock_timestamp() + $7 * interval '1 second')`,
    [randomUUID(), ids[0], ruleId, channel, recipient, ids.slice(1), gatherSeconds],
  );
}

/** Notes what is to be sent: each alarm by itself, or together once a rule calls about many. */
export async function queueDeliveries(tx: pg.PoolClient, ruleId: string, all: readonly Sending[]): Promise<void> {
  const sendings = all.filter(({ to }) => to.length > 0);
  if (sendings.length === 0) return;
  const { rows } = await tx.query<{ lately: number }>(
    `SELECT count(DISTINCT alarm_id)::int AS lately FROM escalation_delivery
      WHERE rule_id = $1 AND alarm_id IS NOT NULL AND NOT gathers AND created_at > clock_timestamp() - interval '1 minute'`,
    [ruleId],
  );
  const room = Math.max(0, oneByOne - (rows[0]?.lately ?? 0));
  for (const { alarmId, to } of sendings.slice(0, room)) {
    for (const [channel, recipient] of to) {
      await tx.query(
        "INSERT INTO escalation_delivery (id, alarm_id, rule_id, channel, recipient) VALUES ($1, $2, $3, $4, $5)",
        [randomUUID(), alarmId, ruleId, channel, recipient],
      );
    }
  }
  const together = new Map<string, { channel: DeliveryChannel; recipient: string; ids: string[] }>();
  for (const { alarmId, to } of sendings.slice(room)) {
    for (const [channel, recipient] of to) {
      const known = together.get(`${channel} ${recipient}`);
      if (known === undefined) together.set(`${channel} ${recipient}`, { channel, recipient, ids: [alarmId] });
      else known.ids.push(alarmId);
    }
  }
  for (const each of together.values()) await gather(tx, ruleId, each);
}
