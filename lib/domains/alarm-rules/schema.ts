import { z } from "zod";
import { gatewayId, type CommonFilters } from "@/lib/domains/sync/schema";
import { listQuery, several } from "@/lib/http/list";
import {
  ADD_RULES_MAX,
  alarmRuleSorts,
  LINKED_MAX,
  RULE_DESCRIPTION_MAX,
  RULE_NAME_MAX,
  ruleLevels,
  ruleSourceTypes,
  ruleStates,
  type LinkageKind,
  type RuleState,
} from "./terms";

export { IdParams as AlarmRuleParams } from "@/lib/domains/sync/schema";

/** Query of `GET /api/alarm-rules`. `areaId` takes what is below along; `level` 1 is the highest priority. */
export const AlarmRuleQuery = listQuery(
  {
    state: several(z.enum(ruleStates)),
    level: several(z.enum(ruleLevels)),
    source: several(z.enum(ruleSourceTypes)),
    sourceId: gatewayId.optional(),
    areaId: gatewayId.optional(),
  },
  alarmRuleSorts,
);
export type AlarmRuleQuery = z.output<typeof AlarmRuleQuery>;
export type AlarmRuleFilters = CommonFilters & {
  state?: readonly RuleState[] | undefined;
  level?: readonly string[] | undefined;
  source?: readonly string[] | undefined;
  sourceId?: string | undefined;
  areaId?: string | undefined;
};

interface Named {
  id: string;
  name: string;
}

/** What the cloud account is alarmed about. */
export interface AlarmRuleItem {
  /** The gateway's own. */
  id: string;
  name: string;
  description: string;
  state: RuleState;
  /** `type` as in the guide's A.1.6; `gone`: nothing of this id is left. */
  source: { type: string | null; id: string | null; name: string | null; gone: boolean };
  /** Code of the guide's A.1.4. */
  eventType: string | null;
  area: { id: string; name: string; path: string[] } | null;
  /** `level` 1 is the highest of three; `color` such as "#F40B0B". */
  priority: { id: string | null; level: number | null; name: string | null; color: string | null } | null;
  schedule: { id: string; name: string } | null;
  /** Users of the platform; null: it tells nobody. */
  recipients: Named[] | null;
  /** Alarms that come again within this time are left out, in the unit of the vendor's portal; null: none is. */
  ignoreRecurring: number | null;
}

/** What a linkage was set to, with the names of then. */
export type LinkageConfig =
  | { kind: "record"; cameras: Named[]; beforeSeconds: number; afterSeconds: number }
  | { kind: "capture"; cameras: Named[]; intervalSeconds: number; when: "atEvent" | "aroundEvent" }
  | { kind: "alarmOutput"; outputs: Named[]; closeAfter: number | null }
  | { kind: "email"; templateId: string };

/** A linkage that was set from here: the gateway cannot list them. */
export interface RuleLinkage {
  id: string;
  kind: LinkageKind;
  config: LinkageConfig;
  /** unknown: the answer was lost. */
  result: "done" | "unknown";
  setBy: string | null;
  setAt: string;
}

export interface AlarmRuleDetail extends AlarmRuleItem {
  /** Switched on in the cloud account; null: the gateway does not say. */
  enabled: boolean | null;
  /** Whether it tells anybody, and the time, as the form needs them. */
  notify: boolean;
  ignoreTime: number | null;
  /** Event types that its source can give, the present one included. */
  eventTypes: string[];
  /** The latest first. */
  linkages: RuleLinkage[];
  firstSeenAt: string;
  changedAt: string;
  syncedAt: string;
  lateAt: string;
}

const ruleFields = {
  name: z
    .string()
    .trim()
    .min(1, "Give the rule a name.")
    .max(RULE_NAME_MAX, `Shorten the name to ${RULE_NAME_MAX} characters.`),
  description: z
    .string()
    .trim()
    .max(RULE_DESCRIPTION_MAX, `Shorten the description to ${RULE_DESCRIPTION_MAX} characters.`)
    .default(""),
  source: z.strictObject({
    type: z.enum(ruleSourceTypes),
    id: z.string().min(1, "Choose what the rule watches.").max(64),
  }),
  eventType: z.string().regex(/^\d{1,9}$/, "Choose an event."),
  scheduleId: z.string().min(1, "Choose a schedule.").max(32),
  priorityId: z.string().min(1, "Choose a priority.").max(64),
  notify: z.boolean().default(false),
  recipientIds: z.array(gatewayId).max(500).default([]),
  ignoreRecurring: z.boolean().default(false),
  ignoreTime: z.int().min(1, "Give 1 or more.").max(86_400, "Give 86,400 or less.").nullable().default(null),
};

interface Told {
  notify: boolean;
  recipientIds: string[];
  ignoreRecurring: boolean;
  ignoreTime: number | null;
}

function complete(rule: Told, context: z.RefinementCtx): void {
  if (rule.notify && rule.recipientIds.length === 0) {
    context.addIssue({ code: "custom", path: ["recipientIds"], message: "Choose whom it tells." });
  }
  if (rule.ignoreRecurring && rule.ignoreTime === null) {
    context.addIssue({ code: "custom", path: ["ignoreTime"], message: "Give the time." });
  }
}

/** A rule as the form has it: all of it is sent each time, because the gateway may forget what is left out. */
export const RuleInput = z.strictObject(ruleFields).superRefine(complete);
export type RuleInput = z.output<typeof RuleInput>;
export type RuleFormInput = z.input<typeof RuleInput>;

/** Body of `POST /api/alarm-rules`; each rule has its own result, under its name. */
export const AddAlarmRules = z.strictObject({
  rules: z
    .array(RuleInput)
    .min(1, "Give at least one rule.")
    .max(ADD_RULES_MAX, `Add at most ${ADD_RULES_MAX} rules at a time.`)
    .superRefine((rules, context) => {
      const seen = new Set<string>();
      rules.forEach(({ name }, index) => {
        if (seen.has(name)) {
          context.addIssue({ code: "custom", path: [index, "name"], message: "Another rule has this name already." });
        }
        seen.add(name);
      });
    }),
});
export type AddAlarmRules = z.output<typeof AddAlarmRules>;

/** Body of `PUT /api/alarm-rules/{id}`. */
export const EditAlarmRule = RuleInput;

const linked = (what: string) =>
  z
    .array(gatewayId)
    .min(1, `Choose at least one ${what}.`)
    .max(LINKED_MAX, `Choose at most ${LINKED_MAX}.`)
    .transform((ids) => [...new Set(ids)]);
const seconds = z.int().min(0, "Give 0 or more.").max(3_600, "Give 3,600 or less.");

export const Linkage = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("record"),
    cameraIds: linked("camera"),
    beforeSeconds: seconds,
    afterSeconds: seconds,
  }),
  z.strictObject({
    kind: z.literal("capture"),
    cameraIds: linked("camera"),
    intervalSeconds: z.int().min(1, "Give 1 or more.").max(3_600, "Give 3,600 or less."),
    when: z.enum(["atEvent", "aroundEvent"]),
  }),
  z.strictObject({
    kind: z.literal("alarmOutput"),
    outputIds: linked("output"),
    closeAfter: z.int().min(1, "Give 1 or more.").max(86_400, "Give 86,400 or less.").nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal("email"),
    templateId: z.string().trim().min(1, "Give the id of the template.").max(64, "Shorten the id to 64 characters."),
  }),
]);
export type Linkage = z.output<typeof Linkage>;

/** Body of `POST /api/alarm-rules/{id}/linkages`. */
export const AddLinkage = z.strictObject({ linkage: Linkage });
export type AddLinkage = z.output<typeof AddLinkage>;
export type AddLinkageInput = z.input<typeof AddLinkage>;
