/** What a rule names, looked up in the mirror: the gateway takes names and levels beside ids. */
import { permitEverywhere, type Actor } from "@/lib/auth/actor";
import { areasOf } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { knownPriority } from "@/lib/domains/alarm-priorities/read";
import { knownSchedule } from "@/lib/domains/alarm-schedules/read";
import { knownPlatformUsers } from "@/lib/domains/platform-users/read";
import { InvalidInputError } from "@/lib/errors";
import type { RuleInput } from "../schema";
import { eventTypesOf, ruleSourceWords } from "../terms";

interface Source {
  id: string;
  name: string;
  areaId: string | null;
  abilities: string[];
}

const lookUp = {
  camera: `SELECT id, name, area_id AS "areaId", abilities FROM camera WHERE id = $1 AND gone_at IS NULL`,
  alarmInput: `SELECT id, name, area_id AS "areaId", '{}'::text[] AS abilities FROM alarm_input
                WHERE id = $1 AND gone_at IS NULL`,
  encodingDevice: `SELECT id, name, NULL AS "areaId", '{}'::text[] AS abilities FROM device
                    WHERE id = $1 AND gone_at IS NULL AND category = 'encodingDevice'`,
} as const;

function wrong(field: string, message: string): InvalidInputError {
  return new InvalidInputError(message, { fields: [{ field, message }] });
}

/** What the rule was before, where it was one: its event stays allowed, whatever the camera says it can do. */
export interface RuleBefore {
  sourceId: string | null;
  eventType: string | null;
}

async function sourceOf(actor: Actor, rule: RuleInput, at: string, before?: RuleBefore): Promise<Source> {
  const { type, id } = rule.source;
  // What happens to a device reaches everything on it.
  if (type === "encodingDevice") permitEverywhere(actor);
  const areas = await areasOf(actor);
  const { rows } = await pool().query<Source>(lookUp[type], [id]);
  const source = rows[0];
  const within = areas === null || areas.includes(source?.areaId ?? "");
  if (source === undefined || !within) {
    const words = ruleSourceWords[type].toLowerCase();
    throw wrong(`${at}source.id`, `There is no ${words} with this id. Choose another one.`);
  }
  const kept = before?.sourceId === id && before.eventType === rule.eventType;
  if (!kept && !eventTypesOf(type, source.abilities).includes(rule.eventType)) {
    throw wrong(`${at}eventType`, `${source.name} cannot tell of this event. Choose one that it supports.`);
  }
  return source;
}

/** A rule as it goes to the gateway and into the mirror. */
export interface ResolvedRule {
  source: Source;
  priority: { id: string; name: string; level: number | null; color: string | null };
  schedule: { id: string; name: string };
  recipients: { id: string; name: string }[];
}

/**
 * Throws InvalidInputError for what does not exist, is not the actor's or does not fit, under its field after `at`;
 * ForbiddenError for a device where the actor is limited to areas.
 */
export async function resolveRule(
  actor: Actor,
  rule: RuleInput,
  { at = "", before }: { at?: string; before?: RuleBefore } = {},
): Promise<ResolvedRule> {
  const [source, priority, schedule, recipients] = await Promise.all([
    sourceOf(actor, rule, at, before),
    knownPriority(rule.priorityId),
    knownSchedule(rule.scheduleId),
    knownPlatformUsers(rule.recipientIds),
  ]);
  if (priority === null) throw wrong(`${at}priorityId`, "This priority is no longer there. Choose another one.");
  if (schedule === null) throw wrong(`${at}scheduleId`, "This schedule is no longer there. Choose another one.");
  if (recipients.length < new Set(rule.recipientIds).size) {
    throw wrong(`${at}recipientIds`, "Somebody of these is no longer a user of the platform. Choose again.");
  }
  return { source, priority, schedule, recipients };
}

const nameMax = 64;
const named = (name: string) => (name.length <= nameMax ? { name } : {});

const levels = [1, 2, 3] as const;

/** The part of a request that adding and changing share. Names that are too long for the gateway stay out. */
export function requestOf(rule: RuleInput, { source, priority, schedule, recipients }: ResolvedRule) {
  const level = levels.find((each) => each === priority.level);
  return {
    name: rule.name,
    description: rule.description,
    notify: {
      enabled: rule.notify,
      recipients: recipients.map(({ id, name }) => ({ id, ...named(name) })),
    },
    schedule: { id: schedule.id },
    priority: { id: priority.id, ...(level === undefined ? {} : { level }) },
    ignoreRecurring: {
      enabled: rule.ignoreRecurring,
      ...(rule.ignoreTime === null ? {} : { time: rule.ignoreTime }),
    },
    source: { type: rule.source.type, id: source.id, eventType: rule.eventType, ...named(source.name) },
  } as const;
}

/** The values of the mirror's row that the request says. */
export function valuesOf(rule: RuleInput, { source, priority, schedule, recipients }: ResolvedRule) {
  return {
    name: rule.name,
    description: rule.description,
    notify: rule.notify,
    recipients,
    schedule_id: schedule.id,
    schedule_name: schedule.name,
    priority_id: priority.id,
    priority_level: priority.level,
    priority_name: priority.name,
    priority_color: priority.color,
    ignore_recurring: rule.ignoreRecurring,
    ...(rule.ignoreTime === null ? {} : { ignore_time: rule.ignoreTime }),
    source_type: rule.source.type,
    source_id: source.id,
    source_name: source.name,
    event_type: rule.eventType,
  };
}
