import { permit, type Actor } from "@/lib/auth/actor";
import { command, judged, resultOf } from "@/lib/domains/commands/mirror";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { changeRow } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import type { InputOf } from "@/lib/gateway/endpoint";
import { updateAlarmRules } from "@/lib/gateway/endpoints";
import { itemDone, outcomeOf, type CommandOutcome } from "@/lib/gateway/outcome";
import { alarmRuleMirror, rereadRules } from "../mirror";
import { ruleForChange, type KnownRule } from "../read";
import type { RuleInput } from "../schema";
import { requestOf, resolveRule, valuesOf } from "./resolve-rule";

/** What differs, for the audit: by the mirror's columns, ids rather than names. */
function changesOf(before: KnownRule, after: ReturnType<typeof valuesOf>): Record<string, unknown> {
  const compared = ["name", "description", "notify", "schedule_id", "priority_id", "ignore_recurring", "ignore_time"];
  const known: Readonly<Record<string, unknown>> = { ...before.values, recipients: undefined };
  const wanted: Readonly<Record<string, unknown>> = after;
  const changes = [...compared, "source_id", "event_type"]
    .filter((key) => wanted[key] !== undefined && wanted[key] !== known[key])
    .map((key) => [key, { from: known[key] ?? null, to: wanted[key] }] as const);
  const [from, to] = [before.values.recipients, after.recipients].map((list) => list.map(({ id }) => id).toSorted());
  const told = JSON.stringify(from) === JSON.stringify(to) ? {} : { recipients: { from, to } };
  return { ...Object.fromEntries(changes), ...told };
}

/**
 * Writes a rule anew; whether it is on stays as it is. Throws NotFoundError, ForbiddenError, InvalidInputError for what
 * does not exist or fit, and GatewayError: `maybeDone` means that it has been read again. Guide 5.3.3.
 */
export async function editRule(
  actor: Actor,
  { id, ...rule }: RuleInput & { id: string },
  signal: AbortSignal,
): Promise<CommandResult> {
  permit(actor, "alarm-rules:write");
  const before = await ruleForChange(actor, id);
  const resolved = await resolveRule(actor, rule, {
    before: { sourceId: before.values.source_id, eventType: before.values.event_type },
  });
  const { color, schedule_type: type } = before.values;
  const { schedule, ...fields } = requestOf(rule, resolved);
  const request: InputOf<typeof updateAlarmRules> = {
    rules: [
      {
        ...{ id, ...fields },
        schedule: { ...schedule, ...(type === null ? {} : { type }) },
        // Kept as it is: the form does not know it, and what is left out may be forgotten.
        ...(color !== null && /^#[0-9a-f]{6}$/i.test(color) ? { color } : {}),
      },
    ],
  };
  const values = valuesOf(rule, resolved);
  const details = { changes: changesOf(before, values) };
  const outcomeFor = (answer: Awaited<ReturnType<typeof send>>): CommandOutcome => {
    const outcome = updateAlarmRules.outcome?.(answer, request);
    return outcome === undefined || outcome.items.length === 0 ? outcomeOf([itemDone(id)]) : outcome;
  };
  const send = () => gateway().call(updateAlarmRules, request, { lane: "interactive", signal });
  const objects = [{ kind: "alarm rule", id, name: rule.name }];
  const answer = await command(actor, { action: "alarm-rule.change", objects, details }, ["alarm-rules"], {
    send,
    judge: (value) => {
      const { result, code } = judged(outcomeFor(value));
      return { result, code, details };
    },
    store: async (tx, value) => {
      if (outcomeFor(value).result === "done") await changeRow(tx, alarmRuleMirror, id, values);
    },
    reread: async (again) => {
      await rereadRules({ ruleId: id }, again);
      return [];
    },
  });
  return resultOf(outcomeFor(answer).items, new Map([[id, rule.name]]));
}
