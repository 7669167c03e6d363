import { z } from "zod";
import { endpoint } from "../endpoint";
import { DONE, itemOf, itemUnknown, outcomeOf, outcomeOfFailures } from "../outcome";
import { bit, bitText, gatewayId, nonEmpty, pageFields, present, text } from "../strict";
import {
  isRecord,
  pageOf,
  pick,
  readBoolean,
  readId,
  readIdOrNull,
  readInnerCode,
  readInteger,
  readObjectOrNull,
  readRows,
  readText,
  readTextOrNull,
  readUrl,
  readWord,
  record,
} from "../tolerant";

/** What alarms are about, and the kind of thing they come from. A.1.1. */
export const alarmCategories = ["alarmDetection", "maintenance", "video", "driving"] as const;
export const alarmSubCategories = [
  "alarmDevice",
  "vehicle",
  "alarmInput",
  "boxChannel",
  "boxDevice",
  "camera",
  "encodingDevice",
  "mobileDevice",
] as const;
export type AlarmCategory = (typeof alarmCategories)[number];
export type AlarmSubCategory = (typeof alarmSubCategories)[number];

/** What an alarm can come from. A.1.6. */
export const alarmSources = [
  "alarmInput",
  "camera",
  "encodingDevice",
  "alarmDevice",
  "user",
  "subSystem",
  "vehicle",
  "mobileDevice",
] as const;

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const spelled = <W extends string>(prefix: string, words: readonly W[]) =>
  Object.fromEntries(words.map((word) => [`${prefix}${capital(word)}`, word])) as Record<string, W>;

/** "video" for alarmCategoryVideo; what A.1.1 does not list is "unknown". */
export const readAlarmCategory = () => readWord(spelled("alarmCategory", alarmCategories));
export const readAlarmSubCategory = () => readWord(spelled("alarmSubCategory", alarmSubCategories));

const writeCategory = z.enum(alarmCategories).transform((word) => `alarmCategory${capital(word)}`);
const writeSubCategory = z.enum(alarmSubCategories).transform((word) => `alarmSubCategory${capital(word)}`);

/** A code of A.1.4: "10002" is motion detection. */
export const eventType = () => z.string().regex(/^\d{1,9}$/, "must be the code of an alarm type");

const readLevel = () => readInteger().transform((level) => (level === 1 || level === 2 || level === 3 ? level : null));

const readColour = () => readTextOrNull().transform((colour) => (/^#[0-9a-f]{6}$/i.test(colour ?? "") ? colour : null));

/** A priority as alarms and rules show it; 1 is the highest level, a colour that is none is null. A.3.25, A.3.129. */
export const readPriority = () =>
  readObjectOrNull(
    record({ id: readIdOrNull(), level: readLevel(), levelName: readTextOrNull(), color: readColour() }).transform(
      ({ id, level, levelName, color }) => ({ id, level, name: levelName, color }),
    ),
  );

const AlarmRule = record({
  id: readId(),
  name: readText(),
  description: readText(),
  color: readTextOrNull(),
  enable: readBoolean(),
  state: readWord({ 0: "normal", 1: "abnormal" }),
  alarmMainCategory: readAlarmCategory(),
  alarmSubCategory: readAlarmSubCategory(),
  notification: readObjectOrNull(
    record({
      enable: readBoolean(),
      recipients: readRows(
        record({ userID: readId(), userName: readText() }).transform(({ userID, userName }) => ({
          id: userID,
          name: userName,
        })),
      ),
    }).transform(({ enable, recipients }) => ({ enabled: enable, recipients: recipients.items })),
  ),
  schedule: readObjectOrNull(
    record({
      type: readIdOrNull(),
      timeSchedule: readObjectOrNull(record({ id: readIdOrNull(), name: readTextOrNull() })),
    }).transform(({ type, timeSchedule }) => ({
      id: timeSchedule?.id ?? null,
      name: timeSchedule?.name ?? null,
      type,
    })),
  ),
  priority: readPriority(),
  ignoreRecurring: readObjectOrNull(
    record({ enable: readBoolean(), timeValue: readInteger() }).transform(({ enable, timeValue }) => ({
      enabled: enable,
      time: timeValue,
    })),
  ),
  eventSource: readObjectOrNull(
    record({
      eventType: readIdOrNull(),
      sourceID: readIdOrNull(),
      sourceType: readIdOrNull(),
      sourceName: readTextOrNull(),
    }).transform((row) => ({
      type: row.sourceType,
      id: row.sourceID,
      name: row.sourceName,
      eventType: row.eventType,
    })),
  ),
}).transform((row) => ({
  id: row.id,
  name: row.name,
  description: row.description,
  color: row.color,
  enabled: row.enable,
  state: row.state,
  category: row.alarmMainCategory,
  subCategory: row.alarmSubCategory,
  notify: row.notification,
  schedule: row.schedule,
  priority: row.priority,
  ignoreRecurring: row.ignoreRecurring,
  source: row.eventSource,
}));

/** An alarm rule. `state` "abnormal" means that it does not work, whatever `enabled` says. A.3.27. */
export type AlarmRule = z.output<typeof AlarmRule>;

/**
 * Alarm rules, up to 500 a page; names are searched for in part. The criteria left out are not sent. Sources stand inside
 * the filter as the table says (the example is torn there). Pages are strings, as in the example. Guide 5.3.3, A.3.27.
 */
export const listAlarmRules = endpoint({
  name: "alarmRules.list",
  path: "POST /alarm/v1/alarmrules/get",
  section: "5.3.3",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      ruleId: gatewayId().optional(),
      name: text(64).optional(),
      sourceName: text(64).optional(),
      state: z.enum(["normal", "abnormal"]).optional(),
      enabled: z.boolean().optional(),
      sources: nonEmpty(z.strictObject({ type: z.enum(alarmSources), id: gatewayId() })).optional(),
      category: writeCategory.optional(),
      subCategory: writeSubCategory.optional(),
    })
    .transform(({ page, pageSize, state, enabled, sources, category, subCategory, ...named }) => ({
      pageIndex: String(page),
      pageSize: String(pageSize),
      filter: present({
        alarmRuleID: named.ruleId,
        alarmRuleName: named.name,
        eventSourceName: named.sourceName,
        alarmRuleState: state && bit(state === "abnormal"),
        alarmRuleEnable: enabled === undefined ? undefined : bit(enabled),
        eventSource: sources?.map(({ type, id }) => ({ sourceType: type, sourceID: id })),
        alarmCategory:
          category === undefined && subCategory === undefined
            ? undefined
            : present({ mainCategory: category, subCategory }),
      }),
    })),
  output: pageOf("alarmRule", AlarmRule),
});

const ruleFields = {
  name: text(255),
  description: z.string().max(128).optional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, "must be a colour such as #F40B0B")
    .optional(),
  notify: z
    .strictObject({
      enabled: z.boolean(),
      recipients: z.array(z.strictObject({ id: gatewayId(32), name: text(64).optional() })).max(500),
    })
    .optional(),
  schedule: z.strictObject({ id: gatewayId(32), type: text(64).default("1") }).optional(),
  priority: z
    .strictObject({ id: gatewayId(), level: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional() })
    .optional(),
  ignoreRecurring: z.strictObject({ enabled: z.boolean(), time: z.int().min(1).max(86_400).optional() }).optional(),
  source: z.strictObject({
    type: z.enum(alarmSources),
    id: gatewayId(),
    name: text(64).optional(),
    eventType: eventType(),
  }),
};

type Rule = z.output<z.ZodObject<typeof ruleFields>>;

// Nobody to notify is said by leaving the list out: an empty one is never sent.
const ruleBody = ({ name, description, color, notify, schedule, priority, ignoreRecurring, source }: Rule) =>
  present({
    name,
    description,
    color,
    notification:
      notify &&
      present({
        enable: bit(notify.enabled),
        recipients:
          notify.recipients.length === 0
            ? undefined
            : notify.recipients.map(({ id, name: userName }) => present({ userID: id, userName })),
      }),
    schedule: schedule && { type: schedule.type, timeSchedule: { id: schedule.id } },
    priority: priority && present({ id: priority.id, level: priority.level?.toString() }),
    ignoreRecurring:
      ignoreRecurring &&
      present({ enable: bitText(ignoreRecurring.enabled), timeValue: ignoreRecurring.time?.toString() }),
    eventSource: present({
      sourceType: source.type,
      eventType: Number(source.eventType),
      sourceID: source.id,
      sourceName: source.name,
    }),
  });

const once = <T>(values: readonly T[]) => new Set(values).size === values.length;

const RuleResult = record({ id: readIdOrNull(), name: readTextOrNull(), errorCode: readInnerCode() }).transform(
  ({ id, name, errorCode }) => ({ id, name, code: errorCode }),
);
const ruleResults = () =>
  z.preprocess(
    (data) => data ?? {},
    record({ alarmRule: readRows(RuleResult) }).transform(({ alarmRule }) => ({ rules: alarmRule.items })),
  );

/**
 * Adds alarm rules. Each has its own result, found by its name, so names must differ within one call; a blank error code
 * is a success here. Sent under `alarmrule` as the table says (the example's head is lost in the scan; the answer and the
 * update say alarmRule). A rule cannot be deleted or switched off through this interface. Guide 5.3.3, A.3.28.
 */
export const addAlarmRules = endpoint({
  name: "alarmRules.add",
  path: "POST /alarm/v1/alarmrules/add",
  section: "5.3.3",
  kind: "command",
  input: z
    .strictObject({
      rules: nonEmpty(
        z.strictObject({
          ...ruleFields,
          category: writeCategory.optional(),
          subCategory: writeSubCategory.optional(),
        }),
      ).refine((rules) => once(rules.map(({ name }) => name)), "must have different names"),
    })
    .transform(({ rules }) => ({
      alarmrule: rules.map(({ category, subCategory, ...rule }) =>
        present({ ...ruleBody(rule), alarmMainCategory: category, alarmSubCategory: subCategory }),
      ),
    })),
  output: ruleResults(),
  outcome: (data, { rules }) =>
    outcomeOf(
      rules.map(({ name }, index) => {
        const asked = name.trim();
        const row = data.rules.find((each) => each.name?.trim() === asked) ?? nameless(data.rules[index]);
        return row ? itemOf({ id: row.id ?? asked, name: asked, code: row.code }) : itemUnknown(asked, asked);
      }),
    ),
});

const nameless = (row: z.output<typeof RuleResult> | undefined) => (row?.name === null ? row : undefined);

/**
 * Writes alarm rules anew, found by id: what is left out may fall back to its default, so send the whole rule. The answer
 * tells no reasons; a success outside is a success. Sent under `alarmRule`, as in the example (the table says alarmrule).
 * Whether a rule is enabled cannot be changed. Guide 5.3.3, A.3.28.
 */
export const updateAlarmRules = endpoint({
  name: "alarmRules.update",
  path: "POST /alarm/v1/alarmrules/update",
  section: "5.3.3",
  kind: "idempotent",
  input: z
    .strictObject({
      rules: nonEmpty(z.strictObject({ id: gatewayId(), ...ruleFields })).refine(
        (rules) => once(rules.map(({ id }) => id)),
        "must be different rules",
      ),
    })
    .transform(({ rules }) => ({ alarmRule: rules.map(({ id, ...rule }) => ({ id, ...ruleBody(rule) })) })),
  output: ruleResults(),
  outcome: (data, { rules }) => {
    const failures = data.rules.flatMap(({ id, code }) => (id !== null && code !== null ? [{ id, code }] : []));
    if (failures.length === 0) return DONE;
    return outcomeOfFailures(
      rules.map(({ id }) => id),
      failures,
    );
  },
});

const AlarmPriority = record({
  id: readId(),
  level: readLevel(),
  levelName: readTextOrNull(),
  color: readColour(),
  audioName: readTextOrNull(),
  audioURL: readUrl(),
}).transform((row) => ({
  id: row.id,
  level: row.level,
  name: row.levelName,
  color: row.color,
  soundName: row.audioName,
  soundUrl: row.audioURL,
}));

/** An alarm priority: 1 is the highest of three levels, `color` "#F40B0B". */
export type AlarmPriority = z.output<typeof AlarmPriority>;

const plainPages = z
  .strictObject(pageFields(500))
  .transform(({ page, pageSize }) => ({ pageIndex: String(page), pageSize: String(pageSize) }));

/** Alarm priorities, up to 500 a page. Pages are strings, as in the example. Guide 5.3.3, A.3.24. */
export const listAlarmPriorities = endpoint({
  name: "alarmPriorities.list",
  path: "POST /alarm/v1/alarmpriorities/get",
  section: "5.3.3",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: plainPages,
  output: pageOf("alarmpriorities", AlarmPriority),
});

const ReceivingSchedule = record({
  id: readId(),
  name: readText(),
  systemTemplate: readBoolean(),
  timeSetting: readRows(
    record({
      dayOfWeek: readText(),
      timeSpan: readRows(
        record({ beginTime: readText(), endTime: readText() }).transform(({ beginTime, endTime }) => ({
          from: beginTime,
          to: endTime,
        })),
      ),
    }).transform(({ dayOfWeek, timeSpan }) => ({ day: dayOfWeek, spans: timeSpan.items })),
  ),
}).transform((row) => ({
  id: row.id,
  name: row.name,
  /** Came with the platform. */
  builtIn: row.systemTemplate,
  days: row.timeSetting.items,
}));

/** When rules are armed. Days and times are as the gateway writes them: the guide shows no form. A.3.132, A.3.159. */
export type ReceivingSchedule = z.output<typeof ReceivingSchedule>;

/**
 * Arming schedules a rule may follow, up to 500 a page. The rows stand under receivingSchedule (table) or, as in the
 * example, alarmpriorities. Pages are strings, as in the example. Guide 5.3.3, A.3.132.
 */
export const listReceivingSchedules = endpoint({
  name: "receivingSchedules.list",
  path: "POST /alarm/v1/receivingschedules/get",
  section: "5.3.3",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: plainPages,
  output: z.preprocess(
    (data) =>
      isRecord(data)
        ? { ...data, receivingSchedule: pick(data, "receivingSchedule") ?? pick(data, "alarmpriorities") }
        : data,
    pageOf("receivingSchedule", ReceivingSchedule),
  ),
});
