import { randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import { record } from "@/lib/audit/record";
import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { publish } from "@/lib/bus/publish";
import { transaction } from "@/lib/db/transaction";
import { settings } from "@/lib/env";
import { ConflictError, InvalidInputError, NotFoundError } from "@/lib/errors";
import { wake } from "@/lib/jobs/define";
import { seal } from "@/lib/secrets";
import { whoCanBeCalled } from "../read/rules";
import type { ChangedRule, EscalationRuleInput } from "../schema";
import { isWebhookAddress } from "../terms";
import { deliverDuty } from "./deliver";

interface StoredRule {
  name: string;
  enabled: boolean;
  userIds: string[];
  roles: string[];
  email: boolean;
  webhookUrl: string | null;
  hasKey: boolean;
}

function permitRules(actor: Actor): void {
  permit(actor, "settings:manage");
  permitEverywhere(actor);
}

async function held(tx: pg.PoolClient, id: string): Promise<StoredRule> {
  const { rows } = await tx.query<StoredRule>(
    `SELECT name, enabled, user_ids AS "userIds", roles, email, webhook_url AS "webhookUrl",
            webhook_key IS NOT NULL AS "hasKey"
       FROM escalation_rule WHERE id = $1 AND removed_at IS NULL FOR UPDATE`,
    [id],
  );
  if (rows[0] === undefined) {
    throw new NotFoundError("There is no escalation rule with this id.", {
      remedy: "Look at the list of rules again.",
    });
  }
  return rows[0];
}

function wrong(field: keyof EscalationRuleInput, message: string): InvalidInputError {
  return new InvalidInputError(message, { fields: [{ field, message }] });
}

/** Whoever was in the rule before may stay in it, although they cannot be called at the moment. */
async function check(tx: pg.PoolClient, input: EscalationRuleInput, before?: StoredRule): Promise<void> {
  const { people, roles } = await whoCanBeCalled(tx);
  const known = new Set([...people.map(({ userId }) => userId), ...(before?.userIds ?? [])]);
  if (!input.userIds.every((id) => known.has(id))) throw wrong("userIds", "Choose people whose role reads alarms.");
  const knownRoles = new Set([...roles.map(({ id }) => id), ...(before?.roles ?? [])]);
  if (!input.roles.every((id) => knownRoles.has(id))) throw wrong("roles", "Choose roles that read alarms.");
  const { rows } = await tx.query<{ known: number }>("SELECT count(*)::int AS known FROM area WHERE id = ANY ($1)", [
    input.areaIds ?? [],
  ]);
  if (rows[0]?.known !== (input.areaIds ?? []).length) throw wrong("areaIds", "One of these areas is not known here.");
  const here = settings().mode === "sandbox";
  if (input.webhookUrl !== null && !isWebhookAddress(input.webhookUrl, { here })) {
    throw wrong("webhookUrl", "Give an address that begins with https://.");
  }
}

/** Shown once: it signs what the webhook is sent. */
const newKey = () => randomBytes(32).toString("base64url");

/** An address may hold a token of its own, so the log names its host alone. */
function inAudit({ webhookUrl, ...rest }: EscalationRuleInput): Record<string, unknown> {
  return { ...rest, webhook: webhookUrl === null ? null : new URL(webhookUrl).host };
}

async function tell(tx: pg.PoolClient, actor: Actor, rule: { id: string; name: string }, details: object) {
  await record(tx, actor, {
    action: "escalation.change",
    objects: [{ kind: "escalation", id: rule.id, name: rule.name }],
    details: { ...details },
  });
  await publish(tx, { topic: "watch" });
  // How long is left stands with open alarms.
  await publish(tx, { topic: "alarm", ids: null, areaIds: null });
}

const columns = (input: EscalationRuleInput, actor: Actor) => [
  ...[input.name, input.enabled, input.priorities, input.areaIds !== null, input.areaIds ?? [], input.afterSeconds],
  ...[input.userIds, input.roles, input.sound, input.email, input.webhookUrl, actor.userId],
];

/** A new rule, for alarms that come from now on. Throws ForbiddenError and InvalidInputError. */
export function addRule(actor: Actor, input: EscalationRuleInput): Promise<ChangedRule> {
  permitRules(actor);
  return transaction(async (tx) => {
    await check(tx, input);
    const id = randomUUID();
    const webhookKey = input.webhookUrl === null ? null : newKey();
    await tx.query(
      `INSERT INTO escalation_rule (id, webhook_key, name, enabled, priorities, scoped, area_ids, after_seconds, user_ids,
                                    roles, sound, email, webhook_url, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [id, webhookKey === null ? null : seal("webhook", webhookKey), ...columns(input, actor)],
    );
    await tell(tx, actor, { id, name: input.name }, { after: inAudit(input) });
    return { id, webhookKey };
  });
}

/**
 * Changes a rule. One that is switched on again is about alarms that come from then on; one with other priorities or
 * areas about those whose time is not over yet. Throws ForbiddenError, NotFoundError and InvalidInputError.
 */
export function changeRule(actor: Actor, id: string, input: EscalationRuleInput): Promise<ChangedRule> {
  permitRules(actor);
  return transaction(async (tx) => {
    const before = await held(tx, id);
    await check(tx, input, before);
    const webhookKey = input.webhookUrl === null || before.hasKey ? null : newKey();
    await tx.query(
      // What it had no word about before is past; what waits at this moment is still called about in its time.
      `UPDATE escalation_rule SET name = $3, looked_at = NULL, looked_id = '',
              since = CASE WHEN $4 AND NOT enabled THEN clock_timestamp()
                           WHEN (priorities, scoped, area_ids) IS DISTINCT FROM ($5::int[], $6::boolean, $7::text[])
                           THEN greatest(since, clock_timestamp() - $8::int * interval '1 second') ELSE since END,
              enabled = $4, priorities = $5, scoped = $6, area_ids = $7, after_seconds = $8, user_ids = $9, roles = $10,
              sound = $11, email = $12, webhook_url = $13, updated_by = $14, updated_at = clock_timestamp(),
              webhook_key = CASE WHEN $13::text IS NULL THEN NULL ELSE coalesce($2, webhook_key) END
        WHERE id = $1`,
      [id, webhookKey === null ? null : seal("webhook", webhookKey), ...columns(input, actor)],
    );
    await tell(tx, actor, { id, name: input.name }, { after: inAudit(input) });
    return { id, webhookKey };
  });
}

/** What it did stays; what it was about to send is not sent. Throws ForbiddenError and NotFoundError. */
export function deleteRule(actor: Actor, id: string): Promise<void> {
  permitRules(actor);
  return transaction(async (tx) => {
    const { name } = await held(tx, id);
    await tx.query(
      "UPDATE escalation_rule SET removed_at = clock_timestamp(), enabled = false, webhook_key = NULL WHERE id = $1",
      [id],
    );
    await tell(tx, actor, { id, name }, { after: "deleted" });
  });
}

/** Another key for the rule's webhook; the old one signs nothing any more. Throws ConflictError where there is none. */
export function renewWebhookKey(actor: Actor, id: string): Promise<ChangedRule> {
  permitRules(actor);
  return transaction(async (tx) => {
    const { name, webhookUrl } = await held(tx, id);
    if (webhookUrl === null) {
      throw new ConflictError("This rule has no webhook.", { remedy: "Give it an address first." });
    }
    const webhookKey = newKey();
    await tx.query("UPDATE escalation_rule SET webhook_key = $2 WHERE id = $1", [id, seal("webhook", webhookKey)]);
    await tell(tx, actor, { id, name }, { webhookSignature: "renewed" });
    return { id, webhookKey };
  });
}

/**
 * Sends a trial by each way that leaves the console: a mail to the actor, a request to the webhook. What becomes of them
 * stands in the list of deliveries. Throws ConflictError for a rule that only rings.
 */
export function tryRule(actor: Actor, id: string): Promise<{ deliveries: number }> {
  permitRules(actor);
  return transaction(async (tx) => {
    const { name, email, webhookUrl } = await held(tx, id);
    const wanted = [
      ...(email ? [["email", actor.userId] as const] : []),
      ...(webhookUrl === null ? [] : [["webhook", "webhook"] as const]),
    ];
    if (wanted.length === 0) {
      throw new ConflictError("This rule sends nothing: it rings in consoles alone.", {
        remedy: "Choose e-mail or a webhook, and save.",
      });
    }
    for (const [channel, recipient] of wanted) {
      await tx.query("INSERT INTO escalation_delivery (id, rule_id, channel, recipient) VALUES ($1, $2, $3, $4)", [
        ...[randomUUID(), id, channel, recipient],
      ]);
    }
    await record(tx, actor, {
      action: "escalation.change",
      objects: [{ kind: "escalation", id, name }],
      details: { trial: wanted.map(([channel]) => channel) },
    });
    await wake(deliverDuty, tx);
    await publish(tx, { topic: "watch" });
    return { deliveries: wanted.length };
  });
}
