import { permit, type Actor } from "@/lib/auth/actor";
import { areasOf, withinAreas } from "@/lib/auth/scope";
import { pool } from "@/lib/db/client";
import { siteClocks } from "@/lib/domains/time-zones/read";
import { BadRequestError } from "@/lib/errors";
import { gateway } from "@/lib/gateway";
import { describeAlarmType } from "@/lib/gateway/dictionary/alarm-types";
import { searchAlarmLog as searchEndpoint } from "@/lib/gateway/endpoints";
import type { AlarmLogItem, AlarmLogPage, AlarmLogQuery } from "./schema";
import { LOG_PAGE, LOG_SPAN_MS } from "./terms";

const deadlineMs = 20_000;
const minute = 60_000;

type Alarm = Awaited<ReturnType<typeof ask>>["items"][number];
type Clocks = AlarmLogPage["clocks"];

/** What the gateway is asked for at once: its words for times name no zone, so they are written in UTC. */
interface Window {
  from: number;
  to: number;
}

/**
 * The times of day that clocks in this range showed between two moments, in parts of at most a day, the latest first.
 * Parts share no second, so that no alarm is in two of them.
 */
function windowsOf({ from, to }: AlarmLogQuery, { least, most }: Clocks): Window[] {
  const first = Math.floor(Date.parse(from) / 1_000) * 1_000 + least * minute;
  const windows: Window[] = [];
  for (let end = Date.parse(to) + most * minute; end > first;) {
    const start = Math.max(first, end - LOG_SPAN_MS);
    windows.push({ from: start, to: end });
    end = start - 1_000;
  }
  return windows;
}

function ask({ area, type, page }: AlarmLogQuery, { from, to }: Window, signal: AbortSignal) {
  const [first, ...rest] = type ?? [];
  return gateway().call(
    searchEndpoint,
    {
      ...{ page, pageSize: LOG_PAGE, from: new Date(from), to: new Date(to), utcOffsetMinutes: 0 },
      ...(area === undefined ? {} : { areaId: area }),
      ...(first === undefined ? {} : { eventTypes: [first, ...rest] as [string, ...string[]] }),
    },
    { lane: "interactive", signal, deadlineMs },
  );
}

/** Times that came without a zone are on the clock of the device, which was read as if it showed UTC. */
async function withMoments(alarms: readonly Alarm[], { least }: Clocks): Promise<Alarm[]> {
  const zoneless = alarms.filter(({ utcOffsetMinutes }) => utcOffsetMinutes === null);
  if (zoneless.length === 0) return [...alarms];
  const { rows } = await pool().query<{ id: string; minutes: number }>(
    `SELECT d.id, z.utc_offset_minutes AS minutes FROM device d JOIN time_zone z ON z.id = d.time_zone_id
      WHERE d.id = ANY ($1)`,
    [zoneless.flatMap(({ deviceId }) => deviceId ?? [])],
  );
  const own = new Map(rows.map(({ id, minutes }) => [id, minutes]));
  return alarms.map((alarm) => {
    if (alarm.utcOffsetMinutes !== null) return alarm;
    const east = own.get(alarm.deviceId ?? "") ?? least;
    const moment = (at: Date | null) => at && new Date(at.getTime() - east * minute);
    return { ...alarm, startedAt: moment(alarm.startedAt), endedAt: moment(alarm.endedAt) };
  });
}

/** Clocks that differ show more than was asked for: only the moments asked for are kept. */
function within({ from, to }: AlarmLogQuery, { of, least, most }: Clocks) {
  const [first, last] = [Math.floor(Date.parse(from) / 1_000) * 1_000, Date.parse(to)];
  return ({ startedAt }: Alarm) => {
    // Where nobody knows the clocks, the gateway's own choice stands.
    if (startedAt === null || of === "viewer" || least === most) return true;
    return startedAt.getTime() >= first && startedAt.getTime() <= last;
  };
}

const latestFirst = (a: Alarm, b: Alarm) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0);

function toItem(alarm: Alarm, known: ReadonlySet<string>): AlarmLogItem {
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
 * asks the gateway while somebody looks, for each page once or, where clocks differ, two or three times, and ends when
 * they go. It shows less than the alarms themselves do, no pictures
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
  const site = await siteClocks(query.area ?? null);
  const clocks: Clocks = site ?? { of: "viewer", least: query.utcOffset, most: query.utcOffset };
  const answers = await Promise.all(windowsOf(query, clocks).map((window) => ask(query, window, signal)));
  const told = await withMoments(
    answers.flatMap(({ items }) => items),
    clocks,
  );
  const found = told.filter(within(query, clocks)).sort(latestFirst);
  const seen = areas === null ? found : found.filter(({ areaId }) => areaId !== null && areas.includes(areaId));
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM alarm WHERE id = ANY ($1)", [
    seen.map(({ guid }) => guid),
  ]);
  const known = new Set(rows.map(({ id }) => id));
  return {
    items: seen.map((alarm) => toItem(alarm, known)),
    page: query.page,
    more: answers.some(({ more }) => more),
    skipped: answers.reduce((sum, { skipped }) => sum + skipped, 0),
    ...{ clocks, askedAt },
  };
}
