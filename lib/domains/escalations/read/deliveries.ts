import { permit, permitEverywhere, type Actor } from "@/lib/auth/actor";
import { pool } from "@/lib/db/client";
import { personOf, typeName } from "@/lib/domains/alarms/read/rows";
import { matching } from "@/lib/domains/sync/read";
import { listPage } from "@/lib/http/keyset";
import type { DeliveryItem, DeliveryListing, DeliveryQuery } from "../schema";
import type { DeliveryChannel, DeliveryState } from "../terms";

interface DeliveryRow {
  id: string;
  ruleId: string;
  ruleName: string;
  alarmId: string | null;
  type: string | null;
  sourceName: string | null;
  channel: DeliveryChannel;
  userId: string | null;
  userName: string | null;
  state: DeliveryState;
  createdAt: Date;
  attempts: number;
  nextAttemptAt: Date;
  endedAt: Date | null;
  reason: string | null;
}

const sortable = { createdAt: { sql: "d.created_at", type: "timestamptz" } } as const;

function toItem(row: DeliveryRow): DeliveryItem {
  const { id, ruleId, ruleName, alarmId, channel, state, attempts, reason } = row;
  return {
    ...{ id, channel, state, attempts, reason },
    rule: { id: ruleId, name: ruleName },
    alarm: alarmId === null ? null : { id: alarmId, typeName: typeName(row.type), sourceName: row.sourceName },
    to: personOf(row.userId, row.userName),
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: state === "waiting" ? row.nextAttemptAt.toISOString() : null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

/** What became of mails and webhooks. Throws ForbiddenError; BadRequestError for a cursor of another list. */
export function listDeliveries(actor: Actor, query: DeliveryQuery): Promise<DeliveryListing> {
  permit(actor, "settings:manage");
  permitEverywhere(actor);
  return listPage<DeliveryRow, DeliveryItem, keyof typeof sortable>({
    db: pool(),
    noun: "escalations/deliveries",
    query: { ...query },
    sortable,
    select: `d.id, d.rule_id AS "ruleId", r.name AS "ruleName", d.alarm_id AS "alarmId", a.type,
             a.source_name AS "sourceName", d.channel, u.id AS "userId", u.name AS "userName", d.state,
             d.created_at AS "createdAt", d.attempts, d.next_attempt_at AS "nextAttemptAt", d.ended_at AS "endedAt",
             d.reason`,
    from: `escalation_delivery d JOIN escalation_rule r ON r.id = d.rule_id LEFT JOIN alarm a ON a.id = d.alarm_id
           LEFT JOIN app_user u ON u.id::text = d.recipient`,
    id: "d.id::text",
    where: (parameters) => [
      ...matching("gh_fold(concat_ws(' ', r.name, u.name, a.source_name))", query.q, parameters),
      ...(query.state === undefined || query.state.length === 0
        ? []
        : [`d.state = ANY (${parameters.add(query.state)})`]),
    ],
    item: toItem,
    syncedAt: null,
  });
}
