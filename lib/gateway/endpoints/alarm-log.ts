import { z } from "zod";
import { endpoint } from "../endpoint";
import { localTime, utcOffset } from "../local-time";
import { gatewayId, moment, nonEmpty, pageFields, present } from "../strict";
import { isRecord, pick, readRows, toBoolean } from "../tolerant";
import { readAlarm, type Alarm } from "./alarm-object";
import { eventType } from "./alarm-rules";

const dayMs = 24 * 3_600_000;

/** One page of the log. The log counts nothing; `more` tells whether to ask for the next page. */
export interface AlarmLogPage {
  readonly items: Alarm[];
  readonly more: boolean;
  readonly skipped: number;
}

const logPage = (utcOffsetMinutes: number, pageSize: number) => {
  const rows = readRows(readAlarm(utcOffsetMinutes));
  return z.unknown().transform((data, context): AlarmLogPage => {
    const body = data ?? {};
    const list = isRecord(body) ? pick(body, "alarmLogList") : body;
    const said = isRecord(body) ? toBoolean(pick(body, "moreData")) : null;
    const read = rows.safeParse(list);
    if (!read.success || (said === true && (list === undefined || list === null))) {
      context.addIssue({ code: "custom", message: "is not a list", path: ["alarmLogList"] });
      return z.NEVER;
    }
    const { items, skipped } = read.data;
    return { items, more: said ?? items.length + skipped >= pageSize, skipped };
  });
};

/**
 * Alarms of at most one day, up to 500 a page. The gateway takes times without a zone, which are written for a site
 * `utcOffsetMinutes` east of UTC; times without a zone in the answer are read so. `to` is at most a day after `from`.
 * One area at most: areaID is sent as a string, as in the example and in the newer guide (the table says String[]), and
 * is left out for all areas, which newer servers allow; older ones may answer OPEN000028. Guide 5.3.4, A.3.20, A.3.157.
 */
export const searchAlarmLog = endpoint({
  name: "alarmLog.search",
  path: "POST /alarm/v1/alarmlog",
  section: "5.3.4",
  kind: "read",
  paging: { style: "pageIndex", max: 500 },
  input: z
    .strictObject({
      ...pageFields(500),
      from: moment(),
      to: moment(),
      utcOffsetMinutes: utcOffset(),
      areaId: gatewayId().optional(),
      eventTypes: nonEmpty(eventType()).optional(),
    })
    .refine(({ from, to }) => to > from, { path: ["to"], message: "must be after from" })
    .refine(({ from, to }) => to.getTime() - from.getTime() <= dayMs, {
      path: ["to"],
      message: "must be at most one day after from",
    })
    .transform(({ page, pageSize, from, to, utcOffsetMinutes, areaId, eventTypes }) =>
      present({
        pageIndex: page,
        pageSize,
        timeRange: { beginTime: localTime(from, utcOffsetMinutes), endTime: localTime(to, utcOffsetMinutes) },
        areaID: areaId,
        eventTypeList: eventTypes,
      }),
    ),
  output: logPage(0, 500),
  outputFor: ({ utcOffsetMinutes, pageSize }) => logPage(utcOffsetMinutes, pageSize ?? 500),
});
