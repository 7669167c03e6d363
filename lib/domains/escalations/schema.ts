import { z } from "zod";
import type { AlarmPriority } from "@/lib/domains/alarms/terms";
import { priorities } from "@/lib/domains/alarms/terms";
import type { Person } from "@/lib/domains/alarms/schema";
import { gatewayId } from "@/lib/domains/sync/schema";
import { listQuery, several, type Listing } from "@/lib/http/list";
import {
  deliveryStates,
  isWebhookAddress,
  LEAST_AFTER_SECONDS,
  MOST_AFTER_SECONDS,
  MOST_CALLS,
  MOST_PEOPLE,
  type DeliveryChannel,
  type DeliveryState,
} from "./terms";

const unique = <T>(list: readonly T[]) => [...new Set(list)];
const afterMessage = `Give ${LEAST_AFTER_SECONDS} seconds to 24 hours.`;

/** Body of `POST /api/escalations` and `PUT /api/escalations/{id}`. */
export const EscalationRuleInput = z
  .object({
    name: z.string().trim().min(1, "Give the rule a name.").max(80, "Give a name of at most 80 characters."),
    enabled: z.boolean(),
    priorities: z
      .array(z.literal(priorities))
      .min(1, "Choose at least one priority.")
      .max(10)
      .transform((chosen) => priorities.filter((each) => chosen.includes(each))),
    /** With everything below them; null: everywhere. */
    areaIds: z
      .array(gatewayId)
      .min(1, "Choose at least one area, or everywhere.")
      .max(100, "Choose at most 100 areas.")
      .transform(unique)
      .nullable(),
    afterSeconds: z.int(afterMessage).min(LEAST_AFTER_SECONDS, afterMessage).max(MOST_AFTER_SECONDS, afterMessage),
    userIds: z.array(z.uuid()).max(MOST_PEOPLE, `Choose at most ${MOST_PEOPLE} people.`).transform(unique),
    /** Everybody on duty with one of them. */
    roles: z.array(z.string().min(1).max(64)).max(50).transform(unique),
    /** In their consoles, until they acknowledge. */
    sound: z.boolean(),
    email: z.boolean(),
    /** Null: none. */
    webhookUrl: z
      .string()
      .trim()
      .max(1_000, "Give an address of at most 1,000 characters.")
      .refine((text) => isWebhookAddress(text, { here: true }), "Give an address that begins with https://.")
      .nullable(),
  })
  .refine(({ sound, email, webhookUrl }) => sound || email || webhookUrl !== null, {
    path: ["sound"],
    message: "Choose at least one way: in the console, by e-mail or by a webhook.",
  })
  .refine(({ sound, email, userIds, roles }) => (!sound && !email) || userIds.length + roles.length > 0, {
    path: ["userIds"],
    message: "Choose at least one person, or a role that is called while on duty.",
  });
export type EscalationRuleInput = z.output<typeof EscalationRuleInput>;

export const EscalationParams = z.object({ id: z.uuid() });

/** One rule. Times are ISO. */
export interface EscalationRule {
  id: string;
  name: string;
  enabled: boolean;
  priorities: AlarmPriority[];
  /** Null: everywhere. An area that is gone keeps its name. */
  areas: { id: string; name: string }[] | null;
  afterSeconds: number;
  /** `active`: the account can be called. */
  people: (Person & { active: boolean })[];
  roles: { id: string; name: string }[];
  sound: boolean;
  email: boolean;
  webhookUrl: string | null;
  changed: { at: string; by: Person | null };
  /** Alarms it has called about in the last seven days. */
  lately: number;
}

/** Answer of `GET /api/escalations`. */
export interface EscalationRules {
  items: EscalationRule[];
  /** Who can be called: people whose role reads alarms, and roles that do. */
  people: (Person & { roleName: string })[];
  roles: { id: string; name: string }[];
  /** Whether a mail server is set up, and whom its mail comes from. */
  mail: { from: string } | null;
}

/** Answer of what changes a rule. `webhookKey` is shown this once, where one was made; it signs what the webhook is sent. */
export interface ChangedRule {
  id: string;
  webhookKey: string | null;
}

/** Query of `GET /api/escalations/deliveries`; the latest first. */
export const DeliveryQuery = listQuery({ state: several(z.enum(deliveryStates)) }, ["createdAt"], "-createdAt");
export type DeliveryQuery = z.output<typeof DeliveryQuery>;

/** A mail or a request to a webhook. Times are ISO. */
export interface DeliveryItem {
  id: string;
  rule: { id: string; name: string };
  /** Null: a trial. */
  alarm: { id: string; typeName: string; sourceName: string | null } | null;
  channel: DeliveryChannel;
  /** Who got the mail; null for a webhook. */
  to: Person | null;
  state: DeliveryState;
  createdAt: string;
  attempts: number;
  /** Of one that waits. */
  nextAttemptAt: string | null;
  endedAt: string | null;
  /** Of the last attempt, a sentence. */
  reason: string | null;
}

export type DeliveryListing = Listing<DeliveryItem>;

/** What rings in the reader's console. Times are ISO. */
export interface EscalationCall {
  id: string;
  at: string;
  rule: string;
  alarm: {
    id: string;
    typeName: string;
    priority: AlarmPriority;
    sourceName: string | null;
    areaName: string | null;
    receivedAt: string;
  };
}

/** Body of `POST /api/escalations/calls/acknowledge`: calls that were seen, so that none ends unheard. */
export const AcknowledgeCalls = z.strictObject({
  ids: z.array(z.uuid()).min(1, "Name at least one call.").max(MOST_CALLS, `Name at most ${MOST_CALLS} calls.`),
});

/** Answer of `GET /api/escalations/calls`: the most urgent first, at most MOST_CALLS. */
export interface EscalationCalls {
  items: EscalationCall[];
}
