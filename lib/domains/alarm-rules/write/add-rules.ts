import { permit, type Actor } from "@/lib/auth/actor";
import { command, itemFailed, judged, rereadEach, resultOf } from "@/lib/domains/commands/mirror";
import type { CommandResult } from "@/lib/domains/commands/schema";
import { storeRows } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { addAlarmRules as addEndpoint } from "@/lib/gateway/endpoints";
import { outcomeOf, type ItemOutcome } from "@/lib/gateway/outcome";
import { alarmRuleMirror, rereadRules } from "../mirror";
import type { AddAlarmRules, RuleInput } from "../schema";
import { categoryOf } from "../terms";
import { requestOf, resolveRule, valuesOf, type ResolvedRule } from "./resolve-rule";

interface NewRule {
  rule: RuleInput;
  resolved: ResolvedRule;
}

const requestFor = ({ rule, resolved }: NewRule) => ({
  ...requestOf(rule, resolved),
  ...(resolved.priority.color === null ? {} : { color: resolved.priority.color }),
  category: categoryOf(rule.eventType),
  subCategory: rule.source.type,
});

const newRow = (id: string, { rule, resolved }: NewRule) => ({
  ...{ id, color: resolved.priority.color, enabled: true, state: "normal" },
  ...{ category: categoryOf(rule.eventType), sub_category: rule.source.type, schedule_type: "1", ignore_time: null },
  ...valuesOf(rule, resolved),
});

async function send(actor: Actor, rules: readonly NewRule[], signal: AbortSignal): Promise<readonly ItemOutcome[]> {
  const [first, ...rest] = rules.map(requestFor);
  if (first === undefined) return [];
  const request = { rules: [first, ...rest] as [typeof first, ...(typeof first)[]] };
  const names = rules.map(({ rule }) => rule.name);
  const sources = rules.map(({ rule, resolved }) => ({ kind: rule.source.type, ...resolved.source }));
  const details = {
    rules: rules.map(({ rule, resolved }) => ({
      name: rule.name,
      event: rule.eventType,
      source: resolved.source.id,
      schedule: resolved.schedule.name,
      priority: resolved.priority.name,
      recipients: resolved.recipients.map(({ id }) => id),
    })),
  };
  const objects = sources.map(({ kind, id, name }) => ({ kind: nounOf[kind], id, name }));
  const outcomeFor = (answer: Awaited<ReturnType<typeof call>>) =>
    addEndpoint.outcome?.(answer, request) ?? outcomeOf([]);
  const call = () => gateway().call(addEndpoint, request, { lane: "interactive", signal });
  const answer = await command(actor, { action: "alarm-rule.add", objects, details }, ["alarm-rules"], {
    send: call,
    judge: (value) => {
      const outcome = outcomeFor(value);
      const added = outcome.items.filter(({ result }) => result === "done");
      const { result, code, details: items } = judged(outcome);
      return {
        ...{ result, code, details: { ...details, ...items } },
        objects: [...added.map(({ id, name }) => ({ kind: "alarm rule", id, name })), ...objects],
      };
    },
    store: (tx, value) =>
      storeRows(
        tx,
        alarmRuleMirror,
        outcomeFor(value).items.flatMap(({ id, name, result }) => {
          const added = rules.find(({ rule }) => rule.name === name);
          return result === "done" && added !== undefined && id !== name ? [newRow(id, added)] : [];
        }),
      ),
    reread: (again) => rereadEach(names, ["alarm-rules"], (name) => rereadRules({ name }, again)),
  });
  return outcomeFor(answer).items;
}

const nounOf = { camera: "camera", alarmInput: "alarm input", encodingDevice: "device" } as const;

/**
 * Adds rules; each has its own result, under its id or, where it was refused, its name. Throws ForbiddenError, and
 * InvalidInputError when one of them names what is not there or what its source cannot tell of: then none is added.
 * Guide 5.3.3.
 */
export async function addRules(actor: Actor, { rules }: AddAlarmRules, signal: AbortSignal): Promise<CommandResult> {
  permit(actor, "alarm-rules:write");
  const wanted: NewRule[] = [];
  for (const [index, rule] of rules.entries()) {
    wanted.push({ rule, resolved: await resolveRule(actor, rule, { at: `rules.${index}.` }) });
  }
  const items = await send(actor, wanted, signal).catch((error: unknown) =>
    rules.map(({ name }) => itemFailed(name, error)),
  );
  return resultOf(items, new Map(rules.map(({ name }) => [name, name])));
}
