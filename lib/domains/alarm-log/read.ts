import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { BadRequestError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { describeAlarmType } from "@/lib/gateway/dictionary/alarm-types";
import { searchAlarmLog as searchEndpoint } from "@/lib/gateway/endpoints";
import type { AlarmLogItem, AlarmLogPage, AlarmLogQuery } from "./schema";
import { LOG_PAGE } from "./terms";

const deadlineMs = 20_000;

type Answer = Awaited<ReturnType<typeof ask>>;

function ask({ from, to, utcOffset, area, type, page }: AlarmLogQuery, signal: AbortSignal) {
  const [first, ...rest] = type ?? [];
  return gateway().call(
    searchEndpoint,
    {
      ...{ page, pageSize: LOG_PAGE, from: new Date(from), to: new Date(to), utcOffsetMinutes: utcOffset },
      ...(area === undefined ? {} : { areaId: area }),
      ...(first === undefined ? {} : { eventTypes: [first, ...rest] as [string, ...string[]] }),
    },
    { lane: "interactive", signal, deadlineMs },
  );
}

function toItem(alarm: Answer["items"][number], known: ReadonlySet<string>): AlarmLogItem {
  const { guid, type, startedAt, endedAt, active, priority } = alarm;
  return {
    id: guid,
    type,
    typeName: type === null ? "Unknown event" : describeAlarmType(type).label,
    source: { type: alarm.sourceType, id: alarm.sourceId, name: alarm.sourceName },
    area: { id: alarm.areaId, name: alarm.areaName },
    rule: alarm.rule?.name ?? null,
    priority: priority === null ? null : { level: priority.level, name: priority.name, color: priority.color },
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    active,
    acknowledged: alarm.acknowledged,
    known: known.has(guid),
  };
}

/**
 * A page of the gateway's own log, each row with whether Gatehouse has the alarm. An exception to "reads never wait": it
 * asks the gateway while somebody looks, and ends when they go. It shows less than the alarms themselves do, no pictures
 * and no persons, so it is not written into the audit log. Somebody limited to areas names one of them. Throws
 * ForbiddenError, BadRequestError, NotFoundError for an area, GatewayError. Guide 5.3.4.
 */
export async function searchAlarmLog(actor: Actor, query: AlarmLogQuery, signal: AbortSignal): Promise<AlarmLogPage> {
  permit(actor, "alarms:read");
  const areas = await areasOf(actor);
  if (areas !== null) {
    if (query.area === undefined) {
      const message = "You are limited to certain areas: choose the one to search.";
      throw new BadRequestError(message, { fields: [{ field: "area", message }] });
    }
    withinAreas(areas, { noun: "area", id: query.area, areaIds: [query.area] });
  }
  const askedAt = new Date().toISOString();
  const { items, more, skipped } = await ask(query, signal);
  const seen = areas === null ? items : items.filter(({ areaId }) => areaId !== null && areas.includes(areaId));
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM alarm WHERE id = ANY ($1)", [
    seen.map(({ guid }) => guid),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  return { items: seen.map((alarm) => toItem(alarm, known)), page: query.page, more, skipped, askedAt };
}
