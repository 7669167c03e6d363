import type { RecordedAlarm } from "../world/alarm-history";
import { localTime } from "../world/timezones";
import type { World } from "../world/world";
import { zoneOf } from "./occurrence";
import type { Occurrence } from "./occurrence";
import { subCategoryOf, typeOf } from "./types";

/**
 * What an occurrence is as an alarm, by the rule for its source and event; without a rule it has none, and the usual
 * priority of its type. Null for what no alarm is made of: a rule that is off or out of its schedule stays silent.
 */
export function alarmOf(world: World, what: Occurrence): RecordedAlarm | null {
  const { subject, code, at } = what;
  if (what.alarm === "never" || code === "") return null;
  const { alarmRules } = world;
  const rule = alarmRules.twin({ sourceID: subject.id, eventType: code });
  const timeZoneId = zoneOf(subject);
  if (rule && what.alarm === "armed" && !alarmRules.isArmed(rule, localTime(timeZoneId, at))) return null;
  const { main, level } = typeOf(code);
  const { device } = subject;
  const records = rule !== undefined && alarmRules.links(rule.id, "LinkCamera");
  return {
    guid: what.guid,
    rule: rule ? { id: rule.id, name: rule.name, description: rule.description } : null,
    priorityId: rule?.priorityId ?? alarmRules.priorities.find((priority) => priority.level === level)?.id ?? "",
    mainCategory: rule?.mainCategory ?? main,
    subCategory: rule?.subCategory ?? subCategoryOf(subject.type),
    source: {
      sourceType: subject.type,
      sourceID: subject.id,
      sourceName: subject.name,
      eventType: code,
      areaId: subject.areaId,
      areaName: subject.areaName,
    },
    device: {
      id: device?.id ?? "",
      name: device?.name ?? "",
      category: device?.category ?? "",
      serialNo: device?.serialNo ?? "",
    },
    timeZoneId,
    channelId: what.pictures[0]?.id ?? null,
    linkageTypes: [...(records || what.linked ? ["0"] : []), ...(what.linked ? ["3"] : [])],
    startedAt: at,
    endedAt: what.endsAt,
    pulse: what.stage === "pulse",
    late: what.delayed,
    marked: what.stage === "mark",
    affirmed: what.stage === "confirm",
    pictured: what.pictures.length > 0,
  };
}

/** Writes an alarm into the log. What is told of it later adds to what is known. */
export function log({ alarmHistory }: World, alarm: RecordedAlarm, related: RecordedAlarm["related"]): void {
  const known = alarmHistory.recorded(alarm.guid);
  alarmHistory.record({
    ...alarm,
    related,
    startedAt: known?.startedAt ?? alarm.startedAt,
    endedAt: alarm.endedAt ?? known?.endedAt ?? null,
    channelId: alarm.channelId ?? known?.channelId ?? null,
    pulse: alarm.pulse || known?.pulse === true,
    late: alarm.late || known?.late === true,
    marked: alarm.marked || known?.marked === true,
    affirmed: alarm.affirmed || known?.affirmed === true,
    pictured: alarm.pictured || known?.pictured === true,
  });
}
