import { transaction } from "@/lib/db/transaction";
import { storeRows, type MirrorRow, type MirrorSource } from "@/lib/domains/sync/mirror";
import { gateway } from "@/lib/gateway";
import { listAlarmRules, type AlarmRule } from "@/lib/gateway/endpoints";

const row = (rule: AlarmRule): MirrorRow => ({
  id: rule.id,
  name: rule.name,
  description: rule.description,
  color: rule.color,
  enabled: rule.enabled,
  state: rule.state,
  category: rule.category,
  sub_category: rule.subCategory,
  notify: rule.notify?.enabled ?? null,
  recipients: rule.notify?.recipients ?? [],
  schedule_id: rule.schedule?.id ?? null,
  schedule_name: rule.schedule?.name ?? null,
  schedule_type: rule.schedule?.type ?? null,
  priority_id: rule.priority?.id ?? null,
  priority_level: rule.priority?.level ?? null,
  priority_name: rule.priority?.name ?? null,
  priority_color: rule.priority?.color ?? null,
  ignore_recurring: rule.ignoreRecurring?.enabled ?? null,
  ignore_time: rule.ignoreRecurring?.time ?? null,
  source_type: rule.source?.type ?? null,
  source_id: rule.source?.id ?? null,
  source_name: rule.source?.name ?? null,
  event_type: rule.source?.eventType ?? null,
});

/** Rules stand in no area of their own; who may see one is told by its source, at reading. */
export const alarmRuleMirror: MirrorSource = {
  kind: "alarm-rules",
  table: "alarm_rule",
  columns: {
    name: "text",
    description: "text",
    color: "text",
    enabled: "boolean",
    state: "text",
    category: "text",
    sub_category: "text",
    notify: "boolean",
    recipients: "jsonb",
    schedule_id: "text",
    schedule_name: "text",
    schedule_type: "text",
    priority_id: "text",
    priority_level: "integer",
    priority_name: "text",
    priority_color: "text",
    ignore_recurring: "boolean",
    ignore_time: "integer",
    source_type: "text",
    source_id: "text",
    source_name: "text",
    event_type: "text",
  },
  search: ["name", "source_name", "description"],
  area: null,
  read: async (page, signal) => {
    const { items, ...rest } = await gateway().call(listAlarmRules, page, { lane: "sweeps", signal });
    return { ...rest, items: items.map(row) };
  },
};

/** Reads again one rule by its id, or those of a name, and stores what they are now. Throws GatewayError. */
export async function rereadRules(which: { ruleId: string } | { name: string }, signal: AbortSignal): Promise<void> {
  // The gateway searches for names of at most 64 characters, and in part: what else it finds is true as well.
  const wanted = "name" in which ? { name: which.name.slice(0, 64).trim() } : which;
  const input = { page: 1, pageSize: 500, ...wanted };
  const { items } = await gateway().call(listAlarmRules, input, { lane: "interactive", signal });
  if (items.length > 0) await transaction((tx) => storeRows(tx, alarmRuleMirror, items.map(row)));
}
